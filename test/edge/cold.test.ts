import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundled } from '../room/bundle.ts';
import { coldStarts } from './cold.ts';

/** What it takes on a machine that is busy with other things as well: docs/edge.md says what it takes on a quiet one. */
const ABOVE_HELLO_MS_MAX = 75;

test(`a fresh workerd works at most ${ABOVE_HELLO_MS_MAX} ms longer for its first answer than a hello-world Worker`, async () => {
  const script = readFileSync(join(bundled('api/edge.ts').build, 'edge.js'), 'utf8');
  const { hello, worker } = await coldStarts(script, 15);
  console.log(`First answer: hello-world ${hello.toFixed(0)} ms, StockFlow ${worker.toFixed(0)} ms.`);
  expect(worker - hello).toBeLessThan(ABOVE_HELLO_MS_MAX);
});
