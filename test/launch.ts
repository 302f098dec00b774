/**
 * What package.json gives node before the name of a program; and, as ours live for seconds, PGlite is checked where it is
 * used and compiled simply, and new objects have room: all else would cost a quarter of each start.
 */
export const QUICK = [
  '--liftoff-only',
  '--wasm-lazy-validation',
  '--min-semi-space-size=32',
  '--import',
  './tools/quick.mjs',
];

/** What measures, and so runs after all others, one by one: `npm run test:rooms`. */
export const ALONE = ['test/badday/crowd.test.ts', 'test/edge/cold.test.ts', 'test/edge/load.test.ts'];
