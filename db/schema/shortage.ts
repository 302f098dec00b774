import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { inventory } from './ledger.ts';

export const shortageStatuses = ['open', 'ordered', 'acknowledged', 'snoozed', 'resolved'] as const;
export const shortageHolds = ['no_supplier', 'incoming', 'person', 'order_ended'] as const;
export const shortageResolutions = ['restocked', 'delivered', 'not_selling', 'not_listed'] as const;

/** An episode: opens when stock falls to the threshold, and is resolved above it plus a margin. */
export const shortages = sqliteTable(
  'shortages',
  {
    id: integer().primaryKey(),
    companyId: integer().notNull(),
    productId: integer().notNull(),
    warehouseId: integer().notNull(),
    status: text({ enum: shortageStatuses }).notNull().default('open'),
    openedAt: integer().notNull(),
    /** As it was on opening. */
    onHand: integer().notNull(),
    threshold: integer().notNull(),
    /** Why nothing is being ordered by itself. */
    heldBy: text({ enum: shortageHolds }),
    snoozedUntil: integer(),
    /** Who acknowledged or snoozed it, and why. */
    decidedBy: text(),
    note: text(),
    resolvedAt: integer(),
    resolution: text({ enum: shortageResolutions }),
  },
  (t) => [
    unique('shortage_id').on(t.companyId, t.id),
    uniqueIndex('shortage_open')
      .on(t.companyId, t.productId, t.warehouseId)
      .where(sql`${t.status} <> 'resolved'`),
    index('shortages_of_product').on(t.companyId, t.productId, t.warehouseId, t.id),
    index('shortages_snoozed').on(t.snoozedUntil).where(sql`${t.status} = 'snoozed'`),
    foreignKey({
      columns: [t.companyId, t.productId, t.warehouseId],
      foreignColumns: [inventory.companyId, inventory.productId, inventory.warehouseId],
    }),
    check(
      'shortage_status_known',
      sql`${t.status} in ('open', 'ordered', 'acknowledged', 'snoozed', 'resolved')`,
    ),
    check('shortage_held_by_known', sql`${t.heldBy} in ('no_supplier', 'incoming', 'person', 'order_ended')`),
    check(
      'shortage_resolution_known',
      sql`${t.resolution} in ('restocked', 'delivered', 'not_selling', 'not_listed')`,
    ),
    check(
      'shortage_is_resolved_once',
      sql`(${t.status} = 'resolved') = (${t.resolvedAt} is not null) and (${t.resolvedAt} is null) = (${t.resolution} is null)`,
    ),
    check('shortage_snoozed_until', sql`(${t.status} = 'snoozed') = (${t.snoozedUntil} is not null)`),
    check('shortage_note_length', sql`length(${t.note}) between 1 and 500`),
  ],
);
