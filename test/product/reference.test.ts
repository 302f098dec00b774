import { expect, test } from 'vitest';
import { everything } from '../idempotency/cases.ts';
import { type Answer, type Company, openRoom } from '../room.ts';
import { accepted, history, NOON, refused } from '../shelf.ts';
import { newSku, newWarehouse } from '../stock.ts';

const room = openRoom();
const platform = openRoom({ skuScope: 'platform' });
room.clock.now = NOON;

const tea = (fields: object = {}) => ({ name: 'Tea', sku: newSku(), price: '4.50', ...fields });
const create = (company: Company, fields: object = {}): Promise<Answer> =>
  company.rest('POST', '/products', tea(fields));
const fieldsOf = ({ body }: Answer): string[] => body.details.map(({ field }: { field: string }) => field);

test('warehouse and quantity open the balance, with an entry in the ledger', async () => {
  const company = await room.company();
  const warehouse_id = await newWarehouse(company);
  for (const initial_quantity of [25, 0]) {
    const { product_id } = accepted(await create(company, { warehouse_id, initial_quantity }));
    const { body } = await company.rest('GET', `/inventory/${product_id}/${warehouse_id}`);
    expect(body).toMatchObject({ on_hand: initial_quantity });
    expect(await history(company, `&product_id=${product_id}`)).toMatchObject([
      { type: 'initial', quantity: initial_quantity, on_hand: initial_quantity, day: '2026-11-21' },
    ]);
  }
});

test('a warehouse alone opens an empty balance, a quantity alone is refused', async () => {
  const company = await room.company();
  const warehouse_id = await newWarehouse(company);
  const { product_id } = accepted(await create(company, { warehouse_id }));
  expect((await company.rest('GET', `/inventory/${product_id}/${warehouse_id}`)).body).toMatchObject({
    on_hand: 0,
  });
  expect(await history(company)).toEqual([]);
  const alone = await create(company, { initial_quantity: 5 });
  expect([alone.status, fieldsOf(alone)]).toEqual([400, ['warehouse_id']]);
  for (const initial_quantity of [-1, 1.5, '5', 1_000_000_001])
    expect(fieldsOf(await create(company, { warehouse_id, initial_quantity }))).toEqual(['initial_quantity']);
});

test('unknown and foreign warehouses and suppliers are refused together, alike, and nothing is left', async () => {
  const company = await room.company();
  const stranger = await room.company();
  const theirs = {
    warehouse_id: await newWarehouse(stranger),
    supplier_id: accepted(await stranger.rest('POST', '/suppliers', { name: 'Theirs' })).id,
  };
  const absent = { warehouse_id: 999_999_999, supplier_id: 999_999_999 };
  const before = await everything(room, company);
  const bodies = [];
  for (const references of [theirs, absent])
    for (const more of [{}, { initial_quantity: 5 }]) {
      const answer = await create(company, { ...references, ...more, product_type: 'New' });
      expect([...refused(answer), ...fieldsOf(answer)]).toEqual([
        400,
        'invalid_input',
        'warehouse_id',
        'supplier_id',
      ]);
      bodies.push(JSON.stringify({ ...answer.body, request_id: '' }));
    }
  expect(new Set(bodies).size).toBe(1);
  expect(fieldsOf(await create(company, { warehouse_id: 0, supplier_id: -1 }))).toEqual([
    'supplier_id',
    'warehouse_id',
  ]);
  expect(await everything(room, company)).toEqual(before);
});

test('the supplier becomes the primary one', async () => {
  const company = await room.company();
  const { id: supplier_id } = accepted(await company.rest('POST', '/suppliers', { name: 'Leaf & Co' }));
  const { product_id } = accepted(await create(company, { supplier_id }));
  const { body } = await company.rest('GET', `/terms?product_id=${product_id}`);
  expect(body.items).toMatchObject([{ supplier_id, product_id, is_primary: true, is_active: true }]);
});

test('a product type is found by its name in any case, or made', async () => {
  const company = await room.company();
  const typeOf = async (product_type: string) =>
    accepted(await create(company, { product_type })).product.product_type;
  expect(await typeOf('Dry Goods')).toBe('Dry Goods');
  expect(await typeOf('dry goods')).toBe('Dry Goods');
  expect(await typeOf('Süßes')).toBe('Süßes');
  expect(await typeOf('SÜßES')).toBe('Süßes');
  const { items } = (await company.rest('GET', '/product-types')).body;
  expect(items.map(({ name }: { name: string }) => name)).toEqual(['Dry Goods', 'Süßes']);
});

test('a SKU is taken whatever its case or script, and stays as it was typed', async () => {
  const company = await room.company();
  const taken: [first: string, ...same: string[]][] = [
    ['Ab-1', 'AB-1', 'ab-1', ' aB-1 '],
    ['ÄPFEL', 'äpfel'],
    ['чай-7', 'ЧАЙ-7'],
    ['ΣΟΦΟΣ-1', 'σοφος-1'],
    ['ＦＵＬＬ', 'full'],
  ];
  for (const [first, ...same] of taken) {
    expect(accepted(await create(company, { sku: first })).product.sku).toBe(first);
    for (const sku of same)
      expect([sku, ...refused(await create(company, { sku }))]).toEqual([sku, 409, 'duplicate_sku']);
  }
  expect((await company.rest('GET', '/products')).body.items).toHaveLength(taken.length);
  const stranger = await room.company();
  accepted(await create(stranger, { sku: 'Ab-1' }));
});

test('of 20 who want one SKU at once, one gets it', async () => {
  const company = await room.company();
  const warehouse_id = await newWarehouse(company);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      create(company, {
        sku: index % 2 ? 'race' : 'RACE',
        warehouse_id,
        initial_quantity: 5,
        product_type: 'T',
      }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  expect(new Set(answers.flatMap(({ body }) => body.code ?? []))).toEqual(new Set(['duplicate_sku']));
  expect(await history(company)).toHaveLength(1);
});

test('a refused product leaves nothing: no type, no terms, no stock', async () => {
  const company = await room.company();
  const warehouse_id = await newWarehouse(company);
  const { id: supplier_id } = accepted(await company.rest('POST', '/suppliers', { name: 'Leaf & Co' }));
  accepted(await create(company, { sku: 'taken' }));
  const before = await everything(room, company);
  const all = { warehouse_id, initial_quantity: 5, supplier_id, product_type: 'Brand new' };
  expect((await create(company, { ...all, sku: 'TAKEN' })).status).toBe(409);
  expect((await create(company, { ...all, supplier_id: 999_999_999 })).status).toBe(400);
  expect((await create(company, { ...all, warehouse_id: 999_999_999 })).status).toBe(400);
  expect(await everything(room, company)).toEqual(before);
});

test('SKU_SCOPE=platform: a SKU is taken for every company', async () => {
  const [one, other] = [await platform.company(), await platform.company()];
  const before = await everything(platform, other);
  accepted(await create(one, { sku: 'Only-1' }));
  expect(refused(await create(other, { sku: 'ONLY-1' }))).toEqual([409, 'duplicate_sku']);
  expect(await everything(platform, other)).toEqual(before);
  const warehouse_id = await newWarehouse(other);
  const { product_id } = accepted(await create(other, { sku: 'only-2', warehouse_id, initial_quantity: 3 }));
  const renamed = await one.rest('PATCH', `/products/${product_id - 1}`, { sku: 'Only-2' });
  expect([renamed.status, renamed.body.code]).toEqual([409, 'duplicate_sku']);
});
