import { expect, test } from 'vitest';
import { scopeOf } from '../../db/company/company.ts';
import { rebuild } from '../../db/ledger/rebuild.ts';
import { verify } from '../../db/ledger/verify.ts';
import { sweep } from '../../db/replenishment/sweep.ts';
import { lowStock } from '../low-stock/low.ts';
import { type Json, openRoom } from '../room.ts';
import { accepted, DAY, NOON } from '../shelf.ts';
import type { Stocked } from '../stock.ts';
import { planOf } from '../watched.ts';
import { episodesOf, moved, ordersOf, rowsOf, sellingShelf, suppliedShelf, workOn } from './bench.ts';

/** Nobody set a threshold; 4 a day, lead 7, review 7 and 7 days of safety make a reorder point of 84. */

const room = openRoom();
room.clock.now = NOON;

const reorderPointStandsIn = async ({ company }: Stocked, isOn: boolean): Promise<void> => {
  accepted(await company.rest('PATCH', '/company', { reorder_point_stands_in: isOn }));
};

const planned = ({ company }: Stocked, change: string) =>
  room.client.execute(`update policies set ${change} where company_id = ${company.id}`);

const scopeFor = ({ company }: Stocked) => scopeOf(room.database, company.id, 'worker', room.clock.now);

const placeOf = async ({ company, product, warehouse }: Stocked): Promise<Json> =>
  accepted(await company.rest('GET', `/inventory/${product}/${warehouse}`));

const alertsOf = async ({ company }: Stocked): Promise<Json[]> => (await lowStock(company)).alerts;

async function unboundedShelf(left: number, isOn = true): Promise<Stocked> {
  const shelf = await sellingShelf(room, { left, fields: { low_stock_threshold: null } });
  await planned(shelf, `method = 'mean_30', safety_days = 7`);
  if (isOn) await reorderPointStandsIn(shelf, true);
  await workOn(room, shelf.company);
  return shelf;
}

test('what is sold down to its reorder point is listed, and ordered', async () => {
  const shelf = await unboundedShelf(85);
  expect(await placeOf(shelf)).toMatchObject({ threshold: 84, threshold_source: 'reorder_point' });
  expect(await alertsOf(shelf)).toEqual([]);
  await moved(room, shelf, 'sale', 1);
  expect(await alertsOf(shelf)).toMatchObject([
    { current_stock: 84, threshold: 84, threshold_source: 'reorder_point', episode_status: 'open' },
  ]);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open', held_by: null, threshold: 84 }]);
  expect(await ordersOf(room, shelf.company)).toMatchObject([{ status: 'draft' }]);
});

test('unless the company lets it, nothing stands in', async () => {
  const shelf = await unboundedShelf(0, false);
  expect(accepted(await shelf.company.rest('GET', '/company'))).toMatchObject({
    reorder_point_stands_in: false,
  });
  expect(await placeOf(shelf)).toMatchObject({ threshold: null, threshold_source: null });
  expect(await alertsOf(shelf)).toEqual([]);
  expect(await episodesOf(room, shelf)).toEqual([]);
});

test('switched on, it lists what is low already; switched off, that is over', async () => {
  const shelf = await unboundedShelf(50, false);
  await reorderPointStandsIn(shelf, true);
  expect(await alertsOf(shelf)).toMatchObject([{ threshold: 84 }]);
  await workOn(room, shelf.company);
  expect(await ordersOf(room, shelf.company)).toMatchObject([{ status: 'draft' }]);

  await reorderPointStandsIn(shelf, false);
  expect(await alertsOf(shelf)).toEqual([]);
  await workOn(room, shelf.company);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'resolved', resolution: 'not_listed' }]);
  expect(await ordersOf(room, shelf.company)).toEqual([]);
});

test('a threshold that somebody set wins at every level; once removed, the reorder point is back', async () => {
  const shelf = await unboundedShelf(50);
  const patched = async (path: string, units: number | null) =>
    void accepted(await shelf.company.rest('PATCH', path, { low_stock_threshold: units }));
  const place = `/inventory/${shelf.product}/${shelf.warehouse}`;
  await patched('/company', 30);
  expect(await placeOf(shelf)).toMatchObject({ threshold: 30, threshold_source: 'company' });
  await patched(`/products/${shelf.product}`, 20);
  expect(await placeOf(shelf)).toMatchObject({ threshold: 20, threshold_source: 'product' });
  await patched(place, 0);
  expect(await placeOf(shelf)).toMatchObject({ threshold: 0, threshold_source: 'warehouse' });
  await workOn(room, shelf.company);
  expect(await placeOf(shelf)).toMatchObject({ threshold: 0, threshold_source: 'warehouse' });
  expect(await alertsOf(shelf)).toEqual([]);

  await patched(place, null);
  await patched(`/products/${shelf.product}`, null);
  await patched('/company', null);
  expect(await placeOf(shelf)).toMatchObject({ threshold: 84, threshold_source: 'reorder_point' });
});

test('it is no floor of its own: the reorder point falls as freely as it rises, and the threshold with it', async () => {
  const shelf = await unboundedShelf(70);
  expect(await alertsOf(shelf)).toMatchObject([{ threshold: 84 }]);
  room.clock.now += 1;
  await planned(shelf, 'safety_days = 0');
  await sweep(await scopeFor(shelf));
  expect(await workOn(room, shelf.company)).toMatchObject({ done: 1 });
  expect(await placeOf(shelf)).toMatchObject({ threshold: 56 });
  expect(await episodesOf(room, shelf), 'ended by the same computation').toMatchObject([
    { resolution: 'restocked' },
  ]);
  expect(await workOn(room, shelf.company), 'no other one follows').toMatchObject({ done: 0 });
  expect(
    await rowsOf(
      room,
      `select basis ->> 'threshold' as floor from forecasts where product_id = ${shelf.product}`,
    ),
  ).toEqual([{ floor: null }]);
});

test('what does not sell is not listed by it, and what stops selling no more', async () => {
  const idle = await suppliedShelf(room, { opening: 1, fields: { low_stock_threshold: null } });
  await reorderPointStandsIn(idle, true);
  await moved(room, idle, 'scrap', 1);
  expect(await placeOf(idle)).toMatchObject({ on_hand: 0, threshold: null, threshold_source: null });
  const shelf = await unboundedShelf(10);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open' }]);
  room.clock.now += 45 * DAY;
  await moved(room, shelf, 'adjustment', -1);
  room.clock.now -= 45 * DAY;
  expect(await placeOf(shelf)).toMatchObject({ threshold: null, threshold_source: null });
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'resolved', resolution: 'not_selling' }]);
});

test('rebuilt or swept anew, it is what the increments made of it, and verify finds nothing', async () => {
  const shelf = await unboundedShelf(60);
  const stored = () =>
    rowsOf(
      room,
      `select product_id, threshold, is_listed, velocity from inventory where company_id = ${shelf.company.id}`,
    );
  const before = await stored();
  expect(before).toMatchObject([{ threshold: 84 }]);
  const scope = await scopeFor(shelf);
  expect(await Array.fromAsync(verify(scope))).toEqual([]);

  const forged = `update inventory set threshold = 3 where company_id = ${shelf.company.id}`;
  await room.client.execute(forged);
  expect(await Array.fromAsync(verify(scope))).toMatchObject([
    { figure: 'threshold', stored: 3, expected: 84 },
  ]);
  await Array.fromAsync(rebuild(scope));
  expect(await stored()).toEqual(before);
  await sweep(scope);
  await workOn(room, shelf.company);
  expect(await stored()).toEqual(before);
});

test('a reorder point beyond any threshold stands in as the highest there may be', async () => {
  const shelf = await unboundedShelf(60);
  await room.client.execute(
    `update forecasts set reorder_point = 5000000000 where product_id = ${shelf.product}`,
  );
  expect(await placeOf(shelf)).toMatchObject({ threshold: 1_000_000_000 });
});

test('the list is read from the index of what is low, and the rule of a place by its keys', async () => {
  const shelf = await unboundedShelf(60);
  const alerts = await planOf(room, shelf.company, `/companies/${shelf.company.id}/alerts/low-stock`);
  expect(alerts.join('\n')).toMatch(/inventory USING INDEX inventory_low/);
  const place = await planOf(room, shelf.company, `/inventory/${shelf.product}/${shelf.warehouse}`);
  for (const plan of [alerts, place]) {
    expect(plan.join('\n')).toMatch(
      /SEARCH (f|forecasts) USING INDEX \w+ \(company_id=\? AND product_id=\? AND warehouse_id=\?\)/,
    );
    expect(plan.join('\n')).not.toMatch(/SCAN (c|f|i|p|t|w)\b|\(company_id=\?\)$/m);
  }
});
