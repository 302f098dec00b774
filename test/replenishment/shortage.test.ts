import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { accepted, DAY, iso, NOON, record, refused } from '../shelf.ts';
import { newWarehouse } from '../stock.ts';
import { cellOf, draft, get, newShop, openShortage, post, type Shop, sentOrder } from './ordering.ts';

const room = openRoom();
room.clock.now = NOON;

const act = ({ company }: Shop, id: number, verb: string, body: object = {}) =>
  company.rest('POST', `/shortages/${id}/${verb}`, body);

test('a shortage tells what is low, where, who delivers it, and what answers it', async () => {
  const shop = await newShop(room);
  const { company, tea, warehouse } = shop;
  await record({ company, product: tea, warehouse }, 'initial', 7);
  accepted(await company.rest('PATCH', `/inventory/${tea}/${warehouse}`, { low_stock_threshold: 10 }));
  const id = await openShortage(room, shop, tea);
  await room.client.batch(
    [
      `update inventory set velocity = 2.0 where product_id = ${tea}`,
      `insert into forecasts (company_id, product_id, warehouse_id, movement_id, computed_at, velocity, method, confidence, window_days,
          in_stock_days, plain_mean, reorder_point, order_up_to, suggested_raw, suggested_raised, suggested, incoming, lead_days, basis)
        values (${company.id}, ${tea}, ${warehouse}, 1, 0, 2, 'adaptive', 'medium', 30, 28.5, 2, 12, 40, 30, 30, 36, 0, 5, '{}')`,
    ],
    'write',
  );
  const order = await sentOrder(shop);
  const shortage = await get(company, `/shortages/${id}`);
  expect(shortage).toMatchObject({
    id,
    status: 'ordered',
    held_by: null,
    held_because: null,
    product_id: tea,
    product_name: 'Tea',
    sku: expect.any(String),
    warehouse_id: warehouse,
    warehouse_name: expect.any(String),
    supplier: { id: shop.supplier },
    on_hand: 7,
    threshold: 10,
    days_until_stockout: 3,
    velocity_per_day: 2,
    confidence: 'medium',
    opened_at: iso(NOON),
    opened_with: 3,
    orders: [{ id: order.id, number: 'PO-000001', status: 'sent', quantity: 24, expected_day: '2026-11-26' }],
  });
  expect((await get(company, '/shortages')).items).toEqual([shortage]);
});

test('a person takes a shortage over, puts it off, and gives it back; each is looked at anew', async () => {
  const shop = await newShop(room);
  const id = await openShortage(room, shop, shop.tea);
  const touched = async () => {
    const count = await cellOf(room, 'select count(*) from dirty where company_id = ?', shop.company.id);
    await room.client.execute({ sql: 'delete from dirty where company_id = ?', args: [shop.company.id] });
    return count;
  };
  await touched();
  expect(accepted(await act(shop, id, 'acknowledge', { note: 'Asked the grower' }))).toMatchObject({
    status: 'acknowledged',
    held_by: 'person',
    held_because: expect.stringContaining('person'),
    decided_by: expect.stringMatching(/^key:/),
    note: 'Asked the grower',
    confidence: null,
  });
  expect(await touched()).toBe(1);
  const until = iso(NOON + 90 * DAY);
  expect(accepted(await act(shop, id, 'snooze', { until }))).toMatchObject({
    status: 'snoozed',
    held_by: 'person',
    snoozed_until: until,
    note: null,
  });
  expect(await touched()).toBe(1);
  expect(accepted(await act(shop, id, 'reopen'))).toMatchObject({
    status: 'open',
    held_by: null,
    snoozed_until: null,
  });
  expect(await touched()).toBe(1);
});

test('a shortage given back while its order is under way is ordered', async () => {
  const shop = await newShop(room);
  const id = await openShortage(room, shop, shop.tea);
  const order = await sentOrder(shop);
  accepted(await act(shop, id, 'acknowledge'));
  expect(accepted(await act(shop, id, 'reopen')).status).toBe('ordered');
  accepted(await act(shop, id, 'acknowledge'));
  await post(shop.company, `/orders/${order.id}/cancel`);
  expect(await get(shop.company, `/shortages/${id}`)).toMatchObject({
    status: 'acknowledged',
    held_by: 'person',
  });
  expect(accepted(await act(shop, id, 'reopen')).status).toBe('open');
});

test('a draft that is cancelled leaves its shortage to a person', async () => {
  const shop = await newShop(room);
  const id = await openShortage(room, shop, shop.tea);
  const order = await draft(shop);
  await post(shop.company, `/orders/${order.id}/approve`);
  await post(shop.company, `/orders/${order.id}/cancel`);
  expect(await get(shop.company, `/shortages/${id}`)).toMatchObject({
    status: 'open',
    held_by: 'order_ended',
  });
});

test.each([
  ['now', NOON],
  ['before', NOON - DAY],
  ['later than 90 days', NOON + 90 * DAY + 1],
])('a shortage is not put off until %s', async (_, until) => {
  const shop = await newShop(room);
  const id = await openShortage(room, shop, shop.tea);
  expect(await act(shop, id, 'snooze', { until: iso(until) })).toMatchObject({
    status: 400,
    body: { code: 'invalid_input', details: [{ field: 'until' }] },
  });
  expect((await get(shop.company, `/shortages/${id}`)).status).toBe('open');
});

test('what is over does not change, and what is not there is not found', async () => {
  const shop = await newShop(room);
  const id = await openShortage(room, shop, shop.tea);
  await room.client.execute(
    `update shortages set status = 'resolved', resolved_at = 1, resolution = 'restocked' where id = ${id}`,
  );
  const before = await get(shop.company, `/shortages/${id}`);
  expect(before).toMatchObject({ status: 'resolved', resolution: 'restocked' });
  const bodies = { acknowledge: {}, snooze: { until: iso(NOON + DAY) }, reopen: {} };
  for (const [verb, body] of Object.entries(bodies)) {
    expect(refused(await act(shop, id, verb, body))).toEqual([409, 'shortage_is_resolved']);
    expect(refused(await act(shop, 987_654_321, verb, body))).toEqual([404, 'shortage_not_found']);
  }
  expect(await get(shop.company, `/shortages/${id}`)).toEqual(before);
});

test('the list holds what is unresolved, newest first, unless states are named', async () => {
  const shop = await newShop(room);
  const north = { ...shop, warehouse: await newWarehouse(shop.company) };
  const over = await openShortage(room, shop, shop.tea);
  await room.client.execute(
    `update shortages set status = 'resolved', resolved_at = 1, resolution = 'delivered' where id = ${over}`,
  );
  const [tea, cups] = [await openShortage(room, shop, shop.tea), await openShortage(room, shop, shop.cups)];
  const far = await openShortage(room, north, shop.tea);
  accepted(await act(shop, cups, 'acknowledge'));
  const ids = async (query: string) =>
    (await get(shop.company, `/shortages${query}`)).items.map(({ id }: { id: number }) => id);
  expect(await ids('')).toEqual([far, cups, tea]);
  expect(await ids('?status=resolved')).toEqual([over]);
  expect(await ids('?status=open')).toEqual([far, tea]);
  expect(await ids('?status=acknowledged&status=resolved')).toEqual([cups, over]);
  expect(await ids(`?product_id=${shop.tea}`)).toEqual([far, tea]);
  expect(await ids(`?warehouse_id=${north.warehouse}`)).toEqual([far]);
  const page = await get(shop.company, '/shortages?limit=2');
  expect(await ids(`?limit=2&cursor=${page.next_cursor}`)).toEqual([tea]);
});
