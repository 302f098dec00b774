import { nodeEnv, parseEnv } from '../api/env.ts';
import { workerEnv } from '../worker/env.ts';
import { run } from './process.ts';

/** `npm run demo`: everything there is, in a folder that goes when it stops. */
run(async () => {
  const env = parseEnv(nodeEnv.extend(workerEnv.shape), process.env);
  const { start } = await import('./program/demo.ts');
  return start(env);
});
