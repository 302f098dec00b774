import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { companies } from './company.ts';

/** Who did what: one row for each mutation that is not in the ledger anyway, written in its batch. */
export const acts = sqliteTable(
  'acts',
  {
    id: integer().primaryKey(),
    companyId: integer()
      .notNull()
      .references(() => companies.id),
    at: integer().notNull(),
    actor: text().notNull(),
    /** `catalogue.product.update` is an `update` of the kind `catalogue.product`. */
    kind: text().notNull(),
    deed: text().notNull(),
    subjectId: integer(),
    summary: text(),
  },
  (t) => [
    index('acts_of_company').on(t.companyId, t.id),
    index('acts_of_actor').on(t.companyId, t.actor, t.id),
    index('acts_of_kind').on(t.companyId, t.kind, t.id),
    check('act_summary_length', sql`length(${t.summary}) between 1 and 300`),
  ],
);
