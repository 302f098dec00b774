import { createTRPCUntypedClient, httpLink, TRPCClientError } from '@trpc/client';
import { beforeAll, expect, test } from 'vitest';
import { type Route, routesOf } from '../api/rest.ts';
import { appRouter } from '../api/router.ts';
import type { Input, Made } from './doors/call.ts';
import { calls } from './doors/company.ts';
import { before } from './doors/worker.ts';
import { type Company, type Json, openRoom, type Room } from './room.ts';

/** Two databases of their own, so that the same calls meet the same ids and the same clock at either door. */
const [trpcRoom, restRoom] = [openRoom(), openRoom()];
restRoom.clock.now = trpcRoom.clock.now;

const routes = new Map((await routesOf(appRouter)).map((route) => [route.id, route]));

let doors: { trpc: Company; rest: Company };
beforeAll(async () => {
  doors = { trpc: await trpcRoom.company(), rest: await restRoom.company() };
  expect(doors.rest.id).toBe(doors.trpc.id);
});

/** What was answered or refused, as it stands at the REST door. */
type Outcome = { status: number; code?: string; details?: unknown; answer?: Json };

async function byTrpc(key: string, { id, type, rest }: Route, input?: Input): Promise<Outcome> {
  const client = createTRPCUntypedClient({ links: [linkTo(trpcRoom, key)] });
  try {
    const answer = await (type === 'mutation' ? client.mutation(id, input) : client.query(id, input));
    return { status: rest.status ?? 200, answer: snakeKeys(answer) };
  } catch (error) {
    if (!(error instanceof TRPCClientError)) throw error;
    const { httpStatus, fault, details }: Json = error.data;
    return { status: httpStatus, code: fault, details: inSnakeCase(details) };
  }
}

const linkTo = ({ fetch }: Room, key: string) =>
  httpLink({
    url: 'http://stockflow/trpc',
    headers: { authorization: `Bearer ${key}` },
    fetch: (url, init) =>
      fetch(new URL(String(url)).pathname + new URL(String(url)).search, {
        method: init?.method,
        headers: init?.headers,
        body: init?.body?.toString(),
      }),
  });

async function byRest(key: string, { rest, pathNames }: Route, input: Input = {}): Promise<Outcome> {
  const given: Input = snakeKeys(input);
  const path = rest.path.replace(/\{(\w+)\}/g, (_, name: string) => String(given[name]));
  const others = Object.entries(given).filter(([name]) => !pathNames.includes(name));
  const hasBody = rest.method !== 'GET' && rest.method !== 'DELETE';
  const query = new URLSearchParams(hasBody ? [] : others.map(([name, value]) => [name, String(value)]));
  const { status, body } = await doors.rest.as(key)(
    rest.method,
    query.size > 0 ? `${path}?${query}` : path,
    hasBody ? Object.fromEntries(others) : undefined,
  );
  return status < 400 ? { status, answer: body } : { status, code: body.code, details: body.details };
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function snakeKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(snakeKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [snake(name), snakeKeys(part)]));
}

const inSnakeCase = (details: { field: string }[]): Json =>
  details.map((detail) => ({ ...snakeKeys(detail), field: snake(detail.field) }));

/** A secret is random, so it differs even between two identical companies. */
const masked = (outcome: Outcome): Outcome =>
  JSON.parse(
    JSON.stringify(outcome).replace(/"sf_[0-9a-f]{8}(_[0-9a-f]{64})?"/g, (_, secret) =>
      secret ? '"sf_secret"' : '"sf_prefix"',
    ),
  );

const routeOf = (id: string): Route => {
  const route = routes.get(id);
  if (!route) throw new Error(`There is no procedure ${id}`);
  return route;
};

/** Inputs as they were called, to be spoilt afterwards. */
const inputs = new Map<string, Input | undefined>();
const made: Made = {};

test('every procedure has its turn', () => {
  expect([...new Set(calls.map(([id]) => id))].toSorted()).toEqual([...routes.keys()].toSorted());
});

test.each(calls)('%s answers the same at both doors', async (id, inputOf) => {
  for (const room of [trpcRoom, restRoom]) await before[id]?.(room, doors.rest.id);
  const route = routeOf(id);
  const input = inputOf?.(made);
  inputs.set(id, input);
  const [trpc, rest] = [
    await byTrpc(doors.trpc.key, route, input),
    await byRest(doors.rest.key, route, input),
  ];
  expect(trpc.code).toBeUndefined();
  expect(masked(rest)).toEqual(masked(trpc));
  made[id] = trpc.answer;
});

/** Both doors with an input that is spoilt, by owner unless said otherwise. */
async function refusedAlike(
  id: string,
  input: Input | undefined,
  keys = { trpc: doors.trpc.key, rest: doors.rest.key },
) {
  const route = routeOf(id);
  const [trpc, rest] = [await byTrpc(keys.trpc, route, input), await byRest(keys.rest, route, input)];
  expect(masked(rest)).toEqual(masked(trpc));
  return rest;
}

test.each([...routes.keys()])('%s refuses what it does not know alike', async (id) => {
  const input = inputs.get(id);
  if (!input) return;
  const refused = await refusedAlike(id, { ...input, nonsenseIn: 1 });
  const details = [{ field: 'nonsense_in', message: 'is not a known field' }];
  expect(refused).toEqual({ status: 400, code: 'invalid_input', details });
});

test.each([...routes.keys()])('%s does not find what is not there alike', async (id) => {
  const input = inputs.get(id) ?? {};
  for (const name of Object.keys(input).filter((name) => /Id$/.test(name))) {
    const refused = await refusedAlike(id, { ...input, [name]: 987_654_321 });
    if (routeOf(id).pathNames.includes(snake(name)))
      expect([refused.status, refused.code], name).toEqual([404, expect.stringMatching(/_not_found$/)]);
  }
});

test.each([...routes.keys()])('%s asks for a key and a role alike', async (id) => {
  const nobody = await refusedAlike(id, inputs.get(id), { trpc: 'sf_nobody', rest: 'sf_nobody' });
  expect(nobody).toEqual({ status: 401, code: 'unauthenticated', details: [] });
  if (routeOf(id).type === 'query') return;
  const keys = { trpc: await doors.trpc.keyFor('viewer'), rest: await doors.rest.keyFor('viewer') };
  const viewer = await refusedAlike(id, inputs.get(id), keys);
  expect(viewer).toEqual({ status: 403, code: 'forbidden', details: [] });
});

test('a refusal by the stock itself is the same, line by line', async () => {
  const line = { productId: 2, warehouseId: 1, type: 'sale', quantity: 99_999 };
  const lines = [{ ...line, quantity: 1 }, line];
  const refused = await refusedAlike('ledger.movement.recordMany', { lines });
  expect(refused).toMatchObject({ status: 409, code: 'insufficient_stock' });
  expect(refused.details).toMatchObject([
    { field: expect.stringMatching(/^lines\.1/), on_hand: expect.any(Number) },
  ]);
  const stale = { ...line, quantity: 1, expectedQuantity: 1 };
  expect(await refusedAlike('ledger.movement.record', stale)).toMatchObject({
    status: 409,
    code: 'stock_changed',
  });
});
