import { beforeAll, expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { planOf } from '../watched.ts';
import { newShop, openShortage, type Shop, sentOrder } from './ordering.ts';

/** What is open now is found among all that ever was by the indexes of what is open. */

const room = openRoom();
let shop: Shop;

beforeAll(async () => {
  shop = await newShop(room);
  await openShortage(room, shop, shop.tea);
  await sentOrder(shop);
});

test.each([
  ['/orders?is_held=true', [/orders USING (COVERING )?INDEX order_draft/, /orders USING INDEX orders_open/]],
  [
    '/orders?is_overdue=true',
    [/orders USING (COVERING )?INDEX order_draft/, /orders USING INDEX orders_open/],
  ],
  ['/orders?status=draft&status=sent', [/INDEX order_draft/, /INDEX orders_open/]],
  ['/orders?supplier_id=1', [/orders USING INDEX orders_of_supplier/]],
  ['/shortages', [/shortages USING INDEX shortage_open/, /order_lines USING INDEX order_lines_of_shortage/]],
  ['/shortages?status=resolved', [/order_lines USING INDEX order_lines_of_shortage/]],
])('%s costs what it returns', async (path, used) => {
  const plan = (await planOf(room, shop.company, path)).join('\n');
  for (const index of used) expect(plan).toMatch(index);
  expect(plan).not.toMatch(/SCAN (orders|order_lines|shortages|inventory|movements|products|receipts)/);
  expect(plan).not.toMatch(/order_lines USING PRIMARY KEY \(company_id=\?\)/);
});
