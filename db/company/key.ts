import { sql } from 'drizzle-orm';
import { type Answer, time, timeOrNull } from '../answer.ts';
import { recordOf } from '../record.ts';
import { keys, roles } from '../schema/index.ts';
import type { Caller, Database, Scope } from '../scope.ts';
import { build, command } from '../statement.ts';

export { roles };
export type Role = (typeof roles)[number];
export type NewKey = { name: string; role: Role };
export type Key = Answer<typeof fields>;
export type Identity = Caller & { role: Role; keyId: number; lastUsedAt: number };

const fields = {
  id: keys.id,
  name: keys.name,
  role: keys.role,
  prefix: keys.prefix,
  createdAt: time(keys.createdAt),
  lastUsedAt: timeOrNull(keys.lastUsedAt),
  revokedAt: timeOrNull(keys.revokedAt),
};

const insert = command<NewKey & { prefix: string; hash: string }>((slot) =>
  build.insert(keys).values({
    companyId: slot('company'),
    name: slot('name'),
    role: slot('role'),
    prefix: slot('prefix'),
    hash: slot('hash'),
    createdAt: slot('now'),
  }),
);

const record = recordOf(keys, fields, { missing: 'key_not_found' });

const revoke = command<{ id: number }>((slot) =>
  build
    .update(keys)
    .set({ revokedAt: sql`coalesce(${keys.revokedAt}, ${slot('now')})` })
    .where(record.own(slot)),
);

/** The secret is not kept, so a replayed answer comes without it. */
export async function createKey(scope: Scope, key: NewKey): Promise<Key & { apiKey: string | null }> {
  const { secret, prefix, hash } = await newSecret();
  const created = await record.create(scope, [insert({ ...key, prefix, hash })]);
  return { ...created, apiKey: scope.replayed ? null : secret };
}

export const listKeys = record.list;

export const revokeKey = (scope: Scope, id: number): Promise<Key> =>
  record.update(scope, id, [revoke({ id })]);

/** Whose key this is; null for an unknown or revoked one. One read, no write. */
export async function identify(database: Database, secret: string): Promise<Identity | null> {
  if (!/^sf_[0-9a-f]{8}_[0-9a-f]{64}$/.test(secret)) return null;
  const { rows } = await database.client.execute({
    sql: `select k.id, k.company_id, k.role, c.time_zone, coalesce(k.last_used_at, 0)
      from keys k join companies c on c.id = k.company_id
      where k.hash = ? and k.revoked_at is null and c.is_active`,
    args: [await sha256(secret)],
  });
  const row = rows[0];
  const role = roles.find((known) => known === row?.[2]);
  if (!row || !role) return null;
  const keyId = Number(row[0]);
  return {
    company: Number(row[1]),
    timeZone: String(row[3]),
    actor: `key:${keyId}`,
    role,
    keyId,
    lastUsedAt: Number(row[4]),
  };
}

/** Noted at most once an hour, so that reading does not write. */
export async function noteKeyUse(database: Database, keyId: number, now: number): Promise<void> {
  await database.client.batch(
    [{ sql: 'update keys set last_used_at = ? where id = ?', args: [now, keyId] }],
    'write',
  );
}

export async function newSecret(): Promise<{ secret: string; prefix: string; hash: string }> {
  const prefix = `sf_${hex(crypto.getRandomValues(new Uint8Array(4)))}`;
  const secret = `${prefix}_${hex(crypto.getRandomValues(new Uint8Array(32)))}`;
  return { secret, prefix, hash: await sha256(secret) };
}

export const sha256 = async (text: string): Promise<string> =>
  hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
