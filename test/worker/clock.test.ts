import { setImmediate as immediately } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { freeFromFuture } from '../../db/outbox.ts';
import { startRelay } from '../../worker/relay.ts';
import { openRoom } from '../room.ts';
import { NOON } from '../shelf.ts';
import { stocked } from '../stock.ts';
import { rowsOf, workOn } from './bench.ts';

/** How often the relay looks, and what a clock leaves behind that was wrong. */

const pacing = openRoom();
const ahead = openRoom();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('it looks often while there is something, less and less while there is not, and stops without waiting', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const shelf = await stocked(pacing, 5);
  const told: object[] = [];
  let trouble: Error | null = new Error('The queue is away.');
  const options = {
    database: pacing.database,
    now: () => pacing.clock.now,
    leaseMs: 0,
    log: (line: object) => void told.push(line),
    addMany: () => (trouble ? Promise.reject(trouble) : Promise.resolve()),
  };
  const relay = startRelay(options);
  const pauses = async (count: number): Promise<number[]> => {
    const found = [];
    while (found.length < count) {
      while (vi.getTimerCount() === 0) await immediately();
      const before = Date.now();
      vi.advanceTimersToNextTimer();
      found.push(Date.now() - before);
    }
    return found;
  };
  expect(await pauses(6), 'away').toEqual([101, 203, 407, 815, 1000, 1000]);
  expect(told).toMatchObject([{ level: 'error', event: expect.stringContaining('relay') }]);
  trouble = null;
  expect((await pauses(4)).slice(1), 'something each time').toEqual([50, 50, 50]);
  while (vi.getTimerCount() === 0) await immediately();
  await workOn(pacing, shelf.company);
  expect(await pauses(4), 'nothing any more').toEqual([50, 101, 203, 407]);
  await relay.stop();
  const waiting = startRelay(options);
  while (vi.getTimerCount() === 0) await immediately();
  await waiting.stop();
  for (let turn = 0; turn < 50; turn += 1) await immediately();
  expect(vi.getTimerCount(), 'and looks no more').toBe(0);
});

test.each([
  { table: 'dirty', key: 'product_id, warehouse_id, mark', row: '?1, 1, 1', aheadMax: 2 * HOUR },
  { table: 'outbox', key: 'subject_id, topic, mark', row: "?1, 'order', 1", aheadMax: 72 * HOUR },
])('$table: what a clock that was ahead had put off is due at once, and nothing else', async (found) => {
  const { table, key, row, aheadMax } = found;
  const { id } = await ahead.company();
  const rows = [
    { due: NOON - 1, parked: null },
    { due: NOON + MINUTE, parked: null },
    { due: NOON + aheadMax, parked: null },
    { due: NOON + aheadMax + 1, parked: null },
    { due: NOON + aheadMax + 1, parked: NOON },
  ];
  await ahead.client.batch(
    rows.map(({ due, parked }, index) => ({
      sql: `insert into ${table} (${key}, company_id, since, due_at, parked_at) values (${row}, ?2, 0, ?3, ?4)`,
      args: [index + 1, id, due, parked],
    })),
    'write',
  );
  await freeFromFuture(ahead.database, NOON);
  const dues = await rowsOf(ahead, `select due_at from ${table} where company_id = ${id} order by mark, 1`);
  const sorted = rows.map(({ due }, index) => (index === 3 ? 0 : due)).sort((a, b) => a - b);
  expect(dues.map(({ due_at }) => due_at)).toEqual(sorted);
});
