import type { NodeEnv } from '../../api/env.ts';
import { databaseOf } from '../../db/scope.ts';
import { share } from '../../db/share.ts';
import type { WorkerEnv } from '../../worker/env.ts';
import { startWorker } from '../../worker/run.ts';
import { migrated } from '../database.ts';
import { sayWhereLettersGo } from '../greeting.ts';
import { openLog } from '../log.ts';
import type { Running } from '../process.ts';

export async function start(
  env: NodeEnv & WorkerEnv & { DATABASE_URL: string; PUBLIC_URL: string },
): Promise<Running> {
  const client = share(env.DATABASE_URL, env.DATABASE_AUTH_TOKEN);
  await migrated(client);
  const log = openLog();
  const database = databaseOf(client, env.SKU_SCOPE);
  const worker = await startWorker({
    database,
    env,
    publicUrl: env.PUBLIC_URL,
    log,
  });
  console.log(`StockFlow's worker looks after ${env.DATABASE_URL}: ${worker.address}/queues`);
  sayWhereLettersGo(env);
  return {
    async stop() {
      await worker.stop();
      client.close();
    },
  };
}
