import * as z from 'zod';
import { name, role } from '../../api/input.ts';
import { createKey, type Key, listKeys, revokeKey } from '../../db/company/key.ts';
import { columns } from './columns.ts';
import { companyId, defineCommand } from './command.ts';
import { everyPage, operatorIn } from './desk.ts';

export const createKeyCommand = defineCommand({
  words: 'key create',
  about: 'Make an API key for a company',
  input: { company: companyId, role: role(), name: name() },
  options: {
    company: ['ID', 'whose key'],
    role: ['ROLE', 'viewer reads, operator also works, owner also administers'],
    name: ['NAME', 'what it is for, like "Web shop"'],
  },
  async work({ database }, { company, role, name }) {
    const { id, apiKey } = await createKey(await operatorIn(database, company), { name, role });
    return {
      json: { company_id: company, key_id: id, role, api_key: apiKey },
      lines: [
        `Key ${id} "${name}" of company ${company} has the role ${role}. It is shown this once, so keep it now:`,
        '',
        `  ${apiKey}`,
      ],
    };
  },
});

export const listKeysCommand = defineCommand({
  words: 'key list',
  about: 'List the API keys of a company, without their secrets',
  input: { company: companyId },
  options: { company: ['ID', 'whose keys'] },
  async work({ database }, { company }) {
    const scope = await operatorIn(database, company);
    const keys = await Array.fromAsync(everyPage((cursor, limit) => listKeys(scope, { cursor, limit })));
    return { json: { keys: keys.map(wire) }, lines: columns([HEADINGS, ...keys.map(row)]) };
  },
});

const wire = ({ id, name, role, prefix, createdAt, lastUsedAt, revokedAt }: Key) => ({
  id,
  name,
  role,
  prefix,
  created_at: createdAt,
  last_used_at: lastUsedAt,
  revoked_at: revokedAt,
});

const HEADINGS = ['ID', 'ROLE', 'BEGINS WITH', 'NAME', 'CREATED', 'LAST USED', 'REVOKED'];

const row = ({ id, role, prefix, name, createdAt, lastUsedAt, revokedAt }: Key): string[] => [
  String(id),
  role,
  prefix,
  name,
  dayOf(createdAt),
  dayOf(lastUsedAt),
  dayOf(revokedAt),
];

const dayOf = (moment: string | null): string => moment?.slice(0, 10) ?? '-';

export const revokeKeyCommand = defineCommand({
  words: 'key revoke',
  about: 'Take an API key out of use, for good',
  input: {
    company: companyId,
    key: z
      .string()
      .regex(/^[1-9]\d{0,14}$/, 'must be the id of a key, as key list shows it')
      .transform(Number),
  },
  options: { company: ['ID', 'whose key'], key: ['ID', 'which one, as key list shows it'] },
  async work({ database }, { company, key }) {
    const { id, name, revokedAt } = await revokeKey(await operatorIn(database, company), key);
    return {
      json: { company_id: company, key_id: id, revoked_at: revokedAt },
      lines: [
        `Key ${id} "${name}" of company ${company} is revoked. Running servers refuse it within ten seconds.`,
      ],
    };
  },
});
