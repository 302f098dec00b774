import { expect, test } from 'vitest';
import { rebuild } from '../../db/ledger/rebuild.ts';
import { verify } from '../../db/ledger/verify.ts';
import { scopeTo } from '../../db/scope.ts';
import { openRoom } from '../room.ts';
import { accepted, DAY, history, iso, NOON, refused } from '../shelf.ts';
import { newProduct } from '../stock.ts';
import {
  cellOf,
  draft,
  get,
  newShop,
  newSupplier,
  openShortage,
  post,
  type Shop,
  sentOrder,
} from './ordering.ts';

const room = openRoom();
room.clock.now = NOON;

const receive = ({ company }: Shop, id: number, body: object = {}, headers = {}) =>
  company.rest('POST', `/orders/${id}/receipts`, body, headers);

const onShelf = async ({ company, warehouse }: Shop, product: number): Promise<number> => {
  const { status, body } = await company.rest('GET', `/inventory/${product}/${warehouse}`);
  return status === 404 ? 0 : body.on_hand;
};

test('goods come in as movements of the ledger that cite the receipt, and the order follows', async () => {
  const shop = await newShop(room);
  const { id, number } = await sentOrder(shop);
  const first = await receive(shop, id, {
    lines: [{ product_id: shop.tea, quantity: 10 }],
    reference: 'delivery note 7',
    reason: 'First van',
  });
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({
    status: 'partly_received',
    measured_lead_days: 0,
    closed_at: null,
    lines: [
      { product_id: shop.tea, received: 10, outstanding: 14 },
      { product_id: shop.cups, received: 0, outstanding: 6 },
    ],
    receipts: [{ order_id: id, reference: 'delivery note 7', reason: 'First van', day: '2026-11-21' }],
  });
  const rest = accepted(await receive(shop, id));
  expect(rest).toMatchObject({
    status: 'received',
    closed_at: iso(NOON),
    lines: [
      { received: 24, outstanding: 0 },
      { received: 6, outstanding: 0 },
    ],
  });
  expect([await onShelf(shop, shop.tea), await onShelf(shop, shop.cups)]).toEqual([24, 6]);
  const [one, two] = rest.receipts;
  const moved = await history(shop.company);
  expect(
    moved.map(({ type, quantity, reference, receipt_id }) => [type, quantity, reference, receipt_id]),
  ).toEqual([
    ['receipt', 6, number, two.id],
    ['receipt', 14, number, two.id],
    ['receipt', 10, 'delivery note 7', one.id],
  ]);
  expect(await history(shop.company, `&receipt_id=${one.id}`)).toMatchObject([
    { id: one.lines[0].movement_id },
  ]);
  expect(await get(shop.company, `/receipts/${one.id}`)).toEqual(one);
});

test('more than is outstanding is refused line by line, and nothing of it comes in', async () => {
  const shop = await newShop(room);
  const { id } = await sentOrder(shop);
  accepted(await receive(shop, id, { lines: [{ product_id: shop.tea, quantity: 20 }] }));
  const lines = [
    { product_id: shop.cups, quantity: 6 },
    { product_id: shop.tea, quantity: 5 },
  ];
  expect(await receive(shop, id, { lines })).toMatchObject({
    status: 409,
    body: {
      code: 'order_over_received',
      details: [
        { field: 'lines.1.quantity', message: 'More than is outstanding: 4', code: 'order_over_received' },
      ],
    },
  });
  expect([await onShelf(shop, shop.tea), await onShelf(shop, shop.cups)]).toEqual([20, 0]);
  const kept = accepted(await receive(shop, id, { lines, allows_surplus: true }));
  expect(kept).toMatchObject({
    status: 'received',
    lines: [
      { quantity: 24, received: 25, outstanding: 0 },
      { quantity: 6, received: 6 },
    ],
    receipts: [{ allows_surplus: false }, { allows_surplus: true }],
  });
});

test('a receipt brings what was ordered, each product once', async () => {
  const shop = await newShop(room);
  const { id } = await sentOrder(shop);
  const stranger = await newProduct(shop.company);
  const tea = { product_id: shop.tea, quantity: 1 };
  expect(await receive(shop, id, { lines: [tea, { product_id: stranger, quantity: 1 }] })).toMatchObject({
    status: 404,
    body: { code: 'product_not_found', details: [{ field: 'lines.1.product_id' }] },
  });
  expect(refused(await receive(shop, id, { lines: [tea, tea] }))).toEqual([400, 'invalid_input']);
  expect(refused(await receive(shop, id, { lines: [] }))).toEqual([400, 'invalid_input']);
  expect(await history(shop.company)).toEqual([]);
});

test.each(['draft', 'cancelled'])('a %s order receives nothing', async (status) => {
  const shop = await newShop(room);
  const { id } = await draft(shop);
  if (status === 'cancelled') await post(shop.company, `/orders/${id}/cancel`);
  expect(await receive(shop, id)).toMatchObject({
    status: 409,
    body: { code: 'order_moved_on', details: [{ field: 'status', message: `is ${status}` }] },
  });
  expect(await history(shop.company)).toEqual([]);
});

test('the same Idempotency-Key brings the goods once', async () => {
  const shop = await newShop(room);
  const { id } = await sentOrder(shop);
  const key = { 'idempotency-key': 'the-van-of-this-morning' };
  const body = { lines: [{ product_id: shop.tea, quantity: 10 }] };
  const [first, again] = [await receive(shop, id, body, key), await receive(shop, id, body, key)];
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await onShelf(shop, shop.tea)).toBe(10);
});

test('of two receipts at once of the last goods one is refused', async () => {
  const shop = await newShop(room);
  const { id } = await sentOrder(shop);
  const body = { lines: [{ product_id: shop.tea, quantity: 24 }] };
  const answers = await Promise.all([receive(shop, id, body), receive(shop, id, body)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  expect(await onShelf(shop, shop.tea)).toBe(24);
});

test('a receipt taken back is outstanding again, and its lead time was none', async () => {
  const shop = await newShop(room);
  const { id } = await sentOrder(shop);
  const { receipts } = accepted(await receive(shop, id));
  const [tea, cups] = receipts[0].lines;
  await post(shop.company, `/movements/${tea.movement_id}/reverse`, { reason: 'Wrong order' });
  expect(await get(shop.company, `/orders/${id}`)).toMatchObject({
    status: 'partly_received',
    closed_at: null,
    measured_lead_days: 0,
    lines: [
      { received: 0, outstanding: 24 },
      { received: 6, outstanding: 0 },
    ],
    receipts: [{ lines: [{ is_reversed: true }, { is_reversed: false }] }],
  });
  await post(shop.company, `/movements/${cups.movement_id}/reverse`);
  expect(await get(shop.company, `/orders/${id}`)).toMatchObject({
    status: 'sent',
    measured_lead_days: null,
  });
  const again = await shop.company.rest('POST', `/movements/${tea.movement_id}/reverse`);
  expect(refused(again)).toEqual([409, 'already_reversed']);
  expect(accepted(await receive(shop, id)).status).toBe('received');
});

test('when its order is received, a shortage is open for the next look', async () => {
  const shop = await newShop(room);
  const shortage = await openShortage(room, shop, shop.tea);
  const { id } = await sentOrder(shop);
  accepted(await receive(shop, id, { lines: [{ product_id: shop.tea, quantity: 24 }] }));
  expect((await get(shop.company, `/shortages/${shortage}`)).status).toBe('ordered');
  accepted(await receive(shop, id));
  expect(await get(shop.company, `/shortages/${shortage}`)).toMatchObject({
    status: 'open',
    held_by: null,
    orders: [{ id, number: 'PO-000001', status: 'received', quantity: 24, received: 24 }],
  });
});

test('how long a supplier takes is the median of the last ten orders', async () => {
  const late = openRoom();
  late.clock.now = NOON;
  const shop = await newShop(late);
  const measured = async () => (await get(shop.company, `/suppliers/${shop.supplier}`)).measured_lead_days;
  const deliver = async (days: number) => {
    const { id } = await sentOrder(shop);
    late.clock.now += days * DAY;
    accepted(await receive(shop, id));
  };
  expect(await measured()).toBeNull();
  await deliver(90);
  expect(await measured()).toBe(90);
  await deliver(4);
  expect(await measured()).toBe(47);
  for (const days of [1, 2, 3, 5, 6, 7, 8, 9]) await deliver(days);
  expect(await measured()).toBe(5.5);
  await deliver(4);
  expect(await measured()).toBe(4.5);
  const { items } = await get(shop.company, '/suppliers');
  expect(items).toMatchObject([{ measured_lead_days: 4.5 }]);
  const fresh = await newSupplier(shop.company);
  expect((await get(shop.company, `/suppliers/${fresh}`)).measured_lead_days).toBeNull();
});

test('a false figure of what was received is found and put right', async () => {
  const own = openRoom();
  const shop = await newShop(own);
  const { id } = await sentOrder(shop);
  accepted(await receive(shop, id, { lines: [{ product_id: shop.tea, quantity: 10 }] }));
  const caller = { company: shop.company.id, timeZone: 'UTC', actor: 'test' };
  const scope = scopeTo(own.database, caller, own.clock.now);
  expect(await Array.fromAsync(verify(scope))).toEqual([]);
  const falsify = `update order_lines set received = received + 1 where order_id = ${id}`;
  await expect(own.client.execute(falsify)).rejects.toThrow('stock_changes_only_through_movements');
  await own.client.executeMultiple(`drop trigger received_follows_movements; ${falsify}`);
  expect(await Array.fromAsync(verify(scope))).toEqual([
    {
      figure: 'received',
      productId: shop.tea,
      warehouseId: shop.warehouse,
      at: id,
      stored: 11,
      expected: 10,
    },
    { figure: 'received', productId: shop.cups, warehouseId: shop.warehouse, at: id, stored: 1, expected: 0 },
  ]);
  await Array.fromAsync(rebuild(scope));
  expect(await Array.fromAsync(verify(scope))).toEqual([]);
  expect(await cellOf(own, 'select sum(received) from order_lines where order_id = ?', id)).toBe(10);
});
