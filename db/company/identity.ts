import { Fault } from '../fault.ts';
import { roles } from '../schema/index.ts';
import type { Caller, Database } from '../scope.ts';
import type { Role } from './key.ts';
import { sha256 } from './secret.ts';
import { SESSION_MS } from './session.ts';

/** What a caller shows: a machine its key, a browser its session; and which of its companies it means, if it says so. */
export type Credential = { kind: 'key' | 'session'; secret: string; company?: number | undefined };

export type Identity = Caller & {
  role: Role;
  kind: Credential['kind'];
  /** Of the key, or of the session. */
  id: number;
  lastUsedAt: number;
};

/**
 * Whose credential this is; null for an unknown, revoked or expired one. One read, no write; none for what cannot be one.
 * A company that is not theirs is refused as one that does not exist.
 */
export async function identify(
  { client }: Database,
  { kind, secret, company }: Credential,
  now: number,
): Promise<Identity | null> {
  const { shape, sql } = lookups[kind];
  if (!shape.test(secret)) return null;
  const hash = await sha256(secret);
  const { rows } = await client.execute({
    sql,
    args: kind === 'key' ? [hash] : [hash, now, company ?? null],
  });
  const [row] = rows;
  if (!row) return null;
  const found = row[1] === null ? null : Number(row[1]);
  if (company !== undefined && found !== company) throw new Fault('company_not_found');
  const role = roles.find((known) => known === row[2]);
  if (found === null || !role) return null;
  return {
    company: found,
    timeZone: String(row[3]),
    actor: String(row[5]),
    role,
    kind,
    id: Number(row[0]),
    lastUsedAt: Number(row[4]),
  };
}

const lookups: Record<Credential['kind'], { shape: RegExp; sql: string }> = {
  key: {
    shape: /^sf_[0-9a-f]{8}_[0-9a-f]{64}$/,
    sql: `select k.id, k.company_id, k.role, c.time_zone, coalesce(k.last_used_at, 0), 'key:' || k.id
      from keys k join companies c on c.id = k.company_id
      where k.hash = ? and k.revoked_at is null and c.is_active`,
  },
  session: {
    shape: /^[0-9a-f]{64}$/,
    sql: `select s.id, c.id, m.role, c.time_zone, s.last_seen_at, 'member:' || m.id
      from sessions s join members own on own.company_id = s.company_id and own.id = s.member_id
      left join members m on m.email = own.email and m.company_id = coalesce(?3, s.company_id) and m.is_active
      left join companies c on c.id = m.company_id and c.is_active
      where s.hash = ?1 and s.expires_at > ?2 and own.is_active`,
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
