import { expect, test } from 'vitest';
import { dueCompanies } from '../../db/calendar.ts';
import { scopeOf } from '../../db/company/company.ts';
import { momentOf } from '../../db/day.ts';
import { writeDigest } from '../../db/replenishment/digest.ts';
import { sweep } from '../../db/replenishment/sweep.ts';
import { calendar } from '../../worker/job/calendar.ts';
import type { Added } from '../../worker/queue.ts';
import { openRoom, type Room } from '../room.ts';
import { accepted, DAY, NOON, record } from '../shelf.ts';
import { newWarehouse, stocked } from '../stock.ts';
import { episodesOf, rowsOf, sellingShelf, workOn } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const wide = openRoom();
const sliding = openRoom();
const changed = openRoom();
const nights = openRoom();

const scopeIn = (room: Room, company: number) => scopeOf(room.database, company, 'test', room.clock.now);

test.each([10_000, 4000, 2001])('%i places are marked, in steps of at most 2,000', async (count) => {
  const company = await wide.company();
  const warehouses = [];
  for (let made = 0; made < 3; made += 1) warehouses.push(await newWarehouse(company));
  await fill(company.id, count);
  const steps: number[] = [];
  const { places } = await sweep(await scopeIn(wide, company.id), (swept) => steps.push(swept));
  expect(places).toBe(count);
  const sizes = steps.map((swept, index) => swept - (steps[index - 1] ?? 0));
  expect(Math.max(...sizes)).toBe(2000);
  const [dirty] = await rowsOf(wide, `select count(*) count from dirty where company_id = ${company.id}`);
  expect(dirty).toEqual({ count });
});

/** Every product in three warehouses, so that a step may end between two of one product. */
async function fill(company: number, count: number): Promise<void> {
  const { now } = wide.clock;
  await wide.client.batch(
    [
      `insert into products (company_id, kind, sku, sku_key, sku_scope, name, name_key, price, created_at, updated_at)
        with recursive n(n) as (select 1 union all select n + 1 from n where n < ${Math.ceil(count / 3)})
        select ${company}, 'product', 'S' || n, 's' || n, ${company}, 'P' || n, 'p' || n, 100, ${now}, ${now} from n`,
      `insert into inventory (company_id, product_id, warehouse_id)
        select p.company_id, p.id, w.id from products p join warehouses w on w.company_id = p.company_id
        where p.company_id = ${company} order by p.id, w.id limit ${count}`,
      `delete from dirty where company_id = ${company}`,
    ],
    'write',
  );
}

test('a sweep marks its own company alone, and what was parked in it is tried again', async () => {
  const mine = await stocked(wide, 5);
  const other = await stocked(wide, 5);
  for (const { company } of [mine, other]) await workOn(wide, company);
  await record(mine, 'sale', 1);
  await wide.client.execute(
    `update dirty set parked_at = 1, failures = 5, due_at = 9e15 where company_id = ${mine.company.id}`,
  );
  await sweep(await scopeIn(wide, mine.company.id));
  expect(
    await rowsOf(
      wide,
      `select company_id, parked_at, due_at from dirty where company_id in (${mine.company.id}, ${other.company.id})`,
    ),
  ).toEqual([{ company_id: mine.company.id, parked_at: null, due_at: 0 }]);
});

test('windows slide without sales: the night’s sweep lowers the velocity and ends what does not sell any more', async () => {
  sliding.clock.now = NOON;
  const shelf = await sellingShelf(sliding, { left: 10 });
  await sliding.client.execute(`update policies set method = 'mean_30'`);
  await workOn(sliding, shelf.company);
  const velocity = async () =>
    (await rowsOf(sliding, `select velocity from inventory where product_id = ${shelf.product}`))[0].velocity;
  const before = await velocity();
  sliding.clock.now += 15 * DAY;
  expect(await workOn(sliding, shelf.company), 'nobody has swept').toMatchObject({ done: 0 });
  await sweep(await scopeIn(sliding, shelf.company.id));
  await workOn(sliding, shelf.company);
  expect(await velocity()).toBeLessThan(before);
  expect(await episodesOf(sliding, shelf)).toMatchObject([{ status: 'open' }]);
  sliding.clock.now += 30 * DAY;
  await sweep(await scopeIn(sliding, shelf.company.id));
  await workOn(sliding, shelf.company);
  expect(await episodesOf(sliding, shelf)).toMatchObject([{ resolution: 'not_selling' }]);
});

test.each([
  { timeZone: 'Europe/London', from: '2026-03-28T00:00:00Z', hours: [24, 23, 24] },
  { timeZone: 'Europe/London', from: '2026-10-23T23:00:00Z', hours: [24, 25, 24] },
  { timeZone: 'Asia/Kolkata', from: '2026-03-27T18:30:00Z', hours: [24, 24, 24] },
  { timeZone: 'America/Santiago', from: '2026-09-05T04:00:00Z', hours: [24, 23, 24] },
])('$timeZone: a sweep as each local day begins, hours $hours apart, and a digest at seven', async (zone) => {
  const { timeZone, from, hours } = zone;
  const start = Date.parse(from);
  nights.clock.now = start;
  const company = await nights.company({ timeZone });
  const first = (await scopeIn(nights, company.id)).localDay(start);
  const sweeps: number[] = [];
  const digests: number[] = [];
  for (; nights.clock.now < start + 4 * DAY - 2 * HOUR; nights.clock.now += 15 * MINUTE) {
    const { now } = nights.clock;
    const scope = await scopeIn(nights, company.id);
    const { toSweep, toDigest } = await dueCompanies(nights.database, now);
    if (toSweep.includes(company.id)) {
      sweeps.push(now);
      await sweep(scope);
    }
    if (toDigest.includes(company.id)) {
      digests.push(now);
      await writeDigest(scope, null);
    }
  }
  expect(sweeps[0]).toBe(start);
  expect(sweeps.slice(1).map((at, index) => (at - (sweeps[index] ?? 0)) / HOUR)).toEqual(hours);
  expect(digests).toEqual([0, 1, 2, 3].map((days) => momentOf(first + days, 7 * 60, timeZone)));
});

test('a worker that slept over three midnights sweeps once and digests once', async () => {
  changed.clock.now = Date.parse('2026-11-21T10:00:00Z');
  const company = await changed.company();
  await sweep(await scopeIn(changed, company.id));
  changed.clock.now += 3 * DAY;
  const jobs: Added[] = [];
  await calendar(
    { database: changed.database, now: () => changed.clock.now },
    async (added) => void jobs.push(...added),
  );
  expect(jobs).toEqual([
    { name: 'sweep', payload: { company: company.id } },
    { name: 'digest', payload: { company: company.id } },
  ]);
});

test('another zone, window or way of planning sweeps at once; a closed company never', async () => {
  const { company } = await stocked(changed, 5);
  const due = async () => {
    const { toSweep } = await dueCompanies(changed.database, changed.clock.now);
    return toSweep.includes(company.id);
  };
  const swept = async () => sweep(await scopeIn(changed, company.id));
  await swept();
  expect(await due()).toBe(false);
  accepted(await company.rest('PATCH', '/company', { time_zone: 'Asia/Kolkata' }));
  expect(await due()).toBe(true);
  await swept();
  accepted(await company.rest('PATCH', '/company', { window_days: 60 }));
  expect(await due()).toBe(true);
  await swept();
  await changed.client.execute(`update policies set review_days = 3 where company_id = ${company.id}`);
  expect(await due()).toBe(true);
  await changed.client.execute(`update companies set is_active = 0 where id = ${company.id}`);
  expect(await due()).toBe(false);
});

test('a clock that was a week ahead and is set back keeps nothing waiting: leases, errands and sweeps of then', async () => {
  const { company } = await stocked(changed, 5);
  const { client, clock, database } = changed;
  const ahead = clock.now + 7 * DAY;
  await sweep(await scopeIn(changed, company.id));
  await client.executeMultiple(`update companies set swept_day = swept_day + 7 where id = ${company.id};
    update dirty set due_at = ${ahead} where company_id = ${company.id};
    insert into due values (${company.id}, 'order', 1, ${ahead}, ${ahead}), (${company.id}, 'order', 2, 0, ${clock.now + DAY}),
      (${company.id}, 'order', 3, 0, ${ahead});
    update outbox set parked_at = 1, due_at = 9007199254740991 where subject_id = 3`);
  const jobs: Added[] = [];
  await calendar({ database, now: () => clock.now }, async (added) => void jobs.push(...added));
  expect(jobs).toContainEqual({ name: 'sweep', payload: { company: company.id } });
  expect(await rowsOf(changed, `select due_at from dirty where company_id = ${company.id}`)).toEqual([
    { due_at: 0 },
  ]);
  expect(
    await rowsOf(
      changed,
      `select subject_id, due_at from outbox where company_id = ${company.id} order by 1`,
    ),
  ).toEqual([
    { subject_id: 1, due_at: 0 },
    { subject_id: 2, due_at: clock.now + DAY },
    { subject_id: 3, due_at: Number.MAX_SAFE_INTEGER },
  ]);
});
