import { edgeEnv, parseEnv } from '../api/env.ts';
import { workerEnv } from '../worker/env.ts';
import { run } from './process.ts';

/** `npm run dev:edge`: what runs at the edge, on this machine: a libSQL server, the API in workerd, and a worker. */
run(async () => {
  const env = parseEnv(edgeEnv.extend(workerEnv.shape), process.env);
  const { start } = await import('./program/edge.ts');
  return start(env);
});
