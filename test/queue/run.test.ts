import { expect, test } from 'vitest';
import { logTo } from '../../api/log.ts';
import type { Log } from '../../worker/queue.ts';
import { aWhile, kinds, noting, raw, redisOfFile, roomFor, until } from './store.ts';

const redis = redisOfFile();

test("the queue's lines can be written by the program's log", () => {
  const lines: string[] = [];
  const log: Log = logTo((line) => lines.push(line));
  log({ level: 'info', event: 'queue back' });
  expect(lines).toEqual([expect.stringContaining('"event":"queue back"')]);
});

test.each(kinds)('on %s, a burst is one run, and a change during the run makes one more', async (kind) => {
  const queue = await roomFor(kind, redis).open();
  const first = Promise.withResolvers<void>();
  const { handlers, seen } = noting({ recompute: () => first.promise });
  await queue.addMany(Array.from({ length: 20 }, () => ({ name: 'recompute', payload: { company: 7 } })));
  for (let n = 0; n < 5; n += 1) await queue.add('recompute', { company: 7 });
  await queue.add('recompute', { company: 8 });
  expect(await queue.counts()).toEqual({ waiting: 2, active: 0, delayed: 0, failed: 0 });
  queue.work(handlers, { concurrency: 2 });
  await until(() => expect(seen).toHaveLength(2));
  for (let n = 0; n < 5; n += 1) await queue.add('recompute', { company: 7 });
  await aWhile();
  expect(seen).toHaveLength(2);
  first.resolve();
  await until(async () => expect(await queue.counts()).toMatchObject({ waiting: 0, active: 0 }));
  await aWhile();
  expect(seen).toEqual([7, 8, 7].map((company) => ({ recompute: { company } })));
});

test.each(kinds)('on %s, a letter added again while it is being sent is not sent twice', async (kind) => {
  const queue = await roomFor(kind, redis).open();
  const sent = Promise.withResolvers<void>();
  const { handlers, seen } = noting({ letter: () => sent.promise });
  queue.work(handlers, { concurrency: 2 });
  await queue.add('letter', { company: 1, letter: 5 });
  await until(() => expect(seen).toHaveLength(1));
  await queue.add('letter', { company: 1, letter: 5 });
  sent.resolve();
  await until(async () => expect(await queue.counts()).toMatchObject({ waiting: 0, active: 0 }));
  await aWhile();
  expect(seen).toHaveLength(1);
  await queue.add('letter', { company: 1, letter: 5 });
  await until(() => expect(seen).toHaveLength(2));
});

test.each(kinds)(
  'on %s, a failing job is tried again after pauses, then shown, and can be added anew',
  async (kind) => {
    const { open, said } = roomFor(kind, redis);
    const queue = await open();
    const times: number[] = [];
    const { handlers } = noting({
      sweep: async () => {
        times.push(performance.now());
        throw new Error(`The shelf \0 is \ud800 gone.${'!'.repeat(5000)}`);
      },
    });
    queue.work(handlers, { concurrency: 1 });
    await queue.add('sweep', { company: 3 });
    await until(async () => expect(await queue.failed(10)).toHaveLength(1));
    const [first = 0, second = 0, third = 0] = times;
    expect(times).toHaveLength(3);
    expect(second - first).toBeGreaterThan(450);
    expect(third - second).toBeGreaterThan(950);
    const [failed] = await queue.failed(10);
    expect(failed).toMatchObject({ name: 'sweep', payload: { company: 3 }, attempts: 3 });
    expect(failed?.reason).toMatch(/^The shelf {2}is � gone\.!{10,}$/);
    expect(said('job failed')).toEqual([
      { level: 'error', event: 'job failed', company: 3, error: expect.stringMatching(/^sweep: The shelf/) },
    ]);
    await queue.add('sweep', { company: 3 });
    await until(() => expect(times).toHaveLength(4));
    expect(await queue.metricsText()).toContain('bullmq_job_failed_total{queue="jobs"} 1');
  },
);

test.each(kinds)('on %s, a job whose database was away runs again within seconds', async (kind) => {
  const queue = await roomFor(kind, redis).open();
  let isAway = true;
  const { handlers, seen } = noting({
    order: async () => {
      if (isAway) throw new Error('The database is away');
    },
  });
  queue.work(handlers, { concurrency: 1 });
  await queue.add('order', { company: 1, order: 9 });
  await until(() => expect(seen).toHaveLength(1));
  isAway = false;
  await until(() => expect(seen).toHaveLength(2));
  await until(async () => expect(await queue.counts()).toMatchObject({ waiting: 0, active: 0, delayed: 0 }));
  expect(await queue.failed(10)).toEqual([]);
});

test.each(kinds)(
  'on %s, a payload or a name of another version fails for good and holds up nobody',
  async (kind) => {
    const queue = await roomFor(kind, redis).open();
    const { handlers, seen } = noting();
    await raw(queue).add('order', { company: 1, order: 'nine' }, { attempts: 5 });
    await raw(queue).add('order', { company: 1, order: 9, urgent: true }, { attempts: 5 });
    await raw(queue).add('dispatch', { company: 1 }, { attempts: 5 });
    await raw(queue).add('toString', null, { attempts: 5 });
    await queue.add('order', { company: 1, order: 9 });
    queue.work(handlers, { concurrency: 1 });
    await until(() => expect(seen).toEqual([{ order: { company: 1, order: 9 } }]));
    const failed = await queue.failed(10);
    expect(failed.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
    expect(failed.map(({ reason }) => reason).reverse()).toEqual([
      expect.stringMatching(/^The payload of this order job is not of this version\. order: .*number/),
      expect.stringMatching(/^The payload of this order job is not of this version\. payload: .*urgent/),
      'This version of StockFlow knows no job called "dispatch".',
      'This version of StockFlow knows no job called "toString".',
    ]);
    await expect(queue.add('order', { company: 1, order: 0 })).rejects.toThrow('order');
  },
);

test.each(kinds)('on %s, a delayed job comes when it is due, not before', async (kind) => {
  const queue = await roomFor(kind, redis).open();
  const added = performance.now();
  const ran: Record<number, number> = {};
  const { handlers } = noting({
    letter: async ({ letter }) => {
      ran[letter] = performance.now() - added;
    },
  });
  queue.work(handlers, { concurrency: 1 });
  await queue.addMany([
    { name: 'letter', payload: { company: 1, letter: 1 }, delayMs: 800 },
    { name: 'letter', payload: { company: 1, letter: 2 } },
  ]);
  await until(() => expect(ran).toEqual({ 1: expect.any(Number), 2: expect.any(Number) }));
  expect(ran[1]).toBeGreaterThan(790);
  expect(ran[1]).toBeLessThan(4500);
  expect(ran[2]).toBeLessThan(ran[1] ?? 0);
});

test.each(kinds)('on %s, a schedule goes on after a reopening and is not doubled', async (kind) => {
  const { open } = roomFor(kind, redis);
  const before = await open();
  await before.schedule('calendar', 500);
  await before.schedule('calendar', 500);
  await before.close({ withinMs: 0 });
  const queue = await open();
  await queue.schedule('calendar', 500);
  const ran: number[] = [];
  const { handlers } = noting({ calendar: async () => void ran.push(performance.now()) });
  queue.work(handlers, { concurrency: 4 });
  await until(() => expect(ran.length).toBeGreaterThan(4));
  expect(Number(ran[4]) - Number(ran[0])).toBeGreaterThan(1300);
  expect(await raw(queue).getJobSchedulersCount()).toBe(1);
});
