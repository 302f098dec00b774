import { type SQL, sql } from 'drizzle-orm';
import { type Answer, json, timeOrNull } from '../answer.ts';
import { type Page, page } from '../page.ts';
import { inventory, products, transferLines, transfers, warehouses } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { command, perCombination, query, type Slot } from '../statement.ts';

export type Place = { productId: number; warehouseId: number };
export type Inventory = Answer<typeof fields>;

export const thresholdSource = sql<
  'warehouse' | 'product' | 'product_type' | 'company' | 'reorder_point' | null
>`(
  select threshold_source from inventory_rules r where r.company_id = ${inventory.companyId}
    and r.product_id = ${inventory.productId} and r.warehouse_id = ${inventory.warehouseId})`;

const fields = {
  productId: inventory.productId,
  productName: products.name,
  sku: products.sku,
  warehouseId: inventory.warehouseId,
  warehouseName: warehouses.name,
  onHand: inventory.onHand,
  /** On its way here from other warehouses. */
  inTransit: sql<number>`(select coalesce(sum(${transferLines.quantity} - ${transferLines.arrived} - ${transferLines.returned}), 0)
    from ${transferLines} indexed by transfer_lines_in_transit join ${transfers} on ${transfers.id} = ${transferLines.transferId}
    where ${transferLines.companyId} = ${inventory.companyId} and ${transferLines.productId} = ${inventory.productId}
      and ${transfers.toWarehouseId} = ${inventory.warehouseId}
      and ${transferLines.quantity} > ${transferLines.arrived} + ${transferLines.returned})`,
  lowStockThreshold: inventory.lowStockThreshold,
  threshold: sql<number | null>`${inventory.threshold}`,
  thresholdSource,
  velocityPerDay: inventory.velocity,
  velocityComputedAt: timeOrNull(inventory.velocityComputedAt),
  daysUntilStockout: sql<number | null>`${inventory.daysUntilStockout}`,
};

const selectFrom = (table: SQL) => sql<Inventory>`select ${json(fields)} as answer from ${table}
  join ${products} on ${products.companyId} = ${inventory.companyId} and ${products.id} = ${inventory.productId}
  join ${warehouses} on ${warehouses.companyId} = ${inventory.companyId} and ${warehouses.id} = ${inventory.warehouseId}`;

const here = (slot: Slot<Place>): SQL => sql`${inventory.companyId} = ${slot('company')}
  and ${inventory.productId} = ${slot('productId')} and ${inventory.warehouseId} = ${slot('warehouseId')}`;

const found = query<Place>()((slot) => sql<Inventory>`${selectFrom(sql`${inventory}`)} where ${here(slot)}`);

export const getInventory = (scope: Scope, place: Place): Promise<Inventory> =>
  scope.one(found(place), 'inventory_not_found');

export type InventoryFilter = { productId?: number; warehouseId?: number };

/** By product, then warehouse. */
export const listInventory = (
  scope: Scope,
  filter: InventoryFilter,
  limit: number,
  { productId: afterProduct, warehouseId: afterWarehouse }: Place = { productId: 0, warehouseId: 0 },
): Promise<Page<Inventory>> =>
  page(
    scope,
    limit,
    (rows) => next(filter)({ ...filter, afterProduct, afterWarehouse, limit: rows }),
    (last) => `${last.productId}.${last.warehouseId}`,
  );

const next = perCombination((names) =>
  query<InventoryFilter & { afterProduct: number; afterWarehouse: number; limit: number }>()((slot) => {
    const after = names.includes('warehouseId')
      ? sql`${inventory.warehouseId} = ${slot('warehouseId')} and ${inventory.productId} > ${slot('afterProduct')}`
      : sql`(${inventory.productId}, ${inventory.warehouseId}) > (${slot('afterProduct')}, ${slot('afterWarehouse')})`;
    // Without statistics SQLite would rather walk the whole company in the order of the list.
    const table = names.includes('warehouseId')
      ? sql`${inventory} indexed by inventory_of_warehouse`
      : sql`${inventory}`;
    return sql<Inventory>`${selectFrom(table)} where ${inventory.companyId} = ${slot('company')} and ${after}
      ${names.includes('productId') ? sql`and ${inventory.productId} = ${slot('productId')}` : sql``}
      order by ${inventory.productId}, ${inventory.warehouseId} limit ${slot('limit')}`;
  }),
);

const ensurePlace = command<Place>(
  (slot) => sql`insert into ${inventory} (company_id, product_id, warehouse_id)
    select ${slot('company')}, ${slot('productId')}, ${slot('warehouseId')}
    where not exists (select 1 from ${inventory} where ${here(slot)})`,
);

const setOwnThreshold = command<Place & { lowStockThreshold: number | null }>(
  (slot) =>
    sql`update ${inventory} set low_stock_threshold = ${slot('lowStockThreshold')} where ${here(slot)}`,
);

/** For this warehouse alone; null returns to the product's, its type's or the company's. */
export const setThreshold = (
  scope: Scope,
  place: Place,
  lowStockThreshold: number | null,
): Promise<Inventory> =>
  scope.write(
    [ensurePlace(place), setOwnThreshold({ ...place, lowStockThreshold })],
    found(place),
    'inventory_not_found',
  );
