import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { accepted, NOON } from '../shelf.ts';
import { alertOf, computed, lowShelf } from './low.ts';

/** What an alert says beyond the stock of today: from the worker's last computation, and where its shortage stands. */

const room = openRoom();
room.clock.now = NOON;

test('before the worker has looked, an alert says that nothing is known', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company);
  await room.client.execute(`update inventory set velocity = 1 where company_id = ${company.id}`);
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
  const supplier = accepted(
    await company.rest('POST', '/suppliers', { name: 'Leaf & Co', lead_time_days: 5 }),
  );
  const shelf = await lowShelf(room, company, { fields: { supplier_id: supplier.id } });
  await computed(room, company);
  const known = {
    episode_status: 'open',
    confidence: 'low',
    in_stock_days: 30,
    first_stockout: '2026-12-01',
  };
  const { suggested_quantity } = await alertOf(shelf);
  expect(suggested_quantity).toBeGreaterThan(10);
  expect(await alertOf(shelf)).toMatchObject({ ...known, incoming_quantity: 0, next_arrival: null });
  expect(await alertOf(shelf, '?window_days=7')).toMatchObject({ ...known, suggested_quantity });

  const [draft] = accepted(await company.rest('GET', '/orders')).items;
  accepted(await company.rest('POST', `/orders/${draft.id}/mark-sent`));
  await computed(room, company);
  expect(await alertOf(shelf)).toMatchObject({
    episode_status: 'ordered',
    incoming_quantity: suggested_quantity,
    next_arrival: '2026-11-26',
    suggested_quantity: 0,
  });
});
