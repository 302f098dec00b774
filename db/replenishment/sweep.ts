import { sql } from 'drizzle-orm';
import { startOfDay } from '../day.ts';
import { retryParked } from '../outbox.ts';
import type { Scope } from '../scope.ts';
import { command, query, type Slot } from '../statement.ts';

const SWEPT_AT_ONCE = 2000;

type Place = { product: number; warehouse: number };
/** What was computed since then need not be computed once more. */
type Since = { since: number };

const NOTHING_COUNTS = Number.MAX_SAFE_INTEGER;

/**
 * One more look at everything: windows slide without sales. What is marked may be computed before the next is. A night
 * that was broken off goes on with what its day has not computed; after a change of the rules all is computed.
 */
export async function sweep(
  scope: Scope,
  onProgress?: (places: number) => unknown,
): Promise<{ places: number }> {
  let places = 0;
  const { day: begun } = await scope.write(
    [retryParked({}), beginSweep({})],
    sweptOn({}),
    'company_not_found',
  );
  const today = scope.localDay(scope.now);
  const since = begun > 0 ? startOfDay(today, scope.timeZone) : NOTHING_COUNTS;
  for (let after: Place | null = { product: 0, warehouse: 0 }; after; ) {
    const { count, last }: Touched = await scope.write(
      [touch({ ...after, since })],
      touched(after),
      'internal',
    );
    places += count;
    await onProgress?.(places);
    after = count === SWEPT_AT_ONCE ? last : null;
  }
  await scope.write([noteSwept({ today, begun })], sweptOn({}), 'company_not_found');
  return { places };
}

const next = (slot: Slot<Place>) => sql`from inventory
  where company_id = ${slot('company')} and (product_id, warehouse_id) > (${slot('product')}, ${slot('warehouse')})
  order by product_id, warehouse_id limit ${sql.raw(String(SWEPT_AT_ONCE))}`;

/** A time to come was written by a clock that has been set back since. */
const touch = command<Place & Since>(
  (slot) => sql`insert into touched select company_id, product_id, warehouse_id, ${slot('now')}
    from (select company_id, product_id, warehouse_id, velocity_computed_at ${next(slot)})
    where velocity_computed_at is null or velocity_computed_at not between ${slot('since')} and ${slot('now')}`,
);

type Touched = { count: number; last: Place | null };

const touched = query<Place>()(
  (slot) => sql<Touched>`with swept as materialized (select product_id, warehouse_id ${next(slot)})
    select json_object('count', (select count(*) from swept), 'last', json((select json_object('product', product_id,
      'warehouse', warehouse_id) from swept order by product_id desc, warehouse_id desc limit 1))) as answer`,
);

/** Asked for by a change of the rules, which writes 0: only a change that comes while this is under way writes it again. */
const beginSweep = command(
  (slot) => sql`update companies set swept_day = -1 where id = ${slot('company')} and swept_day = 0`,
);

const noteSwept = command<{ today: number; begun: number }>(
  (slot) => sql`update companies set swept_day = ${slot('today')}
    where id = ${slot('company')} and swept_day = ${slot('begun')}`,
);

const sweptOn = query()(
  (slot) => sql<{ day: number }>`select json_object('day', swept_day) as answer from companies
    where id = ${slot('company')}`,
);
