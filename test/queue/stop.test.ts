import { expect, test } from 'vitest';
import { start } from '../local/file.ts';
import { kinds, noting, redisOfFile, roomFor, stranger, until } from './store.ts';

const redis = redisOfFile();

test.each(kinds)('on %s, what a killed worker had taken, another takes over', async (kind) => {
  const { where, open } = roomFor(kind, redis);
  const { child, exited, line } = start(stranger, JSON.stringify(where), 'hang');
  expect(await line()).toBe('taken');
  child.kill('SIGKILL');
  await exited;
  const died = performance.now();
  const queue = await open();
  const { handlers, seen } = noting();
  queue.work(handlers, { concurrency: 1 });
  await until(() => expect(seen).toEqual([{ order: { company: 1, order: 1 } }]), 6000);
  expect(performance.now() - died).toBeLessThan(6000);
});

test.each(kinds)(
  'on %s, closing waits for what runs, takes nothing more, and leaves nothing that keeps a process alive',
  async (kind) => {
    const { where, open } = roomFor(kind, redis);
    const { exited, line } = start(stranger, JSON.stringify(where), 'close');
    expect([await line(), await line(), await line()]).toEqual(['taken', 'done', 'closed']);
    const closed = performance.now();
    expect(await exited).toEqual([0, null]);
    expect(performance.now() - closed).toBeLessThan(2000);
    const queue = await open();
    expect(await queue.counts()).toEqual({ waiting: 1, active: 0, delayed: 0, failed: 0 });
    await queue.close({ withinMs: 0 });
    await expect(queue.add('sweep', { company: 1 })).rejects.toThrow('The queue is closed.');
  },
);

test.each(kinds)(
  'on %s, what is not done when the time is up is handed back, told so, and runs elsewhere at once',
  async (kind) => {
    const { open, lines } = roomFor(kind, redis);
    const slow = await open({ lockMs: 20_000 });
    const told: unknown[] = [];
    const { handlers, seen } = noting({
      order: (_, signal) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            told.push('handed back');
            reject(new Error('cut off'));
          }),
        ),
    });
    slow.work(handlers, { concurrency: 1 });
    await slow.add('order', { company: 1, order: 1 });
    await until(() => expect(seen).toHaveLength(1));
    const closing = performance.now();
    await slow.close({ withinMs: 200 });
    expect(performance.now() - closing).toBeLessThan(3000);
    expect(told).toEqual(['handed back']);
    const queue = await open({ lockMs: 20_000 });
    const next = noting();
    queue.work(next.handlers, { concurrency: 1 });
    await until(() => expect(next.seen).toEqual(seen), 6000);
    expect(lines).toEqual([]);
  },
);
