import { sql } from 'drizzle-orm';
import { type Answer, time, timeOrNull } from '../answer.ts';
import { recordOf } from '../record.ts';
import { keys, roles } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, command } from '../statement.ts';
import { newKeySecret } from './secret.ts';

export { roles };
export type Role = (typeof roles)[number];
export type NewKey = { name: string; role: Role };
export type Key = Answer<typeof fields>;

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
  const { secret, prefix, hash } = await newKeySecret();
  const created = await record.create(scope, [insert({ ...key, prefix, hash })]);
  return { ...created, apiKey: scope.replayed ? null : secret };
}

export const listKeys = record.list;

export const revokeKey = (scope: Scope, id: number): Promise<Key> =>
  record.update(scope, id, [revoke({ id })]);
