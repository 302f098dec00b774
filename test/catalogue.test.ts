import { expect, test } from 'vitest';
import { everything } from './idempotency/cases.ts';
import { type Company, type Json, openRoom } from './room.ts';
import { accepted, refused } from './shelf.ts';
import { newProduct, newSku, newWarehouse } from './stock.ts';

const room = openRoom();

/** What the nouns of the catalogue have in common, and what makes each of them. */
type Noun = {
  path: string;
  missing: string;
  /** Named in any way that is not taken. */
  body: (name: string, company: Company) => Promise<object> | object;
  change: object;
  /** What a search looks into, where there is one. */
  named?: 'name';
};

const component = async (company: Company) => [{ product_id: await newProduct(company), quantity: 2 }];

const nouns: Record<string, Noun> = {
  product: {
    path: '/products',
    missing: 'product_not_found',
    body: (name) => ({ name, sku: newSku(), price: '1.00' }),
    change: {
      name: 'Changed',
      price: '2.50',
      low_stock_threshold: 5,
      description: 'new',
      product_type: 'Leaves',
    },
    named: 'name',
  },
  bundle: {
    path: '/bundles',
    missing: 'bundle_not_found',
    body: async (name, company) => ({
      name,
      sku: newSku(),
      price: '1.00',
      components: await component(company),
    }),
    change: { name: 'Changed', price: '2.50', description: 'new' },
    named: 'name',
  },
  supplier: {
    path: '/suppliers',
    missing: 'supplier_not_found',
    body: (name) => ({ name, contact_email: 'a@b.example' }),
    change: { name: 'Changed', contact_email: null, lead_time_days: 0 },
    named: 'name',
  },
  warehouse: {
    path: '/warehouses',
    missing: 'warehouse_not_found',
    body: (name) => ({ name }),
    change: { name: 'Changed', address: 'High Street 1\nTown' },
    named: 'name',
  },
  'product type': {
    path: '/product-types',
    missing: 'product_type_not_found',
    body: (name) => ({ name }),
    change: { name: 'Changed', low_stock_threshold: 0 },
    named: 'name',
  },
  terms: {
    path: '/terms',
    missing: 'terms_not_found',
    body: async (name, company) => ({
      product_id: await newProduct(company),
      supplier_id: accepted(await company.rest('POST', '/suppliers', { name: `${name} ${newSku()}` })).id,
    }),
    change: { is_primary: true, supplier_code: 'X-1', unit_cost: '0.05', pack_size: 12, lead_time_days: 3 },
  },
};

const made = async (company: Company, { path, body }: Noun, name = 'First'): Promise<Json> => {
  const answer = await company.rest('POST', path, await body(name, company));
  accepted(answer);
  return (await company.rest('GET', String(answer.headers.get('location')).replace('/api', ''))).body;
};

const each = Object.entries(nouns);

test.each(each)(
  'a %s is read back as it was made, changed where it was said, and nowhere else',
  async (_, noun) => {
    const company = await room.company();
    const first = await made(company, noun);
    const other = await made(company, noun, 'Other');
    const path = `${noun.path}/${first.id}`;
    room.clock.now += 60_000;
    const changed = accepted(await company.rest('PATCH', path, noun.change));
    expect(changed).toMatchObject(noun.change);
    const untouched = Object.keys(first).filter((name) => !(name in noun.change) && name !== 'updated_at');
    for (const name of untouched) expect(changed[name], name).toEqual(first[name]);
    if (first.updated_at) expect(changed.updated_at).toBe(new Date(room.clock.now).toISOString());
    expect((await company.rest('GET', path)).body).toEqual(changed);
    expect((await company.rest('GET', `${noun.path}/${other.id}`)).body).toEqual(other);
  },
);

test.each(each)('an archived %s stays readable, is listed as such, and comes back', async (_, noun) => {
  const company = await room.company();
  const first = await made(company, noun);
  const other = await made(company, noun, 'Other');
  const path = `${noun.path}/${first.id}`;
  expect(accepted(await company.rest('DELETE', path))).toMatchObject({ id: first.id, is_active: false });
  accepted(await company.rest('DELETE', path));
  expect((await company.rest('GET', path)).body).toMatchObject({ is_active: false });
  const listed = async (query: string) =>
    accepted(await company.rest('GET', `${noun.path}${query}`)).items.map(({ id }: { id: number }) => id);
  expect(await listed('?is_active=true')).not.toContain(first.id);
  expect(await listed('?is_active=true')).toContain(other.id);
  expect(await listed('?is_active=false')).toEqual([first.id]);
  expect(await listed('')).toEqual(expect.arrayContaining([first.id, other.id]));
  const back = accepted(await company.rest('PATCH', path, { is_active: true }));
  expect({ ...back, updated_at: first.updated_at }).toEqual(first);
});

test.each(each)('a change of a %s that cannot be meant changes nothing', async (_, noun) => {
  const company = await room.company();
  const stranger = await room.company();
  const mine = await made(company, noun);
  const theirs = await made(stranger, noun);
  const before = [await everything(room, company), await everything(room, stranger)];
  for (const change of [
    {},
    { colour: 'red' },
    { is_active: null },
    { is_active: 'no' },
    { id: 5 },
    { company_id: 1 },
  ])
    expect(refused(await company.rest('PATCH', `${noun.path}/${mine.id}`, change))).toEqual([
      400,
      'invalid_input',
    ]);
  for (const id of [theirs.id, 999_999_999, 0, -1, 'x', '1.5'])
    for (const [method, body] of [['GET'], ['PATCH', noun.change], ['DELETE']] as const)
      expect([method, id, ...refused(await company.rest(method, `${noun.path}/${id}`, body))]).toEqual([
        method,
        id,
        404,
        noun.missing,
      ]);
  expect([await everything(room, company), await everything(room, stranger)]).toEqual(before);
});

test.each(each)(
  'all pages of a list of %s are the whole, in order, while others are made',
  async (_, noun) => {
    const company = await room.company();
    const ids: number[] = [];
    for (let count = 0; count < 7; count++) ids.push((await made(company, noun, `N${count}`)).id);
    const stranger = await room.company();
    await made(stranger, noun);
    const seen: number[] = [];
    let extra = 0;
    for (let cursor = ''; cursor !== 'null'; ) {
      const page = accepted(
        await company.rest('GET', `${noun.path}?limit=3${cursor && `&cursor=${cursor}`}`),
      );
      seen.push(...page.items.map(({ id }: { id: number }) => id));
      cursor = String(page.next_cursor);
      if (extra < 3) ids.push((await made(company, noun, `Later ${extra++}`)).id);
    }
    const known = new Set(ids);
    expect(seen.filter((id) => known.has(id))).toEqual(ids);
    expect(new Set(seen).size).toBe(seen.length);
    for (const query of ['limit=0', 'limit=1001', 'limit=x', 'cursor=x', 'colour=red', 'is_active=yes'])
      expect(refused(await company.rest('GET', `${noun.path}?${query}`)), query).toEqual([
        400,
        'invalid_input',
      ]);
  },
);

const searchable = each.filter(([, { named }]) => named);

test.each(searchable)('a %s is found by a part of its name, whatever the case or script', async (_, noun) => {
  const company = await room.company();
  const green = await made(company, noun, 'Grüner Tee 100%');
  const black = await made(company, noun, 'Чёрный чай_2');
  const found = async (search: string) => {
    const query = new URLSearchParams({ search });
    const { items } = accepted(await company.rest('GET', `${noun.path}?${query}`));
    return items.map(({ id }: { id: number }) => id);
  };
  expect(await found('GRÜNER')).toEqual([green.id]);
  expect(await found('чёрный ЧАЙ')).toEqual([black.id]);
  expect(await found('0%')).toEqual([green.id]);
  for (const nothing of ['%', '_', '100_', "'; drop table products", 'Tee Tee']) {
    const expected = nothing === '%' ? [green.id] : nothing === '_' ? [black.id] : [];
    expect([nothing, await found(nothing)]).toEqual([nothing, expected]);
  }
  expect((await (await room.company()).rest('GET', `${noun.path}?search=tee`)).body.items).toEqual([]);
});

test.each(each.filter(([name]) => ['supplier', 'warehouse', 'product type'].includes(name)))(
  'the name of a %s is taken whatever its case, in one company',
  async (_, noun) => {
    const company = await room.company();
    const first = await made(company, noun, 'Überlager');
    const other = await made(company, noun, 'Other');
    for (const name of ['überlager', 'ÜBERLAGER', ' Überlager '])
      expect(refused(await company.rest('POST', noun.path, { name }))).toEqual([409, 'duplicate_name']);
    expect(refused(await company.rest('PATCH', `${noun.path}/${other.id}`, { name: 'ÜberLager' }))).toEqual([
      409,
      'duplicate_name',
    ]);
    expect(
      accepted(await company.rest('PATCH', `${noun.path}/${first.id}`, { name: 'ÜBERLAGER' })).name,
    ).toBe('ÜBERLAGER');
    await made(await room.company(), noun, 'Überlager');
  },
);

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
  const bundle = await made(company, { ...nouns.bundle, path: '/bundles' } as Noun);
  const before = await everything(room, company);
  for (const id of [999_999_999, bundle.id])
    expect(refused(await company.rest('PATCH', `/products/${id}`, { product_type: 'Ghost' }))).toEqual([
      404,
      'product_not_found',
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
  await newWarehouse(company);
});
