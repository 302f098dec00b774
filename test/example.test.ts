import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../api/app.ts';
import { Identities } from '../api/identity.ts';
import { RateLimit } from '../api/rate.ts';
import { QUICK } from './launch.ts';
import { type Company, openRoom } from './room.ts';
import { newWarehouse } from './stock.ts';

const run = promisify(execFile);
const DAY = 86_400_000;
const room = openRoom();
const app = createApp({
  identities: new Identities(),
  rateLimit: new RateLimit(0),
  corsOrigins: [],
  now: Date.now,
  log: (line) => room.log.push(line),
});
const deferred: Promise<unknown>[] = [];
const defer = (work: Promise<unknown>): void => void deferred.push(work);
const bindings = { database: room.database, defer };
const server = serve({ fetch: (request) => app.fetch(request, bindings), port: 0, hostname: '127.0.0.1' });

let url: string;
let company: Company;
beforeAll(async () => {
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The server has no port');
  url = `http://127.0.0.1:${address.port}`;
  company = await room.company();
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  await Promise.all(deferred);
});

/** The example as a reader would run it, on its own, over the network. */
async function example(...args: string[]): Promise<string[]> {
  const env = { ...process.env, STOCKFLOW_URL: url, STOCKFLOW_KEY: company.key };
  const { stdout } = await run(process.execPath, [...QUICK, 'docs/example/client.ts', ...args], { env });
  return stdout.trim().split('\n');
}

test('the example client sells, is told of a shortage, and lists what runs low', async () => {
  const warehouse = await newWarehouse(company, 'Berlin');
  const { body } = await company.rest('POST', '/products', {
    name: 'Earl Grey',
    sku: 'TEA-EG-100',
    price: '8.90',
    low_stock_threshold: 20,
  });
  const line = { product_id: body.product_id, warehouse_id: warehouse };
  const lastWeek = new Date(room.clock.now - 7 * DAY).toISOString();
  const history = [
    { ...line, type: 'initial', quantity: 60, occurred_at: lastWeek },
    { ...line, type: 'sale', quantity: 40, occurred_at: lastWeek },
  ];
  expect((await company.rest('POST', '/movements/bulk', { lines: history })).body.accepted).toBe(2);

  expect(await example('TEA-EG-100', '2')).toEqual([
    'Sold 2 × Earl Grey for 8.90; 18 left.',
    expect.stringMatching(/^TEA-EG-100 in Berlin: \d+ days left\.$/),
  ]);
  expect(await example('TEA-EG-100', '500')).toEqual([
    'Not enough Earl Grey: 18 on hand.',
    expect.stringMatching(/^TEA-EG-100 in Berlin: \d+ days left\.$/),
  ]);
  await expect(example('COFFEE')).rejects.toThrow('does not sell COFFEE');
});

test('the calls in docs/api.md are answered as it says', async () => {
  const empty = openRoom();
  const { key } = await empty.company();
  const page = readFileSync('docs/api.md', 'utf8');
  const calls = [...page.matchAll(/```sh\n(curl [\s\S]*?)```\n```json\n([\s\S]*?)```/g)];
  expect(calls.length).toBe(page.split('\ncurl ').length - 1);
  for (const [, command = '', answer = ''] of calls) {
    const [, method = 'GET', path = ''] = /^curl (?:-X (\w+) )?"\$STOCKFLOW_URL([^"]+)"/.exec(command) ?? [];
    const headers = [...command.matchAll(/-H "([^:]+): ([^"]+)"/g)].map(([, name = '', value = '']) => [
      name,
      value.replace('$STOCKFLOW_KEY', key),
    ]);
    const body = /-d '([^']*)'/.exec(command)?.[1];
    const given = await empty.fetch(path, { method, headers: Object.fromEntries(headers), body });
    expect(await given.json(), path).toMatchObject(JSON.parse(answer));
  }
});
