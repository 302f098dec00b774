import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openLocal } from '../../db/local.ts';
import { fileIn } from '../../db/open.ts';
import { newPlace, type Place, reachIn, startAll, waitingIn } from '../journey/place.ts';
import { accepted, DAY } from '../shelf.ts';

const PRODUCTS = 20_000;
const WAREHOUSES = 5;
const PLACES = PRODUCTS * WAREHOUSES;
const LOW = PLACES / 40;

/** All of a big company, at once, as after its night's sweep. */
async function fill({ dataDir, companyId: id }: Place): Promise<void> {
  const client = openLocal({ file: fileIn(dataDir) });
  const now = Date.now();
  const today = Math.floor(now / DAY);
  const place = `p.company_id = ${id} and w.company_id = ${id}`;
  await client.batch(
    [
      `update companies set swept_day = ${today}`,
      `insert into warehouses (company_id, name, name_key, created_at)
        with recursive n(n) as (select 1 union all select n + 1 from n where n < ${WAREHOUSES})
        select ${id}, 'W' || n, 'w' || n, ${now} from n`,
      `insert into products (company_id, kind, sku, sku_key, sku_scope, name, name_key, price, low_stock_threshold, created_at, updated_at)
        with recursive n(n) as (select 1 union all select n + 1 from n where n < ${PRODUCTS})
        select ${id}, 'product', 'S' || n, 's' || n, ${id}, 'P' || n, 'p' || n, 100, 10, ${now}, ${now} from n`,
      `insert into movements (company_id, product_id, warehouse_id, type, quantity, actor, occurred_at, recorded_at, day)
        select ${id}, p.id, w.id, 'initial', iif(p.id % 40 = 0, 12, 60), 'test', ${now - 60 * DAY}, ${now}, ${today - 60}
        from products p, warehouses w where ${place}`,
      `insert into movements (company_id, product_id, warehouse_id, type, quantity, actor, occurred_at, recorded_at, day)
        select ${id}, p.id, w.id, 'sale', -3, 'test', ${now - 9 * DAY}, ${now}, ${today - 9}
        from products p, warehouses w where ${place} and p.id % 4 = 0`,
    ],
    'write',
  );
  client.close();
}

/** The most memory that the process ever had. */
function peakMb(pid: number | undefined): number | null {
  if (process.platform !== 'linux') return null;
  const [, kb] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kb) / 1024);
}

const percentile = (times: number[], share: number): number =>
  Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0);

test('100,000 dirty places at once: all are done, in bounded memory, and alerts are answered meanwhile', async () => {
  const place = await newPlace();
  await fill(place);
  const { child } = await startAll(place);
  const database = await reachIn(place);
  const begun = performance.now();
  const peakAtFirst = peakMb(child.pid);
  const path = `/companies/${place.companyId}/alerts/low-stock?limit=50`;
  const times: number[] = [];
  while ((await waitingIn(database)) !== 0)
    for (let call = 0; call < 10; call += 1) {
      const at = performance.now();
      accepted(await place.rest('GET', path));
      times.push(performance.now() - at);
      await pause(50);
    }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const p99Ms = percentile(times, 0.99);
  const peak = peakMb(child.pid);
  console.log(
    `100,000 places in ${seconds} s; of ${times.length} calls for alerts 99 % took up to ${p99Ms} ms; memory ${peakAtFirst} MB at first, ${peak} MB at most.`,
  );
  expect(times.length).toBeGreaterThan(10);
  expect(p99Ms).toBeLessThan(500);
  if (peak !== null && peakAtFirst !== null) expect(peak - peakAtFirst).toBeLessThan(200);
  const { rows } =
    await database.execute(`select (select count(*) from inventory where velocity_computed_at is not null),
    (select count(*) from forecasts), (select count(*) from shortages where held_by = 'no_supplier')`);
  expect(Array.from(rows[0] ?? [])).toEqual([PLACES, PLACES, LOW]);
});
