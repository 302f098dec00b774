import { nodeEnv, parseEnv } from '../api/env.ts';
import { logTo } from '../api/log.ts';
import { listCompanies } from '../db/company/company.ts';
import { firstOwner, LINK_MINUTES, showLink } from '../db/company/sign-in.ts';
import { databaseOf } from '../db/connect.ts';
import { serveSocket } from '../db/local.ts';
import { own, socketIn } from '../db/open.ts';
import type { Database } from '../db/scope.ts';
import { workerEnv } from '../worker/env.ts';
import { startWorker } from '../worker/run.ts';
import { migrated, run } from './process.ts';
import { serveApi } from './serve.ts';

/** `npm start`: API and worker in one process, which owns the database file. */
run(async () => {
  const env = parseEnv(nodeEnv.extend(workerEnv.shape), process.env);
  const client = own({ url: env.DATABASE_URL, authToken: env.DATABASE_AUTH_TOKEN, dataDir: env.DATA_DIR });
  await migrated(client);
  const socket =
    env.DATABASE_URL === undefined ? await serveSocket(client, socketIn(env.DATA_DIR)) : undefined;
  const database = databaseOf(client, env.SKU_SCOPE);
  const log = logTo((line) => console.log(line));
  const api = await serveApi(env, database, log);
  const address = `http://localhost:${env.PORT}`;
  const publicUrl = env.PUBLIC_URL ?? address;
  greet(address, env.DATABASE_URL ?? `the database in ${env.DATA_DIR}`);
  await sayHowToBegin(database, publicUrl);
  const worker = await startWorker({
    database,
    env,
    publicUrl,
    log,
  });
  console.log(`The worker is at work: ${worker.address}/queues, /healthz and /metrics`);
  return {
    async stop() {
      await worker.stop();
      await api.close();
      await socket?.close();
      client.close();
    },
  };
});

function greet(address: string, where: string): void {
  console.log(
    [
      `StockFlow is serving ${where}`,
      `  API   ${address}/api and ${address}/trpc`,
      `  Docs  ${address}/docs`,
    ].join('\n'),
  );
}

async function sayHowToBegin(database: Database, address: string): Promise<void> {
  if ((await listCompanies(database, 0, 1)).length > 0) return letInFirstOwner(database, address);
  console.log(
    [
      'There is no company yet. In another terminal, either of:',
      '  npm run -s stockflow -- demo                                 a company with goods and history',
      '  npm run -s stockflow -- company create --name "Your company" --owner you@example.com',
      '                                                               your own, empty',
    ].join('\n'),
  );
}

/** Where nobody has ever signed in, mail may not even be set up. */
async function letInFirstOwner(database: Database, address: string): Promise<void> {
  const owner = await firstOwner(database);
  if (!owner) return;
  console.log(
    [
      `Nobody has signed in yet. This link signs ${owner.email} in, once, within ${LINK_MINUTES} minutes:`,
      `  ${await showLink(database, { ...owner, address }, Date.now())}`,
    ].join('\n'),
  );
}
