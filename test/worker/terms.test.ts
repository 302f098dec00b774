import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { accepted, NOON } from '../shelf.ts';
import { ordersOf, sellingShelf, workOn } from './bench.ts';

const room = openRoom();
room.clock.now = NOON;

test('a draft takes up what the terms say now: price, packs and what the supplier calls it', async () => {
  const shelf = await sellingShelf(room, { left: 20, terms: { pack_size: 10, unit_cost: '1.00' } });
  await workOn(room, shelf.company);
  const { items } = accepted(await shelf.company.rest('GET', '/terms'));
  const change = { pack_size: 24, unit_cost: '2.50', supplier_code: 'NEW-1' };
  accepted(await shelf.company.rest('PATCH', `/terms/${items[0].id}`, change));
  await workOn(room, shelf.company);
  const [{ id }] = await ordersOf(room, shelf.company);
  const { lines } = accepted(await shelf.company.rest('GET', `/orders/${id}`));
  expect(lines).toMatchObject([change]);
  expect(lines[0].quantity % 24).toBe(0);
  const [{ product_id, quantity }] = lines;
  accepted(await shelf.company.rest('PATCH', `/terms/${items[0].id}`, { pack_size: 12, unit_cost: '3.00' }));
  const chosen = [{ product_id, quantity: quantity + 1, unit_cost: '2.75' }];
  accepted(await shelf.company.rest('PUT', `/orders/${id}/lines`, { lines: chosen }));
  await workOn(room, shelf.company);
  expect(accepted(await shelf.company.rest('GET', `/orders/${id}`)).lines).toMatchObject([
    { pack_size: 12, unit_cost: '2.75', quantity: quantity + 1 },
  ]);
});
