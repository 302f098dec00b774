import { createRequire } from 'node:module';

/** wrangler's own; the one in .bin is a program around it. */
export const { default: WORKERD }: { default: string } = createRequire(import.meta.resolve('wrangler'))(
  'workerd',
);
