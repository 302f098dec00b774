import { own } from '../../db/open.ts';
import { databaseOf } from '../../db/scope.ts';
import { openLog } from '../../start/log.ts';
import { serveApi } from '../../start/serve.ts';

/** The API of npm start on a local file, without the worker, so that what is measured is the API. */
const [dataDir = '', port = ''] = process.argv.slice(2);
const client = await own({ url: undefined, authToken: undefined, dataDir });
const env = {
  PORT: Number(port),
  HOST: '127.0.0.1',
  RATE_LIMIT: 1_000_000,
  SKU_SCOPE: 'company' as const,
  CORS_ORIGINS: [],
};
const log = openLog();
const api = await serveApi(env, databaseOf(client, 'company'), log);
process.on('SIGTERM', async () => {
  await api.close();
  client.close();
  process.exit(0);
});
process.send?.('serving');
