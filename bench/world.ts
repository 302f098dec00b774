import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@libsql/client';
import { createCompany } from '../db/company/company.ts';
import { openLocal } from '../db/local.ts';
import { migrate } from '../db/migrate.ts';
import { fileIn } from '../db/open.ts';
import { databaseOf, scopeTo } from '../db/scope.ts';
import { recompute } from '../worker/job/recompute.ts';

const WAREHOUSES = 5;
const DAYS = 60;
const DAY = 86_400_000;
export const LOW = 500;

export type World = { folder: string; company: number; apiKey: string; remove: () => void };

/** A company on a file of its own, with so many products in warehouses; 500 of these are low, sell, and are computed. */
export async function makeWorld(rows: number): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-bench-'));
  const client = openLocal({ file: fileIn(folder) });
  await migrate(client, 'db/migrations');
  const database = databaseOf(client, 'company');
  const named = { name: 'Shop', timeZone: 'Europe/Berlin', currency: 'EUR' };
  const now = Date.now();
  const { companyId, apiKey } = await createCompany(database, named, now);
  await fill(client, companyId, rows, now);
  const caller = { company: companyId, timeZone: named.timeZone, actor: 'bench' };
  await recompute(scopeTo(database, caller, now));
  client.close();
  return {
    folder,
    company: companyId,
    apiKey,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const numbers = (count: number): string =>
  `with recursive n(n) as (select 1 union all select n + 1 from n where n < ${count})`;

async function fill(client: Client, id: number, rows: number, now: number): Promise<void> {
  const products = rows / WAREHOUSES;
  const today = Math.floor(now / DAY);
  const opened = now - DAYS * DAY;
  // Every so many-th product is low in each warehouse.
  const isLow = `(p.id % ${Math.round(rows / LOW)} = 0)`;
  const moved =
    'movements (company_id, product_id, warehouse_id, type, quantity, actor, occurred_at, recorded_at, day)';
  const places = `from products p cross join warehouses w where p.company_id = ${id} and w.company_id = ${id}`;
  const sold = `1 + (p.id * 7 + w.id * 3 + n) % 4`;
  await client.batch(
    [
      `insert into warehouses (company_id, name, name_key, created_at)
        ${numbers(WAREHOUSES)} select ${id}, 'Warehouse ' || n, 'warehouse ' || n, ${now} from n`,
      `insert into suppliers (company_id, name, name_key, contact_email, lead_time_days, created_at)
        ${numbers(20)} select ${id}, 'Supplier ' || n, 'supplier ' || n, 'orders@supplier-' || n || '.example', 3 + n, ${now} from n`,
      `insert into products (company_id, kind, sku, sku_key, sku_scope, name, name_key, price, low_stock_threshold, created_at, updated_at)
        ${numbers(products)} select ${id}, 'product', 'SKU-' || n, 'sku-' || n, ${id}, 'Assam tea ' || n, 'assam tea ' || n, 450, 10 + n % 7, ${now}, ${now} from n`,
      `insert into terms (company_id, supplier_id, product_id, is_primary, pack_size, created_at)
        select p.company_id, s.id, p.id, 1, 6, ${now} from products p join suppliers s on s.company_id = p.company_id
          and s.name_key = 'supplier ' || (1 + p.id % 20) where p.company_id = ${id}`,
      `insert into ${moved} select ${id}, p.id, w.id, 'initial', iif(${isLow}, 1000, 1000000), 'bench', ${opened}, ${now}, ${today - DAYS} ${places}`,
    ],
    'write',
  );
  for (let day = DAYS - 1; day > 0; day -= 1)
    await client.execute(`insert into ${moved}
      select ${id}, p.id, w.id, 'sale', -(${sold.replace('n)', `${day})`)}), 'bench', ${now - day * DAY}, ${now}, ${today - day} ${places} and ${isLow}`);
  await client.batch(
    [
      `insert into ${moved} select i.company_id, i.product_id, i.warehouse_id, 'scrap', -(i.on_hand - i.product_id % 11), 'bench', ${now}, ${now}, ${today}
        from inventory i where i.company_id = ${id} and i.on_hand < 10000`,
      `delete from dirty where (company_id, product_id, warehouse_id) in (select company_id, product_id, warehouse_id from inventory where on_hand > 10000)`,
      `update inventory set velocity = 1.0 + product_id % 5, velocity_computed_at = ${now} where company_id = ${id} and on_hand > 10000`,
    ],
    'write',
  );
}
