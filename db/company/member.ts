import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { type Answer, json, time, timeOrNull } from '../answer.ts';
import { recordOf } from '../record.ts';
import { members } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, command, lastInserted, query, type Slot } from '../statement.ts';
import type { Role } from './key.ts';
import { INVITATION_MS } from './sign-in.ts';

export type NewMember = { email: string; name: string; role: Role; wantsDigest: boolean };
export type MemberChange = Partial<{ name: string; role: Role; wantsDigest: boolean; isActive: boolean }>;
export type Member = Answer<typeof fields>;

const fields = {
  id: members.id,
  email: members.email,
  name: members.name,
  role: members.role,
  wantsDigest: members.wantsDigest,
  isActive: members.isActive,
  createdAt: time(members.createdAt),
  joinedAt: timeOrNull(members.joinedAt),
  invitedUntil: sql<string | null>`(select ${time(sql`max(l.expires_at)`)} from links l
    where l.company_id = ${members.companyId} and l.member_id = ${members.id} and l.invited_by is not null and l.used_at is null)`,
};

const record = recordOf(members, fields, {
  missing: 'member_not_found',
  searched: [members.name, members.email],
  filters: { isActive: members.isActive },
});

const insert = command<NewMember>((slot) =>
  build.insert(members).values({
    companyId: slot('company'),
    email: slot('email'),
    name: slot('name'),
    role: slot('role'),
    wantsDigest: slot('wantsDigest'),
    createdAt: slot('now'),
  }),
);

const named = query<{ email: string }>()(
  (slot) => sql<Member>`select ${json(fields)} as answer from ${members}
    where ${members.companyId} = ${slot('company')} and ${members.email} = ${slot('email')}`,
);

type Until = { until: number };

/** The letter with its link is the worker's to write. */
const invitation = (member: SQLWrapper, slot: Slot<Until>): SQL => sql`insert into links
    (email, company_id, member_id, invited_by, asked_at, expires_at)
  select email, company_id, id, ${slot('actor')}, ${slot('now')}, ${slot('until')} from members
  where company_id = ${slot('company')} and id = ${member}`;

const inviteInserted = command<Until>((slot) => invitation(lastInserted, slot));
const invite = command<Until & { id: number }>((slot) => invitation(slot('id'), slot));

const withdraw = command<{ id: number }>(
  (slot) => sql`delete from links where company_id = ${slot('company')} and member_id = ${slot('id')}
    and invited_by is not null and used_at is null`,
);

const untilOf = ({ now }: Scope): Until => ({ until: now + INVITATION_MS });

export function createMember(
  scope: Scope,
  { sendsInvitation, ...member }: NewMember & { sendsInvitation: boolean },
): Promise<Member> {
  const email = member.email.toLowerCase();
  const invited = sendsInvitation ? [inviteInserted(untilOf(scope))] : [];
  return scope.write([insert({ ...member, email }), ...invited], named({ email }), 'member_not_found');
}

/** An earlier invitation counts no more. */
export const inviteMember = (scope: Scope, id: number): Promise<Member> =>
  record.update(scope, id, [withdraw({ id }), invite({ id, ...untilOf(scope) })]);

export const getMember = record.get;
export const listMembers = record.list;

export function updateMember(scope: Scope, id: number, change: MemberChange): Promise<Member> {
  const update = command<{ id: number }>((slot) => build.update(members).set(change).where(record.own(slot)));
  return record.update(scope, id, [update({ id })]);
}
