import type { Client, InArgs, Row } from '@libsql/client';

/** Noon of a day; nothing depends on the real one. */
export const NOW = 1_760_011_200_000;
export const DAY_MS = 86_400_000;
export const TODAY = Math.floor(NOW / DAY_MS);

/** Runs SQL in a transaction that is taken back afterwards, so that every test finds the shop as it was opened. */
export type Run = (sql: string, args?: InArgs) => Promise<Row[]>;

export async function rehearse(client: Client, work: (run: Run) => Promise<void>): Promise<void> {
  const transaction = await client.transaction('write');
  try {
    await work(async (sql, args = []) => (await transaction.execute({ sql, args })).rows);
  } finally {
    await transaction.rollback();
    transaction.close();
  }
}

export const plain = (rows: Row[]): unknown[][] => rows.map((row) => Array.from(row));

const event = `'test', ${NOW}, ${NOW}, ${TODAY}`;

export const movement = (
  product: number,
  warehouse: number,
  type: string,
  quantity: number,
  company = 1,
): string =>
  `insert into movements (company_id, product_id, warehouse_id, type, quantity, actor, occurred_at, recorded_at, day)
    values (${company}, ${product}, ${warehouse}, '${type}', ${quantity}, ${event})`;

/** Days after today, so that lead times can be measured. */
export const receipt = (id: number, order: number, { after = 0, surplus = 0, company = 1 } = {}): string => {
  const at = NOW + after * DAY_MS;
  return `insert into receipts (id, company_id, order_id, allows_surplus, actor, occurred_at, recorded_at, day)
    values (${id}, ${company}, ${order}, ${surplus}, 'test', ${at}, ${at}, ${TODAY + after})`;
};

export const receiptLine = (receipt: number, product: number, quantity: number, company = 1): string =>
  `insert into receipt_lines values (${company}, ${receipt}, ${product}, ${quantity})`;

/** Takes back the movement of a receipt's line. */
export const takeBack = (receipt: number, product: number): string =>
  `insert into movements (company_id, product_id, warehouse_id, type, quantity, actor, occurred_at, recorded_at, day,
      reverses_id, receipt_id)
    select company_id, product_id, warehouse_id, type, -quantity, actor, occurred_at, recorded_at, day, id, receipt_id
    from movements where receipt_id = ${receipt} and product_id = ${product} and reverses_id is null`;

export const order = (
  id: number,
  supplier: number,
  warehouse: number,
  more: Record<string, unknown> = {},
): string => {
  const columns = {
    id,
    company_id: 1,
    number: id,
    supplier_id: supplier,
    warehouse_id: warehouse,
    origin: 'manual',
    ...more,
  };
  const values = Object.values(columns).map((value) =>
    typeof value === 'string' ? `'${value}'` : String(value),
  );
  return `insert into orders (${Object.keys(columns).join(', ')}, created_at) values (${values.join(', ')}, ${NOW})`;
};

export const orderLine = (order: number, product: number, quantity: number, company = 1): string =>
  `insert into order_lines (company_id, order_id, product_id, quantity) values (${company}, ${order}, ${product}, ${quantity})`;

export const send = (order: number): string =>
  `update orders set status = 'sent', sent_at = ${NOW}, sent_day = ${TODAY} where id = ${order}`;

export const shortage = (id: number, product: number, warehouse: number, company = 1): string =>
  `insert into shortages (id, company_id, product_id, warehouse_id, opened_at, on_hand, threshold)
    values (${id}, ${company}, ${product}, ${warehouse}, ${NOW}, 3, 5)`;

/**
 * Company 1 has products 1, 2 (of type 1) and 3, and the bundle 5 of 1 and 3; supplier 1 has terms for 1 and 2, supplier
 * 2 for 3. Product 1 lies in both warehouses, 2 and 3 in the first. Company 2 has product 4 in warehouse 3.
 */
export async function openShop(client: Client): Promise<void> {
  await client.batch(
    [
      "insert into companies (id, name, time_zone, currency, created_at) values (1, 'A', 'UTC', 'EUR', 0), (2, 'B', 'UTC', 'EUR', 0)",
      "insert into product_types (id, company_id, name, name_key, created_at) values (1, 1, 'T', 't', 0)",
      `insert into products (id, company_id, kind, sku, sku_key, sku_scope, name, name_key, price, product_type_id, created_at, updated_at)
        values (1, 1, 'product', '1', '1', 1, 'P', 'p', 1, 1, 0, 0), (2, 1, 'product', '2', '2', 1, 'P', 'p', 1, 1, 0, 0),
          (3, 1, 'product', '3', '3', 1, 'P', 'p', 1, null, 0, 0), (4, 2, 'product', '4', '4', 2, 'P', 'p', 1, null, 0, 0),
          (5, 1, 'bundle', '5', '5', 1, 'P', 'p', 1, null, 0, 0)`,
      'insert into components (company_id, bundle_id, product_id, quantity) values (1, 5, 1, 2), (1, 5, 3, 1)',
      "insert into warehouses (id, company_id, name, name_key, created_at) values (1, 1, 'N', 'n', 0), (2, 1, 'S', 's', 0), (3, 2, 'N', 'n', 0)",
      "insert into suppliers (id, company_id, name, name_key, created_at) values (1, 1, 'X', 'x', 0), (2, 1, 'Y', 'y', 0), (3, 2, 'X', 'x', 0)",
      `insert into terms (id, company_id, supplier_id, product_id, is_primary, created_at)
        values (1, 1, 1, 1, 1, 0), (2, 1, 1, 2, 1, 0), (3, 1, 2, 3, 1, 0), (4, 2, 3, 4, 1, 0)`,
      ...[movement(1, 1, 'initial', 100), movement(1, 2, 'initial', 100), movement(2, 1, 'initial', 100)],
      ...[movement(3, 1, 'initial', 100), movement(4, 3, 'initial', 100, 2)],
    ],
    'write',
  );
}

/** Rows that say they wait since neither the moment of the event nor now. */
export const misdated = (table: 'dirty' | 'outbox'): string =>
  `select * from ${table} where since <> ${NOW} and abs(since - ${Date.now()}) > 60000`;
