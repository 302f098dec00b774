import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, primaryKey, sqliteTable, unique } from 'drizzle-orm/sqlite-core';
import { products, warehouses } from './catalogue.ts';
import { companies } from './company.ts';
import { event } from './ledger.ts';

/** Goods on their way between two warehouses: dispatched at once, in transit until they arrive or come back. */
export const transfers = sqliteTable(
  'transfers',
  {
    id: integer().primaryKey(),
    companyId: integer()
      .notNull()
      .references(() => companies.id),
    fromWarehouseId: integer().notNull(),
    toWarehouseId: integer().notNull(),
    ...event(),
  },
  (t) => [
    unique('transfer_id').on(t.companyId, t.id),
    foreignKey({
      columns: [t.companyId, t.fromWarehouseId],
      foreignColumns: [warehouses.companyId, warehouses.id],
    }),
    foreignKey({
      columns: [t.companyId, t.toWarehouseId],
      foreignColumns: [warehouses.companyId, warehouses.id],
    }),
    check('transfer_between_two', sql`${t.fromWarehouseId} <> ${t.toWarehouseId}`),
  ],
);

export const transferLines = sqliteTable(
  'transfer_lines',
  {
    companyId: integer().notNull(),
    transferId: integer().notNull(),
    productId: integer().notNull(),
    quantity: integer().notNull(),
    arrived: integer().notNull().default(0),
    returned: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.companyId, t.transferId, t.productId] }),
    index('transfer_lines_in_transit')
      .on(t.companyId, t.productId, t.transferId)
      .where(sql`${t.quantity} > ${t.arrived} + ${t.returned}`),
    foreignKey({ columns: [t.companyId, t.transferId], foreignColumns: [transfers.companyId, transfers.id] }),
    foreignKey({ columns: [t.companyId, t.productId], foreignColumns: [products.companyId, products.id] }),
    check('transfer_line_quantity_range', sql`${t.quantity} between 1 and 1000000000`),
    check('transfer_line_positive', sql`${t.arrived} >= 0 and ${t.returned} >= 0`),
    check('transfer_over_received', sql`${t.arrived} + ${t.returned} <= ${t.quantity}`),
  ],
);

/** Goods that left transit: at the destination (arrived) or back where they came from (returned). */
export const arrivals = sqliteTable(
  'arrivals',
  {
    id: integer().primaryKey(),
    companyId: integer().notNull(),
    transferId: integer().notNull(),
    isReturn: integer({ mode: 'boolean' }).notNull(),
    ...event(),
  },
  (t) => [
    unique('arrival_id').on(t.companyId, t.id),
    index('arrivals_of_transfer').on(t.companyId, t.transferId),
    foreignKey({ columns: [t.companyId, t.transferId], foreignColumns: [transfers.companyId, transfers.id] }),
    check('arrival_is_return_flag', sql`${t.isReturn} in (0, 1)`),
  ],
);

export const arrivalLines = sqliteTable(
  'arrival_lines',
  {
    companyId: integer().notNull(),
    arrivalId: integer().notNull(),
    productId: integer().notNull(),
    quantity: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.companyId, t.arrivalId, t.productId] }),
    foreignKey({ columns: [t.companyId, t.arrivalId], foreignColumns: [arrivals.companyId, arrivals.id] }),
    check('arrival_line_quantity_range', sql`${t.quantity} between 1 and 1000000000`),
  ],
);
