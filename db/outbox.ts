import { sql } from 'drizzle-orm';
import type { Database, Scope } from './scope.ts';
import { command, query } from './statement.ts';

/** What the worker looks after, over all companies. Claiming puts a row off by a lease: a dead worker's come up again. */

export type Errand = { company: number; topic: 'order' | 'letter'; subject: number };

/** A row that failed so often is put aside until something about it changes. */
const FAILURES_MAX = 5;
const NEVER = 9_007_199_254_740_991;

export type Claim = { now: number; leaseMs: number; limit: number };

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
  const errands = (claimed?.rows ?? []).map(
    (row): Errand => ({
      company: Number(row[0]),
      topic: row[1] === 'letter' ? 'letter' : 'order',
      subject: Number(row[2]),
    }),
  );
  return { errands, isFull: errands.length === limit };
}

/** For a process that is alone: whoever had claimed something is gone, so that nothing has to wait for the lease to end. */
export async function releaseClaims(
  { client }: Database,
  { now, leaseMs }: Omit<Claim, 'limit'>,
): Promise<void> {
  await client.batch(
    [
      { sql: 'update dirty set due_at = 0 where due_at between ? and ?', args: [now, now + leaseMs] },
      { sql: 'update outbox set due_at = 0 where due_at between ? and ?', args: [now, now + leaseMs] },
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
    sql: `update ${table} set due_at = 0 where due_at > ? and due_at < ? and parked_at is null`,
    args: [now + aheadMax, NEVER],
  });
  await client.batch([free('dirty', PLACE_AHEAD_MAX), free('outbox', ERRAND_AHEAD_MAX)], 'write');
}

/** It will be tried again after a while that grows; the fifth time it is parked. */
export async function failErrand(
  { client }: Database,
  { topic, subject }: Errand,
  error: string,
  now: number,
): Promise<void> {
  await client.batch(
    [
      {
        sql: `update outbox set failures = failures + 1, error = ?, parked_at = iif(failures + 1 >= ?, ?, null),
          due_at = iif(failures + 1 >= ?, ?, ? + 1000 * (1 << min(2 * failures, 12))) where topic = ? and subject_id = ?`,
        args: [error, FAILURES_MAX, now, FAILURES_MAX, NEVER, now, topic, subject],
      },
    ],
    'write',
  );
}

export type FailedPlace = { productId: number; warehouseId: number; error: string };

const failed = command<{ places: string }>(
  (slot) => sql`update dirty set failures = failures + 1, error = value ->> 'error',
      parked_at = iif(failures + 1 >= ${sql.raw(String(FAILURES_MAX))}, ${slot('now')}, null),
      due_at = iif(failures + 1 >= ${sql.raw(String(FAILURES_MAX))}, ${sql.raw(String(NEVER))}, ${slot('now')} + 1000 * (1 << min(2 * failures, 12)))
    from json_each(${slot('places')})
    where company_id = ${slot('company')} and product_id = value ->> 'productId' and warehouse_id = value ->> 'warehouseId'`,
);

const parked = query()(
  (slot) => sql<{ parked: number }>`select json_object('parked', count(*)) as answer from dirty
    where company_id = ${slot('company')} and parked_at is not null`,
);

/** How many places of the company are parked now. */
export const failPlaces = (scope: Scope, places: FailedPlace[]): Promise<{ parked: number }> =>
  scope.write([failed({ places: JSON.stringify(places) })], parked({}), 'internal');

/** One more look at everything: windows slide without sales. */
export async function sweep(scope: Scope, onProgress: (places: number) => void = () => undefined) {
  const today = scope.localDay(scope.now);
  let swept = 0;
  for (let after = { product: 0, warehouse: 0 }; ; ) {
    const { count, product, warehouse } = await scope.write([touch(after)], touchedUpTo(after), 'internal');
    swept += count;
    onProgress(swept);
    if (product === null || warehouse === null) break;
    after = { product, warehouse };
  }
  await scope.write([noteSwept({ today })], sweptOn({}), 'company_not_found');
  return { places: swept };
}

const SWEPT_AT_ONCE = 2000;

type After = { product: number; warehouse: number };

const nextPlaces = sql.raw(`order by product_id, warehouse_id limit ${SWEPT_AT_ONCE}`);

const touch = command<After>(
  (slot) => sql`insert into touched select company_id, product_id, warehouse_id, ${slot('now')} from inventory
    where company_id = ${slot('company')} and (product_id, warehouse_id) > (${slot('product')}, ${slot('warehouse')}) ${nextPlaces}`,
);

/** Null: those were the last. */
const touchedUpTo = query<After>()(
  (slot) => sql<{
    count: number;
    product: number | null;
    warehouse: number | null;
  }>`select json_object('count', count(*),
      'product', iif(count(*) = ${sql.raw(String(SWEPT_AT_ONCE))}, max(product_id), null),
      'warehouse', iif(count(*) = ${sql.raw(String(SWEPT_AT_ONCE))}, (select last_warehouse from (
        select product_id, warehouse_id as last_warehouse from inventory
        where company_id = ${slot('company')} and (product_id, warehouse_id) > (${slot('product')}, ${slot('warehouse')})
        order by product_id, warehouse_id limit 1 offset ${sql.raw(String(SWEPT_AT_ONCE - 1))})), null)) as answer
    from (select product_id, warehouse_id from inventory
      where company_id = ${slot('company')} and (product_id, warehouse_id) > (${slot('product')}, ${slot('warehouse')}) ${nextPlaces})`,
);

const noteSwept = command<{ today: number }>(
  (slot) => sql`update companies set swept_day = ${slot('today')} where id = ${slot('company')}`,
);

const sweptOn = query()(
  (slot) => sql<{ day: number }>`select json_object('day', swept_day) as answer from companies
    where id = ${slot('company')}`,
);
