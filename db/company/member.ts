import { type Answer, time } from '../answer.ts';
import { recordOf } from '../record.ts';
import { members } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, command } from '../statement.ts';
import type { Role } from './key.ts';

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

export const createMember = (scope: Scope, member: NewMember): Promise<Member> =>
  record.create(scope, [insert({ ...member, email: member.email.toLowerCase() })]);

export const getMember = record.get;
export const listMembers = record.list;

export function updateMember(scope: Scope, id: number, change: MemberChange): Promise<Member> {
  const update = command<{ id: number }>((slot) => build.update(members).set(change).where(record.own(slot)));
  return record.update(scope, id, [update({ id })]);
}
