/** What package.json gives node before the name of a program. */
export const QUICK = ['--import', './tools/quick.mjs'];
