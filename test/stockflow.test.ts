import { type ChildProcess, execFile, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@libsql/client';
import { afterAll, expect, test } from 'vitest';
import { createCompany, getCompany } from '../db/company/company.ts';
import { identify } from '../db/company/identity.ts';
import { openLocal } from '../db/local.ts';
import { fileIn } from '../db/open.ts';
import { type Database, databaseOf, type Scope, scopeTo } from '../db/scope.ts';
import { QUICK } from './launch.ts';
import { emptyQueue } from './queue/made.ts';
import type { Json } from './room.ts';
import { type Ended, type Environment, stockflow } from './stockflow/command.ts';

const root = mkdtempSync(join(tmpdir(), 'stockflow-command-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const freshFolder = () => join(root, `${++folders}`);

const ROOT = join(import.meta.dirname, '..');
const only = (env: Environment): Environment => ({
  PATH: process.env.PATH ?? '',
  ...env,
});

/** A command typed in a shell. */
function typed(env: Environment, ...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [...QUICK, 'tools/stockflow.ts', ...args],
      { cwd: ROOT, env: only(env) },
      (error, out, err) => done({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

/** One JSON line on stdout, nothing on stderr. */
async function answerOf(env: Environment, ...args: string[]): Promise<Json> {
  const { code, out, err } = await stockflow(env, ...args, '--json');
  expect({ code, err, lines: out.split('\n').length }).toEqual({ code: 0, err: '', lines: 2 });
  return JSON.parse(out);
}

async function inFile<Result>(
  folder: string,
  work: (database: Database, client: Client) => Promise<Result>,
): Promise<Result> {
  const client = openLocal({ file: fileIn(folder) });
  return work(databaseOf(client, 'company'), client).finally(() => client.close());
}

const scopeOf = (database: Database, company: number, now = Date.now()): Scope =>
  scopeTo(database, { company, timeZone: 'Europe/London', actor: 'test' }, now);

test.concurrent.for<[args: string[], code: number, out: RegExp, err: RegExp]>([
  [[], 0, /^StockFlow, for operators\n[\s\S]+\n$/, /^$/],
  [['company', 'list', '--json'], 0, /^\{"companies":\[\]\}\n$/, /^$/],
  [['verify', '--company', '9'], 1, /^$/, /^stockflow: [^\n]*no such company[^\n]*\n$/],
  [['frobnicate'], 2, /^$/, /^stockflow: [^\n]*no command "frobnicate"[^\n]*\n$/],
])('typed in a shell, %j ends with code %i', async ([args, code, out, err], { expect }) => {
  expect(await typed({ DATA_DIR: freshFolder() }, ...args)).toEqual({
    code,
    out: expect.stringMatching(out),
    err: expect.stringMatching(err),
  });
});

test.concurrent('a company is made with an owner’s key that works', async ({ expect }) => {
  const DATA_DIR = freshFolder();
  const made = await answerOf({ DATA_DIR }, 'company', 'create', '--name', ' Café & Söhne ');
  expect(made).toEqual({ company_id: 1, api_key: expect.stringMatching(/^sf_[0-9a-f]{8}_[0-9a-f]{64}$/) });
  const given = ['--name', 'B', '--timezone', 'Asia/Tokyo', '--currency', 'JPY'];
  const { code, out } = await stockflow({ DATA_DIR, PORT: '4321' }, 'company', 'create', ...given);
  expect(code).toBe(0);
  expect(out).toMatch(/^B is company 2 \(time zone Asia\/Tokyo, currency JPY\)\./);
  expect(out).toMatch(/curl -s http:\/\/localhost:4321\/api\/company -H "Authorization: Bearer sf_/);
  await inFile(DATA_DIR, async (database) => {
    const identity = await identify(database, { kind: 'key', secret: made.api_key }, Date.now());
    expect(identity).toMatchObject({ company: 1, role: 'owner', timeZone: 'UTC' });
    expect(await getCompany(scopeOf(database, 1))).toMatchObject({ name: 'Café & Söhne', currency: 'EUR' });
  });
  expect(await answerOf({ DATA_DIR }, 'company', 'list')).toEqual({
    companies: [
      { id: 1, name: 'Café & Söhne', time_zone: 'UTC' },
      { id: 2, name: 'B', time_zone: 'Asia/Tokyo' },
    ],
  });
});

test.concurrent('a key is made, listed without its secret, and revoked', async ({ expect }) => {
  const DATA_DIR = freshFolder();
  const env = { DATA_DIR };
  expect(await answerOf(env, 'migrate')).toEqual({ applied: expect.any(Number) });
  expect((await stockflow(env, 'migrate')).out).toBe('The database is up to date.\n');
  await inFile(DATA_DIR, (database) =>
    createCompany(database, { name: 'A', timeZone: 'UTC', currency: 'EUR' }, Date.now()),
  );
  const shop = ['--company', '1', '--role', 'viewer', '--name', 'Shop'];
  const { key_id, api_key } = await answerOf(env, 'key', 'create', ...shop);
  const roleOf = () =>
    inFile(
      DATA_DIR,
      async (database) => (await identify(database, { kind: 'key', secret: api_key }, Date.now()))?.role,
    );
  expect(await roleOf()).toBe('viewer');
  const revoked = await answerOf(env, 'key', 'revoke', '--company', '1', '--key', `${key_id}`);
  expect(revoked).toEqual({ company_id: 1, key_id, revoked_at: expect.any(String) });
  expect(await roleOf()).toBeUndefined();
  const { out } = await stockflow(env, 'key', 'list', '--company', '1');
  expect(out.trimEnd().split('\n')).toHaveLength(3);
  expect(out).toMatch(/2 +viewer +sf_[0-9a-f]{8} +Shop/);
  expect(out).not.toContain(api_key);
});

test.concurrent('whom a link may be shown to is listed, and nobody else has one', async ({ expect }) => {
  const env = { DATA_DIR: freshFolder() };
  await answerOf(env, 'company', 'create', '--name', 'A', '--owner', 'ada@shop.example');
  await answerOf(
    env,
    'member',
    'create',
    '--company',
    '1',
    '--email',
    'ben@shop.example',
    '--role',
    'viewer',
  );
  const { out } = await stockflow(env, 'member', 'list', '--company', '1');
  expect(out).toMatch(/1 +owner +ada@shop\.example.*\n +2 +viewer +ben@shop\.example/);
  const link = (email: string) => stockflow(env, 'member', 'link', '--company', '1', '--email', email);
  expect((await link('ben@shop.example')).out).toContain('/sign-in#');
  expect(await link('cat@shop.example')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/List members/),
  });
});

test.concurrent.for(['', 'company', 'help key create'])(
  'help is an answer: "%s"',
  async (words, { expect }) => {
    const { code, out, err } = await stockflow({}, ...words.split(' ').filter(Boolean));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('npm run -s stockflow -- ');
  },
);

const aFile = join(root, 'a-file');
writeFileSync(aFile, '');
const sealed = join(root, 'sealed');
mkdirSync(sealed);
chmodSync(sealed, 0o500);
/** Nothing stops a superuser but a thing that is no folder. */
const unwritable = process.getuid?.() === 0 ? join(aFile, 'data') : join(sealed, 'data');
const named = ['company', 'create', '--name', 'A'];

test.concurrent.for<[args: string[], code: number, says: RegExp, env?: Environment]>([
  [['frobnicate'], 2, /no command "frobnicate"/],
  [['company', 'destroy'], 2, /no command "company destroy", but there is company create, company list/],
  [['verify', '--loud'], 2, /Unknown option '--loud'/],
  [['company', 'create'], 2, /--name is missing/],
  [['company', 'create', '--name'], 2, /'--name <value>' argument missing/],
  [
    ['company', 'create', '--name', ' ', '--timezone', 'Mars/Base', '--currency', 'euro'],
    2,
    /--name must have at least 1 character; --timezone must be a time zone .*; --currency must be three capital/,
  ],
  [['verify', '--company', '9'], 1, /no such company/],
  [['key', 'create', '--company', '9', '--role', 'owner', '--name', 'A'], 1, /no such company/],
  [named, 1, /DATABASE_URL must be the address of a database server/, { DATABASE_URL: 'mysql://x' }],
  [
    named,
    1,
    /cannot be reached or used: .*ECONNREFUSED/,
    { DATABASE_URL: `http://127.0.0.1:${await freePort()}` },
  ],
  [named, 1, /cannot be used \(E[A-Z]+\)\. Set DATA_DIR to a folder/, { DATA_DIR: unwritable }],
])('a fault is one line: %j', async ([args, code, says, env], { expect }) => {
  const ended = await stockflow({ DATA_DIR: freshFolder(), ...env }, ...args);
  expect(ended).toEqual({ code, out: '', err: expect.stringMatching(/^stockflow: [^\n]+\n$/) });
  expect(ended.err).toMatch(says);
  expect(ended.err).not.toMatch(/\bat .*:\d+:\d+/);
});

test.concurrent('verify names what was falsified, and rebuild puts it right', async ({ expect }) => {
  const DATA_DIR = freshFolder();
  const env = { DATA_DIR };
  const { company_id, api_key, seed, ...counts } = await answerOf(env, 'demo');
  expect({ company_id, seed, low: counts.alerts >= 15 && counts.alerts <= 40 }).toEqual({
    company_id: 1,
    seed: 1,
    low: true,
  });
  const checked = await answerOf(env, 'verify', '--company', '1');
  expect(checked).toMatchObject({ companies: 1, products: counts.products, differences: [] });
  expect(checked.figures).toBeGreaterThan(counts.movements);

  const [product, warehouse, day] = await inFile(DATA_DIR, async (database, client) => {
    expect(await identify(database, { kind: 'key', secret: api_key }, Date.now())).toMatchObject({
      company: 1,
      timeZone: 'Europe/London',
    });
    return falsify(client);
  });
  const { code, out, err } = await stockflow(env, 'verify');
  const place = `company 1, product ${product}, warehouse ${warehouse}`;
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out.split('\n')).toEqual([
    expect.stringMatching(`^${place}, on_hand, stored \\d+, expected \\d+$`),
    expect.stringMatching(`^${place}, sold on ${day}, stored \\d+, expected \\d+$`),
    expect.stringMatching(/^Checked [\d,]+ figures of 195 products in 1 company: 2 differ\.$/),
    'Put them right with: npm run -s stockflow -- rebuild',
    '',
  ]);
  expect((await stockflow(env, 'rebuild')).out).toMatch(
    /^Rebuilt \d+ places .* in 1 company from the movements/,
  );
  expect((await stockflow(env, 'verify')).code).toBe(0);
});

test.concurrent('beside a running server commands reach it, and what the demo prints can be pasted', async ({
  expect,
  onTestFinished,
}) => {
  const DATA_DIR = freshFolder();
  cpSync(emptyQueue(), join(DATA_DIR, 'queue'), { recursive: true });
  const env = { DATA_DIR, PORT: String(await freePort()), WORKER_PORT: '0' };
  const server = await startServer(env);
  onTestFinished(() => void server.kill('SIGKILL'));
  const created = await typed(env, 'company', 'create', '--name', 'Beside', '--json');
  const { api_key } = JSON.parse(created.out);
  const [{ out }, demo] = await Promise.all([stockflow(env, 'migrate'), stockflow(env, 'demo')]);
  expect(out).toMatch(/running server/);
  const own = await fetch(`http://localhost:${env.PORT}/api/company`, bearing(api_key));
  expect(await own.json()).toMatchObject({ id: 1, name: 'Beside' });
  expect((await stockflow(env, 'verify')).out).toMatch(/in 2 companies: all follow from the movements/);
  const [low, sale, history] = await Promise.all(pasted(demo.out));
  expect(low?.status).toBe(200);
  expect(low?.body.alerts).toHaveLength(5);
  expect(sale).toMatchObject({ status: 201, body: { type: 'sale', change: -1 } });
  expect(history?.body.items).toHaveLength(3);
});

const bearing = (key: string): RequestInit => ({ headers: { authorization: `Bearer ${key}` } });

/** The curl commands of a text, made as a shell would hand them over. */
const pasted = (text: string): Promise<{ status: number; body: Json }>[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('  curl -s '))
    .map(async (line) => {
      const url = /'?(http:[^' ]+)/.exec(line)?.[1] ?? '';
      const body = / -d '([^']+)'/.exec(line)?.[1];
      const headers = [...line.matchAll(/-H '([^:]+): ([^']+)'/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]);
      const answer = await fetch(url, {
        method: body ? 'POST' : 'GET',
        headers: Object.fromEntries(headers),
        body,
      });
      return { status: answer.status, body: await answer.json() };
    });

/** As somebody would who may run SQL: one guard away, two figures changed. */
async function falsify(client: Client): Promise<[product: unknown, warehouse: unknown, day: unknown]> {
  const { rows } = await client.execute(`select product_id, warehouse_id, day, date(day * 86400, 'unixepoch')
    from daily_demand join inventory using (company_id, product_id, warehouse_id) where on_hand > 0 and sold > 0 limit 1`);
  const [product, warehouse, day, date] = Array.from(rows[0] ?? []);
  await client.executeMultiple(`drop trigger inventory_follows_movements;
    update inventory set on_hand = on_hand + 1 where product_id = ${product} and warehouse_id = ${warehouse};
    update daily_demand set sold = sold + 5
      where product_id = ${product} and warehouse_id = ${warehouse} and day = ${day}`);
  return [product, warehouse, date];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
}

async function startServer(env: Environment): Promise<ChildProcess> {
  const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
  const server = spawn(process.execPath, [...QUICK, 'start/all.ts'], { cwd: ROOT, env: only(env), stdio });
  const greeting = new Promise<void>((greeted, failed) => {
    server.stdout?.on('data', (text) => String(text).includes('StockFlow is serving') && greeted());
    server.on('exit', () => failed(new Error('The server ended')));
  });
  await greeting;
  return server;
}
