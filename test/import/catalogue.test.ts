import { beforeAll, expect, test } from 'vitest';
import { type Company, type Json, openRoom } from '../room.ts';
import { accepted } from '../shelf.ts';
import { imported, outcomes, send } from './file.ts';

const room = openRoom();
const platform = openRoom({ skuScope: 'platform' });

let company: Company;
beforeAll(async () => {
  company = await room.company();
  accepted(await send(company, 'suppliers', [{ name: 'Nordic Tea' }, { name: 'Leaf & Co' }]));
});

const one = async (sku: string): Promise<Json> =>
  accepted(await company.rest('GET', `/products?search=${sku}`)).items[0];

const termsOf = async (productId: number): Promise<Json[]> =>
  accepted(await company.rest('GET', `/terms?product_id=${productId}`)).items;

test('a product is created by its SKU, then left alone, then changed in what the line says', async () => {
  const line = {
    sku: 'EG-1',
    name: 'Earl Grey',
    price: '8.90',
    product_type: 'Tea',
    low_stock_threshold: 20,
  };
  expect(outcomes(await imported(company, 'products', [line]))).toEqual(['created']);
  expect(outcomes(await imported(company, 'products', [{ ...line, sku: 'eg-1' }]))).toEqual(['unchanged']);
  const before = await one('EG-1');
  room.clock.now += 1000;
  const changed = [{ sku: 'EG-1', price: 9.5, low_stock_threshold: null, description: 'Bergamot' }];
  expect(outcomes(await imported(company, 'products', changed))).toEqual(['updated']);
  expect(await one('EG-1')).toEqual({
    ...before,
    price: '9.50',
    low_stock_threshold: null,
    description: 'Bergamot',
    updated_at: expect.not.stringContaining(before.updated_at),
  });
  expect(outcomes(await imported(company, 'products', changed))).toEqual(['unchanged']);
});

test('each line is judged by itself: what is wrong is named, and its neighbours go in', async () => {
  const components = [{ product_id: (await one('EG-1')).id, quantity: 2 }];
  accepted(await company.rest('POST', '/bundles', { sku: 'BOX', name: 'Box', price: 1, components }));
  const answer = await imported(company, 'products', [
    { sku: 'A-1', name: 'Assam', price: '3' },
    { sku: 'A-2', name: 'No price' },
    { sku: 'A-3', price: '1' },
    { sku: 'a-1', name: 'Assam again', price: '4' },
    { sku: 'BOX', price: '4' },
    { sku: 'A-4', name: 'Ceylon', price: '2', supplier: 'Nobody' },
    { sku: 'A-5', name: '', price: '-1', colour: 'green' },
    { sku: 'A-6', name: 'Darjeeling', price: '5', supplier: 'nordic tea', product_type: 'TEA' },
  ]);
  expect(outcomes(answer)).toEqual([
    'created',
    'invalid_input price',
    'invalid_input name',
    'duplicate_sku sku',
    'product_is_bundle sku',
    'supplier_not_found supplier',
    'invalid_input name price colour',
    'created',
  ]);
  expect(answer).toMatchObject({ created: 2, updated: 0, unchanged: 0, refused: 6 });
  expect(answer.results[5]).toMatchObject({
    line: 5,
    id: null,
    error: 'There is no supplier of this name: import the suppliers first',
    details: [{ field: 'supplier', message: expect.stringContaining('import the suppliers first') }],
  });
  const { id, product_type } = await one('A-6');
  expect([id, product_type]).toEqual([answer.results[7].id, 'Tea']);
  expect(await termsOf(id)).toMatchObject([{ supplier_name: 'Nordic Tea', is_primary: true }]);
});

test('a product type comes into being with its first product, and only with one', async () => {
  await imported(company, 'products', [{ sku: 'NO-PRICE', name: 'X', product_type: 'Never' }]);
  await imported(company, 'products', [{ sku: 'EG-1', product_type: 'Black tea' }]);
  const types = accepted(await company.rest('GET', '/product-types')).items;
  expect(types.map(({ name }: Json) => name)).toEqual(['Tea', 'Black tea']);
  expect((await one('EG-1')).product_type).toBe('Black tea');
  await imported(company, 'products', [{ sku: 'EG-1', product_type: null }]);
  expect((await one('EG-1')).product_type).toBeNull();
});

test('a supplier that is named becomes the first choice, and archived terms come back for it', async () => {
  const { id } = await one('EG-1');
  await imported(company, 'products', [{ sku: 'EG-1', supplier: 'Nordic Tea' }]);
  await imported(company, 'products', [{ sku: 'EG-1', supplier: 'Leaf & Co' }]);
  expect(await termsOf(id)).toMatchObject([{ is_primary: false }, { is_primary: true }]);
  const [, leaf] = await termsOf(id);
  await company.rest('DELETE', `/terms/${leaf.id}`);
  const again = [{ sku: 'EG-1', supplier: 'Leaf & Co' }];
  expect(outcomes(await imported(company, 'products', again))).toEqual(['updated']);
  expect(outcomes(await imported(company, 'products', again))).toEqual(['unchanged']);
  expect(await termsOf(id)).toMatchObject([{ is_primary: false }, { is_primary: true, is_active: true }]);
});

test('a supplier is found by its name, and keeps what the line does not speak of', async () => {
  const lines = [
    { name: 'nordic TEA', contact_email: 'orders@nordic.example', lead_time_days: 9 },
    { name: 'Clay', is_active: false },
    { name: 'CLAY', lead_time_days: 1 },
    { name: 'Paper', contact_email: 'nowhere', lead_time_days: 9999 },
  ];
  expect(outcomes(await imported(company, 'suppliers', lines))).toEqual([
    'updated',
    'created',
    'duplicate_name name',
    'invalid_input contact_email lead_time_days',
  ]);
  const found = accepted(await company.rest('GET', '/suppliers?search=nordic')).items;
  expect(found).toMatchObject([
    { name: 'Nordic Tea', contact_email: 'orders@nordic.example', is_active: true },
  ]);
  const next = [{ name: 'Nordic Tea', contact_email: null }, { name: 'Clay' }];
  expect(outcomes(await imported(company, 'suppliers', next))).toEqual(['updated', 'unchanged']);
});

test('terms are found by SKU and supplier, and one of a product is the first choice', async () => {
  const base = { sku: 'A-1', supplier: 'Nordic Tea' };
  const lines = [
    { ...base, unit_cost: '3.20', pack_size: 12, is_primary: true, supplier_code: '007' },
    { sku: 'a-1', supplier: 'NORDIC TEA', unit_cost: '9' },
    { sku: 'A-1', supplier: 'Leaf & Co', is_primary: true },
    { sku: 'A-1', supplier: 'Clay', minimum_quantity: 0 },
    { sku: 'NONE', supplier: 'Nordic Tea' },
    { sku: 'BOX', supplier: 'Nordic Tea' },
    { sku: 'A-6', supplier: 'Nobody' },
    { sku: 'A-6', supplier: 'Leaf & Co', lead_time_days: 3 },
  ];
  expect(outcomes(await imported(company, 'terms', lines))).toEqual([
    'created',
    'duplicate_terms supplier',
    'duplicate_terms is_primary',
    'invalid_input minimum_quantity',
    'product_not_found sku',
    'product_is_bundle sku',
    'supplier_not_found supplier',
    'created',
  ]);
  const { id } = await one('A-1');
  expect(await termsOf(id)).toMatchObject([
    { unit_cost: '3.20', pack_size: 12, minimum_quantity: 1, supplier_code: '007', is_primary: true },
  ]);
  const turned = [
    { ...base, unit_cost: null },
    { sku: 'A-1', supplier: 'Leaf & Co', is_primary: true },
  ];
  expect(outcomes(await imported(company, 'terms', turned))).toEqual(['updated', 'created']);
  expect(await termsOf(id)).toMatchObject([
    { unit_cost: null, supplier_code: '007', is_primary: false },
    { is_primary: true },
  ]);
  expect(outcomes(await imported(company, 'terms', turned))).toEqual(['unchanged', 'unchanged']);
  const back = [
    { ...base, is_primary: true },
    { sku: 'A-1', supplier: 'Leaf & Co', unit_cost: '2' },
  ];
  expect(outcomes(await imported(company, 'terms', back))).toEqual(['updated', 'updated']);
  expect(await termsOf(id)).toMatchObject([{ is_primary: true }, { is_primary: false, unit_cost: '2.00' }]);
});

test('what others have is not found and not touched', async () => {
  const stranger = await room.company();
  const lines = [{ sku: 'A-1', supplier: 'Nordic Tea', unit_cost: '0.01' }];
  expect(outcomes(await imported(stranger, 'terms', lines))).toEqual(['product_not_found sku']);
  const products = [{ sku: 'A-1', name: 'Theirs', price: '1', supplier: 'Nordic Tea' }];
  expect(outcomes(await imported(stranger, 'products', products))).toEqual(['supplier_not_found supplier']);
  const own = [{ sku: 'A-1', name: 'Theirs', price: '1', product_type: 'Tea' }];
  expect(outcomes(await imported(stranger, 'products', own))).toEqual(['created']);
  expect((await one('A-1')).name).toBe('Assam');
});

test('where a SKU is unique for the whole deployment, one that another company has is taken', async () => {
  const [first, second] = [await platform.company(), await platform.company()];
  const lines = [{ sku: 'ONLY', name: 'Tea', price: '1' }];
  expect(outcomes(await imported(first, 'products', lines))).toEqual(['created']);
  expect(outcomes(await imported(second, 'products', lines))).toEqual(['duplicate_sku sku']);
});

test('1,000 lines are one request, and 1,001 are refused', async () => {
  const { rest } = await room.company();
  const lines = Array.from({ length: 1001 }, (_, index) => ({ sku: `S-${index}`, name: 'Tea', price: '1' }));
  const tooMany = await rest('POST', '/products/import', { lines });
  expect(tooMany).toMatchObject({ status: 400, body: { details: [{ field: 'lines' }] } });
  expect((await rest('POST', '/products/import', { lines: [] })).status).toBe(400);
  const taken = accepted(await rest('POST', '/products/import', { lines: lines.slice(1) }));
  expect(taken).toMatchObject({ created: 1000, refused: 0 });
  const again = accepted(await rest('POST', '/products/import', { lines: lines.slice(1) }));
  expect(again).toMatchObject({ unchanged: 1000 });
  const ids = (answer: Json) => answer.results.map(({ id }: Json) => id);
  expect(ids(again)).toEqual(ids(taken));
});
