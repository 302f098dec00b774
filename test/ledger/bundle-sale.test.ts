import { expect, test } from 'vitest';
import { type Company, type Json, openRoom } from '../room.ts';
import { accepted, DAY, days, history, iso, NOON, onHand, record, refused } from '../shelf.ts';
import { newProduct, newWarehouse, type Stocked, stocked } from '../stock.ts';

const room = openRoom();
room.clock.now = NOON;

/** Two of P and one of Q make one set. */
type Kit = { company: Company; warehouse: number; bundle: number; p: Stocked; q: Stocked };

async function kitOf(pieces: { p: number; q: number }): Promise<Kit> {
  const p = await stocked(room, pieces.p);
  const { company, warehouse } = p;
  const product = await newProduct(company, { warehouse_id: warehouse, initial_quantity: pieces.q });
  const components = [
    { product_id: p.product, quantity: 2 },
    { product_id: product, quantity: 1 },
  ];
  const { body } = await company.rest('POST', '/bundles', {
    sku: 'SET',
    name: 'Tea set',
    price: '20',
    components,
  });
  return { company, warehouse, bundle: body.id, p, q: { company, warehouse, product } };
}

const sell = ({ company, bundle, warehouse }: Kit, quantity: number, more: object = {}) =>
  company.rest('POST', '/bundle-sales', { bundle_id: bundle, warehouse_id: warehouse, quantity, ...more });

const stock = async ({ p, q }: Kit) => [await onHand(p), await onHand(q)];

test('a bundle of two P of 10 and one Q of 9 can be built 5 times, limited by P', async () => {
  const kit = await kitOf({ p: 10, q: 9 });
  const empty = await newWarehouse(kit.company);
  const { body } = await kit.company.rest('GET', `/bundles/${kit.bundle}`);
  expect(body.buildable).toEqual([
    { warehouse_id: kit.warehouse, quantity: 5, limited_by: kit.p.product },
    { warehouse_id: empty, quantity: 0, limited_by: expect.any(Number) },
  ]);
  await record(kit.q, 'scrap', 5);
  const { body: after } = await kit.company.rest('GET', `/bundles/${kit.bundle}`);
  expect(after.buildable[0]).toEqual({ warehouse_id: kit.warehouse, quantity: 4, limited_by: kit.q.product });
});

test('selling 2 bundles adds 4 to the demand of P and 2 to that of Q', async () => {
  const kit = await kitOf({ p: 10, q: 9 });
  const when = { occurred_at: iso(NOON - DAY), reference: 'order 9', reason: 'fair' };
  const answer = await sell(kit, 2, when);
  expect(answer.status).toBe(201);
  expect(answer.headers.get('location')).toBe(`/api/bundle-sales/${answer.body.id}`);
  expect(answer.body).toMatchObject({ bundle_id: kit.bundle, quantity: 2, day: '2026-11-20', ...when });
  expect(answer.body.movements).toMatchObject([
    { product_id: kit.p.product, type: 'sale', quantity: 4, change: -4, on_hand: 6, ...when },
    { product_id: kit.q.product, type: 'sale', quantity: 2, change: -2, on_hand: 7, ...when },
  ]);
  expect(await days(room, kit.p)).toMatchObject({ '2026-11-20': { sold: 4, net: -4 } });
  expect(await days(room, kit.q)).toMatchObject({ '2026-11-20': { sold: 2, net: -2 } });
  const found = await kit.company.rest('GET', `/bundle-sales/${answer.body.id}`);
  expect(found.body).toEqual(answer.body);
  expect(await history(kit.company, `&bundle_sale_id=${answer.body.id}`)).toHaveLength(2);
});

test('a sale of bundles is told as itself, whatever was sold before', async () => {
  const kit = await kitOf({ p: 10, q: 9 });
  const [first, second] = [accepted(await sell(kit, 1)), accepted(await sell(kit, 2))];
  expect([first.quantity, second.quantity]).toEqual([1, 2]);
  for (const one of [first, second])
    expect(accepted(await kit.company.rest('GET', `/bundle-sales/${one.id}`))).toEqual(one);
});

test('every component leaves or none: the refusal names what is short', async () => {
  const kit = await kitOf({ p: 10, q: 4 });
  const components = [{ product_id: await newProduct(kit.company), quantity: 1 }];
  const other = { sku: 'OTHER', name: 'Short of another product', price: '20', components };
  accepted(await kit.company.rest('POST', '/bundles', other));
  const answer = await sell(kit, 5);
  expect(refused(answer)).toEqual([409, 'insufficient_stock']);
  expect(answer.body.details).toEqual([
    {
      field: 'quantity',
      message: expect.stringContaining(`${kit.q.product}: 5 needed, 4 on hand`),
      code: 'insufficient_stock',
      on_hand: 4,
    },
  ]);
  expect((await sell(kit, 6)).body.details).toHaveLength(2);
  expect(await stock(kit)).toEqual([10, 4]);
  const shop = { ...kit, warehouse: await newWarehouse(kit.company) };
  expect((await sell(shop, 1)).body.details).toMatchObject([{ on_hand: 0 }, { on_hand: 0 }]);
  expect(await history(kit.company)).toHaveLength(2);
  expect(accepted(await sell(kit, 1)).movements).toHaveLength(2);
  expect(await stock(kit)).toEqual([8, 3]);
});

test('bundles sold at once with their components never oversell either', async () => {
  const kit = await kitOf({ p: 20, q: 9 });
  const answers = await Promise.all([
    ...Array.from({ length: 12 }, () => sell(kit, 1)),
    ...Array.from({ length: 4 }, () => kit.company.rest('POST', '/movements', saleOf(kit.q))),
  ]);
  const sold = answers.filter(({ status }) => status === 201).length;
  expect(sold).toBe(9);
  expect(answers.filter(({ body }) => body.code === 'insufficient_stock')).toHaveLength(7);
  expect(await onHand(kit.q)).toBe(0);
});

const saleOf = ({ product, warehouse }: Stocked) => ({
  type: 'sale',
  product_id: product,
  warehouse_id: warehouse,
  quantity: 1,
});

test('a reversal takes the whole back, once: stock now, demand on the day of the sale', async () => {
  const kit = await kitOf({ p: 10, q: 9 });
  const { id } = accepted(await sell(kit, 2, { occurred_at: iso(NOON - DAY) }));
  const reverse = () => kit.company.rest('POST', `/bundle-sales/${id}/reverse`, { reason: 'never paid' });
  const answers = await Promise.all(Array.from({ length: 5 }, reverse));
  const [first] = answers.filter(({ status }) => status === 201);
  expect(answers.filter(({ body }) => body.code === 'already_reversed')).toHaveLength(4);
  const [, , backP, backQ] = first?.body.movements ?? [];
  expect(backP).toMatchObject({ product_id: kit.p.product, change: 4, on_hand: 10, reason: 'never paid' });
  expect(backQ).toMatchObject({ product_id: kit.q.product, change: 2, on_hand: 9, bundle_sale_id: id });
  expect(await stock(kit)).toEqual([10, 9]);
  expect(await days(room, kit.p)).toMatchObject({ '2026-11-20': { sold: 0, net: -4 } });
});

test('what is left of a sale is taken back when one component was taken back before', async () => {
  const kit = await kitOf({ p: 10, q: 9 });
  const { id, movements } = accepted(await sell(kit, 2));
  const reverse = (path: string) => kit.company.rest('POST', `/${path}/reverse`);
  accepted(await reverse(`movements/${movements[0].id}`));
  accepted(await reverse(`bundle-sales/${id}`));
  expect(await stock(kit)).toEqual([10, 9]);
  expect(refused(await reverse(`bundle-sales/${id}`))).toEqual([409, 'already_reversed']);
});

test('a sold bundle with a returned component is not reversed as a whole', async () => {
  const kit = await kitOf({ p: 10, q: 9 });
  const sale = accepted(await sell(kit, 1));
  const leg = sale.movements.find((movement: Json) => movement.product_id === kit.q.product);
  await record(kit.q, 'return', 1, { sale_id: leg.id });
  const answer = await kit.company.rest('POST', `/bundle-sales/${sale.id}/reverse`);
  expect(refused(answer)).toEqual([409, 'not_reversible']);
  expect(await stock(kit)).toEqual([8, 9]);
});

test('a bundle that changes later leaves its past sales as they were', async () => {
  const kit = await kitOf({ p: 10, q: 9 });
  const sale = accepted(await sell(kit, 1));
  const components = [{ product_id: kit.q.product, quantity: 3 }];
  accepted(await kit.company.rest('PATCH', `/bundles/${kit.bundle}`, { components }));
  expect((await kit.company.rest('GET', `/bundle-sales/${sale.id}`)).body).toEqual(sale);
  accepted(await kit.company.rest('POST', `/bundle-sales/${sale.id}/reverse`));
  expect(await stock(kit)).toEqual([10, 9]);
  accepted(await sell(kit, 1));
  expect(await stock(kit)).toEqual([10, 6]);
});

test('only a bundle of the company is sold as one, in a warehouse of the company', async () => {
  const kit = await kitOf({ p: 10, q: 9 });
  const stranger = await kitOf({ p: 10, q: 9 });
  const theirs = accepted(await sell(stranger, 1));
  const wrong = [
    { ...kit, bundle: stranger.bundle },
    { ...kit, bundle: kit.p.product },
    { ...kit, bundle: 999_999_999 },
  ];
  for (const each of wrong) expect(refused(await sell(each, 1))).toEqual([404, 'bundle_not_found']);
  for (const warehouse of [stranger.warehouse, 999_999_999]) {
    const answer = await sell({ ...kit, warehouse }, 1);
    expect(refused(answer)).toEqual([404, 'warehouse_not_found']);
    expect(answer.body.details).toEqual([]);
  }
  for (const id of [theirs.id, 999_999_999]) {
    expect(refused(await kit.company.rest('GET', `/bundle-sales/${id}`))).toEqual([
      404,
      'bundle_sale_not_found',
    ]);
    expect(refused(await kit.company.rest('POST', `/bundle-sales/${id}/reverse`))).toEqual([
      404,
      'bundle_sale_not_found',
    ]);
  }
  for (const quantity of [0, -1, 1.5, 1_000_001])
    expect(refused(await sell(kit, quantity))).toEqual([400, 'invalid_input']);
  expect([await stock(kit), await stock(stranger)]).toEqual([
    [10, 9],
    [8, 8],
  ]);
});
