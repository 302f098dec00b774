import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createApp } from '../api/app.ts';
import { Identities } from '../api/identity.ts';
import { RateLimit } from '../api/rate.ts';
import { openStrain } from '../start/strain.ts';
import { openRoom } from './room.ts';
import { accepted } from './shelf.ts';

const room = openRoom();

test('with more to do than can be, both doors say when to come again, nothing is done, and health is still told', async () => {
  const { key, rest } = await room.company();
  const app = createApp({
    identities: new Identities(),
    rateLimit: new RateLimit(0),
    corsOrigins: [],
    isOverloaded: () => true,
    now: () => room.clock.now,
    log: () => undefined,
  });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const call = { method: 'POST', headers, body: JSON.stringify({ name: 'Late' }) };
  const answer = await app.request('/api/warehouses', call);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await answer.json()).toMatchObject({
    code: 'unavailable',
    request_id: answer.headers.get('x-request-id'),
  });
  const other = await app.request('/trpc/catalogue.warehouse.create', call);
  expect([other.status, other.headers.get('retry-after')]).toEqual([503, '1']);
  expect((await app.request('/healthz')).status).toBe(200);
  expect(accepted(await rest('GET', '/warehouses')).items).toEqual([]);
});

test('a process that is behind knows it, and soon after knows that it is not any more', async () => {
  const strain = openStrain();
  await pause(120);
  expect(strain.isTooMuch()).toBe(false);
  const until = performance.now() + 900;
  while (performance.now() < until);
  await pause(1);
  expect(strain.isTooMuch()).toBe(true);
  await pause(250);
  expect(strain.isTooMuch()).toBe(false);
  strain.close();
});
