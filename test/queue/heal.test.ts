import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { start } from '../local/file.ts';
import { emptyQueue } from './made.ts';
import { kinds, noting, redisOfFile, roomFor, stranger, until } from './store.ts';

const redis = redisOfFile();

test.each(kinds)('on %s, an emptied queue works on, its schedule included', async (kind) => {
  const { where, open } = roomFor(kind, redis);
  let queue = await open();
  await queue.add('order', { company: 1, order: 1 });
  await queue.schedule('calendar', 400);
  const { handlers, seen } = noting();
  if (kind === 'PGlite') {
    await queue.close({ withinMs: 0 });
    rmSync(join(where.dataDir, 'queue'), { recursive: true });
    cpSync(emptyQueue(), join(where.dataDir, 'queue'), { recursive: true });
    queue = await open();
    await queue.schedule('calendar', 400);
    queue.work(handlers, { concurrency: 1 });
  } else {
    await redis.flush();
    queue.work(handlers, { concurrency: 1 });
    await redis.flush();
  }
  await queue.add('order', { company: 1, order: 2 });
  await until(() => expect(seen).toContainEqual({ order: { company: 1, order: 2 } }));
  await until(() => expect(seen.filter((job) => JSON.stringify(job) === '{"calendar":{}}')).toHaveLength(2));
  expect(seen).not.toContainEqual({ order: { company: 1, order: 1 } });
});

test.each(kinds)(
  'on %s, a clock set back by a day holds up neither waiting, delayed, scheduled nor taken jobs',
  async (kind) => {
    const { where, open } = roomFor(kind, redis);
    const { child, exited, line } = start(`${aDayAhead} ${stranger}`, JSON.stringify(where), 'hang');
    expect(await line()).toBe('taken');
    child.kill('SIGKILL');
    await exited;
    const clock = Date.now;
    const ahead = vi.spyOn(Date, 'now').mockImplementation(() => clock() + 86_400_000);
    onTestFinished(() => ahead.mockRestore());
    const queue = await open();
    await queue.schedule('calendar', 500);
    await queue.add('letter', { company: 1, letter: 1 }, { delayMs: 1000 });
    const { handlers, seen } = noting();
    queue.work(handlers, { concurrency: 2 });
    await pause(200);
    ahead.mockRestore();
    await until(() => expect(seen).toContainEqual({ letter: { company: 1, letter: 1 } }));
    await until(() => expect(seen).toContainEqual({ order: { company: 1, order: 1 } }));
    const before = seen.length;
    await until(() => expect(seen.slice(before)).toContainEqual({ calendar: {} }));
  },
);

const aDayAhead = `{ const clock = Date.now; Date.now = () => clock() + 86_400_000; }`;
