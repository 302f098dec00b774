import { expect, test } from 'vitest';
import { type Company, type Json, openRoom } from '../room.ts';
import { accepted, beside, DAY, history, iso, line, NOON, post, record, refused } from '../shelf.ts';
import { newProduct, newWarehouse, stocked } from '../stock.ts';
import { planOf } from '../watched.ts';

const room = openRoom();
room.clock.now = NOON;

/** Two products in two warehouses, with events of several days. */
async function busy() {
  const shelf = await stocked(room, 100);
  const { company } = shelf;
  const shop = beside(shelf, { warehouse: await newWarehouse(company) });
  const other = beside(shelf, { product: await newProduct(company) });
  await record(shop, 'receipt', 30);
  await record(other, 'receipt', 20, { reference: 'PO 1' });
  for (let ago = 9; ago > 0; ago--) {
    const occurred_at = iso(NOON - ago * DAY);
    await record(shelf, 'sale', ago, { occurred_at, reference: `order ${ago % 3}` });
    await record(shop, ago % 2 ? 'sale' : 'scrap', 1, { occurred_at });
    await record(other, 'adjustment', ago % 2 ? 3 : -1, { occurred_at });
  }
  return { company, shelf, shop, other };
}

async function allPages(company: Company, query: string, between = async () => {}): Promise<Json[]> {
  const items: Json[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const at: string = cursor && `&cursor=${cursor}`;
    const page = accepted(await company.rest('GET', `/movements?${query}${at}`));
    items.push(...page.items);
    cursor = page.next_cursor;
    await between();
  }
  return items;
}

test('each movement carries the stock it left, and the newest comes first', async () => {
  const { company, shelf, shop } = await busy();
  for (const { product, warehouse } of [shelf, shop]) {
    const recorded = await history(company, `&product_id=${product}&warehouse_id=${warehouse}`);
    let running = 0;
    for (const { change, on_hand } of recorded.toReversed()) {
      running += change;
      expect(on_hand).toBe(running);
    }
    expect(recorded.map(({ id }) => id)).toEqual(recorded.map(({ id }) => id).sort((a, b) => b - a));
  }
});

test('filters narrow the history and work together', async () => {
  const { company, shelf, shop, other } = await busy();
  const all = await history(company);
  expect(all).toHaveLength(30);
  const day5 = NOON - 5 * DAY;
  const cases: [query: string, keep: (item: Json) => boolean][] = [
    [`product_id=${shelf.product}`, (item) => item.product_id === shelf.product],
    [`warehouse_id=${shop.warehouse}`, (item) => item.warehouse_id === shop.warehouse],
    ['type=scrap', ({ type }) => type === 'scrap'],
    ['reference=order+2', ({ reference }) => reference === 'order 2'],
    [`occurred_from=${iso(day5)}`, ({ occurred_at }) => Date.parse(occurred_at) >= day5],
    [`occurred_to=${iso(day5)}`, ({ occurred_at }) => Date.parse(occurred_at) < day5],
    [
      `product_id=${shelf.product}&type=sale&occurred_to=${iso(day5)}`,
      (item) =>
        item.product_id === shelf.product && item.type === 'sale' && Date.parse(item.occurred_at) < day5,
    ],
    [
      `product_id=${other.product}&warehouse_id=${other.warehouse}&reference=PO+1`,
      (item) => item.product_id === other.product && item.reference === 'PO 1',
    ],
  ];
  for (const [query, keep] of cases) {
    const kept = all.filter(keep);
    expect(kept.length, query).toBeGreaterThan(0);
    expect(kept.length, query).toBeLessThan(all.length);
    expect(await history(company, `&${query}`), query).toEqual(kept);
    expect(await allPages(company, `${query}&limit=2`), query).toEqual(kept);
  }
  for (const query of ['type=gift', 'product_id=0', 'occurred_from=monday', 'limit=0', 'cursor=x', 'sku=1'])
    expect(refused(await company.rest('GET', `/movements?${query}`)), query).toEqual([400, 'invalid_input']);
});

test('all pages are the whole, without gap or repeat, while writes go on', async () => {
  const { company, shelf, shop } = await busy();
  const before = await history(company);
  for (const [query, write] of [
    ['limit=1', shelf],
    ['limit=7', shop],
    [`limit=4&product_id=${shelf.product}`, shelf],
    [`limit=4&product_id=${shelf.product}&warehouse_id=${shop.warehouse}`, shop],
  ] as const) {
    const whole = (await history(company)).filter(
      ({ product_id, warehouse_id }) =>
        (!query.includes('product_id') || product_id === shelf.product) &&
        (!query.includes('warehouse_id') || warehouse_id === shop.warehouse),
    );
    const during = async () =>
      void (await Promise.all([record(write, 'receipt', 1), post(write, 'sale', 1)]));
    expect(await allPages(company, query, during), query).toEqual(whole);
  }
  expect((await history(company)).length).toBeGreaterThan(before.length + 60);
});

test('a company reads its own history only', async () => {
  const shelf = await stocked(room, 10);
  const stranger = await stocked(room, 10);
  const theirs = await record(stranger, 'sale', 1, { reference: 'secret' });
  const { body: bulk } = await stranger.company.rest('POST', '/movements/bulk', {
    lines: [line(stranger, 'sale', 1)],
  });
  for (const query of [
    `product_id=${stranger.product}`,
    `warehouse_id=${stranger.warehouse}`,
    `product_id=${stranger.product}&warehouse_id=${stranger.warehouse}`,
    'reference=secret',
    `cursor=${theirs.id + 1}&type=sale`,
    `cursor=${bulk.results[0].id + 1}&type=sale`,
  ])
    expect(await history(shelf.company, `&${query}`), query).toEqual([]);
});

test('the history of a product, and of a product in a warehouse, is read from an index and in order', async () => {
  const { company, shelf } = await busy();
  const product = `product_id=${shelf.product}`;
  for (const query of [
    product,
    `${product}&warehouse_id=${shelf.warehouse}`,
    `${product}&type=sale&cursor=99`,
  ]) {
    const plan = (await planOf(room, company, `/movements?${query}`)).join('\n');
    expect(plan, query).not.toMatch(/SCAN (movements|products|inventory)/);
    expect(plan, query).toMatch(/SEARCH movements USING (COVERING )?INDEX movements_of_product/);
  }
  const there = (await planOf(room, company, `/movements?${product}&warehouse_id=${shelf.warehouse}`)).join(
    '\n',
  );
  expect(there, 'a page reads as many rows as it holds').not.toMatch(/TEMP B-TREE/);
});

test('no filter makes the history scan what other companies moved', async () => {
  const { company, shelf } = await busy();
  for (const query of [
    '',
    `warehouse_id=${shelf.warehouse}`,
    'type=sale',
    'reference=PO+1',
    'bundle_sale_id=1',
    'transfer_id=1',
    'count_id=1',
    `occurred_from=${iso(NOON)}`,
  ]) {
    const plan = (await planOf(room, company, `/movements?${query}`)).join('\n');
    expect(plan, query).not.toMatch(/SCAN (movements|products|inventory)/);
    expect(plan, query).toMatch(
      /SEARCH movements USING INDEX \w+ \((company_id|bundle_sale_id|transfer_id|count_id)=\?/,
    );
  }
});

test.each(['bundle_sale_id', 'transfer_id', 'count_id', 'receipt_id'])(
  'the few movements of one record are found by %s, not on a walk through the history',
  async (record) => {
    const { company } = await busy();
    const plan = (await planOf(room, company, `/movements?${record}=1`)).join('\n');
    expect(plan).toMatch(
      new RegExp(`SEARCH movements USING INDEX \\w+ \\((company_id=\\? AND )?${record}=\\?`),
    );
  },
);
