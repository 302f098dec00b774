import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { openOffice } from '../mail/office.ts';
import { hasRedis, kinds, redisOfFile } from '../queue/store.ts';
import type { Json } from '../room.ts';
import { accepted } from '../shelf.ts';
import { newPlace, type Place, reachIn, startAll, until } from './place.ts';
import { get, LEFT, openShop, sale, sell, THRESHOLD } from './shop.ts';
import { fromSaleToShelf, isTheOrder, MAIL_FROM, orderOf, read } from './story.ts';

const redis = redisOfFile();
if (!hasRedis) console.log('There is no redis-server on the PATH: the journey is made without it.');

test.each(kinds)('over %s, from the sale to the shelf', async (kind) => {
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

test('without a mail server, the letter is a file', async () => {
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
  await personComesIn(place);
  child.kill('SIGTERM');
  expect(await exited, 'a clean end').toEqual({ code: 0, signal: null });
});

/** Invited by a letter, and signed in by its link. */
async function personComesIn(place: Place): Promise<void> {
  const ada = { name: 'Ada', email: 'ada@fern.example', role: 'viewer' };
  accepted(await place.rest('POST', '/members', ada));
  const file = await until(async () => {
    const found = filesIn(place).find((name) => /-sign-in-\d+-\w+\.eml$/.test(name));
    return found ?? expect.unreachable('no invitation yet');
  });
  const { text = '' } = await simpleParser(readFileSync(join(place.dataDir, 'letters', file), 'utf8'));
  const [, origin = '', token] = /^(http:\S+)\/sign-in#([0-9a-f]{64})$/m.exec(text) ?? [];
  expect(origin).toBe(place.url);
  const answer = await fetch(`${place.url}/trpc/session.start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token }),
  });
  const [cookie = ''] = answer.headers.getSetCookie();
  const { member, role }: Json = await (await fetch(`${origin}/api/session`, { headers: { cookie } })).json();
  expect([member.email, role]).toEqual(['ada@fern.example', 'viewer']);
}

const filesIn = ({ dataDir }: Place): string[] => readdirSync(join(dataDir, 'letters'));
