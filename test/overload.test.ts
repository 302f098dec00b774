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

/** Nothing else gets its turn. */
async function busyFor(ms: number): Promise<void> {
  const until = performance.now() + ms;
  while (performance.now() < until);
  await pause(1);
}

test('a process that is behind while many wait knows it, and soon after knows that it is not any more', async () => {
  const strain = openStrain();
  const waiting = Promise.withResolvers<void>();
  const many = Array.from({ length: 100 }, () => strain.carry(() => waiting.promise));
  expect(strain.isTooMuch(), 'many that wait are not too many').toBe(false);
  await busyFor(900);
  expect(strain.isTooMuch()).toBe(true);
  await pause(250);
  expect(strain.isTooMuch()).toBe(false);
  waiting.resolve();
  await Promise.all(many);
  await busyFor(900);
  expect(strain.isTooMuch(), 'one long job is not too many').toBe(false);
  strain.close();
});
