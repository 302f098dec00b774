import type { Client } from '@libsql/client';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { afterAll, inject } from 'vitest';
import type { LogLine } from '../api/log.ts';
import type { AppRouter } from '../api/router.ts';
import { createCompany } from '../db/company/company.ts';
import { createKey, type Role } from '../db/company/key.ts';
import { type Database, databaseOf, scopeTo } from '../db/scope.ts';
import { apiInProcess, type Fetch, type Life, type Settings } from './room/app.ts';
import { lendFile, lendServer } from './room/database.ts';
import { apiInWorkerd } from './room/workerd.ts';

/** The whole API over a database of its own. Time stands still until a test moves it. */
export type Room = {
  client: Client;
  database: Database;
  clock: { now: number };
  log: LogLine[];
  fetch: Fetch;
  company: (options?: { timeZone?: string }) => Promise<Company>;
};

/** One tenant, as its owner sees it. */
export type Company = {
  id: number;
  key: string;
  rest: Rest;
  trpc: TRPCClient<AppRouter>;
  keyFor: (role: Role) => Promise<string>;
  as: (key: string) => Rest;
};

export type Answer = { status: number; headers: Headers; body: Json };
/** What came over the wire: a test looks into it as a client without types would. */
// biome-ignore lint/suspicious/noExplicitAny: answers are judged by assertions, not by types
export type Json = any;
export type Rest = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** Where the API runs and where its data is, the run decides: in this process on a file, on a server, or in workerd. */
export function openRoom({
  rateLimit = 0,
  corsOrigins = [],
  skuScope = 'company',
}: Partial<Settings> = {}): Room {
  const life: Life = { clock: { now: Date.now() }, log: [] };
  const settings = { rateLimit, corsOrigins, skuScope };
  const { client, api, remove } =
    inject('room') === 'file' ? onFile(settings, life) : onServer(settings, life);
  afterAll(async () => {
    await api.close();
    await remove();
  });
  const database = databaseOf(client, skuScope);
  const { fetch } = api;
  return {
    ...life,
    client,
    database,
    fetch,
    company: (options) => newCompany({ database, clock: life.clock, fetch }, options),
  };
}

function onFile(settings: Settings, life: Life) {
  const lent = lendFile();
  return { ...lent, api: apiInProcess(databaseOf(lent.client, settings.skuScope), settings, life) };
}

function onServer(settings: Settings, life: Life) {
  const lent = lendServer();
  const api =
    inject('room') === 'workerd'
      ? apiInWorkerd(lent.server, settings, life)
      : apiInProcess(databaseOf(lent.client, settings.skuScope), settings, life);
  return { ...lent, api };
}

let companies = 0;

export async function newCompany(
  { database, clock, fetch }: Pick<Room, 'database' | 'clock' | 'fetch'>,
  { timeZone = 'UTC' }: { timeZone?: string } = {},
): Promise<Company> {
  companies += 1;
  const named = { name: `Company ${companies}`, timeZone, currency: 'EUR' };
  const { companyId, apiKey } = await createCompany(database, named, clock.now);
  const as = (key: string) => restClient(fetch, key);
  return {
    id: companyId,
    key: apiKey,
    rest: as(apiKey),
    as,
    trpc: trpcClient(fetch, apiKey),
    keyFor: async (role) => {
      const scope = scopeTo(database, { company: companyId, timeZone, actor: 'test' }, clock.now);
      const { apiKey: made } = await createKey(scope, { name: role, role });
      return String(made);
    },
  };
}

const restClient =
  (fetch: Room['fetch'], key: string): Rest =>
  async (method, path, body, headers = {}) => {
    const answer = await fetch(`/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };

const trpcClient = (fetch: Room['fetch'], key: string): TRPCClient<AppRouter> =>
  createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: 'http://stockflow/trpc',
        headers: { authorization: `Bearer ${key}` },
        fetch: (url, init) =>
          fetch(String(url).replace('http://stockflow', ''), {
            method: init?.method,
            headers: init?.headers,
            body: init?.body?.toString(),
          }),
      }),
    ],
  });
