import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import {
  accepted,
  beside,
  DAY,
  days,
  history,
  iso,
  line,
  NOON,
  onHand,
  post,
  record,
  refused,
} from '../shelf.ts';
import { newProduct, newWarehouse, stocked } from '../stock.ts';

const room = openRoom();
room.clock.now = NOON;

test('a sale lowers stock and answers with what is left', async () => {
  const { company, product, warehouse } = await stocked(room, 10);
  const sale = {
    type: 'sale',
    product_id: product,
    warehouse_id: warehouse,
    quantity: 3,
    reference: 'order 7',
  };
  const { status, headers, body } = await company.rest('POST', '/movements', sale);
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/api/movements/${body.id}`);
  expect(body).toMatchObject({ ...sale, change: -3, on_hand: 7, reverses_id: null });
  const { body: found } = await company.rest('GET', `/movements/${body.id}`);
  expect(found).toEqual(body);
});

test('more than there is cannot be sold or scrapped: 409 says what is on hand, and nothing is recorded', async () => {
  const shelf = await stocked(room, 10);
  for (const type of ['sale', 'scrap']) {
    const answer = await post(shelf, type, 11);
    expect(refused(answer)).toEqual([409, 'insufficient_stock']);
    expect(answer.body.details).toEqual([
      { field: 'quantity', message: 'Not enough stock: 10 on hand', code: 'insufficient_stock', on_hand: 10 },
    ]);
  }
  expect(refused(await post(shelf, 'adjustment', -11))).toEqual([409, 'insufficient_stock']);
  expect(await history(shelf.company)).toHaveLength(1);
  expect(await record(shelf, 'sale', 10)).toMatchObject({ on_hand: 0 });
  expect(refused(await post(shelf, 'sale', 1))).toEqual([409, 'insufficient_stock']);
});

test('a movement names its product and its warehouse', async () => {
  const first = await stocked(room, 10);
  const { company } = first;
  const shelf = beside(first, {
    product: await newProduct(company),
    warehouse: await newWarehouse(company, 'Attic'),
  });
  const { body: product } = await company.rest('GET', `/products/${shelf.product}`);
  expect(await record(shelf, 'receipt', 1)).toMatchObject({ sku: product.sku, warehouse_name: 'Attic' });
});

test('the type gives the direction, and quantity counts what moved', async () => {
  const shelf = await stocked(room, 100);
  const moves: [type: string, quantity: number, change: number, onHand: number][] = [
    ['sale', 30, -30, 70],
    ['return', 5, 5, 75],
    ['receipt', 40, 40, 115],
    ['adjustment', 3, 3, 118],
    ['adjustment', -8, -8, 110],
    ['scrap', 10, -10, 100],
    ['initial', 0, 0, 100],
    ['initial', 7, 7, 107],
  ];
  for (const [type, quantity, change, on_hand] of moves)
    expect(await record(shelf, type, quantity)).toMatchObject({ type, quantity, change, on_hand });
});

test('a quantity that says the direction again, or none, is refused by name', async () => {
  const shelf = await stocked(room, 10);
  const wrong: [type: string, quantity: number][] = [
    ['sale', -3],
    ['sale', 0],
    ['scrap', -1],
    ['return', -1],
    ['return', 0],
    ['receipt', 0],
    ['initial', -1],
    ['adjustment', 0],
    ['sale', 1.5],
    ['receipt', 1_000_000_001],
    ['adjustment', -1_000_000_001],
  ];
  for (const [type, quantity] of wrong) {
    const answer = await post(shelf, type, quantity);
    expect([type, quantity, ...refused(answer)]).toEqual([type, quantity, 400, 'invalid_input']);
    expect(answer.body.details).toMatchObject([{ field: 'quantity' }]);
  }
  for (const type of ['count', 'transfer_out', 'transfer_in', 'SALE', ''])
    expect((await post(shelf, type, 1)).body.details).toMatchObject([{ field: 'type' }]);
  expect((await post(shelf, 'sale', 1, { qty: 2, on_hand: 5 })).body.details).toMatchObject([
    { field: 'qty' },
    { field: 'on_hand' },
  ]);
  expect(await history(shelf.company)).toHaveLength(1);
});

test('what is unknown and what is foreign look alike', async () => {
  const shelf = await stocked(room, 10);
  const stranger = await stocked(room, 10);
  const answers = [
    await post(beside(shelf, { product: stranger.product }), 'receipt', 1),
    await post(beside(shelf, { product: 999_999_999 }), 'receipt', 1),
    await post(beside(shelf, { warehouse: stranger.warehouse }), 'receipt', 1),
    await post(beside(shelf, { warehouse: 999_999_999 }), 'receipt', 1),
  ];
  expect(answers.map(refused)).toEqual([
    [404, 'product_not_found'],
    [404, 'product_not_found'],
    [404, 'warehouse_not_found'],
    [404, 'warehouse_not_found'],
  ]);
  const [foreign, absent] = answers.map(({ body }) => ({ ...body, request_id: '' }));
  expect(foreign).toEqual(absent);
  expect(absent).toMatchObject({ details: [] });
  expect([await onHand(shelf), await onHand(stranger)]).toEqual([10, 10]);
  const theirs = await record(stranger, 'sale', 1);
  for (const id of [theirs.id, 999_999_999, 0, -1, 'x'])
    expect(refused(await shelf.company.rest('GET', `/movements/${id}`))).toEqual([404, 'movement_not_found']);
});

test('a bundle has no stock of its own to move', async () => {
  const shelf = await stocked(room, 10);
  const components = [{ product_id: shelf.product, quantity: 2 }];
  const { body: bundle } = await shelf.company.rest('POST', '/bundles', {
    sku: 'SET',
    name: 'Set',
    price: 9,
    components,
  });
  expect(refused(await post(beside(shelf, { product: bundle.id }), 'receipt', 1))).toEqual([
    409,
    'product_is_bundle',
  ]);
});

test('an event may come up to three years late and five minutes early, no more', async () => {
  const shelf = await stocked(room, 10);
  const times: [offset: number, status: number][] = [
    [-1096 * DAY, 201],
    [-1096 * DAY - 1, 400],
    [300_000, 201],
    [300_001, 400],
    [-3600_000, 201],
  ];
  for (const [offset, status] of times) {
    const occurred_at = iso(room.clock.now + offset);
    const answer = await post(shelf, 'receipt', 1, { occurred_at });
    expect([offset, answer.status]).toEqual([offset, status]);
    if (status === 201) expect(answer.body).toMatchObject({ occurred_at, recorded_at: iso(room.clock.now) });
    else expect(answer.body.details).toMatchObject([{ field: 'occurred_at' }]);
  }
  const wrong = ['yesterday', '21.11.2026', '2026-02-30', '2026-11-20T24:00', '2026-11-20T09:00+99:00'];
  for (const occurred_at of [...wrong, 1_700_000_000_000, null])
    expect(refused(await post(shelf, 'receipt', 1, { occurred_at }))).toEqual([400, 'invalid_input']);
  expect(await onHand(shelf)).toBe(13);
});

test('a day alone begins, and a time without offset is meant, where the company is', async () => {
  const shelf = await stocked(room, 10, { timeZone: 'Pacific/Kiritimati' });
  const written = async (occurred_at: string) => {
    const { day, occurred_at: at } = await record(shelf, 'sale', 1, { occurred_at });
    return [day, at];
  };
  expect(await written('2026-11-20')).toEqual(['2026-11-20', '2026-11-19T10:00:00.000Z']);
  expect(await written('2026-11-20T09:30')).toEqual(['2026-11-20', '2026-11-19T19:30:00.000Z']);
  expect(await written('2026-11-19T19:30:00.123456+00:00')).toEqual([
    '2026-11-20',
    '2026-11-19T19:30:00.123Z',
  ]);
});

test('a late event may precede the opening balance: history is by day, stock is what is there now', async () => {
  const shelf = await stocked(room, 10);
  await record(shelf, 'sale', 4, { occurred_at: iso(NOON - 40 * DAY) });
  expect(await onHand(shelf)).toBe(6);
  expect(await days(room, shelf)).toEqual({
    '2026-10-12': { sold: 4, net: -4 },
    '2026-11-21': { sold: 0, net: 10 },
  });
  expect(
    refused(await post(shelf, 'sale', 7, { occurred_at: iso(NOON - 40 * DAY) })),
    'lateness is no licence to oversell',
  ).toEqual([409, 'insufficient_stock']);
});

test('a day ends at midnight where the company is', async () => {
  const shelf = await stocked(room, 100, { timeZone: 'Asia/Kolkata' });
  const lastOfMonth = await record(shelf, 'sale', 1, { occurred_at: '2026-10-31T18:00:00Z' });
  const firstOfNext = await record(shelf, 'sale', 2, { occurred_at: '2026-10-31T19:00:00Z' });
  expect([lastOfMonth.day, firstOfNext.day]).toEqual(['2026-10-31', '2026-11-01']);
  const written = await record(shelf, 'sale', 4, { occurred_at: '2026-11-01T00:29:59.999+05:30' });
  expect(written).toMatchObject({ day: '2026-11-01', occurred_at: '2026-10-31T18:59:59.999Z' });
  expect(await days(room, shelf)).toMatchObject({
    '2026-10-31': { sold: 1, net: -1 },
    '2026-11-01': { sold: 6, net: -6 },
  });
  const elsewhere = await stocked(room, 100, { timeZone: 'Pacific/Kiritimati' });
  expect(await record(elsewhere, 'sale', 1, { occurred_at: '2026-10-31T10:00:00Z' })).toMatchObject({
    day: '2026-11-01',
  });
  const west = await stocked(room, 100, { timeZone: 'America/Los_Angeles' });
  expect(await record(west, 'sale', 1, { occurred_at: '2026-10-31T06:59:00Z' })).toMatchObject({
    day: '2026-10-30',
  });
});

test('a day has 25 hours when the clocks go back in London, and 23 when they go forward', async () => {
  const shelf = await stocked(room, 100, { timeZone: 'Europe/London' });
  const dayOf = async (occurred_at: string) => (await record(shelf, 'sale', 1, { occurred_at })).day;
  expect(await dayOf('2026-10-24T22:59:59Z')).toBe('2026-10-24');
  expect(await dayOf('2026-10-24T23:00:00Z')).toBe('2026-10-25');
  expect(await dayOf('2026-10-25T00:59:59Z')).toBe('2026-10-25');
  expect(await dayOf('2026-10-25T23:59:59Z')).toBe('2026-10-25');
  expect(await dayOf('2026-10-26T00:00:00Z')).toBe('2026-10-26');
  expect(await dayOf('2026-03-28T23:59:59Z')).toBe('2026-03-28');
  expect(await dayOf('2026-03-29T00:00:00Z')).toBe('2026-03-29');
  expect(await dayOf('2026-03-29T22:59:59Z')).toBe('2026-03-29');
  expect(await dayOf('2026-03-29T23:00:00Z')).toBe('2026-03-30');
});

test('expected_quantity records only if stock is still that, and says what it is otherwise', async () => {
  const shelf = await stocked(room, 10);
  expect(await record(shelf, 'sale', 4, { expected_quantity: 10 })).toMatchObject({ on_hand: 6 });
  const answer = await post(shelf, 'sale', 1, { expected_quantity: 10 });
  expect(refused(answer)).toEqual([409, 'stock_changed']);
  expect(answer.body.details).toEqual([
    { field: 'quantity', message: 'Not what you expected: 6 on hand', code: 'stock_changed', on_hand: 6 },
  ]);
  expect(await onHand(shelf)).toBe(6);
  const never = beside(shelf, { warehouse: await newWarehouse(shelf.company) });
  expect((await post(never, 'receipt', 1, { expected_quantity: 1 })).body.details).toMatchObject([
    { on_hand: 0 },
  ]);
  expect(await record(never, 'receipt', 1, { expected_quantity: 0 })).toMatchObject({ on_hand: 1 });
});

test('of many who expect the same stock, one is right', async () => {
  const shelf = await stocked(room, 10);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => post(shelf, 'adjustment', 5, { expected_quantity: 10 })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'stock_changed')).toHaveLength(19);
  expect(await onHand(shelf)).toBe(15);
});

test('the same through tRPC: camelCase names, the refusal with its code and details', async () => {
  const { company, product: productId, warehouse: warehouseId } = await stocked(room, 10);
  const sale = { type: 'sale' as const, productId, warehouseId, quantity: 3 };
  const answer = await company.trpc.ledger.movement.record.mutate(sale);
  expect(answer).toMatchObject({ ...sale, change: -3, onHand: 7 });
  const tooMany = company.trpc.ledger.movement.record.mutate({ ...sale, quantity: 8 });
  await expect(tooMany).rejects.toMatchObject({
    data: { httpStatus: 409, fault: 'insufficient_stock', details: [{ field: 'quantity', onHand: 7 }] },
  });
});

test('a caller without a role that may write writes nothing', async () => {
  const shelf = await stocked(room, 10);
  const viewer = shelf.company.as(await shelf.company.keyFor('viewer'));
  expect(refused(await viewer('POST', '/movements', line(shelf, 'sale', 1)))).toEqual([403, 'forbidden']);
  expect((await viewer('GET', '/movements')).body.items).toHaveLength(1);
  const operator = shelf.company.as(await shelf.company.keyFor('operator'));
  expect(await operator('POST', '/movements', line(shelf, 'sale', 1))).toMatchObject({ status: 201 });
});

test('a new time zone counts from the next movement on', async () => {
  room.clock.now = Date.parse('2026-12-01T12:30:00Z');
  const company = await room.company({ timeZone: 'Europe/Berlin' });
  const product = await newProduct(company);
  const warehouse = await newWarehouse(company);
  const shelf = { company, product, warehouse };
  await record(shelf, 'receipt', 1);
  accepted(await company.rest('PATCH', '/company', { time_zone: 'Pacific/Auckland' }));
  await record(shelf, 'receipt', 2);
  const { rows } = await room.client.execute({
    sql: "select date(day * 86400, 'unixepoch') from movements where product_id = ? and warehouse_id = ? order by id",
    args: [product, warehouse],
  });
  expect(rows.map((row) => row[0])).toEqual(['2026-12-01', '2026-12-02']);
});
