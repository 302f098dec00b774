import { email, name, role } from '../../api/input.ts';
import { createMember, listMembers, type Member } from '../../db/company/member.ts';
import { LINK_MINUTES, showLink } from '../../db/company/sign-in.ts';
import { columns } from './columns.ts';
import { companyId, defineCommand } from './command.ts';
import { everyPage, operatorIn } from './desk.ts';

export const createMemberCommand = defineCommand({
  words: 'member create',
  about: 'Add a person to a company, and show a link that signs them in',
  input: { company: companyId, email: email(), name: name().optional(), role: role() },
  options: {
    company: ['ID', 'which company'],
    email: ['ADDRESS', 'where their links are mailed to'],
    name: ['NAME', 'what they are called; their address if left out'],
    role: ['ROLE', 'viewer reads, operator also works, owner also administers'],
  },
  async work({ database, address }, { company, email, name = email, role }) {
    const member = { email, name, role, wantsDigest: false, sendsInvitation: false };
    const { id } = await createMember(await operatorIn(database, company), member);
    const url = await showLink(database, { company, email, address }, Date.now());
    return {
      json: { company_id: company, member_id: id, role, url },
      lines: [`${name} is member ${id} of company ${company}, with the role ${role}.`, '', ...linkLines(url)],
    };
  },
});

export const memberLinkCommand = defineCommand({
  words: 'member link',
  about: 'Show a link that signs a member in, where mail does not reach them',
  input: { company: companyId, email: email() },
  options: { company: ['ID', 'which company'], email: ['ADDRESS', 'of which member'] },
  async work({ database, address }, { company, email }) {
    const url = await showLink(database, { company, email, address }, Date.now());
    return { json: { company_id: company, email: email.toLowerCase(), url }, lines: linkLines(url) };
  },
});

export const listMembersCommand = defineCommand({
  words: 'member list',
  about: 'List the people of a company, with the addresses they sign in by',
  input: { company: companyId },
  options: { company: ['ID', 'whose people'] },
  async work({ database }, { company }) {
    const scope = await operatorIn(database, company);
    const members = await Array.fromAsync(
      everyPage((cursor, limit) => listMembers(scope, { cursor, limit })),
    );
    return { json: { members: members.map(wire) }, lines: columns([HEADINGS, ...members.map(row)]) };
  },
});

const wire = ({ id, email, name, role, isActive }: Member) => ({
  id,
  email,
  name,
  role,
  is_active: isActive,
});

const HEADINGS = ['ID', 'ROLE', 'ADDRESS', 'NAME', ''];

const row = ({ id, email, name, role, isActive }: Member): string[] => [
  String(id),
  role,
  email,
  name,
  isActive ? '' : 'archived',
];

/** Whoever has it gets in: it is shown to whoever sits at the machine, and kept nowhere. */
export const linkLines = (url: string): string[] => [
  `Sign in   ${url}`,
  `          It works once, within ${LINK_MINUTES} minutes, while \`npm start\` runs.`,
];
