import { currency, email, name, timeZone } from '../../api/input.ts';
import { createCompany } from '../../db/company/company.ts';
import { showLink } from '../../db/company/sign-in.ts';
import { columns } from './columns.ts';
import { defineCommand } from './command.ts';
import { allCompanies } from './desk.ts';
import { linkLines } from './member.ts';

export const createCompanyCommand = defineCommand({
  words: 'company create',
  about: 'Make a company, its first API key and its first owner',
  input: {
    name: name(),
    owner: email().optional(),
    timezone: timeZone().default('UTC'),
    currency: currency().default('EUR'),
  },
  options: {
    name: ['NAME', 'what it is called'],
    owner: ['ADDRESS', 'the e-mail address of its first owner, who can then sign in'],
    timezone: ['ZONE', 'where its days begin, like Europe/Berlin; UTC if left out'],
    currency: ['CODE', 'what its prices are in, like GBP; EUR if left out'],
  },
  async work({ database, address }, { name, owner, timezone, currency }) {
    const first = owner === undefined ? undefined : { email: owner, name: owner };
    const facts = { name, timeZone: timezone, currency, owner: first };
    const { companyId, apiKey } = await createCompany(database, facts, Date.now());
    const url =
      owner && (await showLink(database, { company: companyId, email: owner, address }, Date.now()));
    return {
      json: { company_id: companyId, api_key: apiKey, ...(url && { url }) },
      lines: [
        `${name} is company ${companyId} (time zone ${timezone}, currency ${currency}).`,
        '',
        ...(url ? [...linkLines(url), ''] : []),
        ...keyLines(apiKey),
        '',
        'Try it, while `npm start` runs:',
        `  curl -s ${address}/api/company -H "Authorization: Bearer ${apiKey}"`,
      ],
    };
  },
});

export const keyLines = (apiKey: string): string[] => [
  `API key   ${apiKey}`,
  "          An owner's key, which may do everything. It is shown this once, so keep it now.",
];

export const listCompaniesCommand = defineCommand({
  words: 'company list',
  about: 'List the companies',
  input: {},
  options: {},
  async work({ database }) {
    const companies = await Array.fromAsync(allCompanies(database));
    return {
      json: { companies: companies.map(({ id, name, timeZone }) => ({ id, name, time_zone: timeZone })) },
      lines:
        companies.length === 0
          ? ['There is no company yet. Make one with company create, or with demo.']
          : columns([
              ['ID', 'NAME', 'TIME ZONE'],
              ...companies.map(({ id, name, timeZone }) => [String(id), name, timeZone]),
            ]),
    };
  },
});
