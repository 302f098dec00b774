import type { Client } from '@libsql/client';
import { createApp } from '../api/app.ts';
import { Identities } from '../api/identity.ts';
import { RateLimit } from '../api/rate.ts';
import { databaseOf } from '../db/scope.ts';
import { around } from './around.ts';
import type { Company, Room } from './room.ts';

type Statement = { sql: string; args: (string | number | null)[] };
export type Call = { method: string; statements: Statement[] };

/** The room's API over the same client, with a list of the calls that reach the database. */
export function watched(room: Room): { calls: Call[]; fetch: Room['fetch'] } {
  const { calls, client } = callsOf(room.client);
  const app = createApp({
    identities: new Identities(),
    rateLimit: new RateLimit(0),
    corsOrigins: [],
    now: () => room.clock.now,
    log: () => undefined,
  });
  const database = databaseOf(client, room.database.skuScope);
  const defer = (work: Promise<unknown>) => void work.catch(() => undefined);
  return {
    calls,
    fetch: async (path, init) => app.request(path, init, { database, defer, client: '192.0.2.1' }),
  };
}

/** The same client, with a list of what it is asked. */
export function callsOf(asked: Client): { calls: Call[]; client: Client } {
  const calls: Call[] = [];
  const client = around(asked, ({ name, given, ask }) => {
    calls.push({ method: name, statements: [given[0]].flat().filter(isStatement) });
    return ask();
  });
  return { calls, client };
}

const isStatement = (given: unknown): given is Statement =>
  typeof given === 'object' && given !== null && 'sql' in given && 'args' in given;

/** How SQLite goes about the statement that answers a GET: one line per step. */
export async function planOf(room: Room, { key }: Company, path: string): Promise<string[]> {
  const { calls, fetch } = watched(room);
  const { status } = await fetch(`/api${path}`, { headers: { authorization: `Bearer ${key}` } });
  const asked = calls.at(-1)?.statements[0];
  if (status !== 200 || !asked) throw new Error(`${path} answered ${status}`);
  const { rows } = await room.client.execute({ sql: `explain query plan ${asked.sql}`, args: asked.args });
  return rows.map((row) => String(row.detail));
}
