const ROOMY = '--min-semi-space-size=32';
const QUICK_START = ['--import', './tools/quick.mjs'];

/** What package.json gives node before the name of a program, and what spares ours, which live for seconds, work. */
export const QUICK = [ROOMY, ...QUICK_START, '--import', './test/wasm.ts'];

/** The same for whoever runs tests: it begins once, so it need not wait for PGlite to compile it simply. */
export const TESTS = [ROOMY, ...QUICK_START, '--liftoff-only', '--wasm-lazy-validation'];

/** What measures, and so runs after all others, one by one: `npm run test:rooms`. */
export const ALONE = ['test/badday/crowd.test.ts', 'test/edge/cold.test.ts', 'test/edge/load.test.ts'];
