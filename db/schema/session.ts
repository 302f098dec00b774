import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { members } from './company.ts';

/** Ways in, each for one use. Only the hash of the token is kept; the token is in a letter, or on an operator's screen. */
export const links = sqliteTable(
  'links',
  {
    id: integer().primaryKey(),
    email: text().notNull(),
    /** Where it leads; null: to wherever this address is a member, if anywhere. Nobody looks before the letter is written. */
    companyId: integer(),
    memberId: integer(),
    /** The actor, where it is an invitation. */
    invitedBy: text(),
    /** What it was asked for on, where it was asked for. */
    device: text(),
    /** Null as long as no letter has been written. */
    hash: text(),
    askedAt: integer().notNull(),
    expiresAt: integer().notNull(),
    usedAt: integer(),
  },
  (t) => [
    uniqueIndex('link_hash').on(t.hash),
    uniqueIndex('link_asked_once').on(t.email).where(sql`${t.hash} is null and ${t.memberId} is null`),
    index('links_of_member').on(t.companyId, t.memberId),
    index('links_of_address').on(t.email),
    index('links_expiry').on(t.expiresAt),
    foreignKey({ columns: [t.companyId, t.memberId], foreignColumns: [members.companyId, members.id] }),
    check('link_email_lower', sql`${t.email} = lower(${t.email}) and length(${t.email}) between 3 and 254`),
    check('link_names_both', sql`(${t.companyId} is null) = (${t.memberId} is null)`),
    check('link_invites_a_member', sql`${t.invitedBy} is null or ${t.memberId} is not null`),
    check('link_device_length', sql`length(${t.device}) between 1 and 100`),
    check('link_hash_shape', sql`length(${t.hash}) = 64`),
  ],
);

/** Browsers that are signed in, each as a member of one company at a time. Signing out deletes the row. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: integer().primaryKey(),
    companyId: integer().notNull(),
    memberId: integer().notNull(),
    hash: text().notNull(),
    device: text().notNull(),
    createdAt: integer().notNull(),
    /** To the hour. */
    lastSeenAt: integer().notNull(),
    expiresAt: integer().notNull(),
  },
  (t) => [
    uniqueIndex('session_hash').on(t.hash),
    index('sessions_of_member').on(t.companyId, t.memberId),
    index('sessions_expiry').on(t.expiresAt),
    foreignKey({ columns: [t.companyId, t.memberId], foreignColumns: [members.companyId, members.id] }),
    check('session_device_length', sql`length(${t.device}) between 1 and 100`),
    check('session_hash_shape', sql`length(${t.hash}) = 64`),
  ],
);
