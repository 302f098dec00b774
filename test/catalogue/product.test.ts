import { expect, test } from 'vitest';
import { listTerms } from '../../db/catalogue/terms.ts';
import { scopeTo } from '../../db/scope.ts';
import { everything } from '../idempotency/cases.ts';
import { type Company, type Json, openRoom } from '../room.ts';
import { accepted, record, refused } from '../shelf.ts';
import { newProduct, newSku, newWarehouse } from '../stock.ts';

const room = openRoom();

test('a product keeps its SKU from others when it changes, and frees the old one', async () => {
  const company = await room.company();
  const [first, second] = [
    await newProduct(company, { sku: 'one' }),
    await newProduct(company, { sku: 'two' }),
  ];
  const rename = (id: number, sku: string) => company.rest('PATCH', `/products/${id}`, { sku });
  expect(refused(await rename(second, 'ONE'))).toEqual([409, 'duplicate_sku']);
  expect(accepted(await rename(first, 'ONE')).sku).toBe('ONE');
  accepted(await rename(first, 'three'));
  expect(accepted(await rename(second, 'One')).sku).toBe('One');
  const bundle = { name: 'Set', price: '1', components: [{ product_id: first, quantity: 1 }] };
  expect(refused(await company.rest('POST', '/bundles', { ...bundle, sku: 'ONE' }))).toEqual([
    409,
    'duplicate_sku',
  ]);
  const { body } = await company.rest('GET', '/products?search=ONE');
  expect(body.items.map(({ id }: { id: number }) => id)).toEqual([second]);
});

test('a change of a product that is not there makes no product type', async () => {
  const company = await room.company();
  const before = await everything(room, company);
  const answer = await company.rest('PATCH', '/products/999999999', { product_type: 'Ghost' });
  expect(refused(answer)).toEqual([404, 'product_not_found']);
  expect(await everything(room, company)).toEqual(before);
});

test('a bundle is not changed as a product, nor a product as a bundle', async () => {
  const company = await room.company();
  const product = await newProduct(company);
  const components = [{ product_id: product, quantity: 1 }];
  const bundle = accepted(
    await company.rest('POST', '/bundles', { sku: 'S', name: 'S', price: 1, components }),
  );
  const before = await everything(room, company);
  room.clock.now += 60_000;
  for (const [path, missing] of [
    [`/products/${bundle.id}`, 'product_not_found'],
    [`/bundles/${product}`, 'bundle_not_found'],
  ] as const) {
    for (const change of [{ name: 'Other' }, { is_active: false }, { price: '7' }])
      expect(refused(await company.rest('PATCH', path, change))).toEqual([404, missing]);
    expect(refused(await company.rest('DELETE', path))).toEqual([404, missing]);
  }
  const ghost = await company.rest('PATCH', `/products/${bundle.id}`, { product_type: 'Ghost' });
  expect(refused(ghost)).toEqual([404, 'product_not_found']);
  expect(refused(await company.rest('PATCH', `/bundles/${product}`, { components }))).toEqual([
    404,
    'bundle_not_found',
  ]);
  expect(await everything(room, company)).toEqual(before);
});

test('products are listed by type, and bundles are not among them', async () => {
  const company = await room.company();
  const leaf = await newProduct(company, { product_type: 'Leaf' });
  const plain = await newProduct(company);
  const components = [{ product_id: plain, quantity: 1 }];
  const bundle = accepted(
    await company.rest('POST', '/bundles', { sku: 'S', name: 'S', price: 1, components }),
  );
  const [type] = (await company.rest('GET', '/product-types')).body.items;
  const listed = async (query: string) =>
    accepted(await company.rest('GET', `/products${query}`)).items.map(({ id }: { id: number }) => id);
  expect(await listed(`?product_type_id=${type.id}`)).toEqual([leaf]);
  expect(await listed('')).toEqual([leaf, plain]);
  expect(refused(await company.rest('GET', `/products/${bundle.id}`))).toEqual([404, 'product_not_found']);
  expect(refused(await company.rest('GET', `/bundles/${plain}`))).toEqual([404, 'bundle_not_found']);
  accepted(await company.rest('PATCH', `/products/${leaf}`, { product_type: null }));
  expect(await listed(`?product_type_id=${type.id}`)).toEqual([]);
});

test('a bundle holds products of the company, each once, at their price', async () => {
  const company = await room.company();
  const stranger = await room.company();
  const cup = await newProduct(company, { price: '3.10' });
  const tea = await newProduct(company, { price: '4.05' });
  const theirs = await newProduct(stranger);
  const set = (components: object) => ({ sku: newSku(), name: 'Set', price: '9', components });
  const parts = [
    { product_id: cup, quantity: 2 },
    { product_id: tea, quantity: 1 },
  ];
  const bundle = accepted(await company.rest('POST', '/bundles', set(parts)));
  expect(bundle).toMatchObject({ price: '9.00', components_price: '10.25', components: parts });
  const wrong: [components: object[], status: number, code: string][] = [
    [[], 400, 'invalid_input'],
    [[{ product_id: cup, quantity: 0 }], 400, 'invalid_input'],
    [
      [
        { product_id: cup, quantity: 1 },
        { product_id: cup, quantity: 2 },
      ],
      400,
      'invalid_input',
    ],
    [[{ product_id: bundle.id, quantity: 1 }], 409, 'bundle_in_bundle'],
    [
      [
        { product_id: cup, quantity: 1 },
        { product_id: theirs, quantity: 1 },
      ],
      404,
      'product_not_found',
    ],
    [[{ product_id: 999_999_999, quantity: 1 }], 404, 'product_not_found'],
  ];
  const before = await everything(room, company);
  for (const [components, status, code] of wrong) {
    expect(refused(await company.rest('POST', '/bundles', set(components)))).toEqual([status, code]);
    expect(refused(await company.rest('PATCH', `/bundles/${bundle.id}`, { components }))).toEqual([
      status,
      code,
    ]);
  }
  expect(await everything(room, company)).toEqual(before);
  const components = [{ product_id: tea, quantity: 5 }];
  const changed = accepted(await company.rest('PATCH', `/bundles/${bundle.id}`, { components }));
  expect(changed).toMatchObject({ components, components_price: '20.25', name: 'Set' });
});

test('terms join one supplier and one product of the company, once', async () => {
  const company = await room.company();
  const stranger = await room.company();
  const supplier = async (owner: Company, name: string) =>
    accepted(await owner.rest('POST', '/suppliers', { name })).id;
  const [mine, theirs] = [await supplier(company, 'A'), await supplier(stranger, 'A')];
  const product_id = await newProduct(company);
  const offer = { supplier_id: mine, product_id, unit_cost: 0.1 };
  const terms = accepted(await company.rest('POST', '/terms', offer));
  expect(terms).toMatchObject({ supplier_name: 'A', unit_cost: '0.10', minimum_quantity: 1, pack_size: 1 });
  const { body: product } = await company.rest('GET', `/products/${product_id}`);
  expect([terms.product_name, terms.product_sku]).toEqual([product.name, product.sku]);
  expect(refused(await company.rest('POST', '/terms', offer))).toEqual([409, 'duplicate_terms']);
  const components = [{ product_id, quantity: 1 }];
  const bundle = accepted(
    await company.rest('POST', '/bundles', { sku: 'S', name: 'S', price: 1, components }),
  );
  const wrong: [offer: object, status: number, code: string][] = [
    [{ ...offer, supplier_id: theirs }, 404, 'supplier_not_found'],
    [{ ...offer, product_id: await newProduct(stranger) }, 404, 'product_not_found'],
    [{ ...offer, product_id: bundle.id }, 409, 'product_is_bundle'],
    [{ ...offer, pack_size: 0 }, 400, 'invalid_input'],
    [{ ...offer, unit_cost: '1.999' }, 400, 'invalid_input'],
    [{ ...offer, lead_time_days: 366 }, 400, 'invalid_input'],
  ];
  for (const [each, status, code] of wrong)
    expect(refused(await company.rest('POST', '/terms', each))).toEqual([status, code]);
  const second = accepted(
    await company.rest('POST', '/terms', {
      ...offer,
      supplier_id: await supplier(company, 'B'),
      is_primary: true,
    }),
  );
  accepted(await company.rest('PATCH', `/terms/${terms.id}`, { is_primary: true }));
  const { items } = (await company.rest('GET', `/terms?product_id=${product_id}`)).body;
  expect(items.map((item: Json) => [item.id, item.is_primary])).toEqual([
    [terms.id, true],
    [second.id, false],
  ]);
  expect((await company.rest('GET', `/terms?supplier_id=${mine}`)).body.items).toHaveLength(1);
});

test('a product says what is on hand of it everywhere, and in how many warehouses it is low', async () => {
  const company = await room.company();
  const [shop, store] = [await newWarehouse(company), await newWarehouse(company)];
  const product = await newProduct(company, {
    warehouse_id: shop,
    initial_quantity: 3,
    low_stock_threshold: 3,
  });
  const unmoved = await newProduct(company);
  await record({ company, product, warehouse: store }, 'receipt', 40);
  const { items } = accepted(await company.rest('GET', '/products'));
  expect(items).toMatchObject([
    { id: product, on_hand: 43, low_warehouses: 1 },
    { id: unmoved, on_hand: 0, low_warehouses: 0 },
  ]);
  await record({ company, product, warehouse: store }, 'sale', 37);
  expect(accepted(await company.rest('GET', `/products/${product}`))).toMatchObject({
    on_hand: 6,
    low_warehouses: 2,
  });
  await company.rest('DELETE', `/warehouses/${store}`);
  expect(accepted(await company.rest('GET', `/products/${product}`))).toMatchObject({ low_warehouses: 1 });
});

test('a list that cannot be searched says so, and does not answer as if it had been', async () => {
  const { id } = await room.company();
  const scope = scopeTo(room.database, { company: id, timeZone: 'UTC', actor: 'test' }, room.clock.now);
  expect((await listTerms(scope, { limit: 1 })).items).toEqual([]);
  await expect(listTerms(scope, { limit: 1, search: 'tea' })).rejects.toThrow('There is no filter search');
});
