import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { DAY, NOON } from '../shelf.ts';
import { alertOf, computed, lowShelf } from './low.ts';

/** What an alert says beyond the stock of today: from the worker's last computation, and where its shortage stands. */

const room = openRoom();
room.clock.now = NOON;
const TODAY = Math.floor(NOON / DAY);

test('before the worker has looked, an alert says that nothing is known', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company);
  await computed(room, company);
  expect(await alertOf(shelf)).toMatchObject({
    current_stock: 10,
    episode_status: null,
    incoming_quantity: null,
    next_arrival: null,
    suggested_quantity: null,
    confidence: null,
    in_stock_days: null,
    first_stockout: null,
  });
});

test('then it says what comes, what to order, how sure that is, and where its shortage stands', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company);
  const other = await lowShelf(room, company);
  await computed(room, company);
  const place = `${company.id}, ${shelf.product}, ${shelf.warehouse}`;
  const shortage = (columns: string, values: string) =>
    `insert into shortages (company_id, product_id, warehouse_id, opened_at, on_hand, threshold${columns}) values (${place}, 1, 1, 1${values})`;
  await room.client.batch(
    [
      `insert into forecasts (company_id, product_id, warehouse_id, movement_id, computed_at, method, confidence, window_days,
          in_stock_days, plain_mean, first_stockout_day, reorder_point, order_up_to, suggested_raw, suggested_raised, suggested,
          incoming, next_arrival_day, lead_days, basis)
        values (${place}, 1, 0, 'adaptive', 'high', 30, 21.5, 2, ${TODAY + 4}, 12, 40, 30, 30, 36, 24, ${TODAY + 9}, 5, '{}')`,
      shortage(', status, resolved_at, resolution', `, 'resolved', 1, 'restocked'`),
      shortage('', ''),
    ],
    'write',
  );
  const known = {
    episode_status: 'open',
    incoming_quantity: 24,
    next_arrival: '2026-11-30',
    suggested_quantity: 36,
    confidence: 'high',
    in_stock_days: 21.5,
    first_stockout: '2026-11-25',
  };
  expect(await alertOf(shelf)).toMatchObject(known);
  expect(await alertOf(shelf, '?window_days=7')).toMatchObject(known);
  expect(await alertOf(other)).toMatchObject({ episode_status: null, suggested_quantity: null });
});
