import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Meter } from '../../worker/meter.ts';
import { serveOperations } from '../../worker/operations.ts';
import { openQueue, type Queue } from '../../worker/queue.ts';
import { startRelay } from '../../worker/relay.ts';
import { emptyQueue } from '../queue/made.ts';
import { roomFor } from '../queue/store.ts';
import { openRoom, type Room } from '../room.ts';
import { NOON } from '../shelf.ts';
import { stocked } from '../stock.ts';
import { workOn } from './bench.ts';

const TOKEN = 'a-token-of-operators';

const dataDir = mkdtempSync(join(tmpdir(), 'stockflow-operations-'));
let shared: Queue;
beforeAll(async () => {
  cpSync(emptyQueue(), join(dataDir, 'queue'), { recursive: true });
  shared = await openQueue({ dataDir, log: () => undefined });
});
afterAll(async () => {
  await shared.close({ withinMs: 0 });
  rmSync(dataDir, { recursive: true, force: true });
});

type Given = { token?: string; host?: string; queue?: Queue };

/** What operators see of a worker whose queue and relay are real; the relay's clock is the room's. */
async function operations(room: Room, { token, host = '127.0.0.1', queue = shared }: Given = {}) {
  room.clock.now = NOON;
  const now = () => room.clock.now;
  const { database } = room;
  const relay = startRelay({ database, addMany: (jobs) => queue.addMany(jobs), now, log: () => undefined });
  const meter = new Meter();
  const served = await serveOperations({ database, queue, relay, meter, now, host, port: 0, token });
  onTestFinished(async () => {
    await relay.stop();
    await served.close();
  });
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${served.address}${path}`, { headers, redirect: 'manual' });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return { relay, meter, get, address: served.address };
}

/** As a browser sends it, whose pages cannot choose the Host. */
function asHost(address: string, path: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${address}${path}`, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

const calm = openRoom();
const troubled = openRoom();
const silent = openRoom();
const guarded = openRoom();

test('health, readiness, figures and the queue’s screen are there', async () => {
  const { company } = await stocked(calm, 5);
  await workOn(calm, company);
  const { get, meter } = await operations(calm);
  await meter.timed('recompute', async () => meter.places(12));
  const health = await get('/healthz');
  expect([health.status, JSON.parse(health.text)]).toEqual([
    200,
    {
      status: 'ok',
      relay_looked_seconds_ago: 0,
      waiting: { places: 0, orders: 0, letters: 0, links: 0 },
      oldest_seconds: { places: 0, orders: 0, letters: 0, links: 0 },
      letters: { queued: 0, sending: 0, sent: 0, failed: 0, uncertain: 0 },
      parked: [],
    },
  ]);
  const ready = await get('/readyz');
  expect([ready.status, JSON.parse(ready.text)]).toEqual([
    200,
    { status: 'ready', queue: { waiting: 0, active: 0, delayed: 0, failed: 0 } },
  ]);
  const { status, text, headers } = await get('/metrics');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4']);
  expect(text).toContain('stockflow_places_computed_total 12\n');
  expect(text).toContain('stockflow_job_seconds_count{job="recompute"} 1\n');
  expect(text).toContain('stockflow_waiting{what="place"} 0\n');
  expect(text).toContain('bullmq_job_count{queue="jobs", state="waiting"} 0');
  for (const line of text.trim().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) \S+ .+|[a-z_]+(\{[^}]*\})? -?[\d.e+-]+)$/);
  const home = await get('/');
  expect([home.status, home.headers.get('location')]).toEqual([302, '/queues']);
  const board = await get('/queues');
  expect([board.status, board.text]).toEqual([200, expect.stringContaining('StockFlow jobs')]);
  expect(board.headers.get('content-security-policy'), 'it asks no other host').toMatch(
    /^default-src 'self';/,
  );
  expect(JSON.parse((await get('/queues/api/queues')).text)).toMatchObject({
    // Nobody would be found to work here, though this process does.
    queues: [
      { name: 'jobs', hasWorkers: null },
      { name: 'letters', hasWorkers: null },
    ],
  });
});

test('what is parked asks for attention and says what it is; the worker itself is well', async () => {
  const { company, product, warehouse } = await stocked(troubled, 5);
  await troubled.client.execute(
    `update dirty set parked_at = ${NOON}, failures = 5, error = 'poisoned', due_at = 9007199254740991`,
  );
  const { get } = await operations(troubled);
  const { status, text } = await get('/healthz');
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({
    status: 'attention',
    waiting: { places: 1 },
    oldest_seconds: { places: 0 },
    parked: [
      { company: company.id, what: `product ${product} in warehouse ${warehouse}`, error: 'poisoned' },
    ],
  });
  expect((await get('/metrics')).text).toContain('stockflow_parked{what="place"} 1\n');
});

test('a relay that looks no more is a worker that stopped: 503', async () => {
  const { get, relay } = await operations(silent);
  await relay.stop();
  expect((await get('/healthz')).status).toBe(200);
  silent.clock.now += 61_000;
  const { status, text } = await get('/healthz');
  expect([status, JSON.parse(text)]).toMatchObject([
    503,
    { status: 'stopped', relay_looked_seconds_ago: 61 },
  ]);
});

test('a queue that is gone is not ready: 503, and health still answers', async () => {
  const queue = await roomFor('PGlite').open();
  const { get } = await operations(calm, { queue });
  await queue.close({ withinMs: 0 });
  const { status, text } = await get('/readyz');
  expect([status, JSON.parse(text)]).toEqual([503, { status: 'unavailable', error: 'The queue is closed.' }]);
  expect((await get('/healthz')).status).toBe(200);
});

test('without a token, only this machine looks: no other host’s name, and no page of another origin', async () => {
  const { get, address } = await operations(guarded);
  for (const path of ['/metrics', '/queues', '/queues/api/queues']) {
    expect((await get(path)).status).toBe(200);
    expect((await get(path, { origin: address })).status, 'its own page').toBe(200);
    expect(await asHost(address, path, 'worker.example:3001')).toBe(403);
    for (const origin of ['https://evil.example', 'http://localhost:3000', 'null']) {
      const { status, text } = await get(path, { origin });
      expect([status, text]).toEqual([403, expect.stringContaining('other sites')]);
    }
  }
  expect(await asHost(address, '/healthz', 'worker.example:3001'), 'for load balancers').toBe(200);
  expect(await asHost(address, '/readyz', 'worker.example:3001')).toBe(200);
});

test('listening beyond this machine without a token shows nothing but health, even to this machine', async () => {
  const { get, address } = await operations(guarded, { host: '0.0.0.0' });
  expect(await asHost(address, '/metrics', 'localhost:3001')).toBe(403);
  expect((await get('/queues')).status).toBe(403);
  expect((await get('/healthz')).status).toBe(200);
});

test('with a token, whoever sends it looks, as bearer or as a password; nobody else does', async () => {
  const { get, address } = await operations(guarded, { token: TOKEN, host: '0.0.0.0' });
  const basic = (user: string, password: string) => `Basic ${btoa(`${user}:${password}`)}`;
  for (const authorization of [`Bearer ${TOKEN}`, basic('anybody', TOKEN)]) {
    expect((await get('/metrics', { authorization })).status).toBe(200);
    expect((await get('/queues', { authorization })).status).toBe(200);
  }
  for (const authorization of [`Bearer ${TOKEN}x`, 'Bearer ', basic('anybody', 'wrong'), basic(TOKEN, '')])
    expect((await get('/metrics', { authorization })).status, authorization).toBeGreaterThanOrEqual(400);
  const { status, headers } = await get('/queues');
  expect([status, headers.get('www-authenticate')], 'a browser asks for it').toEqual([
    401,
    expect.stringContaining('Basic realm="StockFlow worker"'),
  ]);
  expect(await asHost(address, '/metrics', 'localhost')).toBe(401);
  expect((await get('/healthz')).status).toBe(200);
});

test('a foreign page cannot use a token that the browser remembers', async () => {
  const { get, address } = await operations(guarded, { token: TOKEN });
  const authorization = `Basic ${btoa(`anybody:${TOKEN}`)}`;
  expect((await get('/queues', { authorization, origin: 'https://evil.example' })).status).toBe(403);
  expect((await get('/queues', { authorization, origin: address })).status).toBe(200);
});
