import { expect, test } from 'vitest';
import { calendar } from '../../worker/job/calendar.ts';
import { openRoom } from '../room.ts';
import { accepted, DAY, NOON, record } from '../shelf.ts';
import type { Stocked } from '../stock.ts';
import {
  decide,
  doErrands,
  episodesOf,
  moved,
  ordersOf,
  receive,
  rowsOf,
  sellDown,
  sellingShelf,
  sendOrder,
  suppliedShelf,
  workOn,
} from './bench.ts';

const room = openRoom();
room.clock.now = NOON;

const wake = () => calendar({ database: room.database, now: () => room.clock.now }, async () => undefined);

const waiting = async ({ company }: Stocked): Promise<number> =>
  (await rowsOf(room, `select 1 from dirty where company_id = ${company.id}`)).length;

test('an episode opens at the threshold, not above it, and keeps what stood there', async () => {
  const shelf = await sellingShelf(room, { left: 21 });
  await workOn(room, shelf.company);
  expect(await episodesOf(room, shelf)).toEqual([]);
  await moved(room, shelf, 'sale', 1);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open', on_hand: 20, threshold: 20 }]);
  await moved(room, shelf, 'sale', 7);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open', on_hand: 20 }]);
});

test('what does not sell, has no threshold or is archived has no episode, however little is left', async () => {
  const idle = await suppliedShelf(room, { opening: 5 });
  const unbounded = await sellingShelf(room, { left: 0, fields: { low_stock_threshold: null } });
  const archived = await sellingShelf(room, { left: 100 });
  accepted(await archived.company.rest('DELETE', `/products/${archived.product}`));
  await record(archived, 'scrap', 100);
  for (const shelf of [idle, unbounded, archived]) {
    await workOn(room, shelf.company);
    expect(await episodesOf(room, shelf)).toEqual([]);
  }
});

test.each([
  { threshold: 20, stays: 22 },
  { threshold: 21, stays: 24 },
  { threshold: 3, stays: 4 },
  { threshold: 0, stays: 1 },
])('below $threshold: still low with $stays, over with one more', async ({ threshold, stays }) => {
  const shelf = await sellingShelf(room, { left: threshold, fields: { low_stock_threshold: threshold } });
  await workOn(room, shelf.company);
  await moved(room, shelf, 'receipt', stays - threshold);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open', resolution: null }]);
  await moved(room, shelf, 'receipt', 1);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'resolved', resolution: 'restocked' }]);
});

test('ten sales and ten restocks around the line are one episode; a fall after its end is another', async () => {
  const shelf = await sellingShelf(room, { left: 22 });
  for (let round = 0; round < 10; round += 1) {
    await moved(room, shelf, 'sale', 2);
    await moved(room, shelf, 'receipt', 2);
  }
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open' }]);
  await moved(room, shelf, 'receipt', 1);
  await moved(room, shelf, 'sale', 3);
  expect(await episodesOf(room, shelf)).toMatchObject([{ resolution: 'restocked' }, { status: 'open' }]);
});

test('however many compute at once, one episode, one order and one line come of it', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await Promise.all(Array.from({ length: 8 }, () => workOn(room, shelf.company)));
  expect(await episodesOf(room, shelf)).toHaveLength(1);
  expect(await ordersOf(room, shelf.company)).toMatchObject([{ status: 'draft' }]);
  expect(await rowsOf(room, `select 1 from order_lines where product_id = ${shelf.product}`)).toHaveLength(1);
});

test('two episodes of one place cannot be open, whoever writes them', async () => {
  const { company, product, warehouse } = await sellingShelf(room, { left: 20 });
  await workOn(room, company);
  const again = `insert into shortages (company_id, product_id, warehouse_id, opened_at, on_hand, threshold)
    values (${company.id}, ${product}, ${warehouse}, ${room.clock.now}, 20, 20)`;
  await expect(room.client.execute(again)).rejects.toThrow('history_is_append_only');
});

test('what has not sold for the whole window is low no more: not selling', async () => {
  const shelf = await sellingShelf(room, { left: 10 });
  await workOn(room, shelf.company);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open' }]);
  await room.client.execute(`update policies set method = 'mean_30' where company_id = ${shelf.company.id}`);
  room.clock.now += 45 * DAY;
  await moved(room, shelf, 'adjustment', -1);
  room.clock.now -= 45 * DAY;
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'resolved', resolution: 'not_selling' }]);
  expect(await ordersOf(room, shelf.company)).toEqual([]);
});

test('an archived product is low no more: not listed', async () => {
  const shelf = await sellingShelf(room, { left: 10 });
  await workOn(room, shelf.company);
  accepted(await shelf.company.rest('DELETE', `/products/${shelf.product}`));
  await workOn(room, shelf.company);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'resolved', resolution: 'not_listed' }]);
  expect(await ordersOf(room, shelf.company)).toEqual([]);
});

test('a lower threshold ends the episode, a higher one opens it', async () => {
  const shelf = await sellingShelf(room, { left: 10 });
  const place = `/inventory/${shelf.product}/${shelf.warehouse}`;
  const setTo = async (threshold: number) => {
    accepted(await shelf.company.rest('PATCH', place, { low_stock_threshold: threshold }));
    await workOn(room, shelf.company);
  };
  await setTo(8);
  expect(await episodesOf(room, shelf)).toEqual([]);
  await setTo(10);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open' }]);
  await setTo(9);
  expect(await episodesOf(room, shelf), 'within the margin').toMatchObject([{ status: 'open' }]);
  await setTo(8);
  expect(await episodesOf(room, shelf)).toMatchObject([{ resolution: 'restocked' }]);
});

test('when all that was ordered has come and it is still low, that episode is delivered and another begins', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await workOn(room, shelf.company);
  const [order] = await ordersOf(room, shelf.company);
  await sendOrder(room, order.id);
  await workOn(room, shelf.company);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'ordered', held_by: 'incoming' }]);
  const [[, quantity]] = JSON.parse(order.lines);
  await receive(room, shelf, order.id, quantity - 1);
  await record(shelf, 'sale', quantity + 5);
  await workOn(room, shelf.company);
  expect(await episodesOf(room, shelf), 'one is still to come').toMatchObject([{ status: 'ordered' }]);
  await receive(room, shelf, order.id, 1);
  await workOn(room, shelf.company);
  expect(await episodesOf(room, shelf)).toMatchObject([
    { status: 'resolved', resolution: 'delivered' },
    { status: 'open', held_by: null },
  ]);
  expect(await ordersOf(room, shelf.company)).toMatchObject([{ status: 'received' }, { status: 'draft' }]);
});

test('one unit that never came does not keep the next order back', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await workOn(room, shelf.company);
  const [order] = await ordersOf(room, shelf.company);
  const quantity = JSON.parse(order.lines)[0][1];
  await sendOrder(room, order.id);
  await receive(room, shelf, order.id, quantity - 1);
  await workOn(room, shelf.company);
  expect(await episodesOf(room, shelf)).toMatchObject([{ resolution: 'restocked' }]);
  await moved(room, shelf, 'sale', quantity);
  expect(await episodesOf(room, shelf)).toMatchObject([
    { status: 'resolved' },
    { status: 'open', held_by: null },
  ]);
  expect(await ordersOf(room, shelf.company)).toMatchObject([
    { status: 'partly_received' },
    { status: 'draft' },
  ]);
});

test('what came of an order is delivered, though other lines of it are still to come', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  const other = await sellingShelf(room, { left: 20, ...shelf });
  await workOn(room, shelf.company);
  const [order] = await ordersOf(room, shelf.company);
  const lines = new Map<number, number>(JSON.parse(order.lines));
  const quantity = lines.get(shelf.product) ?? 0;
  expect([lines.size, quantity > 0]).toEqual([2, true]);
  await sendOrder(room, order.id);
  await record(shelf, 'sale', 10);
  await receive(room, shelf, order.id, quantity);
  await record(shelf, 'sale', quantity - 5);
  await workOn(room, shelf.company);
  expect(await episodesOf(room, shelf)).toMatchObject([
    { status: 'resolved', resolution: 'delivered' },
    { status: 'open', held_by: null },
  ]);
  expect(await episodesOf(room, other)).toMatchObject([{ status: 'ordered', held_by: 'incoming' }]);
});

test('ten more sales of what is ordered order nothing more', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await workOn(room, shelf.company);
  const [order] = await ordersOf(room, shelf.company);
  await sendOrder(room, order.id);
  for (let sale = 0; sale < 10; sale += 1) await moved(room, shelf, 'sale', 2);
  expect(await ordersOf(room, shelf.company)).toMatchObject([{ id: order.id, lines: order.lines }]);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'ordered', held_by: 'incoming' }]);
  expect(await rowsOf(room, `select * from outbox where company_id = ${shelf.company.id}`)).toEqual([]);
});

test('an order that came to nothing is a person’s to think over: nothing is ordered again by itself', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await workOn(room, shelf.company);
  const [order] = await ordersOf(room, shelf.company);
  await sendOrder(room, order.id);
  await room.client.execute(`update orders set status = 'declined' where id = ${order.id}`);
  await moved(room, shelf, 'sale', 3);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open', held_by: 'order_ended' }]);
  expect(await ordersOf(room, shelf.company)).toMatchObject([{ status: 'declined' }]);
});

test('acknowledged: a person sees to it, so the draft’s line goes and none comes', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await workOn(room, shelf.company);
  expect(await ordersOf(room, shelf.company)).toHaveLength(1);
  await decide(room, shelf, { status: 'acknowledged' });
  await workOn(room, shelf.company);
  await moved(room, shelf, 'sale', 5);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'acknowledged', held_by: 'person' }]);
  expect(await ordersOf(room, shelf.company)).toEqual([]);
  await doErrands(room, shelf.company);
  expect(await rowsOf(room, `select * from outbox where company_id = ${shelf.company.id}`)).toEqual([]);
});

test('snoozed: quiet until its time, then the calendar wakes it and it is ordered', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await workOn(room, shelf.company);
  await decide(room, shelf, { status: 'snoozed', until: room.clock.now + DAY });
  await workOn(room, shelf.company);
  await moved(room, shelf, 'sale', 5);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'snoozed', held_by: 'person' }]);
  room.clock.now += DAY - 1;
  await wake();
  expect(await waiting(shelf)).toBe(0);
  room.clock.now += 1;
  await wake();
  expect(await waiting(shelf)).toBe(1);
  await workOn(room, shelf.company);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open', held_by: null }]);
  expect(await ordersOf(room, shelf.company)).toMatchObject([{ status: 'draft' }]);
  await workOn(room, shelf.company);
  await wake();
  expect(await waiting(shelf), 'woken once').toBe(0);
  room.clock.now -= DAY;
});

test('snoozed and restocked meanwhile: the episode ends, and its time wakes nothing', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await workOn(room, shelf.company);
  await decide(room, shelf, { status: 'snoozed', until: room.clock.now + DAY });
  await moved(room, shelf, 'receipt', 30);
  expect(await episodesOf(room, shelf)).toMatchObject([{ resolution: 'restocked' }]);
  await workOn(room, shelf.company);
  room.clock.now += 2 * DAY;
  await wake();
  expect(await waiting(shelf)).toBe(0);
  room.clock.now -= 2 * DAY;
});

test('a shop whose sales come late still ends with one episode: the order of events does not matter', async () => {
  const shelf = await suppliedShelf(room, { opening: 140 });
  await workOn(room, shelf.company);
  await sellDown(room, shelf, 4, 30, 20);
  await workOn(room, shelf.company);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open', on_hand: 20 }]);
});
