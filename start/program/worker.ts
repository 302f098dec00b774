import { databaseUrl, nodeEnv, parseEnv, publicUrl } from '../api/env.ts';
import { logTo } from '../api/log.ts';
import { databaseOf } from '../db/connect.ts';
import { share } from '../db/open.ts';
import { workerEnv } from '../worker/env.ts';
import { startWorker } from '../worker/run.ts';
import { migrated, run } from './process.ts';

const env = nodeEnv.extend(workerEnv.shape).extend({ DATABASE_URL: databaseUrl, PUBLIC_URL: publicUrl });

/** `npm run start:worker`: a worker alone, beside an API and other workers, on a database server. */
run(async () => {
  const given = parseEnv(env, process.env);
  const client = share(given.DATABASE_URL, given.DATABASE_AUTH_TOKEN);
  await migrated(client);
  const log = logTo((line) => console.log(line));
  const database = databaseOf(client, given.SKU_SCOPE);
  const worker = await startWorker({
    database,
    env: given,
    publicUrl: given.PUBLIC_URL,
    log,
  });
  console.log(`StockFlow's worker looks after ${given.DATABASE_URL}: ${worker.address}/queues`);
  return {
    async stop() {
      await worker.stop();
      client.close();
    },
  };
});
