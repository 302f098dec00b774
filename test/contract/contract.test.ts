import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../api/openapi.ts';
import { databaseOf } from '../../db/scope.ts';
import { openTarget } from '../fuzz/target.ts';
import { apiInProcess } from '../room/app.ts';
import { type Json, openRoom } from '../room.ts';
import { type Check, checkOf, type Route, routesIn } from './document.ts';
import { type Request, requestFor } from './request.ts';

/** Our own openapi.json is kept: whatever is asked, no answer has a status, a field or a header that it does not tell. */

const seed = Number(process.env.FUZZ_SEED ?? 20_261_201);
const numRuns = Number(process.env.FUZZ_RUNS ?? 3);
const { room, company, world } = openTarget();
const gone = openRoom();
const routes = routesIn(await openApiDocument());
const seen = new Map<number, number>();

async function judge({ id, answers }: Route, answer: Response, sent: unknown): Promise<Json> {
  const { status, headers } = answer;
  const told = `${id} with ${JSON.stringify(sent)?.slice(0, 2000)}`;
  seen.set(status, (seen.get(status) ?? 0) + 1);
  const promised = answers.get(status);
  expect(status, told).toBeLessThan(500);
  expect([...answers.keys()], told).toContain(status);
  const body = promised?.body ? await judgeBody(answer, promised.body, told) : await judgeNone(answer, told);
  for (const [name, check] of promised?.headers ?? []) {
    const value = headers.get(name);
    if (value !== null) expect([name, check(value)], told).toEqual([name, []]);
    else expect(name, told).toBe('Idempotency-Replayed');
  }
  return body;
}

async function judgeBody(answer: Response, check: Check, told: string): Promise<Json> {
  expect(answer.headers.get('content-type'), told).toBe('application/json');
  const body: Json = await answer.json();
  expect(check(body), told).toEqual([]);
  return body;
}

async function judgeNone(answer: Response, told: string): Promise<Json> {
  expect(await answer.text(), told).toBe('');
  return {};
}

const ask = ({ path, init }: Pick<Request, 'path' | 'init'>, key: string): Promise<Response> =>
  room.fetch(path, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });

describe(`seed ${seed}`, () => {
  test.each(routes.map((route) => [route.id, route] as const))(
    '%s answers as it is documented',
    async (_, route) => {
      // The one before may have been revoked on the way.
      const key = await company().keyFor('owner');
      const accepts = route.body ? checkOf(JSON.parse(JSON.stringify(route.body))) : () => [];
      const property = fc.asyncProperty(requestFor(route, world()), async (request) => {
        const answer = await ask(request, key);
        const body = await judge(route, answer, request);
        // An import refuses lines one by one.
        const isTaken = answer.status < 300 && (body.refused ?? 0) === 0;
        if (isTaken && route.body) expect(accepts(JSON.parse(request.body)), request.body).toEqual([]);
      });
      await fc.assert(property, { seed, numRuns });
    },
  );

  test('it was neither all refused nor all taken, and no other error was met', () => {
    expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 201, 400, 404]));
    const total = [...seen.values()].reduce((sum, count) => sum + count, 0);
    expect(((seen.get(200) ?? 0) + (seen.get(201) ?? 0)) / total).toBeGreaterThan(0.1);
    expect(room.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

/** What a caller meets who asks too much, asks for too much, may not, is nobody, or comes when the database is gone. */
describe('the other refusals are documented too', () => {
  const plain = (route: Route): Request => {
    const path = route.path.replace(/\{\w+\}/g, '1');
    const headers = { 'content-type': 'application/json' };
    return { path, init: { method: route.method, headers, ...(route.body && { body: '{}' }) }, body: '{}' };
  };

  test('401 and 403: nobody, and a viewer', async () => {
    const viewer = await company().keyFor('viewer');
    for (const route of routes) {
      await judge(route, await ask(plain(route), 'sf_nobody'), 'no key');
      await judge(route, await ask(plain(route), viewer), "a viewer's key");
    }
    expect([...seen.keys()]).toEqual(expect.arrayContaining([401, 403]));
  });

  test('413 and 415: more than a megabyte, and no JSON', async () => {
    const key = await company().keyFor('owner');
    for (const route of routes.filter(({ body }) => body)) {
      const { path, init } = plain(route);
      const large = await ask(
        { path, init: { ...init, body: `{"name":"${'x'.repeat(1024 * 1024)}"}` } },
        key,
      );
      expect(large.status).toBe(413);
      await judge(route, large, 'a large body');
      const text = await ask({ path, init: { ...init, headers: { 'content-type': 'text/plain' } } }, key);
      expect(text.status).toBe(415);
      await judge(route, text, 'no JSON');
    }
  });

  const settings = { corsOrigins: [], skuScope: 'company' as const };

  test('429: too often', async () => {
    const key = await company().keyFor('owner');
    const rare = apiInProcess(room.database, { ...settings, rateLimit: 0.1 }, { clock: room.clock, log: [] });
    for (const route of routes) {
      const { path, init } = plain(route);
      const headers = { ...init.headers, authorization: `Bearer ${key}` };
      const answer = await rare.fetch(path, { ...init, headers });
      expect(answer.status).toBe(429);
      await judge(route, answer, 'too often');
    }
    await rare.close();
  });

  test('503: the database is out of reach', async () => {
    gone.client.close();
    const life = { clock: room.clock, log: [] };
    const { fetch } = apiInProcess(databaseOf(gone.client, 'company'), { ...settings, rateLimit: 0 }, life);
    for (const route of routes) {
      const { path, init } = plain(route);
      const answer = await fetch(path, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${company().key}` },
      });
      expect(answer.status).toBe(503);
      expect(route.answers.get(503)?.body?.(await answer.json())).toEqual([]);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });
});
