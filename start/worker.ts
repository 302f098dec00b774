import { databaseUrl, nodeEnv, parseEnv, publicUrl } from '../api/env.ts';
import { workerEnv } from '../worker/env.ts';
import { run } from './process.ts';

/** `npm run start:worker`: a worker alone, beside an API and other workers, on a database server. */
run(async () => {
  const env = parseEnv(
    nodeEnv.extend(workerEnv.shape).extend({ DATABASE_URL: databaseUrl, PUBLIC_URL: publicUrl }),
    process.env,
  );
  const { start } = await import('./program/worker.ts');
  return start(env);
});
