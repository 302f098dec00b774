import { expect, test } from 'vitest';
import { nounsUnder } from '../../api/router.ts';
import { bundled } from '../room/bundle.ts';
import { coldStarts } from './cold.ts';

const ABOVE_HELLO_MS_MAX = 60;

/** As many times a hello-world's 15 ms are the bar; where others take half of the machine, both take longer. */
const TIMES_HELLO_MAX = 4;

/** The noun that is heaviest to read. COLD_NOUNS=1 asks each: docs/edge.md. */
const HEAVIEST = '/api/orders';
const TIMES_THE_LIGHTEST_MAX = 1.6;

const named = (path: string, ms: number): string => `${path} ${ms.toFixed(0)} ms`;

test(`a fresh workerd works at most ${ABOVE_HELLO_MS_MAX} ms longer for its first answer than a hello-world Worker, on a slow machine ${TIMES_HELLO_MAX} times as long as that one`, async () => {
  const { hello, at } = await coldStarts(bundled('api/edge.ts'), ['/api/company', HEAVIEST], 15);
  const [company = 0, heaviest = 0] = [...at.values()].map((ms) => ms - hello);
  console.log(
    `Above a hello-world's ${hello.toFixed(0)} ms: ${named('/api/company', company)}, ${named(HEAVIEST, heaviest)}.`,
  );
  expect(company).toBeLessThan(Math.max(ABOVE_HELLO_MS_MAX, TIMES_HELLO_MAX * hello));
  expect(heaviest / company).toBeLessThan(TIMES_THE_LIGHTEST_MAX);
});

test.runIf(process.env.COLD_NOUNS)('what the first call of each noun costs', async () => {
  const paths = Object.keys(nounsUnder).map((name) => `/api/${name}`);
  const { hello, at } = await coldStarts(bundled('api/edge.ts'), paths, 8);
  console.log([...at].map(([path, ms]) => named(path, ms - hello)).join('\n'));
  expect(at.size).toBe(paths.length);
});
