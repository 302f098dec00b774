import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@libsql/client';
import { createCompany } from '../db/company/company.ts';
import { openLocal } from '../db/local.ts';
import { migrate } from '../db/migrate.ts';
import { fileIn } from '../db/open.ts';
import { databaseOf } from '../db/scope.ts';

const WAREHOUSES = 4;
const DAYS = 90;
const DAY = 86_400_000;
/** Ways to sell, each its own days. */
const KINDS = 100;

/** Places, suppliers and low places of each company. */
export type Shelves = { places: number; suppliers: number; low: number; companies?: number };
export type Folder = { folder: string; file: string; remove: () => void };
export type Keyed = { company: number; apiKey: string };
/** The first company. */
export type Made = Folder & Keyed;

export function newFolder(): Folder {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-bench-'));
  return { folder, file: fileIn(folder), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Companies with their products in four warehouses, each place of which sold something on each of 90 days. Every place is
 * dirty. Nothing is kept safe while it is made: whoever wants it makes it again.
 */
export async function makeShelves(shelves: Shelves): Promise<Made> {
  const made = newFolder();
  const client = openLocal({ file: made.file, transactionMs: 60_000 });
  await migrate(client, 'db/migrations');
  await client.executeMultiple(
    'pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -400000',
  );
  await client.executeMultiple(PATTERN);
  const triggers = await withoutTriggers(client);
  const companies: Keyed[] = [];
  for (let made = 0; made < (shelves.companies ?? 1); made += 1)
    companies.push(await fillCompany(client, shelves));
  await client.executeMultiple(['drop table pattern', 'drop table pattern_sum', ...triggers].join(';\n'));
  await client.executeMultiple('pragma journal_mode = wal; pragma synchronous = full');
  client.close();
  return { ...made, ...firstOf(companies) };
}

/** Those of the days, which look for alerts that nobody has read yet; the statements that make them again. */
async function withoutTriggers(client: Client): Promise<string[]> {
  const { rows } = await client.execute(
    "select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'daily_demand'",
  );
  for (const row of rows) await client.execute(`drop trigger ${row[0]}`);
  return rows.map((row) => String(row[1]));
}

function firstOf([first]: Keyed[]): Keyed {
  if (!first) throw new RangeError('There is no company');
  return first;
}

async function fillCompany(client: Client, shelves: Shelves): Promise<Keyed> {
  const now = Date.now();
  const named = { name: 'Large', timeZone: 'UTC', currency: 'EUR' };
  const { companyId: company, apiKey } = await createCompany(databaseOf(client, 'company'), named, now);
  const given = { ...shelves, company, now, today: Math.floor(now / DAY) };
  for (const step of [catalogue, stock, sales, demand, gaps]) await client.batch(step(given), 'write');
  return { company, apiKey };
}

type Given = Shelves & { company: number; now: number; today: number };

const numbers = (count: number): string =>
  `with recursive n(n) as (select 1 union all select n + 1 from n where n < ${count})`;

const PATTERN = `create table pattern (kind integer, n integer, sold integer, primary key (kind, n)) without rowid;
  insert into pattern with recursive d(n) as (select 1 union all select n + 1 from d where n < ${DAYS}),
    k(kind) as (select 0 union all select kind + 1 from k where kind < ${KINDS - 1})
    select kind, n, 1 + (kind * 7919 + n * 40503) % 97 % 4 from k cross join d order by 1, 2;
  create table pattern_sum as select kind, sum(sold) as sold, sum(iif(n > ${DAYS - 36}, sold, 0)) as late from pattern group by kind;`;

const kindOf = (product: string, warehouse: string): string =>
  `(${product} * ${WAREHOUSES} + ${warehouse}) % ${KINDS}`;

const catalogue = ({ company, places, suppliers, now }: Given): string[] => [
  `insert into warehouses (company_id, name, name_key, created_at)
    ${numbers(WAREHOUSES)} select ${company}, 'Warehouse ' || n, 'warehouse ' || n, ${now} from n`,
  `insert into suppliers (company_id, name, name_key, contact_email, lead_time_days, created_at)
    ${numbers(suppliers)} select ${company}, 'Supplier ' || n, 'supplier ' || n, 's' || n || '@example.com', 7, ${now} from n`,
  `insert into products (company_id, kind, sku, sku_key, sku_scope, name, name_key, price, low_stock_threshold, created_at, updated_at)
    ${numbers(places / WAREHOUSES)} select ${company}, 'product', 'SKU-' || n, 'sku-' || n, ${company}, 'Assam tea ' || n, 'assam tea ' || n,
      450, 10, ${now}, ${now} from n`,
  `insert into terms (company_id, supplier_id, product_id, is_primary, minimum_quantity, pack_size, created_at)
    select ${company}, s.id, p.id, true, 10, 6, ${now}
    from products p join suppliers s on s.company_id = p.company_id and s.name_key = 'supplier ' || ((p.id - 1) % ${suppliers} + 1)
    where p.company_id = ${company}`,
];

const COLUMNS = 'company_id, product_id, warehouse_id, type, quantity, actor, recorded_at, occurred_at, day';

/** All that was sold since, and what is left: enough for a while, or, where it is low, five units. */
const stock = ({ company, places, low, now, today }: Given): string[] => [
  `insert into movements (${COLUMNS})
    select ${company}, p.id, w.id, 'initial', s.sold + iif((p.id * ${WAREHOUSES} + w.id) % ${Math.floor(places / Math.max(1, low))} = 0 and ${low} > 0,
        5, 60 + p.id % 200), 'bench', ${now}, ${now} - ${DAYS + 1} * ${DAY}, ${today - DAYS - 1}
    from products p cross join warehouses w join pattern_sum s on s.kind = ${kindOf('p.id', 'w.id')}
    where p.company_id = ${company} and w.company_id = ${company}`,
];

/** One sale for those of all days: ninety times as many would take half an hour. */
const sales = ({ company, now, today }: Given): string[] => [
  `insert into movements (${COLUMNS})
    select i.company_id, i.product_id, i.warehouse_id, 'sale', -s.sold, 'bench', ${now}, ${now} - ${DAY}, ${today - 1}
    from inventory i join pattern_sum s on s.kind = ${kindOf('i.product_id', 'i.warehouse_id')} where i.company_id = ${company}`,
];

/** Its day is taken apart into those that it stands for. */
const demand = ({ company, today }: Given): string[] => [
  `insert or replace into daily_demand (company_id, product_id, warehouse_id, day, sold, net)
    select i.company_id, i.product_id, i.warehouse_id, ${today - DAYS - 1} + n, sold, -sold
    from inventory i cross join pattern on kind = ${kindOf('i.product_id', 'i.warehouse_id')} where i.company_id = ${company}`,
];

/** One product in twenty was out of stock for four days: what came then, and what had been lost before. */
const gaps = ({ company, now, today }: Given): string[] => [
  `insert into movements (${COLUMNS})
    select i.company_id, i.product_id, i.warehouse_id, 'receipt', i.on_hand + s.late, 'bench', ${now}, ${now} - 36 * ${DAY}, ${today - 36}
    from inventory i join pattern_sum s on s.kind = ${kindOf('i.product_id', 'i.warehouse_id')}
    where i.company_id = ${company} and i.product_id % 20 = 0`,
  `insert into movements (${COLUMNS})
    select company_id, product_id, warehouse_id, 'scrap', -quantity, 'bench', ${now}, ${now} - 40 * ${DAY}, ${today - 40}
    from movements where company_id = ${company} and type = 'receipt'`,
  `delete from daily_demand where company_id = ${company} and product_id % 20 = 0 and day between ${today - 39} and ${today - 37}`,
];
