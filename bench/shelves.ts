import type { Client } from '@libsql/client';
import { createCompany } from '../db/company/company.ts';
import { databaseOf } from '../db/connect.ts';

export const DAYS = 90;
const WAREHOUSES = 4;
const SUPPLIERS = 200;
const LOW = 500;
const DAY = 86_400_000;

/** A company of so many products in four warehouses, each of which sold something on each of 90 days; 500 places are low. */
export async function fillShelves(
  client: Client,
  places: number,
): Promise<{ company: number; apiKey: string }> {
  const now = Date.now();
  const named = { name: 'Large', timeZone: 'UTC', currency: 'EUR' };
  const { companyId, apiKey } = await createCompany(databaseOf(client, 'company'), named, now);
  const given = { company: companyId, places, now, today: Math.floor(now / DAY) };
  for (const step of [catalogue, demand, stock, gaps]) await client.batch(step(given), 'write');
  return { company: companyId, apiKey };
}

type Given = { company: number; places: number; now: number; today: number };

const numbers = (count: number): string =>
  `with recursive n(n) as (select 1 union all select n + 1 from n where n < ${count})`;

const catalogue = ({ company, places, now }: Given): string[] => [
  `insert into warehouses (company_id, name, name_key, created_at)
    ${numbers(WAREHOUSES)} select ${company}, 'Warehouse ' || n, 'warehouse ' || n, ${now} from n`,
  `insert into suppliers (company_id, name, name_key, contact_email, lead_time_days, created_at)
    ${numbers(SUPPLIERS)} select ${company}, 'Supplier ' || n, 'supplier ' || n, 's' || n || '@example.com', 7, ${now} from n`,
  `insert into products (company_id, kind, sku, sku_key, sku_scope, name, name_key, price, low_stock_threshold, created_at, updated_at)
    ${numbers(places / WAREHOUSES)} select ${company}, 'product', 'SKU-' || n, 'sku-' || n, ${company}, 'Assam tea ' || n, 'assam tea ' || n,
      450, 10, ${now}, ${now} from n`,
  `insert into terms (company_id, supplier_id, product_id, is_primary, minimum_quantity, pack_size, created_at)
    select ${company}, s.id, p.id, true, 10, 6, ${now}
    from products p join suppliers s on s.company_id = p.company_id and s.name_key = 'supplier ' || (p.id % ${SUPPLIERS} + 1)
    where p.company_id = ${company}`,
];

/** Straight into the days: the movements behind them would take twenty minutes, and no figure reads them. */
const demand = ({ company, today }: Given): string[] => [
  `insert into daily_demand (company_id, product_id, warehouse_id, day, sold, net)
    ${numbers(DAYS)} select company_id, product_id, warehouse_id, day, sold, -sold from (
      select p.company_id, p.id as product_id, w.id as warehouse_id, ${today} - ${DAYS} - 1 + n as day,
        1 + (p.id * 2654435761 + w.id * 97 + n * 40503) % 97 % 4 as sold
      from products p cross join warehouses w cross join n
      where p.company_id = ${company} and w.company_id = ${company} and (p.id % 20 > 0 or n not between 51 and 54))
    order by 1, 2, 3, 4`,
];

const stock = ({ company, places, now }: Given): string[] => [
  `insert into movements (company_id, product_id, warehouse_id, type, quantity, actor, recorded_at, occurred_at, day)
    select ${company}, p.id, w.id, 'initial', iif((p.id * ${WAREHOUSES} + w.id) % ${places / LOW} = 0, 5, 40 + p.id % 200), 'bench', ${now},
      ${now} - ${DAYS} * ${DAY}, ${Math.floor(now / DAY) - DAYS}
    from products p cross join warehouses w where p.company_id = ${company} and w.company_id = ${company}`,
];

/** One product in twenty was out of stock for some days: what came then, and what had been lost before. */
const gaps = ({ company, now, today }: Given): string[] => [
  `insert into movements (company_id, product_id, warehouse_id, type, quantity, actor, recorded_at, occurred_at, day)
    select company_id, product_id, warehouse_id, 'receipt', on_hand + (select sum(sold) from daily_demand d
        where d.company_id = i.company_id and d.product_id = i.product_id and d.warehouse_id = i.warehouse_id and d.day >= ${today - 36}),
      'bench', ${now}, ${now} - 36 * ${DAY}, ${today - 36}
    from inventory i where company_id = ${company} and product_id % 20 = 0`,
  `insert into movements (company_id, product_id, warehouse_id, type, quantity, actor, recorded_at, occurred_at, day)
    select company_id, product_id, warehouse_id, 'scrap', -quantity, 'bench', ${now}, ${now} - 40 * ${DAY}, ${today - 40}
    from movements where company_id = ${company} and type = 'receipt'`,
];
