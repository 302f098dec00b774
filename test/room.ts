import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@libsql/client';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { afterAll, inject } from 'vitest';
import { createApp } from '../api/app.ts';
import { Identities } from '../api/identity.ts';
import type { LogLine } from '../api/log.ts';
import { RateLimit } from '../api/rate.ts';
import type { AppRouter } from '../api/router.ts';
import { createCompany } from '../db/company/company.ts';
import { createKey, type Role } from '../db/company/key.ts';
import { databaseOf } from '../db/connect.ts';
import { openLocal } from '../db/local.ts';
import { type Database, scopeTo } from '../db/scope.ts';

/** The whole API over a database file of its own. Time stands still until a test moves it. */
export type Room = {
  client: Client;
  database: Database;
  clock: { now: number };
  log: LogLine[];
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
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

type Options = { rateLimit?: number; corsOrigins?: string[]; skuScope?: Database['skuScope'] };

export function openRoom({ rateLimit = 0, corsOrigins = [], skuScope = 'company' }: Options = {}): Room {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-room-'));
  const file = join(folder, 'stockflow.db');
  copyFileSync(inject('template'), file);
  const client = openLocal({ file });
  const deferred: Promise<unknown>[] = [];
  afterAll(async () => {
    await Promise.allSettled(deferred);
    client.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const database = databaseOf(client, skuScope);
  const clock = { now: Date.now() };
  const log: LogLine[] = [];
  const app = createApp({
    identities: new Identities(),
    rateLimit: new RateLimit(rateLimit),
    corsOrigins,
    now: () => clock.now,
    log: (line) => log.push(line),
  });
  const defer = (work: Promise<unknown>) => void deferred.push(work);
  const bindings = { database, defer, client: '192.0.2.1' };
  const fetch = async (path: string, init?: RequestInit) => app.request(path, init, bindings);
  return {
    client,
    database,
    clock,
    log,
    fetch,
    company: (options) => newCompany({ database, clock, fetch }, options),
  };
}

let companies = 0;

async function newCompany(
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
