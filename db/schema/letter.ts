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
import { companies } from './company.ts';
import { orders } from './order.ts';

export const letterKinds = ['order', 'digest', 'notice'] as const;
export const letterStatuses = ['queued', 'sending', 'sent', 'failed', 'uncertain'] as const;

/** Every mail that leaves, as it leaves. An order has one letter, which may be sent again. */
export const letters = sqliteTable(
  'letters',
  {
    id: integer().primaryKey(),
    companyId: integer()
      .notNull()
      .references(() => companies.id),
    kind: text({ enum: letterKinds }).notNull(),
    orderId: integer(),
    /** The local day of a digest. */
    day: integer(),
    toName: text(),
    toAddress: text().notNull(),
    subject: text().notNull(),
    text: text().notNull(),
    html: text().notNull(),
    status: text({ enum: letterStatuses }).notNull().default('queued'),
    attempts: integer().notNull().default(0),
    createdAt: integer().notNull(),
    sendingAt: integer(),
    /** From here on the server may have taken it: set before the first byte of its content leaves. */
    handedAt: integer(),
    sentAt: integer(),
    /** How it left: by mail, or as a file because no server is configured. */
    channel: text({ enum: ['smtp', 'file'] }),
    /** The server's answer, or the file. */
    response: text(),
    error: text(),
  },
  (t) => [
    unique('letter_id').on(t.companyId, t.id),
    uniqueIndex('letter_of_order').on(t.companyId, t.orderId).where(sql`${t.kind} = 'order'`),
    uniqueIndex('digest_of_day').on(t.companyId, t.day, t.toAddress).where(sql`${t.kind} = 'digest'`),
    index('letters_unsettled').on(t.companyId, t.status).where(sql`${t.status} <> 'sent'`),
    foreignKey({ columns: [t.companyId, t.orderId], foreignColumns: [orders.companyId, orders.id] }),
    check('letter_kind_known', sql`${t.kind} in ('order', 'digest', 'notice')`),
    check('letter_status_known', sql`${t.status} in ('queued', 'sending', 'sent', 'failed', 'uncertain')`),
    check('letter_channel_known', sql`${t.channel} in ('smtp', 'file')`),
    check(
      'letter_of_its_kind',
      sql`(${t.kind} = 'digest') = (${t.orderId} is null) and (${t.kind} = 'digest') = (${t.day} is not null)`,
    ),
    check('letter_sent_says_how', sql`(${t.status} = 'sent') = (${t.sentAt} is not null)`),
    check('letter_address_length', sql`length(${t.toAddress}) between 3 and 254`),
    check('letter_subject_length', sql`length(${t.subject}) between 1 and 998`),
  ],
);
