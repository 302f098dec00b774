/** Mutants that do nothing else than the program does, and why: by name, as `npm run mutate` prints it. */
export const equivalents: Record<string, string> = {};
