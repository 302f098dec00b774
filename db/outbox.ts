import { type SQLWrapper, sql } from 'drizzle-orm';
import { outboxTopics } from './schema/index.ts';
import type { Database, Scope } from './scope.ts';
import { command, rowsChanged } from './statement.ts';

/** What the worker looks after, over all companies. Claiming puts a row off by a lease: a dead worker's come up again. */

export type Errand = { company: number; topic: (typeof outboxTopics)[number]; subject: number };

/** A row that failed so often is put aside until something about it changes. */
const FAILURES_MAX = 5;
const NEVER = 9_007_199_254_740_991;

export type Lease = { now: number; leaseMs: number };
type Claim = Lease & { limit: number };

/** The companies that have places to look at, each named once, and whether there may be more. */
export async function claimDirty(
  { client }: Database,
  { now, leaseMs, limit }: Claim,
): Promise<{ companies: number[]; isFull: boolean }> {
  const { rows: due } = await client.execute({
    sql: 'select 1 from dirty where due_at <= ? limit 1',
    args: [now],
  });
  if (due.length === 0) return { companies: [], isFull: false };
  const [claimed] = await client.batch(
    [
      {
        sql: `update dirty set due_at = ? where (company_id, product_id, warehouse_id) in (
          select company_id, product_id, warehouse_id from dirty where due_at <= ? order by due_at limit ?) returning company_id`,
        args: [now + leaseMs, now, limit],
      },
    ],
    'write',
  );
  const rows = claimed?.rows ?? [];
  return { companies: [...new Set(rows.map((row) => Number(row[0])))], isFull: rows.length === limit };
}

export async function claimErrands(
  { client }: Database,
  { now, leaseMs, limit }: Claim,
): Promise<{ errands: Errand[]; isFull: boolean }> {
  const { rows: due } = await client.execute({
    sql: 'select 1 from outbox where due_at <= ? limit 1',
    args: [now],
  });
  if (due.length === 0) return { errands: [], isFull: false };
  const [claimed] = await client.batch(
    [
      {
        sql: `update outbox set due_at = ? where id in (
          select id from outbox where due_at <= ? order by due_at limit ?) returning company_id, topic, subject_id`,
        args: [now + leaseMs, now, limit],
      },
    ],
    'write',
  );
  const rows = claimed?.rows ?? [];
  const errands = rows.flatMap((row): Errand[] => {
    const topic = outboxTopics.find((known) => known === row[1]);
    return topic ? [{ company: Number(row[0]), topic, subject: Number(row[2]) }] : [];
  });
  return { errands, isFull: rows.length === limit };
}

/** Whoever claimed what ends by then will do nothing with it: it is due again, and nothing waits for a lease. */
export async function releaseClaims(
  { client }: Database,
  { from, to }: { from: number; to: number },
): Promise<void> {
  await client.batch(
    [
      { sql: 'update dirty set due_at = 0 where due_at between ? and ?', args: [from, to] },
      { sql: 'update outbox set due_at = 0 where due_at between ? and ?', args: [from, to] },
    ],
    'write',
  );
}

const HOUR = 3_600_000;
/** Further off than any lease or back-off, and than any opening hour or next try of a letter. */
const PLACE_AHEAD_MAX = 2 * HOUR;
const ERRAND_AHEAD_MAX = 72 * HOUR;

/** A clock that was ahead and has been set back would keep what it put off waiting for as long as it was ahead. */
export async function freeFromFuture({ client }: Database, now: number): Promise<void> {
  const free = (table: string, aheadMax: number) => ({
    sql: `update ${table} set due_at = 0 where due_at > ? and parked_at is null`,
    args: [now + aheadMax],
  });
  await client.batch([free('dirty', PLACE_AHEAD_MAX), free('outbox', ERRAND_AHEAD_MAX)], 'write');
}

/** What was put aside gets another chance: the night, or a rebuild, may find the world mended. */
export const retryParked = command(
  (slot) => sql`update outbox set parked_at = null, failures = 0, due_at = 0
    where company_id = ${slot('company')} and parked_at is not null`,
);

export const retryErrands = (scope: Scope): Promise<{ rows: number }> =>
  scope.write([retryParked({})], rowsChanged({}), 'internal');

/** It will be tried again after a while that grows; the fifth time it is parked. */
const oneMoreFailure = (now: SQLWrapper) => sql`failures = failures + 1,
  parked_at = iif(failures + 1 >= ${sql.raw(String(FAILURES_MAX))}, ${now}, null),
  due_at = iif(failures + 1 >= ${sql.raw(String(FAILURES_MAX))}, ${sql.raw(String(NEVER))}, ${now} + 1000 * (1 << min(2 * failures, 12)))`;

const errandFailed = command<Pick<Errand, 'topic' | 'subject'> & { error: string }>(
  (slot) => sql`update outbox set error = ${slot('error')}, ${oneMoreFailure(slot('now'))}
    where company_id = ${slot('company')} and topic = ${slot('topic')} and subject_id = ${slot('subject')}`,
);

export type FailedPlace = { productId: number; warehouseId: number; error: string };

const placesFailed = command<{ places: string }>(
  (slot) => sql`update dirty set error = value ->> 'error', ${oneMoreFailure(slot('now'))}
    from json_each(${slot('places')})
    where company_id = ${slot('company')} and product_id = value ->> 'productId' and warehouse_id = value ->> 'warehouseId'`,
);

export async function failErrand(
  scope: Scope,
  { topic, subject }: Pick<Errand, 'topic' | 'subject'>,
  error: string,
): Promise<void> {
  await scope.write([errandFailed({ topic, subject, error })], rowsChanged({}), 'internal');
}

export async function failPlaces(scope: Scope, places: FailedPlace[]): Promise<void> {
  await scope.write([placesFailed({ places: JSON.stringify(places) })], rowsChanged({}), 'internal');
}
