import { expect, onTestFinished, test } from 'vitest';
import { refusal } from '../local/file.ts';
import { hasRedis, noting, RedisServer, roomFor, until } from './store.ts';

async function serverOfTest(): Promise<RedisServer> {
  const server = new RedisServer();
  await server.start();
  onTestFinished(async () => {
    await server.kill();
    server.remove();
  });
  return server;
}

const UNREACHABLE =
  /^Redis does not answer \(waited up to 300 ms\)\. Check that it runs and that REDIS_URL leads to it\./;

test.skipIf(!hasRedis)(
  'Redis killed and started again empty is said in two lines, and work goes on',
  async () => {
    const server = await serverOfTest();
    const { open, said } = roomFor('Redis', server);
    const queue = await open({ reachMs: 300 });
    const running = Promise.withResolvers<void>();
    const { handlers, seen } = noting({
      order: ({ order }) => (order === 1 ? running.promise : Promise.resolve()),
    });
    queue.work(handlers, { concurrency: 2 });
    await queue.schedule('calendar', 300);
    await queue.add('order', { company: 1, order: 1 });
    await until(() => expect(seen).toContainEqual({ order: { company: 1, order: 1 } }));
    await server.kill();
    const atOnce = refusal(queue.add('order', { company: 2, order: 10 }));
    const lost = expect.stringMatching(/^Redis at 127\.0\.0\.1:\d+ cannot be reached: /);
    await until(() =>
      expect(said('queue lost')).toEqual([{ level: 'error', event: 'queue lost', error: lost }]),
    );
    const asked = performance.now();
    const later = Array.from({ length: 20 }, (_, n) =>
      refusal(queue.add('order', { company: 2, order: n + 11 })),
    );
    for (const refused of await Promise.all([atOnce, ...later]))
      expect(refused).toMatchObject({
        code: 'QUEUE_UNREACHABLE',
        message: expect.stringMatching(UNREACHABLE),
      });
    expect(performance.now() - asked).toBeLessThan(3000);
    await server.start();
    await until(() => queue.add('order', { company: 1, order: 2 }));
    await until(() => expect(seen).toContainEqual({ order: { company: 1, order: 2 } }));
    expect([said('queue lost').length, said('queue back').length]).toEqual([1, 1]);
    const before = seen.length;
    await until(() => expect(seen.slice(before)).toContainEqual({ calendar: {} }));
    running.resolve();
    await queue.add('order', { company: 1, order: 1 });
    await until(() => expect(seen.at(-1)).toEqual({ order: { company: 1, order: 1 } }));
    expect(JSON.stringify(seen)).not.toContain('"company":2');
  },
);

test.skipIf(!hasRedis)(
  'a Redis that is there but silent is refused in time, and used again when it answers',
  async () => {
    const server = await serverOfTest();
    const queue = await roomFor('Redis', server).open({ reachMs: 300 });
    await queue.add('sweep', { company: 1 });
    server.signal('SIGSTOP');
    const asked = performance.now();
    await expect(queue.add('sweep', { company: 2 })).rejects.toThrow(UNREACHABLE);
    await expect(queue.counts()).rejects.toThrow(UNREACHABLE);
    expect(performance.now() - asked).toBeLessThan(3000);
    server.signal('SIGCONT');
    await until(() => queue.add('sweep', { company: 3 }));
  },
);

test.skipIf(!hasRedis)(
  'a queue opens without Redis, works as soon as it is there, and closes without it',
  async () => {
    const server = await serverOfTest();
    await server.kill();
    const { open, said } = roomFor('Redis', server);
    const queue = await open({ reachMs: 300 });
    const { handlers, seen } = noting();
    queue.work(handlers, { concurrency: 1 });
    await queue.schedule('calendar', 300);
    expect(said('queue lost')).toHaveLength(1);
    await server.start();
    await until(() => expect(seen).toContainEqual({ calendar: {} }));
    await server.kill();
    const closing = performance.now();
    await queue.close({ withinMs: 300 });
    expect(performance.now() - closing).toBeLessThan(3000);
  },
);
