import { eq, sql } from 'drizzle-orm';
import { type Answer, json, time } from '../answer.ts';
import { companies } from '../schema/index.ts';
import { type Database, type Scope, scopeTo } from '../scope.ts';
import { build, command, query } from '../statement.ts';
import { newKeySecret } from './secret.ts';

export type CompanyFacts = { name: string; timeZone: string; currency: string };
/** The first owner may sign in; without one there is only the key. */
export type NewCompany = CompanyFacts & { owner?: { email: string; name: string } | undefined };
export type CompanyChange = Partial<
  CompanyFacts & { lowStockThreshold: number | null; reorderPointStandsIn: boolean; windowDays: number }
>;
export type Company = Answer<typeof fields>;

const fields = {
  id: companies.id,
  name: companies.name,
  timeZone: companies.timeZone,
  currency: companies.currency,
  lowStockThreshold: companies.lowStockThreshold,
  reorderPointStandsIn: companies.reorderPointStandsIn,
  windowDays: companies.windowDays,
  createdAt: time(companies.createdAt),
};

const own = query()((slot) =>
  build
    .select({ answer: json(fields) })
    .from(companies)
    .where(eq(companies.id, slot('company'))),
);

export const getCompany = (scope: Scope): Promise<Company> => scope.one(own({}), 'company_not_found');

export function updateCompany(scope: Scope, change: CompanyChange): Promise<Company> {
  const update = command((slot) =>
    build
      .update(companies)
      .set(change)
      .where(eq(companies.id, slot('company'))),
  );
  return scope.write([update({})], own({}), 'company_not_found');
}

/** For whoever comes without a key: an operator, the worker. */
export async function scopeOf(
  database: Database,
  company: number,
  actor: string,
  now: number,
): Promise<Scope> {
  const caller = { company, timeZone: 'UTC', actor };
  const { timeZone } = await getCompany(scopeTo(database, caller, now));
  return scopeTo(database, { ...caller, timeZone }, now);
}

const setActive = command<{ isActive: boolean }>((slot) =>
  build
    .update(companies)
    .set({ isActive: sql`${slot('isActive')}` })
    .where(eq(companies.id, slot('company'))),
);

/** While it is not active nothing of it is low, so nothing is ordered. */
export const activateCompany = (scope: Scope, isActive: boolean): Promise<Company> =>
  scope.write([setActive({ isActive })], own({}), 'company_not_found');

/** A company, its first key, which is an owner's, and its first owner. The secret is in this answer and nowhere else. */
export async function createCompany(
  database: Database,
  company: NewCompany,
  now: number,
): Promise<{ companyId: number; apiKey: string }> {
  const { secret, prefix, hash } = await newKeySecret();
  const [created] = await database.client.batch(
    [
      {
        sql: 'insert into companies (name, time_zone, currency, created_at) values (?, ?, ?, ?) returning id',
        args: [company.name, company.timeZone, company.currency, now],
      },
      {
        sql: `insert into keys (company_id, name, role, prefix, hash, created_at)
          values (last_insert_rowid(), 'First key', 'owner', ?, ?, ?)`,
        args: [prefix, hash, now],
      },
      ...(company.owner ? [firstMember(company.owner, hash, now)] : []),
    ],
    'write',
  );
  return { companyId: Number(created?.rows[0]?.[0]), apiKey: secret };
}

const firstMember = ({ email, name }: { email: string; name: string }, keyHash: string, now: number) => ({
  sql: `insert into members (company_id, email, name, role, created_at)
    select company_id, ?, ?, 'owner', ? from keys where hash = ?`,
  args: [email.toLowerCase(), name, now, keyHash],
});

/** For operators: the companies of this deployment, a page at a time. */
export async function listCompanies(
  database: Database,
  after: number,
  limit: number,
): Promise<{ id: number; name: string; timeZone: string }[]> {
  const { rows } = await database.client.execute({
    sql: 'select id, name, time_zone from companies where id > ? order by id limit ?',
    args: [after, limit],
  });
  return rows.map((row) => ({ id: Number(row[0]), name: String(row[1]), timeZone: String(row[2]) }));
}
