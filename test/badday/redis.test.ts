import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openLocal } from '../../db/local.ts';
import { fileIn } from '../../db/open.ts';
import { openQueue } from '../../worker/queue.ts';
import { atRest, ended, newPlace, reachIn, until } from '../journey/place.ts';
import { get, LEFT, openShop, sale, sell, THRESHOLD } from '../journey/shop.ts';
import { openOffice } from '../mail/office.ts';
import { hasRedis, RedisServer, raw } from '../queue/store.ts';
import { countsOf, startProgram } from './day.ts';
import { faultsIn } from './invariant.ts';

async function opened(products: number) {
  const redis = new RedisServer();
  await redis.start();
  onTestFinished(async () => {
    await redis.kill();
    redis.remove();
  });
  const office = await openOffice();
  const place = await newPlace();
  const program = await startProgram(place, { smtpUrl: office.url, redisUrl: redis.url });
  const shop = await openShop(place.rest, { products, suppliers: products });
  const database = await reachIn(place);
  await atRest(database);
  const sellOut = (at: number) => sell(shop, sale(shop, shop.products[at] ?? { id: 0 }, LEFT - THRESHOLD));
  const letters = (count: number) => until(async () => expect(office.delivered).toHaveLength(count));
  /** Everything came once, and nothing is left. */
  const isWell = async () => {
    await atRest(database);
    await ended(program.child, 'SIGKILL');
    const client = openLocal({ file: fileIn(place.dataDir) });
    const delivered = await countsOf(office.delivered);
    expect([...delivered.values()]).toEqual(shop.products.map(() => 1));
    expect(await faultsIn(client, { delivered })).toEqual([]);
    client.close();
  };
  return { redis, office, shop, program, sellOut, letters, isWell };
}

test.skipIf(!hasRedis)(
  'Redis killed and started again empty, idle and at work: what was sold is ordered, once',
  async () => {
    const { redis, office, shop, program, sellOut, letters, isWell } = await opened(4);
    await sellOut(0);
    await letters(1);
    await redis.kill();
    await sellOut(1);
    await program.says(/"event":"queue lost"/);
    await pause(700);
    expect(office.delivered, 'nothing goes out').toHaveLength(1);
    expect((await get(shop, '/orders')).items, 'but sales are taken').toHaveLength(1);
    await redis.start();
    await letters(2);
    await sellOut(2);
    await redis.kill();
    await sellOut(3);
    await redis.start();
    await letters(4);
    await isWell();
  },
);

test.skipIf(!hasRedis)(
  'jobs of another version, under the names and keys of ours, are shown as failed and hold up nothing',
  async () => {
    const { redis, shop, sellOut, letters, isWell } = await opened(2);
    const queue = await openQueue({ redisUrl: redis.url, dataDir: '', log: () => undefined });
    onTestFinished(() => queue.close({ withinMs: 0 }));
    const keyed = (id: string) => ({ deduplication: { id, keepLastIfActive: true } });
    await raw(queue).add('recompute', { companyId: 1 }, keyed('recompute:1'));
    await raw(queue).add('order', { company: 1, orders: [1] }, keyed('order:1:1'));
    await raw(queue).add('letter', { company: 1, letter: '1' }, keyed('letter:1:1'));
    await raw(queue).add('reorder', { company: 1 });
    await sellOut(0);
    await sellOut(1);
    await letters(2);
    await until(async () => expect(await queue.failed(10)).toHaveLength(4));
    expect((await queue.failed(10)).map(({ name, attempts }) => [name, attempts]).sort()).toEqual([
      ['letter', 1],
      ['order', 1],
      ['recompute', 1],
      ['reorder', 1],
    ]);
    expect((await get(shop, '/shortages')).items).toHaveLength(2);
    await isWell();
  },
);
