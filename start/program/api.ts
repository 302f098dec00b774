import type { NodeEnv } from '../../api/env.ts';
import { databaseOf } from '../../db/scope.ts';
import { share } from '../../db/share.ts';
import { migrated } from '../database.ts';
import { openLog } from '../log.ts';
import type { Running } from '../process.ts';
import { serveApi } from '../serve.ts';

export async function start(env: NodeEnv & { DATABASE_URL: string }): Promise<Running> {
  const client = share(env.DATABASE_URL, env.DATABASE_AUTH_TOKEN);
  await migrated(client);
  const log = openLog();
  const api = await serveApi(env, databaseOf(client, env.SKU_SCOPE), log);
  console.log(`StockFlow's API is serving ${env.DATABASE_URL} on http://localhost:${env.PORT}/docs`);
  return {
    async stop() {
      await api.close();
      client.close();
    },
  };
}
