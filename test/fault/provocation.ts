import { expect } from 'vitest';
import worker from '../../api/edge.ts';
import type { FaultCode } from '../../db/fault.ts';
import { type Answer, openRoom, type Rest, type Room } from '../room.ts';
import { openShop } from '../server/shop.ts';
import { newProduct, newSku, newWarehouse, type Stocked } from '../stock.ts';
import { letters } from './letter.ts';
import type { Provocation } from './provoked.ts';
import { replenishment } from './replenishment.ts';
import { session } from './session.ts';

/** How each code of refusal is provoked through the REST door. */

export const NOBODY = 987_654_321;
const narrow = openRoom({ rateLimit: 1 });
const broken = openRoom();
const closed = openRoom();

const id = async (answer: Promise<Answer>): Promise<number> => (await answer).body.id;
const get =
  (path: string) =>
  ({ company }: Stocked): Promise<Answer> =>
    company.rest('GET', path);

export function moved(
  { company, product, warehouse }: Stocked,
  type: string,
  quantity: number,
  more: object = {},
) {
  const movement = { type, quantity, product_id: product, warehouse_id: warehouse, ...more };
  return company.rest('POST', '/movements', movement);
}

const newSupplier = ({ company }: Stocked): Promise<number> =>
  id(company.rest('POST', '/suppliers', { name: newSku() }));

function newBundle({ company }: Stocked, product: number): Promise<Answer> {
  const components = [{ product_id: product, quantity: 1 }];
  return company.rest('POST', '/bundles', { name: 'Box', sku: newSku(), price: 1, components });
}

async function twice(again: () => Promise<Answer>): Promise<Answer> {
  expect((await again()).status).toBe(201);
  return again();
}

async function transferOf(shelf: Stocked, quantity: number): Promise<string> {
  const to = await newWarehouse(shelf.company);
  const lines = [{ product_id: shelf.product, quantity }];
  const body = { from_warehouse_id: shelf.warehouse, to_warehouse_id: to, lines };
  return `/transfers/${await id(shelf.company.rest('POST', '/transfers', body))}/receive`;
}

async function inRoom(place: Room, act: (rest: Rest) => Promise<Answer>): Promise<Answer> {
  return act((await place.company()).rest);
}

const requests: Pick<
  Record<FaultCode, Provocation>,
  | 'invalid_input'
  | 'unauthenticated'
  | 'forbidden'
  | 'route_not_found'
  | 'idempotency_key_reused'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'rate_limited'
> = {
  invalid_input: { status: 400, by: ({ company }) => company.rest('POST', '/suppliers', { name: '' }) },
  unauthenticated: { status: 401, by: ({ company }) => company.as('sf_nobody')('GET', '/company') },
  forbidden: {
    status: 403,
    by: async ({ company }) =>
      company.as(await company.keyFor('viewer'))('POST', '/warehouses', { name: 'North' }),
  },
  route_not_found: { status: 404, by: get('/nowhere') },
  idempotency_key_reused: {
    status: 422,
    by: async ({ company }) => {
      const once = { 'idempotency-key': 'the-same-key-twice' };
      await company.rest('POST', '/suppliers', { name: 'First' }, once);
      return company.rest('POST', '/suppliers', { name: 'Second' }, once);
    },
  },
  payload_too_large: {
    status: 413,
    by: ({ company }) => company.rest('POST', '/suppliers', { name: 'x'.repeat(1024 * 1024) }),
  },
  unsupported_media_type: {
    status: 415,
    by: ({ company }) =>
      company.rest('POST', '/suppliers', { name: 'North' }, { 'content-type': 'text/plain' }),
  },
  rate_limited: {
    status: 429,
    by: () =>
      inRoom(narrow, async (rest) => {
        let answer = await rest('GET', '/company');
        for (let calls = 0; calls < 10 && answer.status === 200; calls++)
          answer = await rest('GET', '/company');
        return answer;
      }),
  },
};

const missing = {
  company_not_found: { status: 404, by: get(`/companies/${NOBODY}/alerts/low-stock`) },
  member_not_found: { status: 404, by: get(`/members/${NOBODY}`) },
  key_not_found: { status: 404, by: ({ company }: Stocked) => company.rest('DELETE', `/keys/${NOBODY}`) },
  warehouse_not_found: { status: 404, by: get(`/warehouses/${NOBODY}`) },
  product_type_not_found: { status: 404, by: get(`/product-types/${NOBODY}`) },
  product_not_found: { status: 404, by: get(`/products/${NOBODY}`) },
  bundle_not_found: { status: 404, by: get(`/bundles/${NOBODY}`) },
  supplier_not_found: { status: 404, by: get(`/suppliers/${NOBODY}`) },
  terms_not_found: { status: 404, by: get(`/terms/${NOBODY}`) },
  inventory_not_found: {
    status: 404,
    by: async (shelf: Stocked) =>
      get(`/inventory/${shelf.product}/${await newWarehouse(shelf.company)}`)(shelf),
  },
  movement_not_found: { status: 404, by: get(`/movements/${NOBODY}`) },
  bundle_sale_not_found: { status: 404, by: get(`/bundle-sales/${NOBODY}`) },
  sale_not_found: {
    status: 404,
    by: (shelf: Stocked) => moved(shelf, 'return', 1, { sale_id: NOBODY }),
  },
  transfer_not_found: { status: 404, by: get(`/transfers/${NOBODY}`) },
  count_not_found: { status: 404, by: get(`/counts/${NOBODY}`) },
  shortage_not_found: { status: 404, by: get(`/shortages/${NOBODY}`) },
  order_not_found: { status: 404, by: get(`/orders/${NOBODY}`) },
  receipt_not_found: { status: 404, by: get(`/receipts/${NOBODY}`) },
  letter_not_found: { status: 404, by: get(`/letters/${NOBODY}`) },
};

const duplicates = {
  duplicate_sku: {
    status: 409,
    by: ({ company }: Stocked) =>
      twice(() => company.rest('POST', '/products', { name: 'Tea', sku: 'TEA', price: 1 })),
  },
  duplicate_name: {
    status: 409,
    by: ({ company }: Stocked) => twice(() => company.rest('POST', '/warehouses', { name: 'North' })),
  },
  duplicate_email: {
    status: 409,
    by: ({ company }: Stocked) =>
      twice(() =>
        company.rest('POST', '/members', { email: 'ann@tea.example', name: 'Ann', role: 'viewer' }),
      ),
  },
  duplicate_terms: {
    status: 409,
    by: async (shelf: Stocked) => {
      const supplier = await newSupplier(shelf);
      return twice(() =>
        shelf.company.rest('POST', '/terms', { supplier_id: supplier, product_id: shelf.product }),
      );
    },
  },
  last_owner: {
    status: 409,
    by: async ({ company }: Stocked) => {
      const ann = { email: 'ann@tea.example', name: 'Ann', role: 'owner' };
      return company.rest('DELETE', `/members/${await id(company.rest('POST', '/members', ann))}`);
    },
  },
};

const stock = {
  count_superseded: {
    status: 409,
    by: async ({ company, product, warehouse }: Stocked) => {
      const count = { warehouse_id: warehouse, lines: [{ product_id: product, counted: 8 }] };
      await company.rest('POST', '/counts', count);
      const before = new Date(Date.now() - 86_400_000).toISOString();
      return company.rest('POST', '/counts', { ...count, occurred_at: before });
    },
  },
  product_is_bundle: {
    status: 409,
    by: async (shelf: Stocked) =>
      moved({ ...shelf, product: await id(newBundle(shelf, shelf.product)) }, 'receipt', 1),
  },
  bundle_in_bundle: {
    status: 409,
    by: async (shelf: Stocked) => newBundle(shelf, await id(newBundle(shelf, shelf.product))),
  },
  insufficient_stock: { status: 409, by: (shelf: Stocked) => moved(shelf, 'sale', 11) },
  stock_changed: {
    status: 409,
    by: (shelf: Stocked) => moved(shelf, 'sale', 1, { expected_quantity: 9 }),
  },
  already_reversed: {
    status: 409,
    by: async (shelf: Stocked) => {
      const sale = await id(moved(shelf, 'sale', 1));
      return twice(() => shelf.company.rest('POST', `/movements/${sale}/reverse`));
    },
  },
  not_reversible: {
    status: 409,
    by: async ({ company, warehouse }: Stocked) => {
      const product = await newProduct(company, { warehouse_id: warehouse, initial_quantity: 0 });
      const { body } = await company.rest('GET', `/movements?product_id=${product}`);
      return company.rest('POST', `/movements/${body.items[0].id}/reverse`);
    },
  },
  return_exceeds_sale: {
    status: 409,
    by: async (shelf: Stocked) => moved(shelf, 'return', 3, { sale_id: await id(moved(shelf, 'sale', 2)) }),
  },
  transfer_is_complete: {
    status: 409,
    by: async (shelf: Stocked) => {
      const receive = await transferOf(shelf, 2);
      return twice(() => shelf.company.rest('POST', receive));
    },
  },
  transfer_over_received: {
    status: 409,
    by: async (shelf: Stocked) =>
      shelf.company.rest('POST', await transferOf(shelf, 2), {
        lines: [{ product_id: shelf.product, quantity: 3 }],
      }),
  },
  transfer_left_later: {
    status: 409,
    by: async (shelf: Stocked) =>
      shelf.company.rest('POST', await transferOf(shelf, 2), {
        occurred_at: new Date(Date.now() - 2 * 86_400_000).toISOString(),
      }),
  },
};

async function lostOnTheWay(): Promise<Answer> {
  const shop = await openShop();
  shop.way.trouble = 'answer lost';
  const answer = await shop.sell();
  await shop.close();
  return answer;
}

const infrastructure = {
  outcome_unknown: { status: 503, by: lostOnTheWay },
  unavailable: {
    status: 503,
    by: () =>
      inRoom(closed, async (rest) => {
        await rest('POST', '/warehouses', { name: 'North' });
        closed.client.close();
        const answer = await rest('GET', '/company');
        closed.client.reconnect();
        return answer;
      }),
  },
  not_configured: {
    status: 503,
    by: async () => {
      const request = new Request('https://stock.example/api/company');
      const answer = await worker.fetch(request, {}, { waitUntil: () => undefined });
      return { status: answer.status, headers: answer.headers, body: await answer.json() };
    },
  },
  internal: {
    status: 500,
    by: () =>
      inRoom(broken, async (rest) => {
        await broken.client.execute('drop table if exists count_lines');
        return rest('GET', '/counts');
      }),
  },
};

/** A code without an entry does not compile. */
export const provocations: Record<FaultCode, Provocation> = {
  ...requests,
  ...missing,
  ...duplicates,
  ...stock,
  ...replenishment,
  ...letters,
  ...session,
  ...infrastructure,
};
