import { beforeAll, expect, test } from 'vitest';
import { type Browser, signedIn } from './person.ts';
import { type Company, type Json, openRoom } from './room.ts';
import { planOf } from './watched.ts';

/** Who did what. */

const room = openRoom();
let company: Company;
let ada: Browser;
beforeAll(async () => {
  company = await room.company();
  ada = await signedIn(room, company, 'owner', 'ada@leaf.example');
});

const actsOf = async (query = ''): Promise<Json[]> => (await ada.rest('GET', `/activity${query}`)).body.items;

test('what people and keys did is told newest first, by name, with what was sent', async () => {
  const { body: tea } = await ada.rest('POST', '/products', { name: 'Earl Grey', sku: 'EG', price: '8.90' });
  await company.rest('PATCH', `/products/${tea.product_id}`, { price: 9, low_stock_threshold: null });
  const { body: key } = await ada.rest('POST', '/keys', { name: 'Till', role: 'viewer' });
  const [made, changed, created] = (await actsOf()).slice(0, 3);
  expect(created).toMatchObject({
    actor: expect.stringMatching(/^member:\d+$/),
    actor_name: 'ada',
    kind: 'catalogue.product',
    deed: 'create',
    subject_id: tea.product_id,
    summary: 'name Earl Grey, sku EG, price 8.90',
  });
  expect(changed).toMatchObject({
    actor: expect.stringMatching(/^key:\d+$/),
    actor_name: 'First key',
    deed: 'update',
    subject_id: tea.product_id,
    summary: 'price 9, no low stock threshold',
  });
  expect(made).toMatchObject({
    kind: 'company.key',
    deed: 'create',
    subject_id: key.id,
    summary: 'name Till, role viewer',
  });
  expect(JSON.stringify(made)).not.toContain(key.api_key);
});

test('it is narrowed by who and by kind, and read in pages', async () => {
  for (const name of ['North', 'South', 'West']) await company.rest('POST', '/warehouses', { name });
  await ada.rest('POST', '/suppliers', { name: 'Nordic' });
  const warehouses = await actsOf('?kind=catalogue.warehouse');
  expect(warehouses.map(({ summary }) => summary)).toEqual(['name West', 'name South', 'name North']);
  const actor = warehouses[0].actor;
  expect(new Set((await actsOf(`?actor=${actor}`)).map((act) => act.actor))).toEqual(new Set([actor]));
  const { body: page } = await ada.rest('GET', '/activity?kind=catalogue.warehouse&limit=2');
  expect(page.items).toHaveLength(2);
  expect(await actsOf(`?kind=catalogue.warehouse&cursor=${page.next_cursor}`)).toEqual(warehouses.slice(2));
});

test('what is refused, replayed or in the ledger anyway is not told', async () => {
  const { body: shop } = await ada.rest('POST', '/warehouses', { name: 'Shop' });
  const { body: cup } = await ada.rest('POST', '/products', { name: 'Cup', sku: 'C', price: 1 });
  const once = { 'idempotency-key': 'told-once-and-no-more' };
  for (let nth = 0; nth < 2; nth++) await ada.rest('POST', '/suppliers', { name: 'Clay' }, once);
  const before = await actsOf();
  expect(before[0]).toMatchObject({
    kind: 'catalogue.supplier',
    subject_id: expect.any(Number),
    summary: 'name Clay',
  });
  expect(before.filter(({ summary }) => summary === 'name Clay')).toHaveLength(1);
  expect((await ada.rest('POST', '/warehouses', { name: 'Shop' })).status).toBe(409);
  expect((await ada.rest('PATCH', '/products/987654321', { price: 1 })).status).toBe(404);
  const here = { product_id: cup.product_id, warehouse_id: shop.id };
  expect((await ada.rest('POST', '/movements', { ...here, type: 'receipt', quantity: 3 })).status).toBe(201);
  expect(await actsOf()).toEqual(before);
});

test('an import is told once, about nothing in particular; its preview, and what the ledger tells, are not', async () => {
  const { body: shop } = await ada.rest('POST', '/warehouses', { name: 'Till' });
  const before = await actsOf();
  const lines = [{ sku: 'MATE', name: 'Mate', price: 4 }, { sku: 'UNNAMED' }];
  const known = { sku: 'MATE', warehouse: shop.name, key: 'first' };
  await ada.rest('POST', '/products/import', { preview: true, lines });
  expect(await actsOf()).toEqual(before);
  const { body } = await ada.rest('POST', '/products/import', { preview: false, lines });
  expect(body).toMatchObject({ created: 1, refused: 1 });
  await ada.rest('POST', '/movements/import', { lines: [{ ...known, type: 'receipt', quantity: 5 }] });
  await ada.rest('POST', '/counts/import', { lines: [{ ...known, key: 'second', counted: 4 }] });
  const [told, ...rest] = await actsOf();
  expect(told).toMatchObject({
    kind: 'catalogue.product',
    deed: 'import',
    subject_id: null,
    summary: '2 lines',
  });
  expect(rest).toEqual(before.slice(0, rest.length));
});

test('a summary is short, and whole characters', async () => {
  const name = `${'x'.repeat(58)}🫖🫖🫖`;
  await ada.rest('POST', '/suppliers', { name });
  const [{ summary }] = await actsOf();
  expect(summary).toBe(`name ${'x'.repeat(58)}…`);
});

test('each way to read it walks an index', async () => {
  for (const [query, index] of [
    ['', 'acts_of_company'],
    ['?actor=key:1', 'acts_of_actor'],
    ['?kind=company', 'acts_of_kind'],
  ]) {
    const plan = await planOf(room, company, `/activity${query}`);
    expect(plan.join('\n')).toMatch(new RegExp(`SEARCH acts USING INDEX ${index} `));
    expect(plan.join('\n')).not.toContain('TEMP B-TREE');
  }
});

test('it is for owners', async () => {
  const operator = company.as(await company.keyFor('operator'));
  expect((await operator('GET', '/activity')).status).toBe(403);
});

test('what was done with a key is told of its own company, though another used the same key', async () => {
  const others = [await room.company(), await room.company()];
  const headers = { 'idempotency-key': 'the-same-key-0123456789' };
  const make = async ({ rest }: Company): Promise<number> =>
    (await rest('POST', '/warehouses', { name: 'Barn' }, headers)).body.id;
  for (const one of [...others, company]) {
    const id = await make(one);
    const { items } = (await one.rest('GET', '/activity')).body;
    expect(items[0]).toMatchObject({ kind: 'catalogue.warehouse', subject_id: id });
  }
});
