import { nodeEnv, parseEnv } from '../api/env.ts';
import { workerEnv } from '../worker/env.ts';
import { run } from './process.ts';

/** `npm start`: API and worker in one process, which owns the database file. */
run(async () => {
  const env = parseEnv(nodeEnv.extend(workerEnv.shape), process.env);
  const { start } = await import('./program/all.ts');
  return start(env);
});
