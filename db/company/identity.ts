import { roles } from '../schema/index.ts';
import type { Caller, Database } from '../scope.ts';
import type { Role } from './key.ts';
import { sha256 } from './secret.ts';
import { SESSION_MS } from './session.ts';

/** What a caller shows: a machine its key, a browser its session. */
export type Credential = { kind: 'key' | 'session'; secret: string };

export type Identity = Caller & {
  role: Role;
  kind: Credential['kind'];
  /** Of the key, or of the session. */
  id: number;
  /** Null for a key: it is nobody in particular. */
  memberId: number | null;
  lastUsedAt: number;
};

/** Whose credential this is; null for an unknown, revoked or expired one. One read, no write; none for what cannot be one. */
export async function identify(
  { client }: Database,
  { kind, secret }: Credential,
  now: number,
): Promise<Identity | null> {
  const { shape, sql } = lookups[kind];
  if (!shape.test(secret)) return null;
  const hash = await sha256(secret);
  const { rows } = await client.execute({ sql, args: kind === 'key' ? [hash] : [hash, now] });
  const row = rows[0];
  const role = roles.find((known) => known === row?.[2]);
  if (!row || !role) return null;
  return {
    company: Number(row[1]),
    timeZone: String(row[3]),
    actor: String(row[5]),
    role,
    kind,
    id: Number(row[0]),
    memberId: row[6] === null ? null : Number(row[6]),
    lastUsedAt: Number(row[4]),
  };
}

const lookups: Record<Credential['kind'], { shape: RegExp; sql: string }> = {
  key: {
    shape: /^sf_[0-9a-f]{8}_[0-9a-f]{64}$/,
    sql: `select k.id, k.company_id, k.role, c.time_zone, coalesce(k.last_used_at, 0), 'key:' || k.id, null
      from keys k join companies c on c.id = k.company_id
      where k.hash = ? and k.revoked_at is null and c.is_active`,
  },
  session: {
    shape: /^[0-9a-f]{64}$/,
    sql: `select s.id, s.company_id, m.role, c.time_zone, s.last_seen_at, 'member:' || m.id, m.id
      from sessions s join members m on m.company_id = s.company_id and m.id = s.member_id
      join companies c on c.id = s.company_id
      where s.hash = ? and s.expires_at > ? and m.is_active and c.is_active`,
  },
};

/** Noted at most once an hour, so that reading does not write. A session that is used lives on. */
export async function noteUse(database: Database, { kind, id }: Identity, now: number): Promise<void> {
  const noted =
    kind === 'key'
      ? { sql: 'update keys set last_used_at = ? where id = ?', args: [now, id] }
      : {
          sql: 'update sessions set last_seen_at = ?, expires_at = ? where id = ?',
          args: [now, now + SESSION_MS, id],
        };
  await database.client.batch([noted], 'write');
}
