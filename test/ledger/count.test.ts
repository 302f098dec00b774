import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { accepted, beside, DAY, days, history, iso, NOON, onHand, post, record, refused } from '../shelf.ts';
import { newProduct, newWarehouse, type Stocked, stocked } from '../stock.ts';

const room = openRoom();
room.clock.now = NOON;

const count = ({ company, product, warehouse }: Stocked, counted: number, more: object = {}) =>
  company.rest('POST', '/counts', {
    warehouse_id: warehouse,
    lines: [{ product_id: product, counted }],
    ...more,
  });

test('a count posts the difference to the books, and is no demand', async () => {
  const shelf = await stocked(room, 10);
  const { company, product, warehouse } = shelf;
  const answer = await count(shelf, 7, { reason: 'mice', reference: 'week 47' });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('location')).toBe(`/api/counts/${answer.body.id}`);
  expect(answer.body).toMatchObject({ warehouse_id: warehouse, reason: 'mice', reference: 'week 47' });
  expect(answer.body.lines).toEqual([{ product_id: product, counted: 7, expected: 10, difference: -3 }]);
  expect(await history(company, `&count_id=${answer.body.id}`)).toMatchObject([
    { type: 'count', quantity: -3, change: -3, on_hand: 7, reason: 'mice', reference: 'week 47' },
  ]);
  expect(await days(room, shelf)).toEqual({ '2026-11-21': { sold: 0, net: 7 } });
  expect((await company.rest('GET', `/counts/${answer.body.id}`)).body).toEqual(answer.body);
});

test('a count equal to the books is kept, and posts nothing', async () => {
  const shelf = await stocked(room, 10);
  const { id, lines } = accepted(await count(shelf, 10));
  expect(lines).toMatchObject([{ counted: 10, expected: 10, difference: 0 }]);
  expect(await history(shelf.company, `&count_id=${id}`)).toEqual([]);
  expect(await history(shelf.company)).toHaveLength(1);
});

test('of the lines of a count, some differ from the books and some do not', async () => {
  const shelf = await stocked(room, 10);
  const { company, warehouse } = shelf;
  const other = await newProduct(company, { warehouse_id: warehouse, initial_quantity: 4 });
  const lines = [shelf.product, other].map((product_id) => ({ product_id, counted: 4 }));
  const { id } = accepted(await company.rest('POST', '/counts', { warehouse_id: warehouse, lines }));
  expect(await history(company, `&count_id=${id}`)).toMatchObject([
    { product_id: shelf.product, change: -6 },
  ]);
});

test('counting a product that was never stocked there opens its row, whatever is found', async () => {
  const shelf = await stocked(room, 10);
  const shop = beside(shelf, { warehouse: await newWarehouse(shelf.company) });
  expect(accepted(await count(shop, 4)).lines).toMatchObject([{ expected: 0, difference: 4 }]);
  expect(await onHand(shop)).toBe(4);
  const empty = beside(shelf, { product: await newProduct(shelf.company) });
  expect(refused(await shelf.company.rest('GET', `/inventory/${empty.product}/${empty.warehouse}`))).toEqual([
    404,
    'inventory_not_found',
  ]);
  for (const nothing of [empty, beside(shelf, { warehouse: await newWarehouse(shelf.company) })]) {
    expect(accepted(await count(nothing, 0)).lines).toMatchObject([{ expected: 0, difference: 0 }]);
    expect(await onHand(nothing)).toBe(0);
  }
});

test('a count of yesterday is compared with the books of yesterday, whatever was sold and recorded since', async () => {
  const shelf = await stocked(room, 10);
  await record(shelf, 'sale', 1);
  const counted = { occurred_at: iso(room.clock.now + 3_600_000) };
  room.clock.now += DAY;
  await record(shelf, 'sale', 4);
  await record(shelf, 'receipt', 20);
  await record(shelf, 'sale', 2, { occurred_at: iso(NOON + 1_800_000) });
  const { lines } = accepted(await count(shelf, 5, counted));
  expect(lines, '10 − 1 sold before − 2 sold before and told late').toMatchObject([
    { expected: 7, difference: -2 },
  ]);
  expect(await onHand(shelf)).toBe(10 - 1 - 4 + 20 - 2 - 2);
  expect(await days(room, shelf)).toMatchObject({
    '2026-11-21': { net: 10 - 1 - 2 - 2 },
    '2026-11-22': { net: 16 },
  });
  room.clock.now = NOON;
});

test('a sale of the same moment counts as before the count, one a moment later as after', async () => {
  const shelf = await stocked(room, 10);
  room.clock.now += DAY;
  const at = NOON + 1000;
  await record(shelf, 'sale', 1, { occurred_at: iso(at) });
  await record(shelf, 'sale', 2, { occurred_at: iso(at + 1) });
  expect(accepted(await count(shelf, 9, { occurred_at: iso(at) })).lines).toMatchObject([{ expected: 9 }]);
  room.clock.now = NOON;
});

test('a count is told a minute late, and a sale was recorded in that minute', async () => {
  const shelf = await stocked(room, 10);
  room.clock.now = NOON + DAY;
  const at = { occurred_at: iso(room.clock.now) };
  room.clock.now += 30_000;
  await record(shelf, 'sale', 3);
  room.clock.now += 30_000;
  expect(accepted(await count(shelf, 10, at)).lines).toMatchObject([{ expected: 10, difference: 0 }]);
  room.clock.now = NOON;
});

test('a second look at the same day does not correct twice', async () => {
  const shelf = await stocked(room, 10);
  room.clock.now += DAY;
  const yesterday = { occurred_at: iso(NOON + 3_600_000) };
  accepted(await count(shelf, 7, yesterday));
  expect(accepted(await count(shelf, 7, yesterday)).lines).toMatchObject([{ expected: 7, difference: 0 }]);
  accepted(await count(shelf, 8, yesterday));
  expect(await onHand(shelf)).toBe(8);
  room.clock.now = NOON;
});

test('a late count that leaves less than was sold since is refused, with nothing recorded', async () => {
  const shelf = await stocked(room, 10);
  room.clock.now += DAY;
  await record(shelf, 'sale', 8);
  const answer = await count(shelf, 5, { occurred_at: iso(NOON + 3_600_000) });
  expect(refused(answer)).toEqual([409, 'insufficient_stock']);
  expect((await shelf.company.rest('GET', '/counts')).body.items).toEqual([]);
  expect(await onHand(shelf)).toBe(2);
  room.clock.now = NOON;
});

test('counts and sales at once: what the count found is what the count’s own movement leaves', async () => {
  const shelf = await stocked(room, 100);
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) => (index % 5 ? post(shelf, 'sale', 1) : count(shelf, 50 + index))),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  const recorded = (await history(shelf.company)).filter(({ type }) => type === 'count');
  expect(recorded.length).toBeGreaterThan(0);
  const counted = new Map(answers.map(({ body }) => [body.id, body.lines?.[0]?.counted]));
  for (const { count_id, on_hand } of recorded) expect(on_hand).toBe(counted.get(count_id));
});

test('a count may be reversed like any correction', async () => {
  const shelf = await stocked(room, 10);
  const { id } = accepted(await count(shelf, 7));
  const [movement] = await history(shelf.company, `&count_id=${id}`);
  const reversal = accepted(await shelf.company.rest('POST', `/movements/${movement.id}/reverse`));
  expect(reversal).toMatchObject({ type: 'count', change: 3, on_hand: 10 });
});

test('what was taken back before a count is no difference that the count finds', async () => {
  const shelf = await stocked(room, 100);
  const takeBack = async (movement: number) =>
    accepted(await shelf.company.rest('POST', `/movements/${movement}/reverse`));
  const mistyped = accepted(await count(shelf, 10, { occurred_at: iso(NOON) }));
  const [{ id: correction }] = await history(shelf.company, `&count_id=${mistyped.id}`);
  room.clock.now = NOON + DAY;
  await takeBack(correction);
  const again = accepted(await count(shelf, 95, { occurred_at: iso(NOON) }));
  expect(again.lines).toMatchObject([{ expected: 100, difference: -5 }]);
  await takeBack((await record(shelf, 'receipt', 500, { occurred_at: iso(NOON - 3_600_000) })).id);
  await takeBack((await record(shelf, 'sale', 50, { occurred_at: iso(NOON + 3_600_000) })).id);
  expect(accepted(await count(shelf, 95, { occurred_at: iso(NOON + 1) })).lines).toMatchObject([
    { expected: 95 },
  ]);
  expect(await onHand(shelf)).toBe(95);
  room.clock.now = NOON;
});

test('a count that was taken back stands in no older count’s way', async () => {
  const shelf = await stocked(room, 100);
  const { id } = accepted(await count(shelf, 10));
  const older = () => count(shelf, 95, { occurred_at: iso(NOON - DAY) });
  expect(refused(await older())).toEqual([409, 'count_superseded']);
  const [{ id: correction }] = await history(shelf.company, `&count_id=${id}`);
  accepted(await shelf.company.rest('POST', `/movements/${correction}/reverse`));
  expect((await older()).status).toBe(201);
});

test('a count of a day is one of its end, or of now: what was sold that day is not sold twice', async () => {
  const shelf = await stocked(room, 100);
  await record(shelf, 'sale', 40);
  room.clock.now = NOON + DAY;
  await record(shelf, 'sale', 10);
  const compared = async (occurred_at: string, counted: number) =>
    accepted(await count(shelf, counted, { occurred_at })).lines[0].expected;
  expect(await compared('2026-11-21', 60)).toBe(60);
  expect(await compared('2026-11-22', 50)).toBe(50);
  expect(await compared(iso(NOON + DAY + 240_000), 50), 'a clock that is ahead').toBe(50);
  expect((await count(shelf, 50)).status, 'nothing stands in its way').toBe(201);
  room.clock.now = NOON;
});

test('each product is counted once, and only those of the company in its warehouses', async () => {
  const shelf = await stocked(room, 10);
  const stranger = await stocked(room, 10);
  const twice = {
    lines: [
      { product_id: shelf.product, counted: 1 },
      { product_id: shelf.product, counted: 2 },
    ],
  };
  expect((await count(shelf, 1, twice)).body.details).toMatchObject([{ field: 'lines' }]);
  for (const product of [stranger.product, 999_999_999])
    for (const counted of [0, 1])
      expect(refused(await count(beside(shelf, { product }), counted))).toEqual([404, 'product_not_found']);
  for (const warehouse of [stranger.warehouse, 999_999_999])
    expect(refused(await count(beside(shelf, { warehouse }), 1))).toEqual([404, 'warehouse_not_found']);
  const lines = [{ product_id: shelf.product, quantity: 1 }];
  const bundle = { sku: 'SET', name: 'Set', price: 1, components: lines };
  const { body } = await shelf.company.rest('POST', '/bundles', bundle);
  for (const counted of [0, 1])
    expect(refused(await count(beside(shelf, { product: body.id }), counted))).toEqual([
      409,
      'product_is_bundle',
    ]);
  for (const counted of [-1, 0.5, 1_000_000_001])
    expect(refused(await count(shelf, counted))).toEqual([400, 'invalid_input']);
  const theirs = accepted(await count(stranger, 9));
  for (const id of [theirs.id, 999_999_999])
    expect(refused(await shelf.company.rest('GET', `/counts/${id}`))).toEqual([404, 'count_not_found']);
  expect((await shelf.company.rest('GET', '/counts')).body.items).toEqual([]);
  expect([await onHand(shelf), await onHand(stranger)]).toEqual([10, 9]);
});

test('counts are listed newest first, in pages', async () => {
  const shelf = await stocked(room, 10);
  const ids: number[] = [];
  for (const counted of [9, 8, 7, 6, 5]) ids.unshift(accepted(await count(shelf, counted)).id);
  const first = accepted(await shelf.company.rest('GET', '/counts?limit=3'));
  const second = accepted(await shelf.company.rest('GET', `/counts?limit=3&cursor=${first.next_cursor}`));
  const seen = [...first.items, ...second.items].map(({ id }: { id: number }) => id);
  expect(seen).toEqual(ids);
  for (const id of ids)
    expect(accepted(await shelf.company.rest('GET', `/counts/${id}`))).toMatchObject({ id });
  expect(second.next_cursor).toBeNull();
});

test('a count that comes after a newer one of the same place is refused, and corrects nothing twice', async () => {
  const shelf = await stocked(room, 10);
  room.clock.now += 2 * DAY;
  accepted(await count(shelf, 8));
  const older = { occurred_at: iso(room.clock.now - DAY) };
  expect(refused(await count(shelf, 8, older))).toEqual([409, 'count_superseded']);
  expect(await onHand(shelf)).toBe(8);
  const elsewhere = beside(shelf, { warehouse: await newWarehouse(shelf.company) });
  expect((await count(elsewhere, 3, older)).status).toBe(201);
  expect((await count(shelf, 7)).status).toBe(201);
});
