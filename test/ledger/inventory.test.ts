import { expect, test } from 'vitest';
import { type Json, openRoom } from '../room.ts';
import { accepted, beside, onHand, record, refused } from '../shelf.ts';
import { newProduct, newWarehouse, type Stocked, stocked } from '../stock.ts';
import { planOf } from '../watched.ts';

const room = openRoom();

const at = async ({ company, product, warehouse }: Stocked): Promise<Json> =>
  accepted(await company.rest('GET', `/inventory/${product}/${warehouse}`));

test('stock of a product in a warehouse, with names and nothing computed yet', async () => {
  const shelf = await stocked(room, 10);
  expect(await at(shelf)).toEqual({
    product_id: shelf.product,
    product_name: 'Tea',
    sku: expect.stringMatching(/^SKU-/),
    warehouse_id: shelf.warehouse,
    warehouse_name: expect.stringMatching(/^Warehouse/),
    on_hand: 10,
    in_transit: 0,
    low_stock_threshold: null,
    threshold: null,
    threshold_source: null,
    velocity_per_day: 0,
    velocity_computed_at: null,
    days_until_stockout: null,
  });
});

test('what is not stocked there, unknown or foreign is not found', async () => {
  const shelf = await stocked(room, 10);
  const stranger = await stocked(room, 10);
  const elsewhere = await newWarehouse(shelf.company);
  for (const place of [
    `${shelf.product}/${elsewhere}`,
    `${stranger.product}/${stranger.warehouse}`,
    '999999999/999999999',
  ])
    expect(refused(await shelf.company.rest('GET', `/inventory/${place}`))).toEqual([
      404,
      'inventory_not_found',
    ]);
  for (const [place, code] of [
    ['x/1', 'product_not_found'],
    ['1/0', 'warehouse_not_found'],
  ])
    expect(refused(await shelf.company.rest('GET', `/inventory/${place}`))).toEqual([404, code]);
});

test('a threshold for one warehouse opens the row, holds there alone, and null gives it back', async () => {
  const shelf = await stocked(room, 10);
  const { company, product } = shelf;
  accepted(await company.rest('PATCH', `/products/${product}`, { low_stock_threshold: 5 }));
  const shop = beside(shelf, { warehouse: await newWarehouse(company) });
  const set = (place: Stocked, low_stock_threshold: unknown) =>
    company.rest('PATCH', `/inventory/${place.product}/${place.warehouse}`, { low_stock_threshold });
  expect(accepted(await set(shop, 9))).toMatchObject({
    on_hand: 0,
    low_stock_threshold: 9,
    threshold: 9,
    threshold_source: 'warehouse',
  });
  expect(await at(shelf)).toMatchObject({ threshold: 5, threshold_source: 'product' });
  expect(accepted(await set(shop, null))).toMatchObject({ threshold: 5, threshold_source: 'product' });
  expect(accepted(await set(shop, 0))).toMatchObject({ threshold: 0, threshold_source: 'warehouse' });
  for (const wrong of [-1, 1.5, '5', 1_000_000_001, undefined])
    expect(refused(await set(shop, wrong))).toEqual([400, 'invalid_input']);
  const stranger = await stocked(room, 10);
  expect(refused(await set({ ...stranger, warehouse: shelf.warehouse }, 1))).toEqual([
    404,
    'product_not_found',
  ]);
  expect(refused(await set({ ...shelf, warehouse: stranger.warehouse }, 1))).toEqual([
    404,
    'warehouse_not_found',
  ]);
  expect(await at(stranger)).toMatchObject({ low_stock_threshold: null });
});

test('what opens or changes one row leaves the thresholds of its neighbours as they are', async () => {
  const shelf = await stocked(room, 10);
  const { company } = shelf;
  const shop = beside(shelf, { warehouse: await newWarehouse(company) });
  const low = await newProduct(company, {
    low_stock_threshold: 5,
    warehouse_id: shelf.warehouse,
    initial_quantity: 1,
  });
  const put = (each: typeof shelf, low_stock_threshold: number) =>
    company.rest('PATCH', `/inventory/${each.product}/${each.warehouse}`, { low_stock_threshold });
  accepted(await put(beside(shelf, { product: low }), 9));
  accepted(await put(shelf, 3));
  await record(shop, 'receipt', 1);
  await record(beside(shop, { product: low }), 'receipt', 1);
  const { items } = accepted(await company.rest('GET', '/inventory'));
  const found = items.map(({ product_id, warehouse_id, threshold }: Json) => [
    product_id,
    warehouse_id,
    threshold,
  ]);
  expect(found).toEqual([
    [shelf.product, shelf.warehouse, 3],
    [shelf.product, shop.warehouse, null],
    [low, shelf.warehouse, 9],
    [low, shop.warehouse, 5],
  ]);
});

test('the list goes by product, then warehouse; its pages are the whole, while goods move', async () => {
  const shelf = await stocked(room, 1000);
  const { company } = shelf;
  const warehouses = [shelf.warehouse, await newWarehouse(company), await newWarehouse(company)];
  const products = [shelf.product];
  for (let more = 0; more < 7; more++) products.push(await newProduct(company));
  for (const product of products)
    for (const warehouse of warehouses) await record({ company, product, warehouse }, 'receipt', 5);
  const places: string[] = [];
  for (let cursor = ''; cursor !== 'null'; ) {
    const page = accepted(await company.rest('GET', `/inventory?limit=5${cursor && `&cursor=${cursor}`}`));
    places.push(...page.items.map((item: Json) => `${item.product_id}.${item.warehouse_id}`));
    cursor = String(page.next_cursor);
    await record(shelf, 'sale', 1);
  }
  expect(places).toEqual(
    products.flatMap((product) => warehouses.map((warehouse) => `${product}.${warehouse}`)),
  );
  const list = async (query: string) => accepted(await company.rest('GET', `/inventory?${query}`)).items;
  expect(await list(`product_id=${products[3]}`)).toHaveLength(3);
  expect(await list(`warehouse_id=${warehouses[1]}`)).toHaveLength(8);
  expect(await list(`warehouse_id=${warehouses[1]}&product_id=${products[0]}`)).toMatchObject([
    { on_hand: 5 },
  ]);
  const next = `${products[6]}.${warehouses[1]}`;
  expect(await list(`warehouse_id=${warehouses[1]}&cursor=${next}`)).toHaveLength(1);
  for (const query of ['limit=0', 'limit=1001', 'cursor=7', 'cursor=x', 'sku=1', 'product_id=0'])
    expect(refused(await company.rest('GET', `/inventory?${query}`)), query).toEqual([400, 'invalid_input']);
  expect(await onHand(shelf)).toBe(1000);
});

test('a company sees its own stock only', async () => {
  const shelf = await stocked(room, 10);
  const stranger = await stocked(room, 20);
  const list = async (query = '') => accepted(await shelf.company.rest('GET', `/inventory${query}`)).items;
  expect((await list()).map((item: Json) => item.product_id)).toEqual([shelf.product]);
  expect(await list(`?product_id=${stranger.product}`)).toEqual([]);
  expect(await list(`?warehouse_id=${stranger.warehouse}`)).toEqual([]);
});

test('the list is read from an index, however many rows there are', async () => {
  const shelf = await stocked(room, 10);
  for (const query of [
    '',
    `?product_id=${shelf.product}`,
    `?warehouse_id=${shelf.warehouse}`,
    '?cursor=1.1',
  ]) {
    const plan = (await planOf(room, shelf.company, `/inventory${query}`)).join('\n');
    expect(plan).not.toMatch(/SCAN (?!CONSTANT)/);
    expect(plan, 'rows come in order: none is read that the page does not hold').not.toMatch(/TEMP B-TREE/);
    expect(plan).toMatch(/SEARCH inventory USING (PRIMARY KEY|INDEX inventory_of_warehouse)/);
  }
});

test('what is on its way to a shelf is of its product alone, less what arrived and what went back', async () => {
  const shelf = await stocked(room, 100);
  const { company, product, warehouse } = shelf;
  const other = await newProduct(company, { warehouse_id: warehouse, initial_quantity: 9 });
  const there = await newWarehouse(company);
  const shelves = [product, other].map((each) => beside(shelf, { product: each, warehouse: there }));
  for (const each of shelves) await record(each, 'receipt', 1);
  const lines = (...quantities: number[]) => ({
    lines: quantities.map((quantity, index) => ({ product_id: [product, other][index], quantity })),
  });
  const route = { from_warehouse_id: warehouse, to_warehouse_id: there };
  const { id } = accepted(await company.rest('POST', '/transfers', { ...route, ...lines(40, 7) }));
  accepted(await company.rest('POST', `/transfers/${id}/receive`, lines(10)));
  accepted(await company.rest('POST', `/transfers/${id}/cancel`, lines(5, 1)));
  const items = accepted(await company.rest('GET', `/inventory?warehouse_id=${there}`)).items;
  expect(items.map(({ on_hand, in_transit }: Json) => [on_hand, in_transit])).toEqual([
    [11, 25],
    [1, 6],
  ]);
});
