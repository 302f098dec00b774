import { fileURLToPath } from 'node:url';
import type { nodeEnv, parseEnv } from '../../api/env.ts';
import { listCompanies, scopeOf } from '../../db/company/company.ts';
import { migrate } from '../../db/migrate.ts';
import { type Place, reach } from '../../db/open.ts';
import type { Page } from '../../db/page.ts';
import { type Database, databaseOf, type Scope } from '../../db/scope.ts';

/** What an operator's command has at hand. */
export type Desk = {
  database: Database;
  /** Migrations that were missing; null where a running server has the file and keeps it up to date. */
  applied: number | null;
  /** Where people reach what `npm start` serves. */
  address: string;
  progress: (text: string) => void;
};

/** Who typed a command, and where its answer goes. */
export type Operator = { env: ReturnType<typeof parseEnv<typeof nodeEnv>>; progress: Desk['progress'] };

export const placeOf = ({ env }: Operator): Place => ({
  url: env.DATABASE_URL,
  authToken: env.DATABASE_AUTH_TOKEN,
  dataDir: env.DATA_DIR,
});

export const MIGRATIONS = fileURLToPath(new URL('../../db/migrations', import.meta.url));

/** Opens the database for one command, brings its schema up to date first, and closes it whatever happens. */
export async function atDesk<Result>(
  operator: Operator,
  work: (desk: Desk) => Promise<Result>,
): Promise<Result> {
  const { env, progress } = operator;
  const client = await reach(placeOf(operator));
  try {
    const applied = client.protocol === 'socket' ? null : (await migrate(client, MIGRATIONS)).applied;
    const database = databaseOf(client, env.SKU_SCOPE);
    return await work({
      database,
      applied,
      address: env.PUBLIC_URL?.replace(/\/+$/, '') ?? `http://localhost:${env.PORT}`,
      progress,
    });
  } finally {
    client.close();
  }
}

const ACTOR = 'operator';

export const operatorIn = (database: Database, company: number): Promise<Scope> =>
  scopeOf(database, company, ACTOR, Date.now());

/** All of a list that answers a page at a time. */
export async function* everyPage<Item>(
  page: (cursor: number, limit: number) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  for (let cursor = 0; ; ) {
    const { items, nextCursor } = await page(cursor, 1000);
    yield* items;
    if (nextCursor === null) return;
    cursor = Number(nextCursor);
  }
}

export async function* allCompanies(database: Database) {
  let after = 0;
  for (;;) {
    const companies = await listCompanies(database, after, 1000);
    yield* companies;
    const last = companies.at(-1);
    if (!last) return;
    after = last.id;
  }
}

/** The one that was asked for, or all of them. */
export async function* scopesOf(database: Database, company: number | undefined): AsyncGenerator<Scope> {
  if (company !== undefined) yield await operatorIn(database, company);
  else for await (const { id } of allCompanies(database)) yield await operatorIn(database, id);
}
