import { expect, test } from 'vitest';
import { type Json, openRoom } from '../room.ts';
import { accepted, NOON, record } from '../shelf.ts';
import { sellingShelf, workOn } from '../worker/bench.ts';
import { alertOf, computed, lowShelf, lowStock } from './low.ts';

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
    shortage: null,
    lead_days: null,
    incoming_quantity: null,
    next_arrival: null,
    suggested_quantity: null,
    confidence: null,
    in_stock_days: null,
    first_stockout: null,
    days_until_stockout_early: null,
    days_until_stockout_late: null,
    can_order_in_time: null,
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
    lead_days: 5,
    confidence: 'low',
    in_stock_days: 30,
    first_stockout: '2026-12-01',
  };
  const { suggested_quantity } = await alertOf(shelf);
  expect(suggested_quantity).toBeGreaterThan(10);
  expect(await alertOf(shelf)).toMatchObject({ ...known, incoming_quantity: 0, next_arrival: null });
  expect(await alertOf(shelf, '?window_days=7')).toMatchObject({ ...known, suggested_quantity });

  const [draft] = accepted(await company.rest('GET', '/orders')).items;
  const [shortage] = accepted(await company.rest('GET', '/shortages')).items;
  expect((await alertOf(shelf)).shortage).toEqual({
    id: shortage.id,
    held_because: null,
    snoozed_until: null,
    note: null,
    orders: shortage.orders,
  });
  expect(shortage.orders).toMatchObject([{ id: draft.id, status: 'draft', quantity: suggested_quantity }]);
  accepted(await company.rest('POST', `/orders/${draft.id}/mark-sent`));
  await computed(room, company);
  expect(await alertOf(shelf)).toMatchObject({
    episode_status: 'ordered',
    incoming_quantity: suggested_quantity,
    next_arrival: '2026-11-26',
    suggested_quantity: 0,
  });
});

test('what people wrote travels as it is, alone and in a batch: breaks, quotes, commas and braces', async () => {
  const company = await room.company();
  const name = 'Tea "Ceylon", {fine}\u2028\\n';
  const note = 'First line\nsecond "line",\r\n\tthird } line';
  const shelf = await lowShelf(room, company, { fields: { name } });
  const other = await lowShelf(room, company, { left: 9 });
  await computed(room, company);
  const shortages: Json[] = accepted(await company.rest('GET', '/shortages')).items;
  const { id } = shortages.find(({ product_id }) => product_id === shelf.product);
  accepted(await company.rest('POST', `/shortages/${id}/acknowledge`, { note }));
  expect(await alertOf(shelf)).toMatchObject({ product_name: name, shortage: { note } });
  expect(await alertOf(other)).toMatchObject({ shortage: { note: null } });

  const input = { companyId: company.id };
  const batch = encodeURIComponent(JSON.stringify({ 0: input, 1: {} }));
  const path = `/trpc/replenishment.lowStock,company.get?batch=1&input=${batch}`;
  const answer = await room.fetch(path, { headers: { authorization: `Bearer ${company.key}` } });
  const [{ result }]: Json = await answer.json();
  const alone = await company.trpc.replenishment.lowStock.query(input);
  expect(result.data).toEqual(alone);
  expect(alone.alerts.map(({ productName }) => productName)).toContain(name);
});

test('beside the days left stand the early and the late end of the stock of this moment, at any window', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company);
  await computed(room, company);
  for (const query of ['', '?window_days=7', '?window_days=90'])
    for (const left of [0, 1, 2]) {
      if (query === '' && left > 0) await record(shelf, 'sale', left);
      const alert = await alertOf(shelf, query);
      expect(alert.days_until_stockout).toBe(Math.floor(alert.current_stock / alert.velocity_per_day + 1e-9));
      expect(alert.days_until_stockout_early).toBeLessThan(alert.days_until_stockout);
      expect(alert.days_until_stockout_late).toBeGreaterThan(alert.days_until_stockout);
      expect(alert.can_order_in_time, 'nobody delivers it').toBeNull();
    }
});

test('an order placed now comes in time or not by the early end, not by the days left', async () => {
  const shelf = await sellingShelf(room, { left: 40, fields: { low_stock_threshold: 50 } });
  const withLead = async (lead_time_days: number) => {
    accepted(await shelf.company.rest('PATCH', `/suppliers/${shelf.supplier}`, { lead_time_days }));
    await workOn(room, shelf.company);
    return alertOf(shelf);
  };
  const alert = await withLead(1);
  const early = alert.days_until_stockout_early;
  expect(alert.can_order_in_time).toBe(true);
  expect(alert.days_until_stockout).toBeGreaterThan(early + 1);
  expect(await withLead(early)).toMatchObject({ can_order_in_time: true });
  expect(await withLead(early + 1)).toMatchObject({ can_order_in_time: false });
});

test('a list for one supplier holds what that one would deliver, and nothing of the others', async () => {
  const company = await room.company();
  const [first, second] = await Promise.all(
    ['Leaf & Co', 'Kettle Works'].map(async (name) =>
      accepted(await company.rest('POST', '/suppliers', { name, lead_time_days: 5 })),
    ),
  );
  const shelf = await lowShelf(room, company, { fields: { supplier_id: first.id } });
  await lowShelf(room, company, { fields: { supplier_id: second.id } });
  await lowShelf(room, company);
  await computed(room, company);
  const { alerts, total_alerts } = await lowStock(company, `?supplier_id=${first.id}`);
  expect([total_alerts, alerts.map((alert: Json) => alert.product_id)]).toEqual([1, [shelf.product]]);
  expect((await lowStock(company, `?supplier_id=${first.id}&window_days=7`)).total_alerts).toBe(1);
  expect((await lowStock(company)).total_alerts).toBe(3);
});
