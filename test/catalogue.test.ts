import { expect, test } from 'vitest';
import { everything } from './idempotency/cases.ts';
import { type Company, type Json, openRoom } from './room.ts';
import { accepted, refused } from './shelf.ts';
import { newProduct, newSku } from './stock.ts';

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
      if (cursor !== 'null' && extra < 3) ids.push((await made(company, noun, `Later ${extra++}`)).id);
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
