import type { Database } from './scope.ts';

/** What waits, what was put aside, and how the letters stand: for whoever watches over the worker. */
export type Backlog = {
  places: Waiting;
  orders: Waiting;
  letters: Waiting;
  links: Waiting;
  lettersByStatus: { queued: number; sending: number; sent: number; failed: number; uncertain: number };
  parked: { company: number; what: string; error: string }[];
};

/**
 * The oldest is the age of the longest wait for its turn, not counting what is due later. Counted up to a limit: what waits
 * beyond it is beyond counting once more every two seconds.
 */
export type Waiting = { count: number; parked: number; oldestSeconds: number };

const PARKED_SHOWN = 20;
export const COUNTED_MAX = 20_000;
/** Of those that are due first. */
const OLDEST_OF = 1000;

export async function backlogOf({ client }: Database, now: number): Promise<Backlog> {
  const [places, errands, letters, parked] = await client.batch(
    [
      {
        sql: `select (select count(*) from (select 1 from dirty limit ?)), (select count(*) from dirty where parked_at is not null),
          (select min(since) from (select since, parked_at from dirty indexed by dirty_due order by due_at limit ?) where parked_at is null)`,
        args: [COUNTED_MAX, OLDEST_OF],
      },
      {
        sql: `select topic, count(*), count(parked_at), min(iif(parked_at is null and max(since, due_at) <= ?, max(since, due_at), null))
          from (select * from outbox order by id limit ?) group by topic`,
        args: [now, COUNTED_MAX],
      },
      {
        sql: `select status, count(*) from letters where status <> 'sent' group by status
          union all select 'all', (select max(id) from letters)`,
        args: [],
      },
      {
        sql: `select company_id, 'product ' || product_id || ' in warehouse ' || warehouse_id, error from dirty
            where parked_at is not null
          union all select company_id, topic || ' ' || subject_id, error from outbox where parked_at is not null limit ?`,
        args: [PARKED_SHOWN],
      },
    ],
    'read',
  );
  const waiting = (row: ArrayLike<unknown> | undefined, at: number): Waiting => ({
    count: Number(row?.[at] ?? 0),
    parked: Number(row?.[at + 1] ?? 0),
    oldestSeconds: secondsSince(row?.[at + 2], now),
  });
  const topic = (name: string) =>
    waiting(
      errands?.rows.find((row) => row[0] === name),
      1,
    );
  return {
    places: waiting(places?.rows[0], 0),
    orders: topic('order'),
    letters: topic('letter'),
    links: topic('link'),
    lettersByStatus: statusesOf(letters?.rows ?? []),
    parked: (parked?.rows ?? []).map((row) => ({
      company: Number(row[0]),
      what: String(row[1]),
      error: String(row[2]),
    })),
  };
}

const secondsSince = (since: unknown, now: number): number =>
  typeof since === 'number' ? Math.max(0, Math.round((now - since) / 1000)) : 0;

/** Letters are never deleted, so the last id says how many there are, without counting them. */
function statusesOf(rows: ArrayLike<unknown>[]): Backlog['lettersByStatus'] {
  const counts = new Map(rows.map((row) => [String(row[0]), Number(row[1] ?? 0)]));
  const of = (status: string): number => counts.get(status) ?? 0;
  const [queued, sending, failed, uncertain] = [of('queued'), of('sending'), of('failed'), of('uncertain')];
  return { queued, sending, sent: of('all') - queued - sending - failed - uncertain, failed, uncertain };
}
