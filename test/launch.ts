/**
 * What package.json gives node before the name of a program; and, as ours live for seconds, PGlite is compiled once and
 * simply: what makes it faster later would cost a quarter of each start.
 */
export const QUICK = ['--liftoff-only', '--import', './tools/quick.mjs'];
