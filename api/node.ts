import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { listCompanies } from '../db/company/company.ts';
import { databaseOf } from '../db/connect.ts';
import { DatabaseOwned, serveSocket } from '../db/local.ts';
import { migrate } from '../db/migrate.ts';
import { own, socketIn } from '../db/open.ts';
import type { Database } from '../db/scope.ts';
import { createApp } from './app.ts';
import { EnvError, nodeEnv, parseEnv } from './env.ts';
import { Identities } from './identity.ts';
import { errorText, type Log, logTo } from './log.ts';
import { RateLimit } from './rate.ts';

const MIGRATIONS = fileURLToPath(new URL('../db/migrations', import.meta.url));
const STOP_WITHIN_MS = 10_000;

type NodeEnv = ReturnType<typeof parseEnv<typeof nodeEnv>>;

async function start(): Promise<void> {
  const env = parseEnv(nodeEnv, process.env);
  const client = own({ url: env.DATABASE_URL, authToken: env.DATABASE_AUTH_TOKEN, dataDir: env.DATA_DIR });
  await migrate(client, MIGRATIONS);
  const socket =
    env.DATABASE_URL === undefined ? await serveSocket(client, socketIn(env.DATA_DIR)) : undefined;
  const database = databaseOf(client, env.SKU_SCOPE);
  const log = logTo((line) => console.log(line));
  const server = await listen(env, database, log);
  await greet(env, database);
  stopOnSignal(async () => {
    await new Promise((done) => server.close(done));
    await socket?.close();
    client.close();
  });
}

async function listen(env: NodeEnv, database: Database, log: Log) {
  const app = createApp({
    identities: new Identities(),
    rateLimit: new RateLimit(env.RATE_LIMIT),
    corsOrigins: env.CORS_ORIGINS,
    now: Date.now,
    log,
  });
  const defer = (work: Promise<unknown>) =>
    work.catch((error: unknown) => log({ level: 'error', event: 'deferred work', error: errorText(error) }));
  const fetch = (request: Request) => app.fetch(request, { database, defer });
  const server = serve({ fetch, port: env.PORT, hostname: env.HOST });
  await once(server, 'listening');
  return server;
}

async function greet(env: NodeEnv, database: Database): Promise<void> {
  const address = `http://localhost:${env.PORT}`;
  const lines = [
    `StockFlow is serving ${env.DATABASE_URL ?? `the database in ${env.DATA_DIR}`}`,
    `  API   ${address}/api and ${address}/trpc`,
    `  Docs  ${address}/docs`,
  ];
  if ((await listCompanies(database, 0, 1)).length === 0)
    lines.push(
      'There is no company yet. In another terminal, either of:',
      '  npm run demo                                                 a company with goods and history',
      '  npm run -s stockflow -- company create --name "Your company"  your own, empty',
    );
  console.log(lines.join('\n'));
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const stopOnce = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stopOnce);
  process.on('SIGTERM', stopOnce);
}

/** What stops a start is said in a line per fault, without a stack. */
function sayWhyNot(error: unknown): void {
  for (const line of reasonsOf(error)) console.error(`stockflow: ${line}`);
  process.exit(1);
}

function reasonsOf(error: unknown): string[] {
  if (error instanceof EnvError) return error.faults;
  if (error instanceof DatabaseOwned) return [error.message];
  if (error instanceof Error && 'syscall' in error && error.syscall === 'listen')
    return [`Cannot serve there (${error.message}). Stop what uses the port, or set PORT or HOST.`];
  return [`The start failed: ${errorText(error)}`];
}

start().catch(sayWhyNot);
