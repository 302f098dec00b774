import { existsSync } from 'node:fs';
import { inject } from 'vitest';

const PATIENCE_MS = 120_000;
const nobody = new Int32Array(new SharedArrayBuffer(4));

/** The folder of an empty queue. Where it is not kept from an earlier run it is made while others test, and waited for. */
export function emptyQueue(): string {
  const folder = inject('queueTemplate');
  for (const until = Date.now() + PATIENCE_MS; !existsSync(folder); Atomics.wait(nobody, 0, 0, 50))
    if (Date.now() > until) throw new Error(`Nobody has made an empty queue in ${folder}.`);
  return folder;
}
