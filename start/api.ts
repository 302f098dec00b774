import { databaseUrl, nodeEnv, parseEnv } from '../api/env.ts';
import { run } from './process.ts';

/** `npm run start:api`: the API alone, beside workers, on a database server. */
run(async () => {
  const env = parseEnv(nodeEnv.extend({ DATABASE_URL: databaseUrl }), process.env);
  const { start } = await import('./program/api.ts');
  return start(env);
});
