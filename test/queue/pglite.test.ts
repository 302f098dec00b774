import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openQueue } from '../../worker/queue.ts';
import { lagDuring, start } from '../local/file.ts';
import { noting, roomFor, until } from './store.ts';

const JOBS = 250;

test(`timers run while ${JOBS} jobs drain`, async () => {
  const queue = await roomFor('PGlite').open({ lockMs: 30_000 });
  const { handlers, seen } = noting();
  const orders = Array.from({ length: JOBS }, (_, index) => index + 1);
  const started = performance.now();
  const worstMs = await lagDuring(async () => {
    await queue.addMany(orders.map((order) => ({ name: 'order', payload: { company: 1, order } })));
    queue.work(handlers, { concurrency: 16 });
    await until(() => expect(seen).toHaveLength(JOBS), 120_000);
  });
  expect(worstMs).toBeLessThan((performance.now() - started) / 4);
});

test('a second opener of the folder is refused with a clear sentence, and another process too', async () => {
  const { where, open } = roomFor('PGlite');
  const queue = await open();
  const folder = join(where.dataDir, 'queue');
  const again = () => openQueue({ ...where, log: () => {} });
  await expect(again()).rejects.toThrow(`The queue in ${folder} is already open in this process.`);
  const other = `
    import { openQueue } from './worker/queue.ts';
    openQueue({ dataDir: process.argv[1], log() {} }).catch(({ code, message }) => console.log(code, message));`;
  expect(await start(other, where.dataDir).line()).toBe(
    `QUEUE_OWNED The queue in ${folder} is in use by another StockFlow process (pid ${process.pid}). ` +
      'Stop it first, or set REDIS_URL so that several processes can share one queue.',
  );
  await queue.close({ withinMs: 0 });
  await (await again()).close({ withinMs: 0 });
});

test('a folder that cannot be read is replaced by an empty one, which is said', async () => {
  const { where, open, lines } = roomFor('PGlite');
  rmSync(join(where.dataDir, 'queue', 'global', 'pg_control'));
  const queue = await open();
  const { handlers, seen } = noting();
  queue.work(handlers, { concurrency: 1 });
  await queue.add('sweep', { company: 1 });
  await until(() => expect(seen).toEqual([{ sweep: { company: 1 } }]));
  expect(lines).toEqual([
    {
      level: 'error',
      event: 'queue started afresh',
      error: expect.stringContaining('was emptied; its jobs are made again from the database ('),
    },
  ]);
});

test('a folder that is damaged under a running worker is replaced, and the worker goes on', async () => {
  const { where, open, said } = roomFor('PGlite');
  const queue = await open();
  const { handlers, seen } = noting();
  queue.work(handlers, { concurrency: 1 });
  await queue.schedule('calendar', 500);
  await until(() => expect(seen).not.toEqual([]));
  eachTable(join(where.dataDir, 'queue'), garble);
  await until(async () => {
    await queue.add('order', { company: 1, order: 1 });
    expect(said('queue started afresh')).toHaveLength(1);
  });
  await until(() => expect(seen).toContainEqual({ order: { company: 1, order: 1 } }));
  const before = seen.length;
  await until(() => expect(seen.slice(before)).toContainEqual({ calendar: {} }));
});

function eachTable(folder: string, change: (file: string) => void): void {
  for (const name of readdirSync(join(folder, 'base', '5'))) change(join(folder, 'base', '5', name));
}

function garble(file: string): void {
  writeFileSync(file, Buffer.alloc(8192, 7), { flag: 'r+' });
}
