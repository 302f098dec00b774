import { integer, primaryKey, sqliteTable } from 'drizzle-orm/sqlite-core';

/** What the worker must look at: written by the trigger that posts a movement, in the same transaction. */
export const dirty = sqliteTable(
  'dirty',
  {
    companyId: integer().notNull(),
    productId: integer().notNull(),
    warehouseId: integer().notNull(),
    /** The newest movement that made it so. */
    movementId: integer().notNull(),
    since: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.companyId, t.productId, t.warehouseId] })],
);
