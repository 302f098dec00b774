import { beforeAll, expect, test } from 'vitest';
import { rebuild } from '../../db/ledger/rebuild.ts';
import { type Difference, productRanges, verify, verifyRange } from '../../db/ledger/verify.ts';
import { type Scope, scopeTo } from '../../db/scope.ts';
import { dumpOf } from '../dump.ts';
import { newShop, type Shop, sentOrder } from '../replenishment/ordering.ts';
import { openRoom } from '../room.ts';
import { accepted, beside, DAY, iso, NOON, record } from '../shelf.ts';
import { newWarehouse, type Stocked } from '../stock.ts';

/** Each stored figure by itself: what is falsified in one row is named with its row, and put right. */

const room = openRoom();
let shop: Shop;
let scope: Scope;

beforeAll(async () => {
  room.clock.now = NOON;
  shop = await newShop(room);
  await trade(shop);
  scope = scopeTo(room.database, { company: shop.company.id, timeZone: 'UTC', actor: 'test' }, NOON);
});

/** Two products in two warehouses, and everything that moves goods, some of it half done or taken back. */
async function trade(shop: Shop): Promise<void> {
  const { company, warehouse, tea, cups } = shop;
  const teaHere: Stocked = { company, product: tea, warehouse };
  const cupsHere = beside(teaHere, { product: cups });
  const teaThere = beside(teaHere, { warehouse: await newWarehouse(company) });
  const cupsThere = beside(teaThere, { product: cups });
  const products = (quantities: [tea: number, cups: number]) => ({
    lines: quantities.map((quantity, index) => ({ product_id: [tea, cups][index], quantity })),
  });
  const daysAgo = (days: number): void => {
    room.clock.now = NOON - days * DAY;
  };
  const send = async (from: Stocked, to: Stocked, quantities: [number, number]) => {
    const route = { from_warehouse_id: from.warehouse, to_warehouse_id: to.warehouse };
    return accepted(await company.rest('POST', '/transfers', { ...route, ...products(quantities) })).id;
  };
  const settle = async (id: number, verb: 'receive' | 'cancel', quantities: [number, number]) =>
    accepted(await company.rest('POST', `/transfers/${id}/${verb}`, products(quantities)));

  daysAgo(9);
  await record(teaHere, 'receipt', 100);
  await record(cupsHere, 'receipt', 60);
  daysAgo(6);
  const sale = await record(teaHere, 'sale', 7);
  const other = await record(cupsHere, 'sale', 4);
  daysAgo(5);
  const halfDone = await send(teaHere, teaThere, [20, 10]);
  await settle(halfDone, 'receive', [8, 4]);
  daysAgo(4);
  await settle(halfDone, 'cancel', [3, 1]);
  const back = await send(teaThere, teaHere, [2, 1]);
  await settle(back, 'receive', [2, 1]);
  daysAgo(3);
  await record(teaThere, 'return', 1, { sale_id: sale.id });
  await record(cupsHere, 'receipt', 1);
  await record(cupsThere, 'sale', 3, { occurred_at: iso(NOON - 5 * DAY) });
  daysAgo(2);
  accepted(await company.rest('POST', `/movements/${other.id}/reverse`, {}));
  await record(teaThere, 'sale', 4);
  for (const quantities of [
    [10, 2],
    [5, 1],
  ] satisfies [number, number][]) {
    const { id } = await sentOrder(shop);
    accepted(await company.rest('POST', `/orders/${id}/receipts`, products(quantities)));
  }
  daysAgo(0);
}

const differences = (): Promise<Difference[]> => Array.fromAsync(verify(scope));

const tables = ['inventory', 'daily_demand', 'transfer_lines', 'order_lines'];

async function figures(): Promise<object> {
  const dump = await dumpOf(room.client, { company: shop.company.id });
  return Object.fromEntries(tables.map((table) => [table, dump[table]]));
}

const keysOf = async (table: string, key: string): Promise<number[][]> => {
  const { rows } = await room.client.execute(`select ${key} from ${table} order by ${key}`);
  return rows.map((row) => Array.from(row, Number));
};

test('what was recorded bears out every figure, and each of them is looked at', async () => {
  expect(await differences()).toEqual([]);
  const { rows } =
    await room.client.execute(`select (select count(*) from movements) + 5 * (select count(*) from inventory)
    + 2 * (select count(*) from daily_demand) + 2 * (select count(*) from transfer_lines) + (select count(*) from order_lines)`);
  const all = { fromProduct: 1, toProduct: Number.MAX_SAFE_INTEGER };
  expect(await verifyRange(scope, all)).toEqual({ figures: rows[0]?.[0], differences: [] });
});

test('made anew from the movements alone, every figure is what it was', async () => {
  const before = await figures();
  await Array.fromAsync(rebuild(scope));
  expect(await figures()).toEqual(before);
});

const GUARDS = [
  'inventory_follows_movements',
  'inventory_stays',
  'transfer_line_follows_arrivals',
  'transfer_lines_stay',
  'received_follows_movements',
  'inventory_rules_touch',
];

/** Behind the guards, which are back when it is done: what is put right is put right under them. */
async function falsify(statement: string): Promise<void> {
  const { rows } = await room.client.execute(
    `select sql from sqlite_schema where type = 'trigger' and name in ('${GUARDS.join("', '")}')`,
  );
  const guards = rows.map(({ sql }) => String(sql));
  expect(guards).toHaveLength(GUARDS.length);
  const dropped = GUARDS.map((guard) => `drop trigger ${guard}`);
  await room.client.executeMultiple(
    ['pragma foreign_keys = off', ...dropped, statement, ...guards, 'pragma foreign_keys = on'].join(';\n'),
  );
}

const places = 'product_id, warehouse_id';
const byDay = 'product_id, warehouse_id, day';
const byTransfer = 'product_id, transfer_id';
const byOrder = 'product_id, order_id';

test.each([
  { table: 'inventory', key: places, change: 'on_hand = on_hand + 1', named: ['on_hand'] },
  {
    table: 'inventory',
    key: places,
    change: 'last_movement_id = last_movement_id - 1',
    named: ['last_movement'],
  },
  {
    table: 'inventory',
    key: places,
    change: 'out_since_day = coalesce(out_since_day, 20000) + 1',
    named: ['out_since'],
  },
  {
    table: 'inventory',
    key: places,
    change: 'threshold = coalesce(threshold, 0) + 1',
    named: ['threshold'],
  },
  { table: 'inventory', key: places, change: 'is_listed = 1 - is_listed', named: ['listed'] },
  { table: 'daily_demand', key: byDay, change: 'sold = sold + 1', named: ['sold'] },
  { table: 'daily_demand', key: byDay, change: 'net = net + 1', named: ['net'] },
  {
    table: 'transfer_lines',
    key: byTransfer,
    change: 'arrived = arrived + 1, quantity = quantity + 1',
    named: ['arrived'],
  },
  { table: 'transfer_lines', key: byTransfer, change: 'quantity = quantity + 1', named: ['in_transit'] },
  {
    table: 'transfer_lines',
    key: byTransfer,
    change: 'returned = returned + 1, quantity = quantity + 2',
    named: ['in_transit'],
  },
  { table: 'order_lines', key: byOrder, change: 'received = received + 1', named: ['received'] },
])('$table: $change, in each row', async ({ table, key, change, named }) => {
  const before = await figures();
  const keys = await keysOf(table, key);
  expect(keys.length).toBeGreaterThan(3);
  for (const values of keys) {
    await falsify(`update ${table} set ${change} where (${key}) = (${values.join(', ')})`);
    const found = await differences();
    expect(found.map(({ figure }) => figure)).toEqual(named);
    const [product, second, day] = values;
    const [{ stored, expected, ...where } = expect.unreachable('nothing is found')] = found;
    const isPlace = key === places || key === byDay;
    expect(where).toMatchObject({ productId: product, ...(isPlace && { warehouseId: second }) });
    expect(where.at).toBe(key === places ? null : (day ?? second));
    expect(stored).not.toBe(expected);
    await Array.fromAsync(rebuild(scope));
    expect(await figures()).toEqual(before);
  }
});

test.each([
  { table: 'inventory', key: places, named: ['on_hand'] },
  { table: 'daily_demand', key: byDay, named: ['net', 'sold'] },
])('$table: a row that is missing', async ({ table, key, named }) => {
  const before = await figures();
  for (const values of await keysOf(table, key)) {
    await falsify(`delete from ${table} where (${key}) = (${values.join(', ')})`);
    const found = await differences();
    expect(found).not.toEqual([]);
    for (const { figure, productId, warehouseId, at, stored } of found) {
      expect(named).toContain(figure);
      expect([productId, warehouseId, at ?? undefined]).toEqual([values[0], values[1], values[2]]);
      expect(stored).toBe(null);
    }
    await Array.fromAsync(rebuild(scope));
    expect(await figures()).toEqual(before);
  }
});

test('transfer_lines: a row that is missing is in no transfer any more, which is said and left to people', async () => {
  const [[product, transfer] = []] = await keysOf('transfer_lines', byTransfer);
  await falsify(`delete from transfer_lines where (${byTransfer}) = (${product}, ${transfer})`);
  const found = [
    { figure: 'in_transit', productId: product, warehouseId: null, at: transfer, stored: null, expected: 9 },
  ];
  expect(await differences()).toEqual(found);
  await Array.fromAsync(rebuild(scope));
  expect(await differences()).toEqual(found);
});

test('a company is walked through by a hundred products at a time, each once', async () => {
  const { company, tea } = await newShop(room);
  const components = [{ product_id: tea, quantity: 1 }];
  accepted(await company.rest('POST', '/bundles', { sku: 'SET', name: 'Set', price: '9', components }));
  const own = scopeTo(room.database, { company: company.id, timeZone: 'UTC', actor: 'test' }, NOON);
  const more = (count: number) =>
    room.client.execute(`insert into products (company_id, kind, sku, sku_key, sku_scope, name, name_key, price, created_at, updated_at)
      with recursive n(n) as (select 1 union all select n + 1 from n where n < ${count})
      select ${company.id}, 'product', 's' || max, 's' || max, ${company.id}, 'n', 'n', 1, 0, 0
      from (select n + (select max(id) from products) as max from n)`);
  const ids = async () =>
    (await keysOf(`products where kind = 'product' and company_id = ${company.id}`, 'id')).flat();
  const isIn = (id: number) => (range: { fromProduct: number; toProduct: number }) =>
    range.fromProduct <= id && id <= range.toProduct;
  for (const [added, counts] of [
    [0, [2]],
    [98, [100, 0]],
    [150, [100, 100, 50]],
  ] as const) {
    if (added > 0) await more(added);
    const ranges = await Array.fromAsync(productRanges(own));
    expect(ranges.map(({ products }) => products)).toEqual(counts);
    for (const id of await ids()) expect(ranges.filter(isIn(id))).toHaveLength(1);
    expect([ranges[0]?.fromProduct, ranges.at(-1)?.toProduct]).toEqual([1, Number.MAX_SAFE_INTEGER]);
  }
});
