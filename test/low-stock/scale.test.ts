import { beforeAll, expect, test } from 'vitest';
import { type Company, type Json, openRoom } from '../room.ts';
import { DAY } from '../shelf.ts';
import { newWarehouse } from '../stock.ts';
import { planOf } from '../watched.ts';
import { lowStock } from './low.ts';

const room = openRoom();
const PRODUCTS = 4_000;
const WAREHOUSES = 5;
const LOW = 500;

let company: Company;
/** What there is, as plain numbers: from these the test works out the answer by itself. */
let shelves: Shelf[];
type Shelf = { product: number; warehouse: number; left: number; sold: number; threshold: number };

beforeAll(async () => {
  company = await room.company();
  const warehouses = [];
  for (let count = 0; count < WAREHOUSES; count++) warehouses.push(await newWarehouse(company));
  shelves = await fill(company.id, warehouses);
});

/** 20,000 rows by statements that make rows of rows; every LOW-th shelf is at or below its threshold and sells. */
async function fill(id: number, warehouses: number[]): Promise<Shelf[]> {
  const { now } = room.clock;
  const today = Math.floor(now / DAY);
  const place = `p.company_id = ${id} and w.company_id = ${id}`;
  const every = (PRODUCTS * WAREHOUSES) / LOW;
  await room.client.batch(
    [
      `insert into products (company_id, kind, sku, sku_key, sku_scope, name, name_key, price, low_stock_threshold, created_at, updated_at)
        with recursive n(n) as (select 0 union all select n + 1 from n where n < ${PRODUCTS - 1})
        select ${id}, 'product', 'S' || n, 's' || n, ${id}, 'P' || n, 'p' || n, 100, 10 + n % 7, ${now}, ${now} from n`,
      `insert into movements (company_id, product_id, warehouse_id, type, quantity, actor, occurred_at, recorded_at, day)
        select ${id}, p.id, w.id, 'initial',
          iif((p.id * ${WAREHOUSES} + w.id) % ${every} = 0, (p.id + w.id) % 11, 40 + p.id % 50), 'test', ${now}, ${now}, ${today}
        from products p, warehouses w where ${place}`,
      `insert into daily_demand (company_id, product_id, warehouse_id, day, sold, net)
        select ${id}, p.id, w.id, ${today} - 1 - (p.id * 7 + w.id) % 30, 1 + p.id % 90, 0
        from products p, warehouses w where ${place} and (p.id * ${WAREHOUSES} + w.id) % 4 = 0`,
      `update inventory set velocity_computed_at = ${now}, velocity = coalesce((select sum(sold) / 30.0 from daily_demand d
          where (d.company_id, d.product_id, d.warehouse_id) = (inventory.company_id, inventory.product_id, inventory.warehouse_id)
            and d.day < ${today}), 0) where company_id = ${id}`,
    ],
    'write',
  );
  const { rows } = await room.client.execute({
    sql: `select i.product_id, i.warehouse_id, i.on_hand, p.low_stock_threshold,
        coalesce((select sum(sold) from daily_demand d where d.company_id = i.company_id and d.product_id = i.product_id
          and d.warehouse_id = i.warehouse_id and d.day < ?), 0)
      from inventory i join products p on p.id = i.product_id where i.company_id = ?`,
    args: [today, id],
  });
  expect(rows).toHaveLength(PRODUCTS * warehouses.length);
  return rows.map((row) => {
    const [product = 0, warehouse = 0, left = 0, threshold = 0, sold = 0] = Array.from(row, Number);
    return { product, warehouse, left, threshold, sold };
  });
}

/** Days in whole numbers: left ÷ (sold ÷ 30). */
const expected = (): number[][] =>
  shelves
    .filter(({ left, threshold, sold }) => left <= threshold && sold > 0)
    .map((shelf) => ({ ...shelf, days: Math.floor((shelf.left * 30) / shelf.sold) }))
    .sort(
      (a, b) =>
        a.days - b.days ||
        a.left - a.threshold - (b.left - b.threshold) ||
        a.product - b.product ||
        a.warehouse - b.warehouse,
    )
    .map(({ product, warehouse, left, threshold, days }) => [product, warehouse, left, threshold, days]);

const answered = (alerts: Json[]): number[][] =>
  alerts.map((alert) => [
    alert.product_id,
    alert.warehouse_id,
    alert.current_stock,
    alert.threshold,
    alert.days_until_stockout,
  ]);

test(`among ${PRODUCTS * WAREHOUSES} shelves the low ones are exactly those that a walk through all finds`, async () => {
  const wanted = expected();
  expect(wanted).toHaveLength(LOW);
  const { alerts, total_alerts } = await lowStock(company);
  expect(total_alerts).toBe(wanted.length);
  expect(answered(alerts)).toEqual(wanted);
  const paged: Json[] = [];
  for (let cursor = ''; cursor !== 'null'; ) {
    const page = await lowStock(company, `?limit=73${cursor && `&cursor=${cursor}`}`);
    paged.push(...page.alerts);
    cursor = String(page.next_cursor);
  }
  expect(paged).toEqual(alerts);
  const asked = await lowStock(company, '?window_days=30');
  expect(answered(asked.alerts)).toEqual(wanted);
});

test('the low ones come from the partial index alone, in its order', async () => {
  for (const query of ['', '?limit=5', '?cursor=3.-2.5.1', '?warehouse_id=1']) {
    const plan = (await planOf(room, company, `/companies/${company.id}/alerts/low-stock${query}`)).join(
      '\n',
    );
    expect(plan, query).toMatch(
      /inventory USING (COVERING )?INDEX inventory_low \(company_id=\? AND sells=\?/,
    );
    expect(plan, query).not.toMatch(/SCAN (inventory|products|warehouses|movements|daily_demand)/);
    const others = plan.match(/(?<!r\.|i )inventory USING (?!(COVERING )?INDEX inventory_low)/g) ?? [];
    expect(others, query).toEqual([]);
  }
});

test('a page of five costs milliseconds', async () => {
  await lowStock(company, '?limit=5');
  const started = performance.now();
  for (let round = 0; round < 20; round++) await lowStock(company, '?limit=5');
  expect((performance.now() - started) / 20).toBeLessThan(50);
});
