import { expect, test } from 'vitest';
import type { Chunk, ImportFile } from '../../web/import/read.ts';
import { type Answer, type Sending, startRun } from '../../web/import/run.ts';

/** Sending a file part by part: what gets lost is sent again, and what is paused waits. */

const chunk = (first: number, count: number): Chunk<string> => ({
  lines: Array.from({ length: count }, (_, index) => ({ row: first + index, line: `line ${first + index}` })),
  faults: [],
  bytesRead: first + count,
});

const fileOf = (...chunks: Chunk<string>[]): ImportFile<string> => ({
  faults: [],
  notes: [],
  async *chunks() {
    yield* chunks;
  },
});

const created = (lines: string[]): Answer => ({
  results: lines.map((_, line) => ({ line, outcome: 'created', error: null, details: [] })),
});

const sendingWith = (send: Sending<string>['send']): Sending<string> => ({
  send,
  nameOf: (line) => line,
  columnOf: (field) => field.toUpperCase(),
  canHeal: (error) => error instanceof Error && error.message === 'away',
});

test('every row is told with what became of it, faults of reading and of the server alike', async () => {
  const file = fileOf(
    { ...chunk(2, 2), faults: [{ row: 4, column: 'Price', message: 'is not an amount' }] },
    chunk(5, 1),
  );
  const run = startRun(
    file,
    6,
    sendingWith(async (lines) => ({
      results: lines.map((line, index) =>
        line === 'line 3'
          ? { line: index, outcome: 'refused', error: 'No', details: [{ field: 'sku', message: 'is taken' }] }
          : { line: index, outcome: 'created', error: null, details: [] },
      ),
    })),
  );
  await run.ended;
  expect(run.progress()).toMatchObject({
    state: 'done',
    part: 1,
    counts: { created: 2, updated: 0, unchanged: 0, refused: 2 },
  });
  expect(run.results.map(({ row, outcome, faults }) => [row, outcome, faults[0]?.message])).toEqual([
    [2, 'created', undefined],
    [3, 'refused', 'is taken'],
    [4, 'refused', 'is not an amount'],
    [5, 'created', undefined],
  ]);
  expect(run.results[1]?.faults[0]?.column).toBe('SKU');
});

test('a part that did not get through is sent again by itself, or when somebody says so', async () => {
  const sent: string[][] = [];
  const run = startRun(
    fileOf(chunk(2, 1), chunk(3, 1)),
    4,
    sendingWith(async (lines) => {
      sent.push(lines);
      if (sent.length === 1) throw new Error('away');
      if (sent.length === 3) throw new Error('refused');
      return created(lines);
    }),
  );
  await expect.poll(() => run.progress().state).toBe('away');
  run.goOn();
  await expect.poll(() => run.progress().state).toBe('failed');
  expect(run.progress().error).toEqual(new Error('refused'));
  run.goOn();
  await run.ended;
  expect(run.progress()).toMatchObject({ state: 'done', error: null, counts: { created: 2 } });
  expect(sent.flat()).toEqual(['line 2', 'line 2', 'line 3', 'line 3']);
});

test('paused, nothing is sent; stopped, nothing any more', async () => {
  const sent: string[] = [];
  const run = startRun(
    fileOf(chunk(2, 1), chunk(3, 1), chunk(4, 1)),
    5,
    sendingWith(async (lines) => {
      sent.push(...lines);
      if (sent.length === 1) run.pause();
      return created(lines);
    }),
  );
  await expect.poll(() => run.results.length).toBe(1);
  expect([sent, run.progress().state]).toEqual([['line 2'], 'paused']);
  run.goOn();
  run.stop();
  await run.ended;
  expect(run.progress().state).toBe('stopped');
  expect(sent.length).toBeLessThan(3);
});
