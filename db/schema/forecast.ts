import { sql } from 'drizzle-orm';
import { check, foreignKey, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { inventory } from './ledger.ts';
import { velocityMethods } from './policy.ts';

export const confidences = ['high', 'medium', 'low'] as const;

/** What the worker computed for a product in a warehouse, with all it takes to do the sum again. Days are local. */
export const forecasts = sqliteTable(
  'forecasts',
  {
    companyId: integer().notNull(),
    productId: integer().notNull(),
    warehouseId: integer().notNull(),
    /** The newest movement that it knew. */
    movementId: integer().notNull(),
    computedAt: integer().notNull(),
    velocity: real().notNull(),
    method: text({ enum: velocityMethods }).notNull(),
    confidence: text({ enum: confidences }).notNull(),
    windowDays: integer().notNull(),
    inStockDays: real().notNull(),
    /** The plain mean of 30 days, to compare with. */
    plainMean: real().notNull(),
    coverDays: real(),
    p10Days: real(),
    p90Days: real(),
    /** Given what is on its way. */
    firstStockoutDay: integer(),
    runOutDay: integer(),
    reorderPoint: integer().notNull(),
    orderUpTo: real().notNull(),
    /** What to order: exact, raised to the supplier's minimum, in whole packs. */
    suggestedRaw: real().notNull(),
    suggestedRaised: real().notNull(),
    suggested: integer().notNull(),
    incoming: integer().notNull(),
    nextArrivalDay: integer(),
    supplierId: integer(),
    leadDays: integer().notNull(),
    /** Of the basis: a list of alerts would look through all of it for this. */
    spread: text().generatedAlwaysAs(sql`(case when json_valid(basis) then basis -> '$.spread' end)`, {
      mode: 'stored',
    }),
    basis: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.companyId, t.productId, t.warehouseId] }),
    foreignKey({
      columns: [t.companyId, t.productId, t.warehouseId],
      foreignColumns: [inventory.companyId, inventory.productId, inventory.warehouseId],
    }),
    check('forecast_method_known', sql`${t.method} in ('adaptive', 'mean_30')`),
    check('forecast_confidence_known', sql`${t.confidence} in ('high', 'medium', 'low')`),
    check('forecast_in_stock_range', sql`${t.inStockDays} between 0 and ${t.windowDays}`),
    check(
      'forecast_reorder_range',
      sql`${t.reorderPoint} >= 0 and ${t.suggested} >= 0 and ${t.incoming} >= 0`,
    ),
    check('forecast_basis_json', sql`json_valid(${t.basis})`),
  ],
);
