import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';

export const roles = ['viewer', 'operator', 'owner'] as const;

export const companies = sqliteTable(
  'companies',
  {
    id: integer().primaryKey(),
    name: text().notNull(),
    timeZone: text().notNull(),
    currency: text().notNull(),
    lowStockThreshold: integer(),
    /** Where nobody set a threshold, what sells is low at its reorder point. */
    reorderPointStandsIn: integer({ mode: 'boolean' }).notNull().default(false),
    windowDays: integer().notNull().default(30),
    isActive: integer({ mode: 'boolean' }).notNull().default(true),
    createdAt: integer().notNull(),
    /** The last local day on which everything was computed anew, and on which the digest went out. */
    sweptDay: integer().notNull().default(0),
    digestedDay: integer().notNull().default(0),
  },
  (t) => [
    index('companies_of_zone').on(t.timeZone, t.sweptDay),
    check('company_name_length', sql`length(${t.name}) between 1 and 255`),
    check('company_currency_code', sql`${t.currency} glob '[A-Z][A-Z][A-Z]'`),
    check('company_threshold_range', sql`${t.lowStockThreshold} between 0 and 1000000000`),
    check('company_reorder_point_stands_in_flag', sql`${t.reorderPointStandsIn} in (0, 1)`),
    check('company_window_range', sql`${t.windowDays} between 1 and 365`),
    check('company_is_active_flag', sql`${t.isActive} in (0, 1)`),
  ],
);

/** When what its alerts say last changed, in milliseconds, but never the same twice: triggers raise it (0008_alerts_version.sql). */
export const versions = sqliteTable('versions', {
  companyId: integer()
    .primaryKey()
    .references(() => companies.id),
  version: integer().notNull(),
});

export const members = sqliteTable(
  'members',
  {
    id: integer().primaryKey(),
    companyId: integer()
      .notNull()
      .references(() => companies.id),
    email: text().notNull(),
    name: text().notNull(),
    role: text({ enum: roles }).notNull(),
    isActive: integer({ mode: 'boolean' }).notNull().default(true),
    wantsDigest: integer({ mode: 'boolean' }).notNull().default(false),
    createdAt: integer().notNull(),
    /** When they first signed in. */
    joinedAt: integer(),
  },
  (t) => [
    unique('member_id').on(t.companyId, t.id),
    unique('duplicate_email').on(t.companyId, t.email),
    index('members_of_person').on(t.email),
    check('member_email_lower', sql`${t.email} = lower(${t.email}) and length(${t.email}) between 3 and 254`),
    check('member_name_length', sql`length(${t.name}) between 1 and 255`),
    check('member_role_known', sql`${t.role} in ('viewer', 'operator', 'owner')`),
    check('member_is_active_flag', sql`${t.isActive} in (0, 1)`),
    check('member_wants_digest_flag', sql`${t.wantsDigest} in (0, 1)`),
  ],
);

export const keys = sqliteTable(
  'keys',
  {
    id: integer().primaryKey(),
    companyId: integer()
      .notNull()
      .references(() => companies.id),
    name: text().notNull(),
    role: text({ enum: roles }).notNull(),
    prefix: text().notNull(),
    hash: text().notNull(),
    createdAt: integer().notNull(),
    lastUsedAt: integer(),
    revokedAt: integer(),
  },
  (t) => [
    unique('key_id').on(t.companyId, t.id),
    unique('key_hash').on(t.hash),
    check('key_name_length', sql`length(${t.name}) between 1 and 255`),
    check('key_role_known', sql`${t.role} in ('viewer', 'operator', 'owner')`),
    check('key_hash_shape', sql`length(${t.hash}) = 64`),
  ],
);

/** What a mutation answered, kept so that a repeat of the same Idempotency-Key gets the same answer. */
export const idempotency = sqliteTable(
  'idempotency',
  {
    companyId: integer()
      .notNull()
      .references(() => companies.id),
    key: text().notNull(),
    fingerprint: text().notNull(),
    answer: text().notNull(),
    createdAt: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.companyId, t.key] }),
    index('idempotency_age').on(t.createdAt),
    check('idempotency_key_length', sql`length(${t.key}) between 16 and 255`),
  ],
);
