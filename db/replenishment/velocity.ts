import { type SQL, sql } from 'drizzle-orm';
import { companies, dailyDemand, inventory } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { command, query } from '../statement.ts';

/** After this long without stock, what was sold before says nothing any more. */
const SOLD_OUT_DAYS_MAX = 180;

/**
 * Units sold per day in the last complete local days. For a product that is out of stock the days are those before it
 * ran out: otherwise the worst cases would drop out of the list just because there was nothing left to sell.
 */
export const meanVelocity = (windowDays: SQL, today: SQL): SQL<number> => sql`iif(
  ${inventory.outSinceDay} < ${today} - ${sql.raw(String(SOLD_OUT_DAYS_MAX))}, 0.0,
  max(0, coalesce((select sum(${dailyDemand.sold}) from ${dailyDemand}
    where ${dailyDemand.companyId} = ${inventory.companyId} and ${dailyDemand.productId} = ${inventory.productId}
      and ${dailyDemand.warehouseId} = ${inventory.warehouseId}
      and ${dailyDemand.day} > min(${today} - 1, coalesce(${inventory.outSinceDay}, ${today})) - ${windowDays}
      and ${dailyDemand.day} <= min(${today} - 1, coalesce(${inventory.outSinceDay}, ${today}))), 0)) / cast(${windowDays} as real))`;

const window = sql`(select ${companies.windowDays} from ${companies} where ${companies.id} = ${inventory.companyId})`;

const fill = command<{ today: number; fromProduct: number; toProduct: number }>(
  (slot) => sql`update ${inventory} set velocity = ${meanVelocity(window, sql`${slot('today')}`)},
      velocity_computed_at = ${slot('now')}
    where ${inventory.companyId} = ${slot('company')}
      and ${inventory.productId} between ${slot('fromProduct')} and ${slot('toProduct')}`,
);

const done = query()((slot) => sql<number>`select ${slot('company')} as answer`);

/** Stores the plain mean for a range of products. */
export async function fillVelocity(scope: Scope, fromProduct: number, toProduct: number): Promise<void> {
  await scope.write(
    [fill({ today: scope.localDay(scope.now), fromProduct, toProduct })],
    done({}),
    'internal',
  );
}
