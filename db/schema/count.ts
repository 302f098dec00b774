import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, primaryKey, sqliteTable, unique } from 'drizzle-orm/sqlite-core';
import { products, warehouses } from './catalogue.ts';
import { event } from './ledger.ts';

/** Stock found in a warehouse; a trigger posts the difference of each line to what it should have been then. */
export const counts = sqliteTable(
  'counts',
  {
    id: integer().primaryKey(),
    companyId: integer().notNull(),
    warehouseId: integer().notNull(),
    ...event(),
  },
  (t) => [
    unique('count_id').on(t.companyId, t.id),
    foreignKey({
      columns: [t.companyId, t.warehouseId],
      foreignColumns: [warehouses.companyId, warehouses.id],
    }),
  ],
);

export const countLines = sqliteTable(
  'count_lines',
  {
    companyId: integer().notNull(),
    countId: integer().notNull(),
    productId: integer().notNull(),
    counted: integer().notNull(),
    /** What the ledger says was there at that time, written by the trigger. */
    expected: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.companyId, t.countId, t.productId] }),
    index('counts_of_product').on(t.companyId, t.productId, t.countId),
    foreignKey({ columns: [t.companyId, t.countId], foreignColumns: [counts.companyId, counts.id] }),
    foreignKey({ columns: [t.companyId, t.productId], foreignColumns: [products.companyId, products.id] }),
    check('count_line_counted_range', sql`${t.counted} between 0 and 1000000000`),
  ],
);
