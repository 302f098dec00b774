import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { accepted, beside, DAY, days, history, iso, NOON, onHand, post, record, refused } from '../shelf.ts';
import { newProduct, newWarehouse, type Stocked, stocked } from '../stock.ts';

const room = openRoom();
room.clock.now = NOON;

const yesterday = { occurred_at: iso(NOON - DAY) };

const reverse = ({ company }: Stocked, id: number, body: object = {}) =>
  company.rest('POST', `/movements/${id}/reverse`, body);

test('a return that cites its sale takes back the demand of that day and warehouse, and brings goods where they arrive', async () => {
  const shelf = await stocked(room, 10);
  const sale = await record(shelf, 'sale', 4, yesterday);
  const shop = beside(shelf, { warehouse: await newWarehouse(shelf.company) });
  const returned = await record(shop, 'return', 3, { sale_id: sale.id });
  expect(returned).toMatchObject({ sale_id: sale.id, change: 3, on_hand: 3, day: '2026-11-21' });
  expect(await onHand(shelf)).toBe(6);
  expect(await days(room, shelf)).toMatchObject({ '2026-11-20': { sold: 1, net: -4 } });
  expect(await days(room, shop)).toEqual({ '2026-11-21': { sold: 0, net: 3 } });
});

test('a return without a sale counts on its own day', async () => {
  const shelf = await stocked(room, 10);
  await record(shelf, 'sale', 4, yesterday);
  await record(shelf, 'return', 3);
  expect(await days(room, shelf)).toEqual({
    '2026-11-20': { sold: 4, net: -4 },
    '2026-11-21': { sold: -3, net: 13 },
  });
});

test('no more comes back than was sold, however often one returns', async () => {
  const shelf = await stocked(room, 10);
  const sale = await record(shelf, 'sale', 4);
  const cite = { sale_id: sale.id };
  expect(refused(await post(shelf, 'return', 5, cite))).toEqual([409, 'return_exceeds_sale']);
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(shelf, 'return', 1, cite)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
  expect(answers.filter(({ body }) => body.code === 'return_exceeds_sale')).toHaveLength(4);
  expect(await onHand(shelf)).toBe(10);
});

test('a return cites a sale of that product in that company, or nothing', async () => {
  const shelf = await stocked(room, 10);
  const other = beside(shelf, { product: await newProduct(shelf.company) });
  const stranger = await stocked(room, 10);
  const sale = await record(shelf, 'sale', 4);
  const theirs = await record(stranger, 'sale', 4);
  const receipt = await record(shelf, 'receipt', 4);
  for (const [at, sale_id] of [
    [other, sale.id],
    [shelf, theirs.id],
    [shelf, receipt.id],
    [shelf, 999_999_999],
  ])
    expect(refused(await post(at, 'return', 1, { sale_id }))).toEqual([404, 'sale_not_found']);
  const answer = await post(shelf, 'receipt', 1, { sale_id: sale.id });
  expect(answer.body.details).toMatchObject([{ field: 'sale_id' }]);
  expect(await history(shelf.company)).toHaveLength(3);
});

test('a reversed sale gives the goods back now and the demand of its day', async () => {
  const shelf = await stocked(room, 10);
  const sale = await record(shelf, 'sale', 4, { ...yesterday, reference: 'order 7' });
  const { status, headers, body } = await reverse(shelf, sale.id, { reason: 'never paid' });
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/api/movements/${body.id}`);
  expect(body).toMatchObject({
    type: 'sale',
    quantity: -4,
    change: 4,
    on_hand: 10,
    reverses_id: sale.id,
    reason: 'never paid',
    reference: 'order 7',
    day: '2026-11-21',
  });
  expect(await days(room, shelf)).toEqual({
    '2026-11-20': { sold: 0, net: -4 },
    '2026-11-21': { sold: 0, net: 14 },
  });
});

test('a receipt, an adjustment, scrap, an opening balance and a return are reversed, without touching demand', async () => {
  const shelf = await stocked(room, 10);
  const moves: [type: string, quantity: number][] = [
    ['receipt', 5],
    ['adjustment', -2],
    ['adjustment', 3],
    ['scrap', 1],
    ['initial', 7],
  ];
  for (const [type, quantity] of moves) {
    const { id, change } = await record(shelf, type, quantity);
    expect(accepted(await reverse(shelf, id))).toMatchObject({ type, change: -change, reverses_id: id });
  }
  const loose = await record(shelf, 'return', 2);
  accepted(await reverse(shelf, loose.id));
  expect(await onHand(shelf)).toBe(10);
  expect(await days(room, shelf)).toEqual({ '2026-11-21': { sold: 0, net: 10 } });
});

test('a reversed return puts the demand back on the day of its sale, and the sale may be returned again', async () => {
  const shelf = await stocked(room, 10);
  const sale = await record(shelf, 'sale', 4, yesterday);
  const back = await record(shelf, 'return', 4, { sale_id: sale.id });
  expect(refused(await reverse(shelf, sale.id)), 'the goods are back already').toEqual([
    409,
    'not_reversible',
  ]);
  accepted(await reverse(shelf, back.id));
  expect(await days(room, shelf)).toMatchObject({ '2026-11-20': { sold: 4 } });
  await record(shelf, 'return', 1, { sale_id: sale.id });
  expect(await days(room, shelf)).toMatchObject({ '2026-11-20': { sold: 3 } });
});

test('a sale whose returns were all reversed is reversed as a whole', async () => {
  const shelf = await stocked(room, 10);
  const sale = await record(shelf, 'sale', 4);
  const back = await record(shelf, 'return', 3, { sale_id: sale.id });
  accepted(await reverse(shelf, back.id));
  expect(accepted(await reverse(shelf, sale.id))).toMatchObject({ on_hand: 10 });
  expect(refused(await post(shelf, 'return', 1, { sale_id: sale.id }))).toEqual([409, 'return_exceeds_sale']);
});

test('a reversal happens once, and stands', async () => {
  const shelf = await stocked(room, 10);
  const sale = await record(shelf, 'sale', 4);
  const answers = await Promise.all(Array.from({ length: 10 }, () => reverse(shelf, sale.id)));
  const [first] = answers.filter(({ status }) => status === 201);
  expect(answers.filter(({ body }) => body.code === 'already_reversed')).toHaveLength(9);
  expect(refused(await reverse(shelf, first?.body.id))).toEqual([409, 'not_reversible']);
  expect(refused(await post(shelf, 'return', 1, { sale_id: first?.body.id }))).toEqual([
    404,
    'sale_not_found',
  ]);
  expect(await onHand(shelf)).toBe(10);
});

test('what cannot be taken back is said: goods that are gone, an opening of nothing, a leg of a transfer', async () => {
  const shelf = await stocked(room, 0);
  const [opening] = await history(shelf.company);
  expect(refused(await reverse(shelf, opening.id))).toEqual([409, 'not_reversible']);
  const receipt = await record(shelf, 'receipt', 5);
  await record(shelf, 'sale', 3);
  expect(refused(await reverse(shelf, receipt.id))).toEqual([409, 'insufficient_stock']);
  const to_warehouse_id = await newWarehouse(shelf.company);
  const lines = [{ product_id: shelf.product, quantity: 2 }];
  const { id } = accepted(
    await shelf.company.rest('POST', '/transfers', {
      from_warehouse_id: shelf.warehouse,
      to_warehouse_id,
      lines,
    }),
  );
  accepted(await shelf.company.rest('POST', `/transfers/${id}/receive`));
  const legs = await history(shelf.company, `&transfer_id=${id}`);
  expect(legs.map(({ type }) => type)).toEqual(['transfer_in', 'transfer_out']);
  for (const leg of legs) expect(refused(await reverse(shelf, leg.id))).toEqual([409, 'not_reversible']);
});

test('only one’s own movements can be reversed', async () => {
  const shelf = await stocked(room, 10);
  const stranger = await stocked(room, 10);
  const theirs = await record(stranger, 'sale', 4);
  for (const id of [theirs.id, 999_999_999])
    expect(refused(await reverse(shelf, id))).toEqual([404, 'movement_not_found']);
  expect(await onHand(stranger)).toBe(6);
});
