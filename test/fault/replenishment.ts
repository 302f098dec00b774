import type { Answer } from '../room.ts';
import { openRoom } from '../room.ts';
import { newSku, type Stocked, stocked } from '../stock.ts';

/** How shortages and orders refuse. */

const room = openRoom();

export async function newOrder({ company, product, warehouse }: Stocked): Promise<string> {
  const supplier = await company.rest('POST', '/suppliers', { name: newSku() });
  const lines = [{ product_id: product, quantity: 2 }];
  const order = { supplier_id: supplier.body.id, warehouse_id: warehouse, lines };
  return `/orders/${(await company.rest('POST', '/orders', order)).body.id}`;
}

/** Only the worker opens shortages, so the database is asked in its stead. */
async function resolvedShortage({ company, product, warehouse }: Stocked): Promise<string> {
  const { lastInsertRowid } = await room.client.execute({
    sql: `insert into shortages (company_id, product_id, warehouse_id, status, opened_at, on_hand, threshold, resolved_at, resolution)
      values (?, ?, ?, 'resolved', 1, 1, 1, 1, 'restocked')`,
    args: [company.id, product, warehouse],
  });
  return `/shortages/${lastInsertRowid}`;
}

export const replenishment = {
  forecast_not_found: {
    status: 404,
    by: ({ company, product }: Stocked): Promise<Answer> =>
      company.rest('GET', `/companies/${company.id}/products/${product}/forecast`),
  },
  shortage_is_resolved: {
    status: 409,
    by: async (): Promise<Answer> => {
      const shelf = await stocked(room, 1);
      return shelf.company.rest('POST', `${await resolvedShortage(shelf)}/acknowledge`);
    },
  },
  duplicate_draft: {
    status: 409,
    by: async (shelf: Stocked): Promise<Answer> => {
      const { body } = await shelf.company.rest('GET', await newOrder(shelf));
      const lines = [{ product_id: shelf.product, quantity: 1 }];
      const again = { supplier_id: body.supplier.id, warehouse_id: shelf.warehouse, lines };
      return shelf.company.rest('POST', '/orders', again);
    },
  },
  order_moved_on: {
    status: 409,
    by: async (shelf: Stocked): Promise<Answer> =>
      shelf.company.rest('POST', `${await newOrder(shelf)}/close`),
  },
  order_is_empty: {
    status: 409,
    by: async (shelf: Stocked): Promise<Answer> => {
      const order = await newOrder(shelf);
      await shelf.company.rest('PUT', `${order}/lines`, { lines: [] });
      return shelf.company.rest('POST', `${order}/approve`);
    },
  },
  order_over_received: {
    status: 409,
    by: async (shelf: Stocked): Promise<Answer> => {
      const order = await newOrder(shelf);
      await shelf.company.rest('POST', `${order}/mark-sent`);
      const lines = [{ product_id: shelf.product, quantity: 3 }];
      return shelf.company.rest('POST', `${order}/receipts`, { lines });
    },
  },
};
