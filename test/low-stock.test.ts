import { expect, test } from 'vitest';
import { alertOf, ask, computed, lowShelf, lowStock } from './low-stock/low.ts';
import { type Company, type Json, openRoom } from './room.ts';
import { accepted, DAY, iso, NOON, record, refused } from './shelf.ts';
import { newWarehouse } from './stock.ts';

const room = openRoom();
room.clock.now = NOON;

const nineNames = [
  'product_id',
  'product_name',
  'sku',
  'warehouse_id',
  'warehouse_name',
  'current_stock',
  'threshold',
  'days_until_stockout',
  'supplier',
];
const addedNames = [
  'available',
  'reserved',
  'incoming_quantity',
  'next_arrival',
  'velocity_per_day',
  'in_stock_days',
  'confidence',
  'threshold_source',
  'suggested_quantity',
  'episode_status',
  'shortage',
  'lead_days',
  'days_until_stockout_early',
  'days_until_stockout_late',
  'can_order_in_time',
  'first_stockout',
];

test('an alert has the nine names of the contract, whatever else is added', async () => {
  const company = await room.company();
  const supplier = accepted(
    await company.rest('POST', '/suppliers', { name: 'Leaf & Co', contact_email: 'orders@leaf.example' }),
  );
  const fields = { name: 'Green tea', sku: 'GT-1', supplier_id: supplier.id };
  const shelf = await lowShelf(room, company, { left: 8, sold: 60, fields });
  await computed(room, company);
  const { alerts, total_alerts, ...added } = await lowStock(company);
  expect(total_alerts).toBe(1);
  expect(alerts).toEqual([
    expect.objectContaining({
      product_id: shelf.product,
      product_name: 'Green tea',
      sku: 'GT-1',
      warehouse_id: shelf.warehouse,
      warehouse_name: expect.stringMatching(/^Warehouse/),
      current_stock: 8,
      threshold: 10,
      days_until_stockout: 4,
      supplier: { id: supplier.id, name: 'Leaf & Co', contact_email: 'orders@leaf.example' },
    }),
  ]);
  const names = Object.keys(alerts[0]);
  expect(names.slice(0, 9)).toEqual(nineNames);
  expect(addedNames).toEqual(expect.arrayContaining(names.slice(9)));
  expect(alerts[0]).toMatchObject({ velocity_per_day: 2, threshold_source: 'product' });
  expect(added).toEqual({
    generated_at: iso(NOON),
    velocity_computed_at: iso(NOON),
    window_days: 30,
    next_cursor: null,
  });
});

test('nothing low is an empty list, not an error', async () => {
  const company = await room.company();
  expect(await lowStock(company)).toMatchObject({ alerts: [], total_alerts: 0, next_cursor: null });
});

/** Ties in days, then in gap, then in product. */
async function shelves(): Promise<{ company: Company; expected: number[][] }> {
  const company = await room.company();
  const warehouse = await newWarehouse(company);
  const other = await newWarehouse(company);
  const low = (left: number, sold: number, threshold: number, at = warehouse) =>
    lowShelf(room, company, { left, sold, warehouse: at, fields: { low_stock_threshold: threshold } });
  const late = await low(10, 10, 10);
  const small = await low(5, 30, 6);
  const large = await low(5, 30, 20);
  const twin = await low(5, 30, 20);
  const out = await low(0, 30, 5);
  const second = { ...twin, warehouse: other };
  await record(second, 'receipt', 35, { occurred_at: iso(NOON - 400 * DAY) });
  await record(second, 'sale', 30, { occurred_at: iso(NOON - DAY) });
  await computed(room, company);
  const expected = [out, large, twin, second, small, late].map(({ product, warehouse }) => [
    product,
    warehouse,
  ]);
  return { company, expected };
}

const placesOf = (alerts: Json[]) => alerts.map(({ product_id, warehouse_id }) => [product_id, warehouse_id]);

test('the order is days left, then the largest gap, then product and warehouse', async () => {
  const { company, expected } = await shelves();
  const { alerts } = await lowStock(company);
  expect(placesOf(alerts)).toEqual(expected);
  expect(alerts.map((alert: Json) => alert.days_until_stockout)).toEqual([0, 5, 5, 5, 5, 30]);
  expect(alerts.map((alert: Json) => alert.current_stock - alert.threshold)).toEqual([
    -5, -15, -15, -15, -1, 0,
  ]);
  expect(placesOf((await lowStock(company, '?window_days=30')).alerts)).toEqual(expected);
});

test('pages make up the whole, each with the total of all', async () => {
  const { company, expected } = await shelves();
  for (const window of ['', '&window_days=45'])
    for (const limit of [1, 2, 4, 5, 6, 7]) {
      const places = [];
      let pages = 0;
      for (let cursor = ''; cursor !== 'null'; pages++) {
        const page = await lowStock(company, `?limit=${limit}${window}${cursor && `&cursor=${cursor}`}`);
        expect(page.total_alerts).toBe(6);
        expect(page.alerts.length).toBeLessThanOrEqual(limit);
        places.push(...placesOf(page.alerts));
        cursor = String(page.next_cursor);
      }
      expect(places).toEqual(expected);
      expect(pages).toBe(Math.ceil(6 / limit));
    }
});

test('an alert that goes away between two pages takes no other with it', async () => {
  const { company, expected } = await shelves();
  const first = await lowStock(company, '?limit=2');
  const [product = 0, warehouse = 0] = expected[1] ?? [];
  await record({ company, product, warehouse }, 'receipt', 100);
  const second = await lowStock(company, `?cursor=${first.next_cursor}`);
  expect(placesOf([...first.alerts, ...second.alerts])).toEqual(expected);
  expect(second.total_alerts).toBe(5);
});

test('one warehouse alone, counted alone', async () => {
  const { company, expected } = await shelves();
  const [, , , [product, other] = []] = expected;
  const { alerts, total_alerts } = await lowStock(company, `?warehouse_id=${other}`);
  expect([placesOf(alerts), total_alerts]).toEqual([[[product, other]], 1]);
  const stranger = await room.company();
  const theirs = await newWarehouse(stranger);
  expect(await lowStock(company, `?warehouse_id=${theirs}`)).toMatchObject({ alerts: [], total_alerts: 0 });
});

test('a query that cannot be meant is refused with 400, and the parameter is named', async () => {
  const { company } = await shelves();
  const wrong: [query: string, field: string][] = [
    ['?limit=0', 'limit'],
    ['?limit=1001', 'limit'],
    ['?limit=ten', 'limit'],
    ['?limit=1.5', 'limit'],
    ['?limit=', 'limit'],
    ['?limit=1&limit=2', 'limit'],
    ['?window_days=0', 'window_days'],
    ['?window_days=366', 'window_days'],
    ['?window_days=-7', 'window_days'],
    ['?window_days=month', 'window_days'],
    ['?warehouse_id=0', 'warehouse_id'],
    ['?warehouse_id=north', 'warehouse_id'],
    ['?cursor=next', 'cursor'],
    ['?cursor=1.2.3', 'cursor'],
    ['?days=30', 'days'],
    ['?windowDays=30', 'window_days'],
  ];
  for (const [query, field] of wrong) {
    const answer = await ask(company, query);
    expect([query, ...refused(answer)]).toEqual([query, 400, 'invalid_input']);
    expect(answer.body.details).toHaveLength(1);
    expect(answer.body.details[0].field, query).toContain(field);
  }
  for (const query of ['?limit=1', '?limit=1000', '?window_days=1', '?window_days=365'])
    expect((await ask(company, query)).status, query).toBe(200);
});

test('an unknown company, another one and what is no id are one and the same 404', async () => {
  const company = await room.company();
  const stranger = await room.company();
  const ids = [
    stranger.id,
    999_999_999,
    0,
    -1,
    'abc',
    '1.5',
    '1e3',
    '99999999999999999999',
    '%20',
    `${company.id}x`,
  ];
  const bodies = [];
  for (const id of ids) {
    const answer = await company.rest('GET', `/companies/${id}/alerts/low-stock`);
    expect([id, ...refused(answer)]).toEqual([id, 404, 'company_not_found']);
    bodies.push(JSON.stringify({ ...answer.body, request_id: '' }));
  }
  expect(new Set(bodies).size).toBe(1);
  expect((await company.rest('GET', '/companies/abc/alerts/low-stock?limit=x')).status).toBe(404);
});

test('without a credential there is no answer', async () => {
  const company = await room.company();
  const path = `/api/companies/${company.id}/alerts/low-stock`;
  const headers: Record<string, string>[] = [
    {},
    { authorization: 'Bearer ' },
    { authorization: `Basic ${company.key}` },
    { authorization: `Bearer ${company.key.slice(0, -1)}0x` },
  ];
  for (const each of headers) {
    const answer = await room.fetch(path, { headers: each });
    expect([answer.status, (await answer.json()).code]).toEqual([401, 'unauthenticated']);
  }
  expect((await room.fetch('/api/companies/abc/alerts/low-stock')).status).toBe(401);
});

test('every role may read it, through tRPC as well', async () => {
  const { company } = await shelves();
  for (const role of ['viewer', 'operator', 'owner'] as const) {
    const rest = company.as(await company.keyFor(role));
    expect((await rest('GET', `/companies/${company.id}/alerts/low-stock`)).body.total_alerts).toBe(6);
  }
  const typed = await company.trpc.replenishment.lowStock.query({ companyId: company.id, limit: 2 });
  const { alerts, next_cursor } = await lowStock(company, '?limit=2');
  expect(typed.alerts.map(({ productId }) => productId)).toEqual(
    alerts.map((alert: Json) => alert.product_id),
  );
  expect(typed.nextCursor).toBe(next_cursor);
  const foreign = company.trpc.replenishment.lowStock.query({ companyId: company.id + 1 });
  await expect(foreign).rejects.toMatchObject({ data: { httpStatus: 404, fault: 'company_not_found' } });
});

test('a sale shows at once, and so does what ends the shortage', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 11, sold: 30 });
  await computed(room, company);
  expect(await alertOf(shelf)).toBeUndefined();
  await record(shelf, 'sale', 1);
  expect(await alertOf(shelf)).toMatchObject({ current_stock: 10, threshold: 10, days_until_stockout: 10 });
  await record(shelf, 'sale', 7);
  expect(await alertOf(shelf)).toMatchObject({ current_stock: 3, days_until_stockout: 3 });
  await record(shelf, 'receipt', 8);
  expect(await alertOf(shelf)).toBeUndefined();
});
