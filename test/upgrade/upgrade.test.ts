import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Client } from '@libsql/client';
import { expect, onTestFinished, test } from 'vitest';
import { scopeOf } from '../../db/company/company.ts';
import { createKey } from '../../db/company/key.ts';
import { verify } from '../../db/ledger/verify.ts';
import { openLocal } from '../../db/local.ts';
import { migrate } from '../../db/migrate.ts';
import { databaseOf } from '../../db/scope.ts';
import { apiInProcess } from '../room/app.ts';
import { openRoom } from '../room.ts';
import { byRest, procedures, routeOf } from '../tenancy/door.ts';
import { fill, keep } from './keep.ts';

/** Databases as earlier versions left them, with data: kept here for good, and each of them must come along. */

const FOLDER = 'db/migrations';
const KEPT = 'test/upgrade/database';
const journal: { entries: { tag: string }[] } = JSON.parse(
  readFileSync(`${FOLDER}/meta/_journal.json`, 'utf8'),
);
const tags = journal.entries.map(({ tag }) => tag);
const kept = readdirSync(KEPT).map((name) => name.replace('.db.gz', ''));

/** From the one that the first release had on. */
const FIRST = '0009';

const room = openRoom();

test.runIf(process.env.KEEP_DATABASE)('the database of this version is kept', async () => {
  await fill(room);
  await keep(room.client, tags.at(-1) ?? '');
});

test('whoever adds a migration has kept the database that it finds, by npm run keep:database', () => {
  expect(kept).toEqual(expect.arrayContaining(['0006_people_sign_in', '0007_reorder_point_stands_in']));
  const needed = tags.slice(0, -1).filter((tag) => tag >= FIRST);
  expect(kept).toEqual(expect.arrayContaining(needed));
  expect(tags).toEqual(expect.arrayContaining(kept));
});

function openKept(tag: string): Client {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-kept-'));
  const file = join(folder, 'stockflow.db');
  writeFileSync(file, gunzipSync(readFileSync(`${KEPT}/${tag}.db.gz`)));
  const client = openLocal({ file });
  onTestFinished(() => {
    client.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return client;
}

const rowsOf = async (client: Client, sql: string): Promise<unknown[][]> =>
  (await client.execute(sql)).rows.map((row) => Array.from(row));

/** Where a migration fills in what was missing, its column is read as it will be. */
const FILLED_IN = `case t.name || '.' || c.name when 'orders.expected_day'
  then 'coalesce(expected_day, iif(status in (''sent'', ''confirmed'', ''partly_received''), sent_day + 7, null))'
  else c.name end`;

/** Every table but those that only say what waits or what changed last, with its columns. */
const tablesOf = (client: Client): Promise<unknown[][]> =>
  rowsOf(
    client,
    `select t.name, group_concat(${FILLED_IN}, ', ') from sqlite_schema t, pragma_table_info(t.name) c
      where t.type = 'table' and t.name not in ('dirty', 'outbox', 'versions', 'migrations', 'sqlite_sequence')
      group by t.name`,
  );

test.each(kept)('a database of %s comes along with every row, and works', async (tag) => {
  const client = openKept(tag);
  const tables = await tablesOf(client);
  const contents = () =>
    Promise.all(tables.map(([table, columns]) => rowsOf(client, `select ${columns} from ${table}`)));
  const before = await contents();
  expect(before.filter((rows) => rows.length > 0).length).toBeGreaterThan(20);
  expect(await migrate(client, FOLDER)).toEqual({ applied: tags.length - 1 - tags.indexOf(tag) });
  expect(await contents()).toEqual(before);
  expect(await rowsOf(client, "select distinct is_edited from orders where status = 'draft'")).toEqual([[1]]);
  expect(await rowsOf(client, 'pragma foreign_key_check')).toEqual([]);
  expect(await rowsOf(client, 'pragma integrity_check')).toEqual([['ok']]);
  for (const [id] of await rowsOf(client, 'select id from companies')) await worksFor(client, Number(id));
});

/** Every figure follows from the movements, whatever can be read is answered, and a movement is taken. */
async function worksFor(client: Client, company: number): Promise<void> {
  const database = databaseOf(client, 'company');
  const scope = await scopeOf(database, company, 'test', Date.now());
  expect(await Array.fromAsync(verify(scope))).toEqual([]);
  const { apiKey } = await createKey(scope, { name: 'After the update', role: 'owner' });
  const life = { clock: { now: Date.now() }, log: [] };
  const { fetch, close } = apiInProcess(
    database,
    { rateLimit: 0, corsOrigins: [], skuScope: 'company' },
    life,
  );
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const plain = procedures
    .map(routeOf)
    .filter(({ type, pathNames }) => type === 'query' && pathNames.length === 0);
  for (const route of plain) {
    const answer = await fetch(byRest(route, {}).path, { headers });
    expect([route.id, answer.status]).toEqual([route.id, 200]);
  }
  const [[product, warehouse] = []] = await rowsOf(
    client,
    `select product_id, warehouse_id from inventory where company_id = ${company} and on_hand > 0 limit 1`,
  );
  const sale = { type: 'sale', product_id: product, warehouse_id: warehouse, quantity: 1 };
  const sold = await fetch('/api/movements', { method: 'POST', headers, body: JSON.stringify(sale) });
  expect(sold.status).toBe(201);
  await close();
}
