import { expect, test } from 'vitest';
import { everything } from './idempotency/cases.ts';
import { type Answer, type Company, type Json, openRoom } from './room.ts';
import { accepted, history, iso, NOON, refused } from './shelf.ts';
import { newSku } from './stock.ts';

const room = openRoom();
room.clock.now = NOON;

const tea = (fields: object = {}) => ({ name: 'Tea', sku: newSku(), price: '4.50', ...fields });
const create = (company: Company, fields: object = {}): Promise<Answer> =>
  company.rest('POST', '/products', tea(fields));
const fieldsOf = ({ body }: Answer): string[] => body.details.map(({ field }: { field: string }) => field);

test('a product is created with everything that was said, and answered where Location points', async () => {
  const company = await room.company();
  const fields = {
    name: '  Green tea ',
    sku: ' GT-1 ',
    price: '12.5',
    product_type: 'Tea',
    low_stock_threshold: 20,
    description: 'From Uji\nFirst flush',
    company_id: company.id,
  };
  const { status, headers, body } = await company.rest('POST', '/products', fields);
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/api/products/${body.product_id}`);
  expect(body).toEqual({
    message: 'Product created successfully',
    product_id: expect.any(Number),
    product: {
      id: body.product_id,
      name: 'Green tea',
      sku: 'GT-1',
      price: '12.50',
      product_type: 'Tea',
      low_stock_threshold: 20,
      supplier: null,
      on_hand: 0,
      low_warehouses: 0,
      description: 'From Uji\nFirst flush',
      is_active: true,
      created_at: iso(NOON),
      updated_at: iso(NOON),
    },
  });
  expect((await company.rest('GET', `/products/${body.product_id}`)).body).toEqual(body.product);
  expect(await history(company)).toEqual([]);
});

test('name, SKU and price are enough', async () => {
  const company = await room.company();
  const { product } = accepted(await create(company));
  expect(product).toMatchObject({
    product_type: null,
    low_stock_threshold: null,
    description: null,
    is_active: true,
  });
  const nothing = { product_type: null, supplier_id: null, warehouse_id: null, initial_quantity: null };
  accepted(await create(company, { ...nothing, description: null, low_stock_threshold: null }));
});

test('all that is wrong is said at once, each by its field', async () => {
  const company = await room.company();
  const before = await everything(room, company);
  const answer = await company.rest('POST', '/products', {
    name: ' ',
    sku: 'x'.repeat(101),
    price: '1.234',
    low_stock_threshold: -1,
    is_active: 'yes',
    initial_quantity: 1.5,
    supplier_id: 'Leaf',
    product_type: '',
    description: 5,
    colour: 'green',
    warehouseId: 1,
  });
  expect(refused(answer)).toEqual([400, 'invalid_input']);
  expect(answer.body.error).toEqual(expect.any(String));
  const fields = fieldsOf(answer);
  for (const field of [
    'name',
    'sku',
    'price',
    'low_stock_threshold',
    'is_active',
    'initial_quantity',
    'supplier_id',
  ])
    expect(fields).toContain(field);
  expect(fields).toEqual(expect.arrayContaining(['product_type', 'description', 'colour']));
  expect(
    fields.some((field) => field.includes('write warehouse_id')),
    'and what it should be called',
  ).toBe(true);
  expect(fieldsOf(await company.rest('POST', '/products', {}))).toEqual(['name', 'sku', 'price']);
  expect(await everything(room, company)).toEqual(before);
});

test('lengths and characters have bounds', async () => {
  const company = await room.company();
  const wrong: [field: string, value: unknown][] = [
    ['name', 'x'.repeat(256)],
    ['name', 'a\u0000b'],
    ['name', 'two\nlines'],
    ['name', '\ud800'],
    ['name', null],
    ['name', 7],
    ['sku', ''],
    ['sku', '\t'],
    ['sku', 'a\u0007b'],
    ['description', 'x'.repeat(5001)],
    ['description', ''],
    ['low_stock_threshold', 1.5],
    ['low_stock_threshold', '10'],
    ['low_stock_threshold', 1_000_000_001],
    ['is_active', 1],
    ['product_type', 'x'.repeat(256)],
  ];
  for (const [field, value] of wrong)
    expect([field, value, fieldsOf(await create(company, { [field]: value }))]).toEqual([
      field,
      value,
      [field],
    ]);
  const longest = { name: 'n'.repeat(255), sku: 's'.repeat(100), low_stock_threshold: 0 };
  expect(accepted(await create(company, longest)).product).toMatchObject(longest);
});

test('a price is decimal text or a number with at most two decimals, and comes back as text', async () => {
  const company = await room.company();
  const right: [given: unknown, answered: string][] = [
    ['0', '0.00'],
    ['0.5', '0.50'],
    ['12.50', '12.50'],
    ['99999999.99', '99999999.99'],
    [0, '0.00'],
    [4, '4.00'],
    [4.5, '4.50'],
    ...[0.07, 0.14, 0.28, 0.29, 0.57, 0.58, 1.1, 1.15, 4.35, 8.2, 16.1, 64.1, 99999999.99].map(
      (price): [number, string] => [price, price.toFixed(2)],
    ),
  ];
  for (const [price, answered] of right)
    expect([price, accepted(await create(company, { price })).product.price]).toEqual([price, answered]);
  const { body } = await company.rest('GET', '/products?limit=1000');
  expect(body.items.map((item: Json) => item.price).sort()).toEqual(right.map(([, text]) => text).sort());
});

test('no other price is understood: nothing is rounded, cut off or guessed', async () => {
  const company = await room.company();
  const wrong = [
    '',
    ' 1',
    '1 ',
    '-1',
    '+1',
    '1.234',
    '100000000',
    '1e2',
    'NaN',
    'Infinity',
    '1,50',
    '.5',
    '5.',
    '0x10',
  ];
  const others = [-0.01, 1.005, 0.1 + 0.2, 1e8, 1e21, 1e-7, null, true, [], {}, '１', '$5'];
  for (const price of [...wrong, ...others])
    expect([price, fieldsOf(await create(company, { price }))]).toEqual([price, ['price']]);
  expect((await company.rest('GET', '/products')).body.items).toEqual([]);
});

test('company_id, if sent, must be one’s own', async () => {
  const company = await room.company();
  const stranger = await room.company();
  accepted(await create(company, { company_id: company.id }));
  for (const company_id of [stranger.id, 999_999_999, 0, 'mine', null])
    expect(fieldsOf(await create(company, { company_id }))).toEqual(['company_id']);
  expect((await stranger.rest('GET', '/products')).body.items).toEqual([]);
});

test('a body that is no JSON object is refused, and says so', async () => {
  const company = await room.company();
  const send = (body: string, type = 'application/json') =>
    room.fetch('/api/products', {
      method: 'POST',
      headers: { authorization: `Bearer ${company.key}`, 'content-type': type },
      body,
    });
  for (const body of ['{', '{"name":}', 'null', '[]', '5', '"tea"', "{'name':'tea'}"]) {
    const answer = await send(body);
    const { code, details } = await answer.json();
    expect([body, answer.status, code, details.length]).toEqual([body, 400, 'invalid_input', 1]);
  }
  const text = JSON.stringify(tea());
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
    expect([type, (await send(text, type)).status]).toEqual([type, 415]);
  expect((await send(JSON.stringify(tea({ description: 'x'.repeat(1_100_000) })))).status).toBe(413);
  expect((await send(text, 'application/json; charset=utf-8')).status).toBe(201);
});

test('who may not create, creates nothing', async () => {
  const company = await room.company();
  const viewer = company.as(await company.keyFor('viewer'));
  expect(refused(await viewer('POST', '/products', tea()))).toEqual([403, 'forbidden']);
  expect(refused(await company.as('sf_unknown')('POST', '/products', tea()))).toEqual([
    401,
    'unauthenticated',
  ]);
  expect((await company.rest('GET', '/products')).body.items).toEqual([]);
});
