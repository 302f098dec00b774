import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';

/**
 * What every row that waits for the worker has. It is due at a time; claiming it puts that off by a lease, so that what a
 * dead worker had claimed comes up again. It is done when its effect is committed and the mark is still the one seen.
 */
const waiting = () => ({
  /** Another one with every change: a change that came after the worker looked is not lost. */
  mark: integer().notNull(),
  since: integer().notNull(),
  dueAt: integer().notNull().default(0),
  failures: integer().notNull().default(0),
  error: text(),
  /** It failed too often and waits for a change or a person. */
  parkedAt: integer(),
});

/** Products in warehouses that the worker must look at: written by triggers, in the transaction of the change. */
export const dirty = sqliteTable(
  'dirty',
  {
    companyId: integer().notNull(),
    productId: integer().notNull(),
    warehouseId: integer().notNull(),
    ...waiting(),
  },
  (t) => [
    primaryKey({ columns: [t.companyId, t.productId, t.warehouseId] }),
    index('dirty_due').on(t.dueAt),
    index('dirty_parked').on(t.parkedAt).where(sql`${t.parkedAt} is not null`),
  ],
);

export const outboxTopics = ['order', 'letter', 'link'] as const;

/** Orders to release, letters and sign-in links to send, each at its time. A link that was asked for is of company 0. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: integer().primaryKey(),
    companyId: integer().notNull(),
    topic: text({ enum: outboxTopics }).notNull(),
    subjectId: integer().notNull(),
    ...waiting(),
  },
  (t) => [
    unique('outbox_once').on(t.topic, t.subjectId),
    index('outbox_due').on(t.dueAt),
    index('outbox_parked').on(t.parkedAt).where(sql`${t.parkedAt} is not null`),
    check('outbox_topic_known', sql`${t.topic} in ('order', 'letter', 'link')`),
  ],
);
