import { expect, test } from 'vitest';
import { createApp } from '../../api/app.ts';
import { Identities } from '../../api/identity.ts';
import { RateLimit } from '../../api/rate.ts';
import { openRoom } from '../room.ts';
import { accepted, DAY } from '../shelf.ts';
import { lettersOf, openDesk, orderRow, run, written } from './desk.ts';
import { iso, supplierOf } from './supplier.ts';

const room = openRoom();
const { get, post, linkOf, sentOrder, inDays, confirm } = supplierOf(room);

test('from draft to answer: written, sent, opened, confirmed', async () => {
  const { desk, order, link } = await sentOrder();
  const page = await get(link);
  expect(page.status).toBe(200);
  const text = await page.text();
  for (const said of [
    'Fern &amp; Kettle',
    'Order PO-000001',
    'Hario Europe',
    'Main warehouse',
    'HKP-',
    '48',
    '4 packs of 12',
  ])
    expect(text).toContain(said);
  expect(text).toContain(`value="${inDays(9)}"`);
  const answer = await post(link, confirm);
  expect([
    answer.status,
    new URL(answer.headers.get('location') ?? '', `https://stock.example${link}`).pathname,
  ]).toEqual([303, link]);
  expect(await orderRow(desk, order)).toMatchObject({
    status: 'confirmed',
    reference: 'HE-2231',
    expected_day: Date.parse(confirm.day) / DAY,
    answered_at: room.clock.now,
  });
  const thanks = await get(link);
  expect(thanks.status).toBe(200);
  const told = await thanks.text();
  expect(told).toContain('This order is confirmed');
  expect(told).toContain('HE-2231');
  expect(told).not.toContain('<form');
});

test('a day that was never agreed is not put to the supplier', async () => {
  const { desk, order, link } = await sentOrder({ leadDays: null });
  expect(await orderRow(desk, order)).toMatchObject({
    lead_days: null,
    expected_day: Date.parse(inDays(7)) / DAY,
  });
  const text = await (await get(link)).text();
  expect(text).toMatch(/<input type="date" name="day" required [^>]*value="">/);
});

test('looking changes nothing, however often, in whatever way', async () => {
  const { desk, order, link } = await sentOrder();
  const before = await orderRow(desk, order);
  await get(link);
  await get(`${link}?answer=confirm&day=${confirm.day}`);
  await room.fetch(link, { method: 'HEAD' });
  for (const method of ['PUT', 'DELETE', 'PATCH'])
    expect((await room.fetch(link, { method })).status).toBe(404);
  expect(await orderRow(desk, order)).toEqual(before);
});

test('declined, its shortage is open again, and the page says so', async () => {
  const { desk, order, link } = await sentOrder();
  expect((await post(link, { answer: 'decline', reason: 'Out of production' })).status).toBe(303);
  expect(await orderRow(desk, order)).toMatchObject({
    status: 'declined',
    note: 'Declined: Out of production',
    closed_by: expect.stringMatching(/^supplier:\d+$/),
  });
  const [shortage] = await run(
    room,
    'select status, held_by from shortages where company_id = ?',
    desk.company.id,
  );
  expect(shortage).toEqual({ status: 'open', held_by: 'order_ended' });
  expect(await (await get(link)).text()).toContain('This order was declined');
});

test('an answer is given once: the second is refused with what was answered', async () => {
  const { desk, order, link } = await sentOrder();
  await post(link, confirm);
  const others: Record<string, string>[] = [
    { ...confirm, day: inDays(8) },
    { answer: 'decline', reason: '' },
  ];
  for (const again of others) {
    const answer = await post(link, again);
    expect([answer.status, (await answer.text()).includes('This order is confirmed')]).toEqual([409, true]);
  }
  expect(await orderRow(desk, order)).toMatchObject({
    status: 'confirmed',
    expected_day: Date.parse(confirm.day) / DAY,
  });
});

test('of two answers at once the order keeps one, and a refusal is never overruled', async () => {
  const { desk, order, link } = await sentOrder();
  const [confirmed, declined] = await Promise.all([
    post(link, confirm),
    post(link, { answer: 'decline', reason: '' }),
  ]);
  expect([303, 409]).toContain(confirmed.status);
  const expected = declined.status === 303 ? 'declined' : 'confirmed';
  expect(await orderRow(desk, order)).toMatchObject({ status: expected });
});

test.each<[what: string, fields: Record<string, string>, said: string]>([
  ['no day', { answer: 'confirm', day: '' }, 'choose the day'],
  ['a day that is none', { answer: 'confirm', day: '2026-02-30' }, 'choose the day'],
  ['yesterday', { answer: 'confirm', day: inDays(-1) }, 'today or a later day'],
  ['a slip of the pen', { answer: 'confirm', day: '3026-01-01' }, 'within the next two years'],
  ['a number that is too long', { ...confirm, reference: 'x'.repeat(256) }, 'too long'],
  ['a reason that is too long', { answer: 'decline', reason: 'x'.repeat(501) }, 'too long'],
  ['neither', { day: inDays(3) }, 'confirm the order, or decline'],
])('%s is asked for again, with what was typed', async (_, fields, said) => {
  const { desk, order, link } = await sentOrder();
  const answer = await post(link, fields);
  expect(answer.status).toBe(400);
  const text = await answer.text();
  expect(text).toContain(said);
  if (fields.reference) expect(text).toContain(fields.reference);
  expect(await orderRow(desk, order)).toMatchObject({ status: 'sent' });
});

test('what a supplier types is text and stays text', async () => {
  const { desk, order, link } = await sentOrder();
  await post(link, { ...confirm, reference: '<script>alert(1)</script>' });
  expect(await orderRow(desk, order)).toMatchObject({ reference: '<script>alert(1)</script>' });
  const text = await (await get(link)).text();
  expect(text).toContain('&lt;script&gt;alert(1)');
  expect(text).not.toContain('<script');
});

test('today is today where the company is', async () => {
  const { link } = await sentOrder({ timeZone: 'Pacific/Kiritimati' });
  const local = iso(room.clock.now + 14 * 3_600_000);
  const before = iso(Date.parse(local) - DAY);
  expect((await post(link, { answer: 'confirm', day: before })).status).toBe(400);
  expect((await post(link, { answer: 'confirm', day: local })).status).toBe(303);
});

test('a cancelled order is gone; one that arrived is shown without a form, and cannot be answered', async () => {
  const cancelled = await sentOrder();
  accepted(
    await cancelled.desk.company.rest('POST', `/orders/${cancelled.order}/cancel`, { reason: 'no longer' }),
  );
  const gone = await get(cancelled.link);
  expect([gone.status, (await gone.text()).includes('no longer')]).toEqual([410, false]);
  const received = await sentOrder();
  accepted(await received.desk.company.rest('POST', `/orders/${received.order}/receipts`, {}));
  const page = await get(received.link);
  expect([page.status, (await page.text()).includes('This order has arrived')]).toEqual([200, true]);
  expect((await post(received.link, confirm)).status).toBe(409);
});

test('an answer proves that an uncertain letter arrived: its order is sent, then confirmed', async () => {
  const desk = await openDesk(room);
  const { order, letter } = await written(desk);
  await run(
    room,
    "update letters set status = 'sending', sending_at = 1, handed_at = 1 where id = ?",
    letter,
  );
  await run(room, "update letters set status = 'uncertain' where id = ?", letter);
  const link = await linkOf(desk, letter);
  expect((await get(link)).status).toBe(200);
  expect(await orderRow(desk, order)).toMatchObject({ status: 'approved' });
  expect((await post(link, confirm)).status).toBe(303);
  expect(await orderRow(desk, order)).toMatchObject({ status: 'confirmed', sent_at: room.clock.now });
  expect(await lettersOf(desk)).toMatchObject([{ status: 'sent', response: 'The supplier answered it.' }]);
  const [shortage] = await run(room, 'select status from shortages where company_id = ?', desk.company.id);
  expect(shortage).toEqual({ status: 'ordered' });
});

test('only a form is read, and only a short one', async () => {
  const { desk, order, link } = await sentOrder();
  const json = await room.fetch(link, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(confirm),
  });
  expect(json.status).toBe(415);
  expect((await post(link, { ...confirm, reference: 'x'.repeat(20_000) })).status).toBe(413);
  expect(await orderRow(desk, order)).toMatchObject({ status: 'sent' });
});

test('a database that is out of reach is said kindly', async () => {
  const { link } = await sentOrder();
  const app = createApp({
    identities: new Identities(),
    rateLimit: new RateLimit(0),
    corsOrigins: [],
    now: () => room.clock.now,
    log: (line) => room.log.push(line),
  });
  const client = new Proxy(room.client, {
    get: () => () => Promise.reject(Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' })),
  });
  const answer = await app.request(
    link,
    {},
    { database: { ...room.database, client }, defer: () => undefined },
  );
  expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'text/html; charset=UTF-8']);
  expect(await answer.text()).toContain('try again in a minute');
});
