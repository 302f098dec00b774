import { onTestFinished } from 'vitest';
import { createCompany } from '../../db/company/company.ts';
import { connectServer } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { databaseOf } from '../../db/scope.ts';
import { launch } from '../journey/place.ts';
import { openHarness } from '../room/harness.ts';
import { freePort } from '../room/port.ts';
import { startServer } from '../room/server.ts';
import { newTokens } from '../room/token.ts';

type Access = { DATABASE_URL: string; DATABASE_AUTH_TOKEN?: string };

/** A server that asks for a token, until the end of the test, with what lets one in. */
export async function lockedServer() {
  const tokens = newTokens();
  const { url, folder, remove } = await startServer({ jwtKey: tokens.publicKey });
  onTestFinished(remove);
  return { folder, access: { DATABASE_URL: url, DATABASE_AUTH_TOKEN: tokens.sign({ a: 'rw' }) } };
}

/** One of our programs, at a port of its own. */
export async function start(entry: string, env: Record<string, string>) {
  const port = String(await freePort());
  return {
    ...launch([entry], { PORT: port, WORKER_PORT: '0', HOST: '127.0.0.1', ...env }),
    url: `http://127.0.0.1:${port}`,
  };
}

/** The Worker, until the end of the test. */
export async function inWorkerd(build: string, vars: Record<string, string>) {
  const harness = await openHarness({ build, vars });
  onTestFinished(() => harness.close());
  return harness;
}

/** The key of a company's owner, on a server that need not have seen any of this before. */
export async function newCompany({ DATABASE_URL, DATABASE_AUTH_TOKEN }: Access): Promise<string> {
  const client = connectServer(DATABASE_URL, DATABASE_AUTH_TOKEN);
  await migrate(client, 'db/migrations');
  const named = { name: 'Leaf', timeZone: 'UTC', currency: 'EUR' };
  const { apiKey } = await createCompany(databaseOf(client, 'company'), named, Date.now());
  client.close();
  return apiKey;
}
