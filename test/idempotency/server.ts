import { nodeEnv, parseEnv } from '../../api/env.ts';
import { own } from '../../db/open.ts';
import { databaseOf } from '../../db/scope.ts';
import { serveApi } from '../../start/serve.ts';

/** The API over the file of a folder, as npm start serves it, without the worker. */
const env = parseEnv(nodeEnv, process.env);
const client = await own({ url: undefined, authToken: undefined, dataDir: env.DATA_DIR });
await serveApi(env, databaseOf(client, env.SKU_SCOPE), () => undefined);
