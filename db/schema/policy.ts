import { sql } from 'drizzle-orm';
import { check, foreignKey, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { suppliers } from './catalogue.ts';
import { companies } from './company.ts';

export const orderModes = ['automatic', 'review'] as const;
export const velocityMethods = ['adaptive', 'mean_30'] as const;

/** How a company orders and plans. Every company has exactly one row: a trigger writes it with the company. */
export const policies = sqliteTable(
  'policies',
  {
    companyId: integer()
      .primaryKey()
      .references(() => companies.id),
    mode: text({ enum: orderModes }).notNull().default('automatic'),
    /** How long a draft collects further lines before it is sent. */
    collectingSeconds: integer().notNull().default(60),
    /** Letters leave between these local minutes of the day. */
    opensMinute: integer().notNull().default(0),
    closesMinute: integer().notNull().default(1440),
    /** Orders mailed to one supplier on one local day. */
    dailyCap: integer().notNull().default(10),
    isPaused: integer({ mode: 'boolean' }).notNull().default(false),
    method: text({ enum: velocityMethods }).notNull().default('adaptive'),
    reviewDays: integer().notNull().default(7),
    targetDays: integer().notNull().default(14),
    /** Stock held beyond the expected demand, in days; without it the service level speaks. */
    safetyDays: integer(),
    servicePercent: integer().notNull().default(90),
  },
  (t) => [
    check('policy_mode_known', sql`${t.mode} in ('automatic', 'review')`),
    check('policy_collecting_range', sql`${t.collectingSeconds} between 0 and 86400`),
    check(
      'policy_hours_range',
      sql`${t.opensMinute} between 0 and 1439 and ${t.closesMinute} between 1 and 1440 and ${t.opensMinute} < ${t.closesMinute}`,
    ),
    check('policy_daily_cap_range', sql`${t.dailyCap} between 1 and 1000`),
    check('policy_is_paused_flag', sql`${t.isPaused} in (0, 1)`),
    check('policy_method_known', sql`${t.method} in ('adaptive', 'mean_30')`),
    check('policy_review_range', sql`${t.reviewDays} between 0 and 90`),
    check('policy_target_range', sql`${t.targetDays} between 0 and 365`),
    check('policy_safety_range', sql`${t.safetyDays} between 0 and 365`),
    check('policy_service_range', sql`${t.servicePercent} between 50 and 99`),
  ],
);

/** What is different for one supplier. Null: as the company has it. */
export const supplierPolicies = sqliteTable(
  'supplier_policies',
  {
    companyId: integer().notNull(),
    supplierId: integer().notNull(),
    mode: text({ enum: orderModes }),
    collectingSeconds: integer(),
    opensMinute: integer(),
    closesMinute: integer(),
    dailyCap: integer(),
    isPaused: integer({ mode: 'boolean' }),
  },
  (t) => [
    primaryKey({ columns: [t.companyId, t.supplierId] }),
    foreignKey({ columns: [t.companyId, t.supplierId], foreignColumns: [suppliers.companyId, suppliers.id] }),
    check('supplier_policy_mode_known', sql`${t.mode} in ('automatic', 'review')`),
    check('supplier_policy_collecting_range', sql`${t.collectingSeconds} between 0 and 86400`),
    check(
      'supplier_policy_hours_range',
      sql`(${t.opensMinute} is null) = (${t.closesMinute} is null) and (${t.opensMinute} is null
        or (${t.opensMinute} between 0 and 1439 and ${t.closesMinute} between 1 and 1440 and ${t.opensMinute} < ${t.closesMinute}))`,
    ),
    check('supplier_policy_daily_cap_range', sql`${t.dailyCap} between 1 and 1000`),
    check('supplier_policy_is_paused_flag', sql`${t.isPaused} in (0, 1)`),
  ],
);

/** What the links in a company's letters are signed with. */
export const secrets = sqliteTable(
  'secrets',
  {
    companyId: integer()
      .primaryKey()
      .references(() => companies.id),
    link: text().notNull(),
  },
  (t) => [check('secret_link_shape', sql`length(${t.link}) = 64`)],
);
