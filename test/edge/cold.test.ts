import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundled } from '../room/bundle.ts';
import { coldStarts } from './cold.ts';

const ABOVE_HELLO_MS_MAX = 60;
/** Beside other programs the same work takes longer: a busy machine is not a slow Worker. */
const BUSY = 1.25;

test(`a fresh workerd works at most ${ABOVE_HELLO_MS_MAX} ms longer for its first answer than a hello-world Worker`, async () => {
  const script = readFileSync(join(bundled('api/edge.ts').build, 'edge.js'), 'utf8');
  const { hello, worker } = await coldStarts(script, 15);
  console.log(`First answer: hello-world ${hello.toFixed(0)} ms, StockFlow ${worker.toFixed(0)} ms.`);
  expect(worker - hello).toBeLessThan(ABOVE_HELLO_MS_MAX * BUSY);
});
