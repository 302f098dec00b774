import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openOffice } from '../mail/office.ts';
import { hasRedis, kinds, redisOfFile } from '../queue/store.ts';
import { newPlace, type Place, reachIn, startAll } from './place.ts';
import { get, LEFT, openShop, sale, sell, THRESHOLD } from './shop.ts';
import { fromSaleToShelf, isTheOrder, MAIL_FROM, orderOf, read } from './story.ts';

const redis = redisOfFile();
if (!hasRedis) console.log('There is no redis-server on the PATH: the journey is made without it.');

test.each(kinds)('over %s, from the sale to the shelf', { timeout: 60_000 }, async (kind) => {
  const office = await openOffice();
  const place = await newPlace();
  await startAll(place, {
    SMTP_URL: office.url,
    MAIL_FROM,
    ...(kind === 'Redis' && { REDIS_URL: redis.url }),
  });
  const tookMs = await fromSaleToShelf(place.rest, await reachIn(place), office.delivered);
  console.log(`Over ${kind}, a sale was a letter after ${tookMs} ms.`);
  expect(tookMs).toBeLessThan(10_000);
});

test('without a mail server, the letter is a file', { timeout: 60_000 }, async () => {
  const place = await newPlace();
  const { child, exited } = await startAll(place, { MAIL_FROM });
  const shop = await openShop(place.rest, { products: 2 });
  await sell(shop, ...shop.products.map((product) => sale(shop, product, LEFT - THRESHOLD)));
  const order = await orderOf(shop, 'sent');
  const [file = '', ...more] = filesIn(place);
  expect(more).toEqual([]);
  expect(file).toMatch(new RegExp(`^\\d{4}-\\d\\d-\\d\\d-${order.letter.id}\\.eml$`));
  const { parsed } = await read(readFileSync(join(place.dataDir, 'letters', file), 'utf8'));
  isTheOrder(parsed, order, shop);
  expect(await get(shop, `/letters/${order.letter.id}`)).toMatchObject({ status: 'sent', channel: 'file' });
  child.kill('SIGTERM');
  expect(await exited, 'a clean end').toEqual({ code: 0, signal: null });
});

const filesIn = ({ dataDir }: Place): string[] => readdirSync(join(dataDir, 'letters'));
