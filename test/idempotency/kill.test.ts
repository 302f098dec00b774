import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, inject, onTestFinished, test } from 'vitest';
import { createCompany } from '../../db/company/company.ts';
import { verify } from '../../db/ledger/verify.ts';
import { openLocal } from '../../db/local.ts';
import { databaseOf, scopeTo } from '../../db/scope.ts';
import { QUICK } from '../launch.ts';

const KILLS = 5;
const LANES = 8;
const STOCK = 1_000_000;

type Place = { folder: string; file: string; port: number; companyId: number; apiKey: string };

async function newPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-kill-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'stockflow.db');
  copyFileSync(inject('template'), file);
  const client = openLocal({ file });
  const company = { name: 'Kill', timeZone: 'UTC', currency: 'EUR' };
  const created = await createCompany(databaseOf(client, 'company'), company, Date.now());
  client.close();
  return { folder, file, port: await freePort(), ...created };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function serve({ folder, port }: Place): Promise<ChildProcess> {
  const env = {
    ...process.env,
    DATA_DIR: folder,
    PORT: String(port),
    HOST: '127.0.0.1',

    RATE_LIMIT: '0',
  };
  const child = spawn(process.execPath, [...QUICK, 'test/idempotency/server.ts'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const until = performance.now() + 15_000;
  while (performance.now() < until && child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return child;
    await pause(20);
  }
  throw new Error('The server did not start');
}

/** The body of an accepted call; undefined when the server went away before it answered. */
async function post({ port, apiKey }: Place, path: string, body: object, key?: string) {
  const answer = await fetch(`http://127.0.0.1:${port}/api${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      ...(key && { 'idempotency-key': key }),
    },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  const text = await answer?.text().catch(() => undefined);
  if (answer === undefined || text === undefined) return undefined;
  expect(answer.status, text).toBe(201);
  return { text, replayed: answer.headers.get('idempotency-replayed') === 'true' };
}

test(`through ${KILLS} kills at random moments every key takes effect exactly once`, {
  timeout: 60_000,
}, async () => {
  const place = await newPlace();
  let child = await serve(place);
  const shop = JSON.parse((await post(place, '/warehouses', { name: 'Shop' }))?.text ?? '{}');
  const stock = { name: 'Tea', sku: 'T', price: '1', warehouse_id: shop.id, initial_quantity: STOCK };
  const { product_id } = JSON.parse((await post(place, '/products', stock))?.text ?? '{}');
  const answered = new Map<string, string>();
  const unanswered = new Set<string>();
  const saleOf = (key: string) => ({
    type: 'sale',
    product_id,
    warehouse_id: shop.id,
    quantity: 1,
    reference: key,
  });
  const sell = async (key: string): Promise<boolean> => {
    const answer = await post(place, '/movements', saleOf(key), key);
    if (answer === undefined) return false;
    answered.set(key, answered.get(key) ?? answer.text);
    unanswered.delete(key);
    expect(answer.text, 'a replay is the first answer').toBe(answered.get(key));
    return true;
  };
  const lane = async (round: number, lane: number): Promise<void> => {
    for (let n = 0; ; n++) {
      const key = `kill-${round}-lane-${lane}-sale-${n}`;
      unanswered.add(key);
      if (!(await sell(key))) return;
    }
  };

  for (let round = 0; round < KILLS; round++) {
    const lanes = Array.from({ length: LANES }, (_, index) => lane(round, index));
    await pause(40 + 160 * Math.random());
    child.kill('SIGKILL');
    await Promise.all([once(child, 'exit'), ...lanes]);
    child = await serve(place);
    for (const key of unanswered) expect(await sell(key), key).toBe(true);
  }
  const sample = [...answered.keys()].filter((_, index) => index % 7 === 0);
  for (const key of sample)
    expect(await post(place, '/movements', saleOf(key), key)).toMatchObject({ replayed: true });
  child.kill('SIGTERM');
  await once(child, 'exit');

  expect(answered.size).toBeGreaterThan(KILLS * LANES);
  const client = openLocal({ file: place.file });
  onTestFinished(() => client.close());
  const { rows } = await client.execute(
    `select reference, count(*) from movements where type = 'sale' group by reference order by reference`,
  );
  expect(rows.map((row) => [row[0], row[1]])).toEqual([...answered.keys()].sort().map((key) => [key, 1]));
  const { rows: left } = await client.execute('select on_hand from inventory');
  expect(left[0]?.on_hand).toBe(STOCK - answered.size);
  const caller = { company: place.companyId, timeZone: 'UTC', actor: 'test' };
  const scope = scopeTo(databaseOf(client, 'company'), caller, Date.now());
  expect(await Array.fromAsync(verify(scope))).toEqual([]);
  expect((await client.execute('pragma integrity_check')).rows[0]?.[0]).toBe('ok');
});
