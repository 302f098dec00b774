import { expect, test } from 'vitest';
import { type Company, type Json, openRoom } from '../room.ts';
import { accepted, beside, iso, NOON, record, refused } from '../shelf.ts';
import { newProduct, newWarehouse } from '../stock.ts';
import { alertOf, ask, computed, lowShelf, lowStock } from './low.ts';

const room = openRoom();
room.clock.now = NOON;

const made = async ({ rest }: Company, path: string, body: object): Promise<number> =>
  accepted(await rest('POST', path, body)).id;
const patch = async ({ rest }: Company, path: string, body: object): Promise<Json> =>
  accepted(await rest('PATCH', path, body));

test('no supplier keeps the alert, and one without a mail address shows null', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company);
  await computed(room, company);
  expect((await alertOf(shelf)).supplier).toBeNull();
  const supplier_id = await made(company, '/suppliers', { name: 'Silent' });
  await made(company, '/terms', { supplier_id, product_id: shelf.product });
  expect((await alertOf(shelf)).supplier).toEqual({ id: supplier_id, name: 'Silent', contact_email: null });
});

test('of several suppliers one is named: the primary, else the soonest, else the one with the lowest id', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company);
  await computed(room, company);
  const supplier = (name: string, lead_time_days: number | null) =>
    made(company, '/suppliers', { name, lead_time_days });
  const terms = (supplier_id: number, more: object = {}) =>
    made(company, '/terms', { supplier_id, product_id: shelf.product, ...more });
  const named = async () => {
    const { alerts, total_alerts } = await lowStock(company);
    expect([alerts.length, total_alerts], 'one alert, however many suppliers').toEqual([1, 1]);
    return alerts[0].supplier?.name ?? null;
  };
  await terms(await supplier('no lead time', null));
  expect(await named()).toBe('no lead time');
  const slow = await supplier('slow', 365);
  const slowTerms = await terms(slow);
  expect(await named(), 'a year is sooner than never').toBe('slow');
  await terms(await supplier('twenty', 20));
  await terms(await supplier('twenty too', 20));
  expect(await named()).toBe('twenty');
  const agreed = await terms(await supplier('agreed', 90), { lead_time_days: 3 });
  expect(await named(), 'the lead time of the terms goes before that of the supplier').toBe('agreed');
  await patch(company, `/terms/${agreed}`, { lead_time_days: 21 });
  expect(await named()).toBe('twenty');
  await patch(company, `/terms/${slowTerms}`, { is_primary: true });
  expect(await named()).toBe('slow');
  const usual = await supplier('usual', 30);
  const usualTerms = await terms(usual, { is_primary: true });
  expect(await named(), 'the primary is the one named last').toBe('usual');
  accepted(await company.rest('DELETE', `/terms/${usualTerms}`));
  expect(await named(), 'archived terms do not count').toBe('twenty');
  await patch(company, `/terms/${slowTerms}`, { is_primary: true });
  accepted(await company.rest('DELETE', `/suppliers/${slow}`));
  expect(await named(), 'nor do archived suppliers').toBe('twenty');
  await patch(company, `/suppliers/${slow}`, { is_active: true });
  expect(await named()).toBe('slow');
  for (const { id } of accepted(await company.rest('GET', '/suppliers')).items)
    accepted(await company.rest('DELETE', `/suppliers/${id}`));
  expect(await named()).toBeNull();
});

test('another company’s supplier of the same number is never named', async () => {
  const [company, stranger] = [await room.company(), await room.company()];
  const [shelf, theirs] = [await lowShelf(room, company), await lowShelf(room, stranger)];
  const supplier_id = await made(stranger, '/suppliers', { name: 'Theirs' });
  await made(stranger, '/terms', { supplier_id, product_id: theirs.product });
  await Promise.all([computed(room, company), computed(room, stranger)]);
  expect((await alertOf(shelf)).supplier).toBeNull();
  expect((await alertOf(theirs)).supplier.name).toBe('Theirs');
  expect((await lowStock(company)).total_alerts).toBe(1);
});

test('an archived product or warehouse is left out, and back in when it is back', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company);
  const neighbour = await lowShelf(room, company);
  await computed(room, company);
  const here = [`/products/${shelf.product}`, `/warehouses/${shelf.warehouse}`];
  for (const path of here) {
    accepted(await company.rest('DELETE', path));
    expect(await alertOf(shelf), path).toBeUndefined();
    expect((await lowStock(company, '?window_days=7')).total_alerts, path).toBe(1);
    expect((await lowStock(company)).alerts).toMatchObject([{ product_id: neighbour.product }]);
    await patch(company, path, { is_active: true });
    expect(await alertOf(shelf), path).toBeDefined();
  }
});

test('an inactive company has no alerts, and soon no access', async () => {
  const quiet = await room.company();
  await lowShelf(room, quiet);
  await computed(room, quiet);
  expect((await lowStock(quiet)).total_alerts).toBe(1);
  await room.client.execute({ sql: 'update companies set is_active = 0 where id = ?', args: [quiet.id] });
  expect((await lowStock(quiet)).total_alerts).toBe(0);
  room.clock.now += 11_000;
  expect(refused(await ask(quiet))).toEqual([401, 'unauthenticated']);
  room.clock.now = NOON;
});

test('bundles are left out, their components are in', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 100, sold: 0, fields: { low_stock_threshold: 60 } });
  const components = [{ product_id: shelf.product, quantity: 2 }];
  const bundle_id = await made(company, '/bundles', { sku: 'SET', name: 'Set', price: '9', components });
  await patch(company, '/company', { low_stock_threshold: 1000 });
  const sale = { bundle_id, warehouse_id: shelf.warehouse, quantity: 30 };
  await made(company, '/bundle-sales', { ...sale, occurred_at: iso(NOON - 86_400_000) });
  await computed(room, company);
  expect((await lowStock(company)).alerts).toMatchObject([
    { product_id: shelf.product, current_stock: 40, velocity_per_day: 2, days_until_stockout: 20 },
  ]);
});

test('no balance row is no stock to run out of, a row of 0 is', async () => {
  const company = await room.company();
  await patch(company, '/company', { low_stock_threshold: 5 });
  await newProduct(company);
  const empty = beside(await lowShelf(room, company, { left: 0, sold: 30 }), {});
  const never = await newWarehouse(company);
  await computed(room, company);
  const { alerts } = await lowStock(company);
  expect(alerts).toMatchObject([{ product_id: empty.product, current_stock: 0, days_until_stockout: 0 }]);
  expect(alerts.some((alert: Json) => alert.warehouse_id === never)).toBe(false);
});

test('what does not sell is no alert, however low, and never divides by nothing', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 0, sold: 0 });
  const taken = await lowShelf(room, company, { left: 20, sold: 0 });
  await record(taken, 'scrap', 15);
  const elsewhere = beside(await lowShelf(room, company), { warehouse: await newWarehouse(company) });
  await record(elsewhere, 'receipt', 1);
  await computed(room, company);
  for (const query of ['', '?window_days=30'])
    for (const quiet of [shelf, taken, elsewhere]) expect(await alertOf(quiet, query)).toBeUndefined();
  expect((await lowStock(company)).total_alerts).toBe(1);
  const { body } = await company.rest('GET', `/inventory/${shelf.product}/${shelf.warehouse}`);
  expect(body).toMatchObject({ velocity_per_day: 0, days_until_stockout: null });
});

test('low is at or below the threshold', async () => {
  const company = await room.company();
  const at = await lowShelf(room, company, { left: 10 });
  const above = await lowShelf(room, company, { left: 11 });
  const zero = await lowShelf(room, company, { left: 0, fields: { low_stock_threshold: 0 } });
  await computed(room, company);
  expect(await alertOf(at)).toMatchObject({ current_stock: 10, threshold: 10 });
  expect(await alertOf(above)).toBeUndefined();
  expect(await alertOf(zero)).toMatchObject({ current_stock: 0, threshold: 0 });
});

test('the threshold is the warehouse’s, else the product’s, its type’s, the company’s; with none there is no alert', async () => {
  const company = await room.company();
  const shelf = await lowShelf(room, company, { left: 1, fields: { low_stock_threshold: null } });
  await computed(room, company);
  expect(await alertOf(shelf)).toBeUndefined();
  const place = `/inventory/${shelf.product}/${shelf.warehouse}`;
  const product = `/products/${shelf.product}`;
  const inForce = async () => {
    const { threshold, threshold_source } = (await alertOf(shelf)) ?? {};
    return [threshold, threshold_source];
  };
  await patch(company, '/company', { low_stock_threshold: 9 });
  expect(await inForce()).toEqual([9, 'company']);
  const type = await made(company, '/product-types', { name: 'Dry goods', low_stock_threshold: 8 });
  expect(await inForce()).toEqual([9, 'company']);
  await patch(company, product, { product_type: 'dry GOODS' });
  expect(await inForce()).toEqual([8, 'product_type']);
  await patch(company, `/product-types/${type}`, { low_stock_threshold: 7 });
  expect(await inForce()).toEqual([7, 'product_type']);
  await patch(company, product, { low_stock_threshold: 6 });
  expect(await inForce()).toEqual([6, 'product']);
  await patch(company, place, { low_stock_threshold: 5 });
  expect(await inForce()).toEqual([5, 'warehouse']);
  await patch(company, product, { low_stock_threshold: 0 });
  expect(await inForce(), 'what is below in rank changes nothing').toEqual([5, 'warehouse']);
  await patch(company, place, { low_stock_threshold: null });
  expect(await inForce(), '0 is a threshold: one left is above it').toEqual([undefined, undefined]);
  await patch(company, product, { low_stock_threshold: null });
  expect(await inForce()).toEqual([7, 'product_type']);
  await patch(company, product, { product_type: null });
  expect(await inForce()).toEqual([9, 'company']);
  await patch(company, '/company', { low_stock_threshold: null });
  expect(await inForce()).toEqual([undefined, undefined]);
});
