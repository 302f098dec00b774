import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { accepted, NOON, refused } from '../shelf.ts';
import {
  cellOf,
  draft,
  get,
  newShop,
  newSupplier,
  openShortage,
  type Shop,
  suggestedDraft,
} from './ordering.ts';

const room = openRoom();
room.clock.now = NOON;
const NOBODY = 987_654_321;

const act = ({ company }: Shop, id: number, verb: string, body: object = {}) =>
  company.rest('POST', `/orders/${id}/${verb}`, body);

const isMovedOn = (status: string) => ({
  status: 409,
  body: {
    code: 'order_moved_on',
    details: [{ field: 'status', message: `is ${status}`, code: 'order_moved_on' }],
  },
});

test('a draft takes price, pack and code from the terms, and counts its number in its company', async () => {
  const shop = await newShop(room);
  const answer = await shop.company.rest('POST', '/orders', {
    supplier_id: shop.supplier,
    warehouse_id: shop.warehouse,
    lines: [
      { product_id: shop.tea, quantity: 24 },
      { product_id: shop.cups, quantity: 6, unit_cost: '1.05' },
    ],
    note: 'Please ring first',
  });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('location')).toBe(`/api/orders/${answer.body.id}`);
  expect(answer.body).toMatchObject({
    number: 'PO-000001',
    status: 'draft',
    origin: 'manual',
    held_by: null,
    supplier: { id: shop.supplier, contact_email: 'orders@leaf.example' },
    warehouse: { id: shop.warehouse },
    line_count: 2,
    total_cost: '83.10',
    note: 'Please ring first',
    expected_day: null,
    is_overdue: false,
    days_late: 0,
    receipts: [],
    letter: null,
  });
  expect(answer.body.lines).toMatchObject([
    {
      product_id: shop.tea,
      quantity: 24,
      suggested: null,
      is_chosen: true,
      reason: null,
      pack_size: 12,
      unit_cost: '3.20',
      supplier_code: 'LT-1',
      received: 0,
      outstanding: 0,
    },
    { product_id: shop.cups, quantity: 6, pack_size: 1, unit_cost: '1.05', supplier_code: null },
  ]);
  expect(await get(shop.company, `/orders/${answer.body.id}`)).toEqual(answer.body);
  const second = await draft({ ...shop, supplier: await newSupplier(shop.company) });
  expect(second).toMatchObject({ number: 'PO-000002', total_cost: null });
  expect((await draft(await newShop(room))).number).toBe('PO-000001');
});

test('a supplier has one draft per warehouse; a second is refused with the id of the first', async () => {
  const shop = await newShop(room);
  const first = await draft(shop);
  const lines = [{ product_id: shop.tea, quantity: 1 }];
  const order = { supplier_id: shop.supplier, warehouse_id: shop.warehouse, lines };
  const second = await shop.company.rest('POST', '/orders', order);
  expect(second).toMatchObject({
    status: 409,
    body: { code: 'duplicate_draft', details: [{ field: 'supplier_id', order_id: first.id }] },
  });
  accepted(await act(shop, first.id, 'approve'));
  expect((await shop.company.rest('POST', '/orders', order)).status).toBe(201);
});

test('a draft names what there is, once', async () => {
  const shop = await newShop(room);
  const order = { supplier_id: shop.supplier, warehouse_id: shop.warehouse };
  const lines = [{ product_id: shop.tea, quantity: 1 }];
  const refusals: [body: object, status: number, code: string][] = [
    [{ ...order, lines, supplier_id: NOBODY }, 404, 'supplier_not_found'],
    [{ ...order, lines, warehouse_id: NOBODY }, 404, 'warehouse_not_found'],
    [{ ...order, lines: [{ product_id: NOBODY, quantity: 1 }] }, 404, 'product_not_found'],
    [{ ...order, lines: [...lines, ...lines] }, 400, 'invalid_input'],
    [{ ...order, lines: [] }, 400, 'invalid_input'],
    [{ ...order, lines: [{ product_id: shop.tea, quantity: 0 }] }, 400, 'invalid_input'],
  ];
  for (const [body, status, code] of refusals)
    expect(refused(await shop.company.rest('POST', '/orders', body))).toEqual([status, code]);
  expect((await get(shop.company, '/orders')).items).toEqual([]);
});

test('the lines of a draft are what was put; a line that stays as it was stays suggested', async () => {
  const shop = await newShop(room);
  const id = await suggestedDraft(room, shop, [
    { product: shop.tea, shortage: null, quantity: 24 },
    { product: shop.cups, shortage: null, quantity: 6 },
  ]);
  const put = async (...lines: object[]) =>
    accepted(await shop.company.rest('PUT', `/orders/${id}/lines`, { lines }));
  const changed = await put({ product_id: shop.tea, quantity: 24 }, { product_id: shop.cups, quantity: 8 });
  expect(changed).toMatchObject({
    held_by: 'review',
    lines: [
      { quantity: 24, suggested: 24, is_chosen: false, reason: { units_per_day: 2 }, unit_cost: '3.20' },
      { quantity: 8, suggested: 6, is_chosen: true, reason: { units_per_day: 2 } },
    ],
  });
  const revision = () => cellOf(room, 'select revision from orders where id = ?', id);
  const before = Number(await revision());
  const priced = await put(
    { product_id: shop.tea, quantity: 24, unit_cost: '3.00' },
    { product_id: shop.cups, quantity: 0 },
  );
  expect(priced.lines).toMatchObject([{ quantity: 24, is_chosen: true, unit_cost: '3.00' }]);
  expect(Number(await revision())).toBeGreaterThan(before);
  expect((await put()).lines).toEqual([]);
});

test('a suggestion that is struck out is not suggested again: its shortage is a person’s', async () => {
  const shop = await newShop(room);
  const [tea, cups] = [await openShortage(room, shop, shop.tea), await openShortage(room, shop, shop.cups)];
  const id = await suggestedDraft(room, shop, [
    { product: shop.tea, shortage: tea, quantity: 24 },
    { product: shop.cups, shortage: cups, quantity: 6 },
  ]);
  await room.client.execute('delete from dirty');
  const lines = [{ product_id: shop.tea, quantity: 24 }];
  accepted(await shop.company.rest('PUT', `/orders/${id}/lines`, { lines }));
  expect(await get(shop.company, `/shortages/${cups}`)).toMatchObject({
    status: 'acknowledged',
    held_by: 'person',
    decided_by: expect.stringMatching(/^key:/),
  });
  expect((await get(shop.company, `/shortages/${tea}`)).status).toBe('open');
  expect(await cellOf(room, 'select product_id from dirty')).toBe(shop.cups);
});

test('only a draft takes lines, and only its note keeps an automatic one from leaving', async () => {
  const shop = await newShop(room);
  const id = await suggestedDraft(room, shop, [{ product: shop.tea, shortage: null, quantity: 24 }]);
  const patch = (body: object) => shop.company.rest('PATCH', `/orders/${id}`, body);
  expect(accepted(await patch({ reference: 'A-7' })).held_by).toBeNull();
  expect(accepted(await patch({ note: 'Leave it at the back door' }))).toMatchObject({
    held_by: 'review',
    reference: 'A-7',
  });
  expect(await patch({ expected_day: '2026-12-01' })).toMatchObject(isMovedOn('draft'));
  accepted(await act(shop, id, 'approve'));
  const lines = [{ product_id: shop.tea, quantity: 1 }];
  expect(await shop.company.rest('PUT', `/orders/${id}/lines`, { lines })).toMatchObject(
    isMovedOn('approved'),
  );
  expect((await get(shop.company, `/orders/${id}`)).lines[0].quantity).toBe(24);
});
