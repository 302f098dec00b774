import { type SQL, sql } from 'drizzle-orm';
import { dailyDemand, inventory } from '../schema/index.ts';

/** After this long without stock, what was sold before says nothing any more. */
export const SOLD_OUT_DAYS_MAX = 180;

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
