import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { openOffice } from '../mail/office.ts';
import { hasRedis, kinds, redisOfFile } from '../queue/store.ts';
import type { Json } from '../room.ts';
import { accepted, DAY } from '../shelf.ts';
import { atRest, newPlace, type Place, reachIn, startAll, until } from './place.ts';
import { get, LEFT, openShop, type Shop, sale, sell, THRESHOLD } from './shop.ts';

const redis = redisOfFile();
if (!hasRedis) console.log('There is no redis-server on the PATH: the journey is made without it.');

const MAIL_FROM = 'orders@stock.example';

test.each(kinds)('over %s, from the sale to the shelf', { timeout: 60_000 }, async (kind) => {
  const office = await openOffice();
  const place = await newPlace();
  await startAll(place, {
    SMTP_URL: office.url,
    MAIL_FROM,
    ...(kind === 'Redis' && { REDIS_URL: redis.url }),
  });
  const shop = await openShop(place.rest, { products: 2 });
  const database = await reachIn(place);
  await atRest(database);
  expect((await get(shop, '/shortages')).items).toEqual([]);

  const soldAt = performance.now();
  await sell(shop, ...shop.products.map((product) => sale(shop, product, LEFT - THRESHOLD)));
  await until(async () => expect(office.delivered).toHaveLength(1));
  const tookMs = Math.round(performance.now() - soldAt);
  console.log(`Over ${kind}, a sale was a letter after ${tookMs} ms.`);
  expect(tookMs).toBeLessThan(10_000);

  const order = await orderOf(shop, 'sent');
  await atRest(database);
  expect((await get(shop, '/shortages')).items.map(outline)).toEqual([
    ['ordered', 'incoming', THRESHOLD],
    ['ordered', 'incoming', THRESHOLD],
  ]);
  const { parsed, link } = await read(office.delivered[0]?.raw);
  isTheOrder(parsed, order, shop);
  expect(parsed.messageId).toMatch(new RegExp(`^<letter-${order.letter.id}-\\w+@stock\\.example>$`));
  expect(office.delivered[0]?.to).toEqual(['sales1@hario.example']);

  for (let sold = 0; sold < 10; sold += 1) await sell(shop, sale(shop, shop.products[0] ?? { id: 0 }, 1));
  await atRest(database);
  expect((await get(shop, '/orders')).items).toHaveLength(1);
  await supplierAnswers(shop, link, order);
  await goodsComeIn(shop, order);
  await atRest(database);
  expect(office.delivered).toHaveLength(1);
  expect((await get(shop, '/orders')).items).toHaveLength(1);
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

const outline = ({ status, held_by, opened_with }: Json) => [status, held_by, opened_with];

/** The one order that there is, once it has that status. */
async function orderOf(shop: Shop, status: string): Promise<Json> {
  return until(async () => {
    const { items } = await get(shop, '/orders');
    expect(items.map((item: Json) => item.status)).toEqual([status]);
    return get(shop, `/orders/${items[0].id}`);
  });
}

async function read(raw: string | undefined): Promise<{ parsed: ParsedMail; link: string }> {
  const parsed = await simpleParser(raw ?? '');
  const [link = ''] = /http\S+\/answer\/\S+/.exec(parsed.text ?? '') ?? [];
  expect(link).not.toBe('');
  return { parsed, link };
}

/** What the supplier reads is the order, line by line. */
function isTheOrder(parsed: ParsedMail, order: Json, shop: Shop): void {
  expect(parsed.subject).toBe(`Order ${order.number} from Fern & Kettle`);
  expect(parsed.from?.value).toEqual([{ name: 'Fern & Kettle', address: MAIL_FROM }]);
  expect([parsed.to].flat()[0]?.value).toEqual([{ name: 'Hario 1', address: 'sales1@hario.example' }]);
  expect(parsed.replyTo?.value).toEqual([{ name: 'Fern & Kettle', address: 'buying@fern.example' }]);
  const lines = (parsed.text ?? '').split('\n').map((line) => line.trim());
  expect(lines[0]).toBe('Fern & Kettle');
  const at = lines.findIndex((line) => line.startsWith('Deliver to'));
  expect(lines.slice(at, at + 3)).toEqual([
    expect.stringMatching(/Main warehouse$/),
    '1 Quay Street',
    'Bristol BS1 4ND',
  ]);
  expect(order.lines).toHaveLength(shop.products.length);
  for (const [index, { sku, supplier_code: code, quantity, pack_size }] of order.lines.entries()) {
    expect([quantity % 12, pack_size]).toEqual([0, 12]);
    const first = lines.indexOf(`${index + 1}.   ${code} (our code ${sku})`);
    expect(first, `${code} in ${parsed.text}`).toBeGreaterThan(0);
    expect(lines[first + 1]).toBe(`Kettle ${index + 1}`);
    expect(lines[first + 2]).toMatch(
      new RegExp(`^${quantity} = ${quantity / 12} packs of 12, at 12\\.50 each +GBP ${money(quantity)}$`),
    );
  }
}

const money = (quantity: number): string => (quantity * 12.5).toFixed(2).replace('.', '\\.');

/** Looking changes nothing; the form does. */
async function supplierAnswers(shop: Shop, link: string, order: Json): Promise<void> {
  const before = await get(shop, `/orders/${order.id}`);
  for (const method of ['GET', 'HEAD', 'GET']) expect((await fetch(link, { method })).status).toBe(200);
  expect(await get(shop, `/orders/${order.id}`)).toEqual(before);
  const day = new Date(Date.now() + 9 * DAY).toISOString().slice(0, 10);
  const answer = await fetch(link, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ answer: 'confirm', day, reference: 'HE-2231' }).toString(),
    redirect: 'manual',
  });
  expect(answer.status).toBe(303);
  expect(await get(shop, `/orders/${order.id}`)).toMatchObject({
    status: 'confirmed',
    expected_day: day,
    reference: 'HE-2231',
  });
}

async function goodsComeIn(shop: Shop, order: Json): Promise<void> {
  const receive = (body: object) => shop.rest('POST', `/orders/${order.id}/receipts`, body);
  const part = { lines: [{ product_id: order.lines[0].product_id, quantity: 12 }] };
  expect(accepted(await receive(part))).toMatchObject({ status: 'partly_received' });
  expect(accepted(await receive({}))).toMatchObject({ status: 'received', measured_lead_days: 0 });
  await until(async () => expect((await get(shop, '/shortages')).items).toEqual([]));
  const { items } = await get(shop, '/shortages?status=resolved');
  expect(items.map(({ resolution, orders }: Json) => [resolution, orders.length])).toEqual([
    ['restocked', 1],
    ['restocked', 1],
  ]);
}
