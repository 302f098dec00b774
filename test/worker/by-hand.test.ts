import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { accepted, NOON } from '../shelf.ts';
import { episodesOf, ordersOf, sellingShelf, workOn } from './bench.ts';

const room = openRoom();
room.clock.now = NOON;

test('a line written by hand answers the shortage: its draft is shown, and nobody else is asked', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  const { company, product, warehouse } = shelf;
  accepted(await company.rest('PATCH', '/policy', { mode: 'review' }));
  await workOn(room, company);
  const [own] = await ordersOf(room, company);
  accepted(await company.rest('PUT', `/orders/${own.id}/lines`, { lines: [] }));
  const [{ id: shortage }] = await episodesOf(room, shelf);
  const { id: other } = accepted(await company.rest('POST', '/suppliers', { name: 'Next door' }));
  const lines = [{ product_id: product, quantity: 5 }];
  const draft = accepted(
    await company.rest('POST', '/orders', { supplier_id: other, warehouse_id: warehouse, lines }),
  );
  accepted(await company.rest('POST', `/shortages/${shortage}/reopen`));
  await workOn(room, company);
  const { alerts } = accepted(await company.rest('GET', `/companies/${company.id}/alerts/low-stock`));
  expect(alerts).toMatchObject([{ shortage: { orders: [{ id: draft.id, status: 'draft', quantity: 5 }] } }]);
  expect(await ordersOf(room, company)).toMatchObject([{ id: draft.id, lines: `[[${product},5]]` }]);
});
