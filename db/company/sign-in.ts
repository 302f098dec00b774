import { Fault, faultOf } from '../fault.ts';
import type { Database } from '../scope.ts';
import { newToken } from './secret.ts';

/** Sign-in links, from the question to the letter. */

const MINUTE = 60_000;
/** How long a link works from when its letter is written, and how long a question waits for that. */
export const LINK_MINUTES = 15;
export const INVITATION_DAYS = 7;
export const INVITATION_MS = INVITATION_DAYS * 24 * 60 * MINUTE;
/** Letters with links to one address in any quarter of an hour, whoever asks. */
const LETTERS_MAX = 5;

/** Written down whoever it is: nobody looks whether the address is a member's, so nobody can be told. */
export async function askForLink(
  { client }: Database,
  { email, device }: { email: string; device: string },
  now: number,
): Promise<void> {
  const args = [email.toLowerCase(), device, now, now + LINK_MINUTES * MINUTE];
  const sql = `insert into links (email, device, asked_at, expires_at) values (?, ?, ?, ?)
    on conflict (email) where hash is null and member_id is null
    do update set device = excluded.device, asked_at = excluded.asked_at, expires_at = excluded.expires_at`;
  await client.batch([{ sql, args }], 'write').catch((error: unknown) => {
    throw faultOf(error);
  });
}

export type LinkToWrite = {
  id: number;
  askedAt: number;
  toAddress: string;
  /** The person, as the company that the link leads to calls them. */
  toName: string;
  /** An invitation: to where, and by whom. */
  invitation: { company: string; by: string | null } | null;
  device: string | null;
};

const MEMBER = `select m.id from members m join companies c on c.id = m.company_id and c.is_active
  where m.email = l.email and m.is_active and (l.member_id is null or m.id = l.member_id) order by m.id limit 1`;

/** Null: nobody is to get it. Then it is forgotten. */
export async function linkToWrite(
  { client }: Database,
  link: number,
  now: number,
): Promise<LinkToWrite | null> {
  const [, , found] = await client.batch(
    [
      {
        sql: `delete from links where id = ?1 and (used_at is not null or expires_at <= ?2
          or (select count(*) from links o where o.email = links.email and o.hash is not null and o.id <> ?1 and o.asked_at > ?3) >= ?4)`,
        args: [link, now, now - LINK_MINUTES * MINUTE, LETTERS_MAX],
      },
      { sql: `delete from links as l where id = ? and not exists (${MEMBER})`, args: [link] },
      {
        sql: `select json_object('id', l.id, 'askedAt', l.asked_at, 'toAddress', l.email, 'toName', m.name, 'device', l.device,
            'invitation', iif(l.invited_by is null, null, json_object('company', c.name, 'by', coalesce(
              (select name from members where company_id = l.company_id and 'member:' || id = l.invited_by),
              (select name from members where company_id = l.company_id and role = 'owner' and is_active order by id limit 1)))))
          from links l join members m on m.id = (${MEMBER}) join companies c on c.id = m.company_id where l.id = ?`,
        args: [link],
      },
    ],
    'write',
  );
  const text = found?.rows[0]?.[0];
  return typeof text === 'string' ? JSON.parse(text) : null;
}

/** From here on its token opens; whatever a letter before this one said opens nothing. */
export async function tokenForLink(
  { client }: Database,
  { id, invitation }: LinkToWrite,
  now: number,
): Promise<string> {
  const { token, hash } = await newToken();
  const sql = invitation
    ? 'update links set hash = ? where id = ? and used_at is null'
    : 'update links set hash = ?, expires_at = ? where id = ? and used_at is null';
  const args = invitation ? [hash, id] : [hash, now + LINK_MINUTES * MINUTE, id];
  await client.batch([{ sql, args }], 'write');
  return token;
}

/** Its letter has left, or never will. */
export async function linkIsSettled({ client }: Database, link: number): Promise<void> {
  await client.batch(
    [{ sql: "delete from outbox where topic = 'link' and subject_id = ?", args: [link] }],
    'write',
  );
}

/** After the #, because what stands there is sent to no server: it is in no log and no Referer, and no scanner uses it up. */
export const signInUrl = (address: string, token: string): string =>
  `${address.replace(/\/+$/, '')}/sign-in#${token}`;

export type Shown = { company: number; email: string; address: string; minutes?: number };

/** For whoever is at the machine: a link that is shown, not mailed. */
export async function showLink(
  { client }: Database,
  { company, email, address, minutes = LINK_MINUTES }: Shown,
  now: number,
): Promise<string> {
  const { token, hash } = await newToken();
  const [shown] = await client.batch(
    [
      {
        sql: `insert into links (email, company_id, member_id, hash, asked_at, expires_at)
          select m.email, m.company_id, m.id, ?, ?, ? from members m join companies c on c.id = m.company_id and c.is_active
          where m.company_id = ? and m.email = ? and m.is_active`,
        args: [hash, now, now + minutes * MINUTE, company, email.toLowerCase()],
      },
    ],
    'write',
  );
  if (shown?.rowsAffected !== 1) throw new Fault('member_not_found');
  return signInUrl(address, token);
}

/** The owner to let in where nobody has ever signed in. */
export async function firstOwner({ client }: Database): Promise<{ company: number; email: string } | null> {
  const { rows } = await client.execute(`select m.company_id, m.email from members m
    join companies c on c.id = m.company_id and c.is_active
    where m.role = 'owner' and m.is_active and not exists (select 1 from members where joined_at is not null)
    order by m.id limit 1`);
  const row = rows[0];
  return row ? { company: Number(row[0]), email: String(row[1]) } : null;
}
