import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@libsql/client';
import { openLocal } from '../db/local.ts';
import { migrate } from '../db/migrate.ts';
import { openCounter } from '../test/server/shop.ts';
import type { Bench, Case } from './measure.ts';

const SALES = 100_000;
const PRODUCTS = 500;
const DAYS = 200;
const DAY = 86_400_000;

/** Bytes that stay in the database for each of many. */
export const growth: Bench = {
  name: 'growth',
  about: 'Bytes that each sale, product and Idempotency-Key leaves in the database',
  seconds: 1,
  rounds: 1,
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'stockflow-bench-'));
    const client = openLocal({ file: join(folder, 'stockflow.db') });
    await migrate(client, 'db/migrations');
    const { warehouse, sell } = await openCounter(client);
    const found = new Map<string, number>();
    found.set(
      'product in a warehouse',
      await bytesEach(client, PRODUCTS, () => addProducts(client, warehouse)),
    );
    found.set('sale', await bytesEach(client, SALES, () => addSales(client, warehouse)));
    const keys = Array.from({ length: 2000 }, () => crypto.randomUUID());
    const withKey = await bytesEach(client, keys.length, async () => {
      await Promise.all(keys.map((key) => sell(key)));
    });
    found.set('sale with a key, its answer kept', withKey);
    client.close();
    rmSync(folder, { recursive: true, force: true });
    const cases = [...found].map(([name, bytes]): Case => ({ name, round: async () => ({ bytes }) }));
    return { cases, close: async () => undefined };
  },
};

async function bytesEach(client: Client, count: number, add: () => Promise<void>): Promise<number> {
  const before = await bytesOf(client);
  await add();
  return ((await bytesOf(client)) - before) / count;
}

async function bytesOf(client: Client): Promise<number> {
  const [pages, free] = await client.batch(['pragma page_count', 'pragma freelist_count'], 'read');
  return 4096 * (Number(pages?.rows[0]?.[0]) - Number(free?.rows[0]?.[0]));
}

const numbers = (count: number): string =>
  `with recursive n(n) as (select 1 union all select n + 1 from n where n < ${count})`;

async function addProducts(client: Client, warehouse: number): Promise<void> {
  const now = Date.now();
  await client.batch(
    [
      `insert into products (company_id, kind, sku, sku_key, sku_scope, name, name_key, price, created_at, updated_at)
        ${numbers(PRODUCTS)} select 1, 'product', 'SKU-' || n, 'sku-' || n, 1, 'Assam tea ' || n, 'assam tea ' || n, 450, ${now}, ${now} from n`,
      `insert into movements (company_id, product_id, warehouse_id, type, quantity, actor, occurred_at, recorded_at, day)
        select 1, id, ${warehouse}, 'initial', 1000000, 'key:1', ${now - DAYS * DAY}, ${now}, ${Math.floor(now / DAY) - DAYS}
        from products where sku_key like 'sku-%'`,
    ],
    'write',
  );
}

async function addSales(client: Client, warehouse: number): Promise<void> {
  const now = Date.now();
  for (let day = DAYS - 1; day >= 0; day -= 1)
    await client.batch(
      [
        `insert into movements (company_id, product_id, warehouse_id, type, quantity, actor, reference, occurred_at, recorded_at, day)
          ${numbers(SALES / DAYS / PRODUCTS)} select 1, p.id, ${warehouse}, 'sale', -1, 'key:1', 'receipt-' || p.id || '-${day}',
          ${now - day * DAY}, ${now}, ${Math.floor(now / DAY) - day} from products p, n where p.sku_key like 'sku-%'`,
      ],
      'write',
    );
}
