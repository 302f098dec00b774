import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { products, suppliers, warehouses } from './catalogue.ts';
import { event } from './ledger.ts';
import { shortages } from './shortage.ts';

export const orderStatuses = [
  'draft',
  'approved',
  'sent',
  'confirmed',
  'partly_received',
  'received',
  'closed_short',
  'cancelled',
  'declined',
] as const;

/** Why an order that is ready does not go out by itself. */
export const orderHolds = [
  'review',
  'paused',
  'low_confidence',
  'stale_velocity',
  'no_email',
  'hours',
  'daily_cap',
  'mail_failed',
] as const;

/** A purchase order to one supplier for one warehouse. Which status may follow which: migrations/0005_replenishment_rules.sql. */
export const orders = sqliteTable(
  'orders',
  {
    id: integer().primaryKey(),
    companyId: integer().notNull(),
    /** Counted per company; shown as PO-000012. */
    number: integer().notNull(),
    supplierId: integer().notNull(),
    warehouseId: integer().notNull(),
    status: text({ enum: orderStatuses }).notNull().default('draft'),
    origin: text({ enum: ['automatic', 'manual'] }).notNull(),
    heldBy: text({ enum: orderHolds }),
    /** When the collecting time is over. */
    releaseAt: integer(),
    /** Grows with every change of a line, so that a letter never says what is no longer true. */
    revision: integer().notNull().default(0),
    note: text(),
    /** The supplier's own number for it. */
    reference: text(),
    /** Agreed days from order to delivery, as known when it was sent. */
    leadDays: integer(),
    expectedDay: integer(),
    /** A person wrote in the draft. */
    isEdited: integer({ mode: 'boolean' }).notNull().default(false),
    approvedBy: text(),
    createdAt: integer().notNull(),
    approvedAt: integer(),
    sentAt: integer(),
    sentDay: integer(),
    answeredAt: integer(),
    closedAt: integer(),
    /** Who ended it before all had come. */
    closedBy: text(),
    /** Days from sending to the first receipt. */
    measuredLeadDays: integer(),
  },
  (t) => [
    unique('order_id').on(t.companyId, t.id),
    unique('order_number').on(t.companyId, t.number),
    uniqueIndex('order_draft').on(t.companyId, t.supplierId, t.warehouseId).where(sql`${t.status} = 'draft'`),
    index('orders_of_supplier').on(t.companyId, t.supplierId, t.id),
    index('orders_open')
      .on(t.companyId, t.expectedDay)
      .where(sql`${t.status} in ('approved', 'sent', 'confirmed', 'partly_received')`),
    foreignKey({ columns: [t.companyId, t.supplierId], foreignColumns: [suppliers.companyId, suppliers.id] }),
    foreignKey({
      columns: [t.companyId, t.warehouseId],
      foreignColumns: [warehouses.companyId, warehouses.id],
    }),
    check(
      'order_status_known',
      sql`${t.status} in ('draft', 'approved', 'sent', 'confirmed', 'partly_received', 'received', 'closed_short', 'cancelled', 'declined')`,
    ),
    check('order_origin_known', sql`${t.origin} in ('automatic', 'manual')`),
    check(
      'order_held_by_known',
      sql`${t.heldBy} in ('review', 'paused', 'low_confidence', 'stale_velocity', 'no_email', 'hours', 'daily_cap', 'mail_failed')`,
    ),
    check('order_is_edited_flag', sql`${t.isEdited} in (0, 1)`),
    check('order_sent_once', sql`(${t.sentAt} is null) = (${t.sentDay} is null)`),
    check('order_lead_range', sql`${t.leadDays} between 0 and 365`),
    check('order_note_length', sql`length(${t.note}) between 1 and 2000`),
    check('order_reference_length', sql`length(${t.reference}) between 1 and 255`),
  ],
);

export const orderLines = sqliteTable(
  'order_lines',
  {
    companyId: integer().notNull(),
    orderId: integer().notNull(),
    productId: integer().notNull(),
    productKind: text({ enum: ['product'] })
      .notNull()
      .default('product'),
    /** What the worker would order; null on a line written by hand. */
    suggested: integer(),
    quantity: integer().notNull(),
    /** A person decided the quantity: the worker leaves it alone. */
    isChosen: integer({ mode: 'boolean' }).notNull().default(false),
    /** The figures behind the suggestion, as JSON. */
    reason: text(),
    shortageId: integer(),
    supplierCode: text(),
    /** Hundredths of the company's currency. */
    unitCost: integer(),
    packSize: integer().notNull().default(1),
    received: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.companyId, t.orderId, t.productId] }),
    index('order_lines_outstanding')
      .on(t.companyId, t.productId, t.orderId)
      .where(sql`${t.quantity} > ${t.received}`),
    index('order_lines_of_shortage').on(t.companyId, t.shortageId).where(sql`${t.shortageId} is not null`),
    foreignKey({ columns: [t.companyId, t.orderId], foreignColumns: [orders.companyId, orders.id] }),
    foreignKey({
      columns: [t.companyId, t.productId, t.productKind],
      foreignColumns: [products.companyId, products.id, products.kind],
    }),
    foreignKey({ columns: [t.companyId, t.shortageId], foreignColumns: [shortages.companyId, shortages.id] }),
    check('order_line_product_kind', sql`${t.productKind} = 'product'`),
    check('order_line_quantity_range', sql`${t.quantity} between 1 and 1000000000`),
    check('order_line_suggested_range', sql`${t.suggested} between 0 and 1000000000000`),
    check('order_line_is_chosen_flag', sql`${t.isChosen} in (0, 1)`),
    check('order_line_reason_json', sql`json_valid(${t.reason})`),
    check('order_line_received_positive', sql`${t.received} >= 0`),
  ],
);

/** Goods of an order that came in: each line posts a movement. */
export const receipts = sqliteTable(
  'receipts',
  {
    id: integer().primaryKey(),
    companyId: integer().notNull(),
    orderId: integer().notNull(),
    /** More than was ordered may come in. */
    allowsSurplus: integer({ mode: 'boolean' }).notNull(),
    ...event(),
  },
  (t) => [
    unique('receipt_id').on(t.companyId, t.id),
    index('receipts_of_order').on(t.companyId, t.orderId),
    foreignKey({ columns: [t.companyId, t.orderId], foreignColumns: [orders.companyId, orders.id] }),
    check('receipt_allows_surplus_flag', sql`${t.allowsSurplus} in (0, 1)`),
  ],
);

export const receiptLines = sqliteTable(
  'receipt_lines',
  {
    companyId: integer().notNull(),
    receiptId: integer().notNull(),
    productId: integer().notNull(),
    quantity: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.companyId, t.receiptId, t.productId] }),
    foreignKey({ columns: [t.companyId, t.receiptId], foreignColumns: [receipts.companyId, receipts.id] }),
    check('receipt_line_quantity_range', sql`${t.quantity} between 1 and 1000000000`),
  ],
);
