import type { Client, InValue } from '@libsql/client';

/** Statements that are tried in one transaction. */
export type Attempt = { sql: string; args: InValue[] }[];
export type Row = Record<string, string | number | null>;
export type Table = keyof typeof rows;

export const NOW = 1_760_000_000_000;
export const DAY_MS = 86_400_000;
export const TODAY = Math.floor(NOW / DAY_MS);
export const when = { occurred_at: NOW, recorded_at: NOW, day: TODAY };
const event = { actor: 'test', ...when };

/** A row per table that every rule accepts; a case changes what it is about. Company 1 is ours, company 2 a stranger. */
export const rows = {
  companies: { name: 'New', time_zone: 'UTC', currency: 'EUR', created_at: 0 },
  members: { company_id: 1, email: 'new@here.example', name: 'New', role: 'viewer', created_at: 0 },
  keys: {
    company_id: 1,
    name: 'New',
    role: 'viewer',
    prefix: 'sf_0',
    hash: 'e'.repeat(64),
    created_at: 0,
  },
  idempotency: { company_id: 1, key: 'k'.repeat(16), fingerprint: 'f', answer: '{}', created_at: 0 },
  product_types: { company_id: 1, name: 'New', name_key: 'new', created_at: 0 },
  products: {
    company_id: 1,
    kind: 'product',
    sku: 'New',
    sku_key: 'new',
    sku_scope: 1,
    name: 'New',
    name_key: 'new',
    price: 450,
    created_at: 0,
    updated_at: 0,
  },
  components: { company_id: 1, bundle_id: 13, product_id: 12, quantity: 1 },
  suppliers: { company_id: 1, name: 'New', name_key: 'new', created_at: 0 },
  terms: { company_id: 1, supplier_id: 12, product_id: 12, created_at: 0 },
  warehouses: { company_id: 1, name: 'New', name_key: 'new', created_at: 0 },
  movements: {
    company_id: 1,
    product_id: 11,
    warehouse_id: 11,
    type: 'receipt',
    quantity: 1,
    ...event,
  },
  inventory: { company_id: 1, product_id: 12, warehouse_id: 12 },
  bundle_sales: { company_id: 1, bundle_id: 13, warehouse_id: 11, quantity: 1, ...event },
  counts: { company_id: 1, warehouse_id: 11, ...event },
  count_lines: { company_id: 1, count_id: 11, product_id: 12, counted: 3 },
  transfers: { company_id: 1, from_warehouse_id: 11, to_warehouse_id: 12, ...event },
  transfer_lines: { company_id: 1, transfer_id: 11, product_id: 12, quantity: 1 },
  arrivals: { company_id: 1, transfer_id: 11, is_return: 0, ...event },
  arrival_lines: { company_id: 1, arrival_id: 13, product_id: 11, quantity: 1 },
  supplier_policies: { company_id: 1, supplier_id: 12 },
  forecasts: {
    company_id: 1,
    product_id: 12,
    warehouse_id: 11,
    movement_id: 8,
    computed_at: NOW,
    velocity: 1,
    method: 'adaptive',
    confidence: 'high',
    window_days: 30,
    in_stock_days: 30,
    plain_mean: 1,
    reorder_point: 5,
    order_up_to: 20,
    suggested_raw: 15,
    suggested_raised: 15,
    suggested: 15,
    incoming: 0,
    lead_days: 7,
    basis: '{}',
  },
  shortages: { company_id: 1, product_id: 12, warehouse_id: 11, opened_at: NOW, on_hand: 3, threshold: 5 },
  orders: {
    company_id: 1,
    number: 99,
    supplier_id: 12,
    warehouse_id: 12,
    origin: 'manual',
    created_at: NOW,
  },
  order_lines: { company_id: 1, order_id: 31, product_id: 12, quantity: 5 },
  receipts: { company_id: 1, order_id: 33, allows_surplus: 0, ...event },
  receipt_lines: { company_id: 1, receipt_id: 13, product_id: 15, quantity: 1 },
  letters: {
    company_id: 1,
    kind: 'order',
    order_id: 32,
    to_address: 'orders@supplier.example',
    subject: 'Order',
    text: 'Please send',
    html: '<p>Please send</p>',
    created_at: NOW,
  },
  links: { email: 'new@here.example', asked_at: NOW, expires_at: NOW + 1000 },
  sessions: {
    company_id: 1,
    member_id: 11,
    hash: 'f'.repeat(64),
    device: 'Firefox on Linux',
    created_at: NOW,
    last_seen_at: NOW,
    expires_at: NOW + 1000,
  },
  acts: { company_id: 1, at: NOW, actor: 'member:11', kind: 'company', deed: 'update' },
  outbox: { company_id: 1, topic: 'order', subject_id: 99, mark: 1, since: NOW },
};

/** `insert into …`, or another verb like `insert or replace into`. */
export function insert(table: Table, changed: Row = {}, verb = 'insert'): Attempt[number] {
  const row: Row = { ...rows[table], ...changed };
  const names = Object.keys(row);
  return {
    sql: `${verb} into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
    args: Object.values(row),
  };
}

export const statement = (sql: string): Attempt[number] => ({ sql, args: [] });

/** Two companies with a little of everything, under ids that the cases name. */
const world: Attempt = [
  insert('companies', { id: 1, name: 'Here' }),
  insert('companies', { id: 2, name: 'Elsewhere' }),
  insert('members', { id: 11, email: 'owner@here.example', role: 'owner' }),
  insert('keys', { id: 11, hash: 'a'.repeat(64) }),
  insert('links', { id: 11, hash: 'c'.repeat(64) }),
  insert('links', { id: 12, email: 'asking@here.example' }),
  insert('sessions', { id: 11, hash: 'b'.repeat(64) }),
  insert('acts', { id: 11 }),
  insert('idempotency', { key: 'used-before-by-us' }),
  ...[1, 2].flatMap((company) => [
    insert('warehouses', { id: company * 10 + 1, company_id: company, name_key: 'here' }),
    insert('product_types', { id: company * 10 + 1, company_id: company, name_key: 'here' }),
    insert('suppliers', { id: company * 10 + 1, company_id: company, name_key: 'here' }),
    insert('products', { id: company * 10 + 1, company_id: company, sku_key: 'here', sku_scope: company }),
    insert('movements', {
      company_id: company,
      product_id: company * 10 + 1,
      warehouse_id: company * 10 + 1,
      quantity: 100,
    }),
  ]),
  insert('warehouses', { id: 12, name_key: 'there' }),
  insert('product_types', { id: 12, name_key: 'there' }),
  insert('suppliers', { id: 12, name_key: 'there' }),
  insert('products', { id: 12, sku_key: 'there' }),
  insert('products', { id: 13, kind: 'bundle', sku_key: 'bundle' }),
  insert('products', { id: 14, kind: 'bundle', sku_key: 'empty bundle' }),
  insert('components', { product_id: 11, quantity: 2 }),
  insert('terms', { id: 11, supplier_id: 11, product_id: 11, is_primary: 1 }),
];

/** Movements by the ids that the cases cite; the stranger's receipt is 2, ours is 1. */
const history: Attempt = [
  insert('movements', { id: 3, type: 'sale', quantity: -10 }),
  insert('movements', { id: 4, type: 'return', quantity: 4, sale_id: 3 }),
  insert('movements', { id: 5, type: 'sale', quantity: -10 }),
  insert('movements', { id: 6, type: 'sale', quantity: 10, reverses_id: 5 }),
  insert('movements', { id: 7, type: 'initial', quantity: 0, product_id: 12 }),
  insert('movements', { id: 8, quantity: 20, product_id: 12 }),
  insert('movements', { id: 9, type: 'sale', quantity: -10 }),
  insert('transfers', { id: 11 }),
  insert('transfer_lines', { product_id: 11, quantity: 5 }),
  insert('arrivals', { id: 11 }),
  insert('arrival_lines', { arrival_id: 11, quantity: 2 }),
  insert('arrivals', { id: 13 }),
  insert('transfers', { id: 12 }),
  insert('transfer_lines', { transfer_id: 12, product_id: 11, quantity: 1 }),
  insert('arrivals', { id: 12, transfer_id: 12 }),
  insert('arrival_lines', { arrival_id: 12 }),
  insert('counts', { id: 11 }),
  insert('count_lines', { product_id: 11, counted: 80 }),
  insert('bundle_sales', { id: 11 }),
  insert('transfers', { id: 21, company_id: 2, from_warehouse_id: 21, to_warehouse_id: 22 }),
  insert('counts', { id: 21, company_id: 2, warehouse_id: 21 }),
];

const order = (id: number, status: string, changed: Row = {}): Attempt => [
  insert('orders', { id, number: id, status: status === 'draft' ? status : 'approved', ...changed }),
  insert('order_lines', { order_id: id, product_id: 15, quantity: 10 }),
];
const moveOn = (id: number, status: string, sets = ''): Attempt[number] =>
  statement(`update orders set status = '${status}' ${sets} where id = ${id}`);
const sent = `, sent_at = ${NOW}, sent_day = ${TODAY}`;
const digest: Row = { kind: 'digest', order_id: null, day: TODAY, to_address: 'owner@here.example' };

/** An order in every status, a letter too; the stranger's have 41. Of order 33 there have come 4 of 10, of 36 all. */
const orders: Attempt = [
  insert('products', { id: 15, sku_key: 'fifteen' }),
  insert('products', { id: 16, sku_key: 'sixteen' }),
  insert('movements', { type: 'initial', quantity: 100, product_id: 15 }),
  insert('shortages', { id: 11, product_id: 15 }),
  insert('shortages', { id: 12, status: 'resolved', resolved_at: NOW, resolution: 'restocked' }),
  insert('shortages', { id: 21, company_id: 2, product_id: 21, warehouse_id: 21 }),
  insert('supplier_policies', { supplier_id: 11 }),
  ...order(31, 'draft', { supplier_id: 11, warehouse_id: 11 }),
  ...[32, 33, 34, 35, 36, 37, 38, 39, 51, 52, 53, 54].flatMap((id) => order(id, 'approved')),
  insert('order_lines', { order_id: 33, product_id: 16 }),
  ...[33, 34, 35, 36, 38, 39].map((id) => moveOn(id, 'sent', sent)),
  moveOn(35, 'confirmed', `, answered_at = ${NOW}`),
  moveOn(37, 'cancelled'),
  moveOn(38, 'declined'),
  insert('receipts', { id: 11 }),
  insert('receipt_lines', { receipt_id: 11, quantity: 4 }),
  insert('receipts', { id: 13 }),
  insert('receipts', { id: 16, order_id: 36 }),
  insert('receipt_lines', { receipt_id: 16, quantity: 10 }),
  insert('receipts', { id: 19, order_id: 39 }),
  moveOn(39, 'closed_short'),
  ...[34, 51, 52, 53, 54].map((id) => insert('letters', { id, order_id: id })),
  insert('letters', { id: 55, ...digest }),
  statement(`update letters set status = 'sent', sent_at = ${NOW} where id = 34`),
  statement("update letters set status = 'sending' where id in (52, 53, 54)"),
  statement("update letters set status = 'failed' where id = 53"),
  statement("update letters set status = 'uncertain' where id = 54"),
  insert('orders', { id: 41, company_id: 2, status: 'approved', supplier_id: 21, warehouse_id: 21 }),
  insert('order_lines', { company_id: 2, order_id: 41, product_id: 21 }),
  insert('receipts', { id: 41, company_id: 2, order_id: 41 }),
];

export async function seed(client: Client): Promise<void> {
  const strangersSecond = insert('warehouses', { id: 22, company_id: 2, name_key: 'yonder' });
  await client.batch([...world, strangersSecond, ...history, ...orders], 'write');
}
