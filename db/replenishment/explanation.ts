import { type SQL, sql } from 'drizzle-orm';
import { type Answer, exact, exactOrNull, flag, json, jsonList, jsonOne, time } from '../answer.ts';
import { Fault } from '../fault.ts';
import { companies, inventory, products, suppliers, warehouses } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { perCombination, query, type Slot } from '../statement.ts';
import { FIGURES_AGE_MS_MAX } from './figures.ts';
import { daysFrom, eventsFrom } from './past.ts';

export type Explained = { productId: number; warehouseId?: number };
export type Explanation = Answer<typeof fields>;

const firstDay = sql`(f.basis ->> 'firstDay')`;

/** What was stored for the place `i`, and the ledger since the first day that it rests on. */
const fields = {
  productId: sql<number>`i.product_id`,
  productName: products.name,
  sku: products.sku,
  warehouseId: sql<number>`i.warehouse_id`,
  warehouseName: sql<string>`i.warehouse_name`,
  currentStock: sql<number>`i.on_hand`,
  computedAt: time(sql`f.computed_at`),
  isStale: flag(sql`i.is_stale`),
  method: sql<'adaptive' | 'mean_30'>`f.method`,
  confidence: sql<'high' | 'medium' | 'low'>`f.confidence`,
  velocityPerDay: exact(sql`f.velocity`),
  plainMeanPerDay: exact(sql`f.plain_mean`),
  inStockDays: exact(sql`f.in_stock_days`),
  windowDays: sql<number>`f.window_days`,
  coverDays: exactOrNull(sql`f.cover_days`),
  coverDaysEarly: exactOrNull(sql`f.p10_days`),
  coverDaysLate: exactOrNull(sql`f.p90_days`),
  firstStockoutDay: sql<number | null>`f.first_stockout_day`,
  runOutDay: sql<number | null>`f.run_out_day`,
  reorderPoint: sql<number>`f.reorder_point`,
  orderUpTo: exact(sql`f.order_up_to`),
  needed: exact(sql`f.suggested_raw`),
  raised: exact(sql`f.suggested_raised`),
  suggested: sql<number>`f.suggested`,
  incomingQuantity: sql<number>`f.incoming`,
  supplier: jsonOne(
    json({ id: suppliers.id, name: suppliers.name }),
    sql`from ${suppliers} where ${suppliers.companyId} = f.company_id and ${suppliers.id} = f.supplier_id`,
  ),
  basis: sql<unknown>`json(f.basis)`,
  days: daysFrom(firstDay),
  events: eventsFrom(firstDay),
};

/** One place is explained; of several the caller has to choose, and for that their names are read. */
export async function explanationOf(scope: Scope, asked: Explained): Promise<Explanation> {
  const oldest = scope.now - FIGURES_AGE_MS_MAX;
  const found = await scope.one(read(asked)({ ...asked, oldest }), 'product_not_found');
  const { isWarehouse, places, explanation } = found;
  if (!isWarehouse) throw new Fault('warehouse_not_found');
  if (places.length === 0) throw new Fault('inventory_not_found');
  if (places.length > 1) throw new Fault('invalid_input', [{ field: 'warehouseId', message: which(places) }]);
  if (explanation === null) throw new Fault('forecast_not_found');
  return explanation;
}

type Place = { id: number; name: string };

const which = (places: Place[]): string =>
  `is needed, for this product lies in more than one: ${places.map(({ id, name }) => `${id} (${name})`).join(', ')}`;

type Found = { isWarehouse: boolean; places: Place[]; explanation: Explanation | null };
type Slots = Explained & { oldest: number };

const read = perCombination((names) =>
  query<Slots>()((slot) => {
    const isNamed = names.includes('warehouseId');
    return sql<Found>`with places as materialized (${placesOf(slot, isNamed)})
      select ${json({
        isWarehouse: isNamed ? isWarehouse(slot) : flag(sql`true`),
        places: jsonList(json({ id: sql`warehouse_id`, name: sql`warehouse_name` }), sql`from places`),
        explanation: jsonOne(
          json(fields),
          sql`from places i join forecasts f on f.company_id = i.company_id and f.product_id = i.product_id
            and f.warehouse_id = i.warehouse_id where (select count(*) from places) = 1`,
        ),
      })} as answer
      from ${products} where ${products.companyId} = ${slot('company')} and ${products.id} = ${slot('productId')}
        and ${products.kind} = 'product'`;
  }),
);

/** Where it lies: in the warehouse that is named, else in all that are in use. */
const placesOf = (
  slot: Slot<Slots>,
  isNamed: boolean,
): SQL => sql`select ${inventory.companyId}, ${inventory.productId},
    ${inventory.warehouseId}, ${inventory.onHand}, ${warehouses.name} as warehouse_name, ${isStale(slot)} as is_stale
  from ${inventory} join ${warehouses} on ${warehouses.companyId} = ${inventory.companyId} and ${warehouses.id} = ${inventory.warehouseId}
  where ${inventory.companyId} = ${slot('company')} and ${inventory.productId} = ${slot('productId')}
    and ${isNamed ? sql`${inventory.warehouseId} = ${slot('warehouseId')}` : sql`${warehouses.isActive}`}
  order by ${inventory.warehouseId}`;

const isWarehouse = (slot: Slot<Slots>): SQL<boolean> =>
  flag(sql`exists (select 1 from ${warehouses} where ${warehouses.companyId} = ${slot('company')}
    and ${warehouses.id} = ${slot('warehouseId')})`);

/** It waits to be looked at, or all do (the policy or the days are others), or the worker has not looked for two days. */
const isStale = (slot: Slot<Slots>): SQL => sql`(${inventory.velocityComputedAt} < ${slot('oldest')}
  or exists (select 1 from ${companies} where ${companies.id} = ${slot('company')} and ${companies.sweptDay} <= 0)
  or exists (select 1 from dirty d where d.company_id = ${inventory.companyId} and d.product_id = ${inventory.productId}
    and d.warehouse_id = ${inventory.warehouseId}))`;
