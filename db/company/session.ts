import { Fault, type FaultCode, faultOf } from '../fault.ts';
import type { Database } from '../scope.ts';
import type { Connection } from '../server/client.ts';
import type { Identity } from './identity.ts';
import type { Role } from './key.ts';
import { isToken, newToken, sha256 } from './secret.ts';
import { askForLink } from './sign-in.ts';

/**
 * Signing in, for people: whoever reads the mail of an address is its person, in every company where it is a member.
 * What is asked here is about a person, not about one company, so these statements are bound to a session instead.
 */
export type People = ReturnType<typeof peopleIn>;

export function peopleIn(database: Database, now: number) {
  const { client } = database;
  return {
    askForLink: (email: string, device: string) => askForLink(database, { email, device }, now),
    start: (given: Start) => start(client, given, now),
    current: (identity: Whom) => current(client, identity),
    switchCompany: (session: number, company: number) => switchCompany(client, { session, company }, now),
    devices: (session: number) => devices(client, session, now),
    end: (session: number, which: number) => end(client, session, which),
    endAll: (session: number) => endAll(client, session),
  };
}

/** Who is signed in: the company they work in, and those they may switch to. */
export type Current = {
  company: { id: number; name: string; timeZone: string; currency: string };
  /** Null for a key. */
  member: { id: number; email: string; name: string } | null;
  role: Role;
  companies: { id: number; name: string; role: Role }[];
};

export type Device = {
  id: number;
  device: string;
  createdAt: string;
  lastSeenAt: string;
  isCurrent: boolean;
};

const DAY = 86_400_000;
/** A session that is not used for as long is over. */
export const SESSION_MS = 30 * DAY;
/** Whoever signs in on another device after that many is signed out on the one used least lately. */
const SESSIONS_MAX = 20;

const PERSON = `(select m.email from sessions s join members m on m.company_id = s.company_id and m.id = s.member_id
  where s.id = ?)`;
const OF_MEMBERS = 'from sessions s join members m on m.company_id = s.company_id and m.id = s.member_id';

const COMPANIES = `json((select json_group_array(json_object('id', id, 'name', name, 'role', role)) from (
  select oc.id, oc.name, o.role from members o join companies oc on oc.id = o.company_id
  where o.email = m.email and o.is_active and oc.is_active order by oc.name, oc.id)))`;

const CURRENT = `select json_object(
    'company', json_object('id', c.id, 'name', c.name, 'timeZone', c.time_zone, 'currency', c.currency),
    'member', json_object('id', m.id, 'email', m.email, 'name', m.name), 'role', m.role, 'companies', ${COMPANIES})`;

const OWN_CURRENT = `${CURRENT} ${OF_MEMBERS} join companies c on c.id = s.company_id`;

/** In the company that the call names. */
const NAMED_CURRENT = `${CURRENT} from sessions s
  join members own on own.company_id = s.company_id and own.id = s.member_id
  join members m on m.email = own.email and m.company_id = ? and m.is_active
  join companies c on c.id = m.company_id where s.id = ?`;

const KEY_CURRENT = `select json_object(
    'company', json_object('id', c.id, 'name', c.name, 'timeZone', c.time_zone, 'currency', c.currency),
    'member', null, 'role', k.role, 'companies', json_array(json_object('id', c.id, 'name', c.name, 'role', k.role)))
  from keys k join companies c on c.id = k.company_id where k.id = ?`;

type Statement = { sql: string; args: (string | number | null)[] };

/** One batch; the last statement makes the answer, and without one nothing has happened. */
async function write<Answer>(
  client: Connection,
  before: Statement[],
  { sql, args }: Statement,
  missing: FaultCode,
): Promise<Answer> {
  try {
    const demanded = { sql: `select ifnull((${sql}), json(''))`, args };
    const results = await client.batch([...before, demanded], 'write');
    return JSON.parse(String(results.at(-1)?.rows[0]?.[0]));
  } catch (error) {
    if (error instanceof Error && error.message.endsWith('malformed JSON')) throw new Fault(missing);
    throw faultOf(error);
  }
}

async function read<Answer>(client: Connection, statement: Statement): Promise<Answer[]> {
  const { rows } = await client.execute(statement).catch((error: unknown) => {
    throw faultOf(error);
  });
  return rows.map((row) => JSON.parse(String(row[0])));
}

/** The token of a link, where it is used, and the token of whoever was signed in there before. */
type Start = { link: string; device: string; before: string | null };

/** A link in for a session's token, once: a trigger refuses the second time. */
async function start(
  client: Connection,
  { link, device, before }: Start,
  now: number,
): Promise<Current & { token: string }> {
  if (!isToken(link)) throw new Fault('link_spent');
  const { token, hash } = await newToken();
  const spent = await sha256(link);
  const signedIn = await write<Current>(
    client,
    [
      { sql: 'update links set used_at = ? where hash = ?', args: [now, spent] },
      open({ hash, device, link: spent, now }),
      {
        sql: `update members set joined_at = ? where joined_at is null
          and id = (select member_id from sessions where hash = ?)`,
        args: [now, hash],
      },
      {
        sql: `delete from links where invited_by is not null and used_at is null and (company_id, member_id) =
          (select company_id, member_id from sessions where hash = ?)`,
        args: [hash],
      },
      { sql: 'delete from sessions where hash = ?', args: [before === null ? '' : await sha256(before)] },
      {
        sql: `delete from sessions where id in (select s.id ${OF_MEMBERS}
          where m.email = (select m.email ${OF_MEMBERS} where s.hash = ?)
          order by s.id desc limit -1 offset ?)`,
        args: [hash, SESSIONS_MAX],
      },
    ],
    { sql: `${OWN_CURRENT} where s.hash = ?`, args: [hash] },
    'link_spent',
  );
  return { ...signedIn, token };
}

/** In the company of the link; where it names none, in the one where its person was last. */
const open = (given: { hash: string; device: string; link: string; now: number }): Statement => ({
  sql: `insert into sessions (company_id, member_id, hash, device, created_at, last_seen_at, expires_at)
    select m.company_id, m.id, ?, ?, ?, ?, ? from links l
      join members m on m.email = l.email and m.is_active and (l.member_id is null or m.id = l.member_id)
      join companies c on c.id = m.company_id and c.is_active
      where l.hash = ?
      order by (select max(s.last_seen_at) from sessions s where s.company_id = m.company_id and s.member_id = m.id) desc, m.id limit 1`,
  args: [given.hash, given.device, given.now, given.now, given.now + SESSION_MS, given.link],
});

type Whom = Pick<Identity, 'kind' | 'id' | 'company'>;

async function current(client: Connection, { kind, id, company }: Whom): Promise<Current> {
  const asked =
    kind === 'key' ? { sql: KEY_CURRENT, args: [id] } : { sql: NAMED_CURRENT, args: [company, id] };
  const [found] = await read<Current>(client, asked);
  if (!found) throw new Fault('unauthenticated');
  return found;
}

type Switch = { session: number; company: number };

/** Where a call that names no company leads from now on; only to where the same address is a member too. */
const switchCompany = (client: Connection, { session, company }: Switch, now: number): Promise<Current> =>
  write<Current>(
    client,
    [
      {
        sql: `update members set joined_at = ? where joined_at is null and company_id = ? and is_active and email = ${PERSON}`,
        args: [now, company, session],
      },
      {
        sql: `update sessions set company_id = m.company_id, member_id = m.id
          from members m join companies c on c.id = m.company_id and c.is_active
          where sessions.id = ? and m.company_id = ? and m.is_active and m.email = ${PERSON}`,
        args: [session, company, session],
      },
    ],
    { sql: `${OWN_CURRENT} where s.id = ? and s.company_id = ?`, args: [session, company] },
    'company_not_found',
  );

const devices = (client: Connection, session: number, now: number): Promise<Device[]> =>
  read<Device>(client, {
    sql: `select json_object('id', s.id, 'device', s.device, 'createdAt', ${isoTime('s.created_at')},
        'lastSeenAt', ${isoTime('s.last_seen_at')}, 'isCurrent', json(iif(s.id = ?, 'true', 'false')))
      ${OF_MEMBERS} where m.email = ${PERSON} and s.expires_at > ? order by s.last_seen_at desc, s.id desc`,
    args: [session, session, now],
  });

const isoTime = (column: string): string => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;

/** One of the same person's. */
const end = (client: Connection, session: number, which: number): Promise<{ ended: number }> =>
  write(
    client,
    [
      {
        sql: `delete from sessions where id in (select s.id ${OF_MEMBERS} where s.id = ? and m.email = ${PERSON})`,
        args: [which, session],
      },
    ],
    { sql: "select json_object('ended', changes()) where changes() > 0", args: [] },
    'session_not_found',
  );

/** Everywhere, here too; and links on their way lead nowhere any more. */
const endAll = (client: Connection, session: number): Promise<{ ended: number }> =>
  write(
    client,
    [
      { sql: `delete from links where invited_by is null and email = ${PERSON}`, args: [session] },
      {
        sql: `delete from sessions where id in (select s.id ${OF_MEMBERS} where m.email = ${PERSON})`,
        args: [session],
      },
    ],
    { sql: "select json_object('ended', changes())", args: [] },
    'internal',
  );
