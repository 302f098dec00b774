import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { products, warehouses } from './catalogue.ts';

export const movementTypes = [
  'initial',
  'sale',
  'return',
  'receipt',
  'adjustment',
  'count',
  'scrap',
  'transfer_out',
  'transfer_in',
] as const;

/** Who, why and when: the same columns on every record that moves stock. Days are local to the company. */
export const event = () => ({
  actor: text().notNull(),
  reason: text(),
  reference: text(),
  occurredAt: integer().notNull(),
  recordedAt: integer().notNull(),
  day: integer().notNull(),
});

/** Append-only, and the only way to change stock: triggers post each row (migrations/0001_ledger.sql). */
export const movements = sqliteTable(
  'movements',
  {
    id: integer().primaryKey(),
    companyId: integer().notNull(),
    productId: integer().notNull(),
    warehouseId: integer().notNull(),
    type: text({ enum: movementTypes }).notNull(),
    /** Signed: what is added to stock. */
    quantity: integer().notNull(),
    /** What the caller believed was on hand; another figure refuses the movement. */
    expected: integer(),
    /** On hand after this movement, written by the trigger. */
    balance: integer(),
    ...event(),
    reversesId: integer(),
    saleId: integer(),
    bundleSaleId: integer(),
    transferId: integer(),
    countId: integer(),
    receiptId: integer(),
  },
  (t) => [
    unique('movement_id').on(t.companyId, t.id),
    index('movements_of_product').on(t.companyId, t.productId, t.warehouseId, t.id),
    // Without the company, which the product implies: every movement pays for each column.
    index('movements_of_day').on(t.productId, t.warehouseId, t.day),
    uniqueIndex('movement_reversed_once').on(t.reversesId).where(sql`${t.reversesId} is not null`),
    index('returns_of_sale').on(t.saleId).where(sql`${t.saleId} is not null`),
    index('movements_of_bundle_sale').on(t.bundleSaleId).where(sql`${t.bundleSaleId} is not null`),
    index('movements_of_transfer').on(t.transferId).where(sql`${t.transferId} is not null`),
    index('movements_of_count').on(t.countId).where(sql`${t.countId} is not null`),
    index('movements_of_receipt').on(t.receiptId).where(sql`${t.receiptId} is not null`),
    foreignKey({ columns: [t.companyId, t.productId], foreignColumns: [products.companyId, products.id] }),
    foreignKey({
      columns: [t.companyId, t.warehouseId],
      foreignColumns: [warehouses.companyId, warehouses.id],
    }),
    foreignKey({ columns: [t.companyId, t.reversesId], foreignColumns: [t.companyId, t.id] }),
    foreignKey({ columns: [t.companyId, t.saleId], foreignColumns: [t.companyId, t.id] }),
    check(
      'movement_type_known',
      sql`${t.type} in ('initial', 'sale', 'return', 'receipt', 'adjustment', 'count', 'scrap', 'transfer_out', 'transfer_in')`,
    ),
    check(
      'movement_direction',
      sql`case when ${t.reversesId} is not null then ${t.quantity} <> 0
        when ${t.type} = 'initial' then ${t.quantity} >= 0
        when ${t.type} in ('return', 'receipt', 'transfer_in') then ${t.quantity} > 0
        when ${t.type} in ('sale', 'scrap', 'transfer_out') then ${t.quantity} < 0
        else ${t.quantity} <> 0 end`,
    ),
    check('movement_quantity_range', sql`${t.quantity} between -1000000000 and 1000000000`),
    check(
      'movement_time_range',
      sql`${t.occurredAt} between ${t.recordedAt} - 1096 * 86400000 and ${t.recordedAt} + 300000`,
    ),
    check(
      'movement_day_of_time',
      sql`${t.day} between ${t.occurredAt} / 86400000 - 1 and ${t.occurredAt} / 86400000 + 1`,
    ),
    check('return_of_sale', sql`${t.saleId} is null or ${t.type} = 'return'`),
    check('movement_reason_length', sql`length(${t.reason}) between 1 and 500`),
    check('movement_reference_length', sql`length(${t.reference}) between 1 and 255`),
  ],
);

/** What is where now, and how low it may fall. On hand follows the movements; a guard refuses any other change. */
export const inventory = sqliteTable(
  'inventory',
  {
    companyId: integer().notNull(),
    productId: integer().notNull(),
    warehouseId: integer().notNull(),
    onHand: integer().notNull().default(0),
    lastMovementId: integer().notNull().default(0),
    /** The local day on which stock ran out, while it is out. */
    outSinceDay: integer(),
    /** For this warehouse alone. */
    lowStockThreshold: integer(),
    /** The one in force: warehouse, else product, type, company. */
    threshold: integer(),
    /** Product, warehouse and company are all active. */
    isListed: integer({ mode: 'boolean' }).notNull().default(true),
    /** Units sold per day. */
    velocity: real().notNull().default(0),
    velocityComputedAt: integer(),
    sells: integer().notNull().generatedAlwaysAs(sql`(velocity > 0)`),
    daysUntilStockout: integer().generatedAlwaysAs(
      sql`(case when velocity > 0 then cast(on_hand / velocity + 1e-9 as integer) end)`,
    ),
  },
  (t) => [
    primaryKey({ columns: [t.companyId, t.productId, t.warehouseId] }),
    index('inventory_of_warehouse').on(t.companyId, t.warehouseId, t.productId),
    index('inventory_low')
      .on(
        t.companyId,
        t.sells,
        t.daysUntilStockout,
        sql`(${t.onHand} - ${t.threshold})`,
        t.productId,
        t.warehouseId,
        // So that counting what is low reads nothing but this index.
        t.onHand,
        t.threshold,
        t.isListed,
      )
      .where(sql`${t.isListed} and ${t.onHand} <= ${t.threshold}`),
    foreignKey({ columns: [t.companyId, t.productId], foreignColumns: [products.companyId, products.id] }),
    foreignKey({
      columns: [t.companyId, t.warehouseId],
      foreignColumns: [warehouses.companyId, warehouses.id],
    }),
    check('insufficient_stock', sql`${t.onHand} >= 0`),
    check('stock_range', sql`${t.onHand} <= 1000000000000`),
    check('inventory_threshold_range', sql`${t.lowStockThreshold} between 0 and 1000000000`),
    check('inventory_is_listed_flag', sql`${t.isListed} in (0, 1)`),
    check('velocity_range', sql`${t.velocity} = 0 or ${t.velocity} between 0.000001 and 1000000000`),
  ],
);

/** Per local day: units sold net of returns, and the net change of stock. */
export const dailyDemand = sqliteTable(
  'daily_demand',
  {
    companyId: integer().notNull(),
    productId: integer().notNull(),
    warehouseId: integer().notNull(),
    day: integer().notNull(),
    sold: integer().notNull().default(0),
    net: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.companyId, t.productId, t.warehouseId, t.day] })],
);

/** One sale of a bundle; a trigger posts the sale of each component. */
export const bundleSales = sqliteTable(
  'bundle_sales',
  {
    id: integer().primaryKey(),
    companyId: integer().notNull(),
    bundleId: integer().notNull(),
    bundleKind: text({ enum: ['bundle'] })
      .notNull()
      .default('bundle'),
    warehouseId: integer().notNull(),
    quantity: integer().notNull(),
    ...event(),
  },
  (t) => [
    unique('bundle_sale_id').on(t.companyId, t.id),
    foreignKey({
      columns: [t.companyId, t.bundleId, t.bundleKind],
      foreignColumns: [products.companyId, products.id, products.kind],
    }),
    foreignKey({
      columns: [t.companyId, t.warehouseId],
      foreignColumns: [warehouses.companyId, warehouses.id],
    }),
    check('bundle_sale_kind', sql`${t.bundleKind} = 'bundle'`),
    check('bundle_sale_quantity_range', sql`${t.quantity} between 1 and 1000000`),
  ],
);
