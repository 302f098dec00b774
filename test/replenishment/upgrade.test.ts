import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@libsql/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLocal } from '../../db/local.ts';
import { migrate } from '../../db/migrate.ts';
import { movement, openShop, plain } from './shop.ts';

/** A database that has been in use since before there were orders. */

const FOLDER = 'db/migrations';
const BEFORE = 3;

const folder = mkdtempSync(join(tmpdir(), 'stockflow-upgrade-'));
let client: Client;
let before: unknown[][];
let kept: unknown[][][];

type Journal = { entries: object[] };
const journal: Journal = JSON.parse(readFileSync(join(FOLDER, 'meta', '_journal.json'), 'utf8'));

/** The shop of those who have only the first migrations. */
async function openOlder(applied: number): Promise<Client> {
  const older = join(folder, `${applied}`);
  cpSync(FOLDER, older, { recursive: true });
  const entries = journal.entries.slice(0, applied);
  writeFileSync(join(older, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }));
  const opened = openLocal({ file: join(folder, `${applied}.db`) });
  expect(await migrate(opened, older)).toEqual({ applied });
  await openShop(opened);
  return opened;
}

beforeAll(async () => {
  client = await openOlder(BEFORE);
  await client.batch(
    [
      movement(1, 1, 'sale', -3),
      "insert into members (company_id, email, name, role, created_at) values (1, 'a@b.example', 'A', 'owner', 0)",
      "insert into warehouses (id, company_id, name, name_key, created_at) values (9, 1, 'E', 'e', 0)",
      'insert into inventory (company_id, product_id, warehouse_id, low_stock_threshold) values (1, 3, 9, 5)',
      // Of what was marked before, the worker has seen all but one place.
      'delete from dirty where product_id > 1',
    ],
    'write',
  );
  before =
    await rows(`select t.name, group_concat(c.name, ', ') from sqlite_schema t, pragma_table_info(t.name) c
    where t.type = 'table' and t.name not in ('dirty', 'migrations') group by t.name`);
  kept = await contents();
  expect(await migrate(client, FOLDER)).toEqual({ applied: journal.entries.length - BEFORE });
});

afterAll(() => {
  client.close();
  rmSync(folder, { recursive: true, force: true });
});

const rows = async (sql: string): Promise<unknown[][]> => plain((await client.execute(sql)).rows);

/** Every row of the tables that hold what people entered, in the columns that there were before. */
const contents = (): Promise<unknown[][][]> =>
  Promise.all(before.map(([table, columns]) => rows(`select ${columns} from ${table}`)));

test('keeps every row', async () => {
  expect(before.length).toBeGreaterThan(15);
  expect(kept.flat().length).toBeGreaterThan(25);
  expect(await contents()).toEqual(kept);
  expect(await rows('pragma foreign_key_check')).toEqual([]);
});

test('gives every company a policy and a secret of its own', async () => {
  expect(await rows('select company_id, mode, daily_cap, method, safety_days from policies')).toEqual([
    [1, 'automatic', 10, 'adaptive', null],
    [2, 'automatic', 10, 'adaptive', null],
  ]);
  const links = (await rows('select link from secrets order by company_id')).flat();
  expect(new Set(links).size).toBe(2);
  for (const link of links) expect(link).toMatch(/^[0-9a-f]{64}$/);
});

test('marks every place, also those that the worker had seen', async () => {
  const places = await rows('select company_id, product_id, warehouse_id from inventory order by 1, 2, 3');
  expect(places.length).toBe(6);
  expect(await rows('select company_id, product_id, warehouse_id from dirty order by 1, 2, 3')).toEqual(
    places,
  );
  expect(await rows('select distinct due_at, failures, parked_at from dirty')).toEqual([[0, 0, null]]);
  expect(await rows('select count(distinct mark) from dirty')).toEqual([[6]]);
});

test('has nobody a digest sent who did not ask for it, and nothing to send', async () => {
  expect(await rows('select wants_digest from members')).toEqual([[0]]);
  expect(await rows('select swept_day, digested_day from companies')).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(await rows('select (select count(*) from outbox), (select count(*) from letters)')).toEqual([
    [0, 0],
  ]);
});

test('takes movements as before, and new companies with all that they need', async () => {
  await client.execute('delete from dirty');
  await client.execute(movement(1, 1, 'sale', -1));
  expect(await rows('select product_id, warehouse_id from dirty')).toEqual([[1, 1]]);
  expect(await rows('select on_hand from inventory where product_id = 1 and warehouse_id = 1')).toEqual([
    [96],
  ]);
  expect(
    await rows('select sum(sold), sum(net) from daily_demand where product_id = 1 and warehouse_id = 1'),
  ).toEqual([[4, 96]]);
  await client.execute(
    "insert into companies (name, time_zone, currency, created_at) values ('C', 'UTC', 'EUR', 0)",
  );
  expect(await rows('select count(*) from policies')).toEqual([[3]]);
});

test('leaves every threshold as it was, until a company lets the reorder point stand in', async () => {
  const older = await openOlder(7);
  const read = async (sql: string) => plain((await older.execute(sql)).rows);
  await older.batch(
    [
      'update products set low_stock_threshold = 5 where id = 2',
      `insert into forecasts select company_id, product_id, warehouse_id, last_movement_id, 1, 4, 'adaptive', 'high', 30, 30, 4, 25, 20,
        30, null, null, 84, 84, 0, 0, 0, 0, null, null, 7, '{}' from inventory`,
      'delete from dirty',
    ],
    'write',
  );
  expect(await migrate(older, FOLDER)).toEqual({ applied: journal.entries.length - 7 });
  const thresholds = 'select product_id, warehouse_id, threshold from inventory order by 1, 2';
  expect(await read('select distinct reorder_point_stands_in from companies')).toEqual([[0]]);
  expect((await read(thresholds)).flatMap(([, , units]) => units)).toEqual([null, null, 5, null, null]);
  expect(await read('select * from dirty')).toEqual([]);

  await older.execute('update companies set reorder_point_stands_in = 1 where id = 1');
  expect((await read(thresholds)).flatMap(([, , units]) => units)).toEqual([84, 84, 5, 84, null]);
  expect(await read('select product_id, warehouse_id from dirty order by 1, 2')).toEqual([
    [1, 1],
    [1, 2],
    [3, 1],
  ]);
  older.close();
});
