import type { NodeEnv } from '../../api/env.ts';
import { isOfFile, serveSocket } from '../../db/local.ts';
import { own, socketIn } from '../../db/open.ts';
import { databaseOf } from '../../db/scope.ts';
import type { WorkerEnv } from '../../worker/env.ts';
import { startWorker } from '../../worker/run.ts';
import { migrated } from '../database.ts';
import { sayHowToBegin, sayWhereLettersGo } from '../greeting.ts';
import { openLog } from '../log.ts';
import type { Running } from '../process.ts';
import { serveApi } from '../serve.ts';

export async function start(env: NodeEnv & WorkerEnv): Promise<Running> {
  const client = await own({
    url: env.DATABASE_URL,
    authToken: env.DATABASE_AUTH_TOKEN,
    dataDir: env.DATA_DIR,
  });
  await migrated(client);
  const socket = isOfFile(client) ? await serveSocket(client, socketIn(env.DATA_DIR)) : undefined;
  const database = databaseOf(client, env.SKU_SCOPE);
  const log = openLog();
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
  sayWhereLettersGo(env);
  return {
    async stop() {
      await worker.stop();
      await api.close();
      await socket?.close();
      client.close();
    },
  };
}

function greet(address: string, where: string): void {
  console.log(
    [
      `StockFlow is serving ${where}`,
      `  API   ${address}/api and ${address}/trpc`,
      `  Docs  ${address}/docs`,
    ].join('\n'),
  );
}
