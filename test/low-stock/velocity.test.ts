import { expect, test } from 'vitest';
import { type Json, openRoom } from '../room.ts';
import { accepted, beside, DAY, iso, NOON, record } from '../shelf.ts';
import { newWarehouse, type Stocked } from '../stock.ts';
import { alertOf, computed, lowShelf, lowStock } from './low.ts';

const room = openRoom();
room.clock.now = NOON;

const ago = (days: number) => ({ occurred_at: iso(NOON - days * DAY) });

const velocityOf = async ({ company, product, warehouse }: Stocked): Promise<Json> =>
  accepted(await company.rest('GET', `/inventory/${product}/${warehouse}`)).velocity_per_day;

test('60 sold in 30 days in stock is 2 a day: the last complete local days count, today does not', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 1000, sold: 0 });
  for (const [days, quantity] of [
    [0, 500],
    [1, 20],
    [15, 25],
    [30, 15],
    [31, 100],
  ] as const)
    await record(shelf, 'sale', quantity, ago(days));
  await record(shelf, 'receipt', 500);
  await computed(room, company);
  expect(await velocityOf(shelf)).toBe(2);
  const { body } = await company.rest('GET', `/inventory/${shelf.product}/${shelf.warehouse}`);
  expect(body.velocity_computed_at).toBe(iso(NOON));
});

test('a sale before midnight counts tomorrow, where the company’s midnight is', async () => {
  const timeZone = 'Asia/Kolkata';
  const company = await room.company({ timeZone });
  const shelf = await lowShelf(room, company, { left: 100, sold: 0 });
  room.clock.now = Date.parse('2026-11-01T00:30:00+05:30');
  await record(shelf, 'sale', 30, { occurred_at: '2026-10-31T18:00:00Z' });
  await record(shelf, 'sale', 60, { occurred_at: '2026-10-31T18:45:00Z' });
  await computed(room, company, timeZone);
  expect(await velocityOf(shelf), 'the 31st is complete, the 1st has begun').toBe(1);
  room.clock.now = Date.parse('2026-11-02T00:00:00+05:30');
  await computed(room, company, timeZone);
  expect(await velocityOf(shelf)).toBe(3);
  room.clock.now = NOON;
});

test('transfers, counts, scrap, receipts and corrections are no demand; bundles are', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 500, sold: 30 });
  const shop = beside(shelf, { warehouse: await newWarehouse(company) });
  for (const [type, quantity] of [
    ['scrap', 40],
    ['receipt', 50],
    ['adjustment', -60],
    ['initial', 5],
  ] as const)
    await record(shelf, type, quantity, ago(2));
  const route = { from_warehouse_id: shelf.warehouse, to_warehouse_id: shop.warehouse, ...ago(2) };
  const lines = [{ product_id: shelf.product, quantity: 40 }];
  const { id } = accepted(await company.rest('POST', '/transfers', { ...route, lines }));
  accepted(await company.rest('POST', `/transfers/${id}/receive`, ago(1)));
  for (const { warehouse } of [shelf, shop]) {
    const counted = [{ product_id: shelf.product, counted: 35 }];
    accepted(await company.rest('POST', '/counts', { warehouse_id: warehouse, lines: counted, ...ago(1) }));
  }
  await computed(room, company);
  expect([await velocityOf(shelf), await velocityOf(shop)]).toEqual([1, 0]);
});

test('returns and reversals lower it on the day of the sale, never below nothing', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 100, sold: 0 });
  const recent = await record(shelf, 'sale', 30, ago(5));
  const old = await record(shelf, 'sale', 50, ago(40));
  await record(shelf, 'return', 50, { sale_id: old.id });
  await computed(room, company);
  expect(await velocityOf(shelf), 'what comes back of an old sale is not taken off the window').toBe(1);
  await record(shelf, 'return', 15, { sale_id: recent.id });
  await computed(room, company);
  expect(await velocityOf(shelf)).toBe(0.5);
  await record(shelf, 'return', 80, ago(1));
  await computed(room, company);
  expect(await velocityOf(shelf)).toBe(0);
});

test('it is of the product in the warehouse, not of the product', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 10, sold: 30 });
  const shop = beside(shelf, { warehouse: await newWarehouse(company) });
  await record(shop, 'receipt', 190, ago(400));
  await record(shop, 'sale', 180, ago(3));
  await computed(room, company);
  expect([await velocityOf(shelf), await velocityOf(shop)]).toEqual([1, 6]);
  expect(await alertOf(shelf)).toMatchObject({ days_until_stockout: 10 });
  expect(await alertOf(shop)).toMatchObject({ days_until_stockout: 1 });
});

test('a window that is asked for is computed on the spot, and leaves the stored one alone', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 10, sold: 30 });
  await computed(room, company);
  await record(shelf, 'receipt', 60);
  await record(shelf, 'sale', 60, ago(40));
  room.clock.now += 3_600_000;
  const stored = await lowStock(company);
  expect(stored).toMatchObject({ window_days: 30, velocity_computed_at: iso(NOON) });
  expect(stored.alerts).toMatchObject([{ velocity_per_day: 1, days_until_stockout: 10 }]);
  const asked: [days: number, velocity: number, left: number][] = [
    [1, 30, 0],
    [10, 3, 3],
    [39, 30 / 39, 13],
    [40, 90 / 40, 4],
    [365, 90 / 365, 40],
  ];
  for (const [window_days, velocity_per_day, days_until_stockout] of asked) {
    const { alerts, ...rest } = await lowStock(company, `?window_days=${window_days}`);
    expect(alerts).toMatchObject([
      { velocity_per_day: expect.closeTo(velocity_per_day, 12), days_until_stockout },
    ]);
    expect(rest).toMatchObject({ window_days, velocity_computed_at: iso(room.clock.now), total_alerts: 1 });
  }
  expect((await lowStock(company)).alerts).toEqual(stored.alerts);
  room.clock.now = NOON;
});

test('a window in which nothing was sold lists nothing', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 10, sold: 30, daysAgo: 8 });
  await computed(room, company);
  expect(await alertOf(shelf, '?window_days=7')).toBeUndefined();
  expect(await alertOf(shelf, '?window_days=8')).toBeDefined();
});

test('the stored window is the company’s own', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 10, sold: 30, daysAgo: 8 });
  accepted(await company.rest('PATCH', '/company', { window_days: 60 }));
  await computed(room, company);
  expect(await alertOf(shelf)).toMatchObject({ velocity_per_day: 0.5, days_until_stockout: 20 });
  expect((await lowStock(company)).window_days).toBe(60);
});

test('days are whole days, rounded down and only where something is left over', async () => {
  const company = await room.company();
  const cases: [left: number, sold: number, days: number][] = [
    [20, 60, 10],
    [7, 60, 3],
    [1, 60, 0],
    [23, 23, 30],
    [46, 23, 60],
    [92, 23, 120],
    [91, 23, 118],
    [35, 70, 15],
    [49, 49, 30],
  ];
  const shelves = [];
  for (const [left, sold] of cases)
    shelves.push(await lowShelf(room, company, { left, sold, fields: { low_stock_threshold: 100 } }));
  await computed(room, company);
  for (const query of ['', '?window_days=30'])
    for (const [index, shelf] of shelves.entries()) {
      const [left, sold, days] = cases[index] ?? [];
      const { days_until_stockout } = await alertOf(shelf, query);
      expect({ query, left, sold, days: days_until_stockout }).toEqual({ query, left, sold, days });
    }
});

test('what is sold out has 0 days left, and stays listed for 180 days without a sale', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 60, sold: 30, daysAgo: 10 });
  await record(shelf, 'sale', 60);
  for (const [later, listed] of [
    [1, true],
    [45, true],
    [180, true],
    [181, false],
  ] as const) {
    room.clock.now = NOON + later * DAY;
    await computed(room, company);
    for (const query of ['', '?window_days=30']) {
      const found = await alertOf(shelf, query);
      if (listed) {
        expect(found, `${later}`).toMatchObject({ days_until_stockout: 0 });
        if (query) expect(found.velocity_per_day, `${later}`).toBe(3);
      } else expect(found, `${later}`).toBeUndefined();
    }
  }
  room.clock.now = NOON;
});

test('what sold nothing in the window before it ran out is not listed', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 5, sold: 30, daysAgo: 60 });
  await record(shelf, 'scrap', 5);
  room.clock.now += 2 * DAY;
  await computed(room, company);
  expect(await alertOf(shelf)).toBeUndefined();
  room.clock.now = NOON;
});

test('a late sale that empties the shelf does not move the stockout back before later sales', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 10, sold: 60, daysAgo: 2 });
  await record(shelf, 'sale', 10, ago(200));
  room.clock.now += DAY;
  await computed(room, company);
  expect(await alertOf(shelf)).toMatchObject({
    current_stock: 0,
    days_until_stockout: 0,
  });
  room.clock.now = NOON;
});
