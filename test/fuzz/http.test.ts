import { describe, expect, inject, test } from 'vitest';
import { procedures, routeOf } from '../tenancy/door.ts';
import { restShot, type Shot, trpcShot } from './request.ts';
import { openTarget } from './target.ts';

/** Requests that are hardly such, at every procedure. */

const { room, world, shoot } = openTarget();
/** All of them on a file; in workerd, which reads HTTP in its own way, each fifth: what is behind the door is the same. */
const step = inject('room') === 'file' ? 1 : 5;
const asked = procedures.filter((_, index) => index % step === 0);
const mutations = asked.filter((id) => routeOf(id).type === 'mutation');
const DEPTH = 20_000;

/** The ids that its path needs, and those exist. */
function inputOf(id: string): object {
  const ids: Record<string, unknown> = { ...world() };
  const names = routeOf(id).pathNames.map((name) =>
    name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()),
  );
  return Object.fromEntries(names.map((name) => [name, ids[name.replace(/Id$/, '')]]));
}

/** At both doors; where a route reads no body, there is no shot. */
const bodyShots = (id: string, changed: RequestInit): Shot[] =>
  [restShot(id, inputOf(id)), trpcShot(id, inputOf(id))]
    .filter(([, { method }]) => method !== 'DELETE')
    .map(([path, init]) => [path, { ...init, ...changed }]);

test.each([
  ['no JSON', 'name=Tea'],
  ['half of it', '{"name":"Te'],
  ['two of them', '{}{}'],
  ['commented', '{/**/}'],
  ['ended by a comma', '{"name":"Tea",}'],
  ['not a number', '{"price":NaN}'],
  ['infinite', '{"price":Infinity}'],
  ['in single quotes', "{'name':'Tea'}"],
  ['a list', '[]'],
  ['a text', '"name"'],
  ['a number', '7'],
  ['null', 'null'],
  ['marked by its byte order', '\ufeff{"nobody":""}'],
  ['nothing but space', '  \n'],
  ['a prototype', '{"__proto__":{"isAdmin":true}}'],
  ['of names from birth', '{"constructor":{"prototype":{}},"toString":1,"hasOwnProperty":null}'],
  ['of one name twice', '{"nobody":1,"nobody":2}'],
])('a body that is %s is refused by every mutation', async (_, body) => {
  for (const id of mutations)
    for (const shot of bodyShots(id, { body }))
      expect([id, (await shoot(shot, true)).status]).toEqual([id, 400]);
});

test.each([
  ['a list', '['.repeat(DEPTH) + ']'.repeat(DEPTH)],
  ['a list that never ends', '['.repeat(DEPTH)],
  ['an object', `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`],
  ['a list of lines', `{"lines":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`],
])(
  'a body that is %s 20,000 levels deep is refused, with an Idempotency-Key and without',
  async (_, body) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'deeper-than-deep' };
    for (const id of ['company.update', 'catalogue.bundle.create', 'ledger.movement.recordMany'])
      for (const changed of [{ body }, { body, headers }])
        for (const shot of bodyShots(id, changed))
          expect([id, (await shoot(shot, true)).status]).toEqual([id, 400]);
  },
);

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  'json',
  'x'.repeat(5000),
])('a body of type %s is not read', async (type) => {
  for (const id of mutations)
    for (const shot of bodyShots(id, { body: '{}', headers: { 'content-type': type } }))
      expect([id, (await shoot(shot, true)).status]).toEqual([id, 415]);
});

test('a body of bytes that are no UTF-8 is refused', async () => {
  const body = new Uint8Array(
    [...'{"name":"'].map((letter) => letter.charCodeAt(0)).concat(0xff, 0xc0, 0x22, 0x7d),
  );
  for (const id of mutations)
    for (const shot of bodyShots(id, { body }))
      expect([id, (await shoot(shot, true)).status]).toEqual([id, 400]);
});

test.each([
  '%',
  '%zz',
  '%00',
  '%ff',
  '%c0%af',
  '..%2f..%2fkeys',
  'a%0d%0ab',
  '%F0%9F%98%80',
  "'",
  '*',
  'x'.repeat(8000),
])('an address with %s in the place of an id is nowhere', async (odd) => {
  for (const id of asked.filter((one) => routeOf(one).pathNames.length > 0)) {
    const { rest, type } = routeOf(id);
    const path = `/api${rest.path.replace(/\{\w+\}/g, odd)}`;
    const init = { method: rest.method, ...(rest.method !== 'GET' && { body: undefined }) };
    expect([id, (await shoot([path, init], type === 'mutation')).status]).toEqual([id, 404]);
  }
});

test.each([
  '?',
  '?&&&=',
  '?%zz=%',
  '?limit',
  '?limit=%00',
  '?limit=1&limit=2',
  '?search=%ff',
  '?__proto__=1',
  '?a[b]=c',
  `?${'a=1&'.repeat(5000)}`,
])('a query like %s is answered or refused', async (query) => {
  for (const id of asked.filter((one) => routeOf(one).rest.method === 'GET')) {
    const [path] = restShot(id, inputOf(id));
    const { status } = await shoot([path.split('?')[0] + query, {}], false);
    expect([200, 400]).toContain(status);
  }
});

test.each([
  '?input=',
  '?input={',
  '?input=%zz',
  '?input=null',
  '?input=[]',
  '?batch=1',
  '?batch=1&input=[]',
  '?batch=1&input={"0":{"__proto__":1}}',
  '?batch=x&input=7',
])('a tRPC call with %s is answered or refused', async (query) => {
  for (const id of asked) {
    const { type } = routeOf(id);
    const init =
      type === 'query' ? {} : { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    const { status } = await shoot([`/trpc/${id}${query}`, init], type === 'mutation');
    expect(status).toBeLessThan(500);
  }
});

test.each([
  '',
  'short',
  'x'.repeat(256),
  'with a space in it!',
  'tab\tin the middle',
  'é'.repeat(20),
  '"quoted"',
])('the Idempotency-Key %j is refused by every mutation, and named', async (key) => {
  for (const id of mutations)
    for (const [path, init] of [restShot(id, inputOf(id)), trpcShot(id, inputOf(id))]) {
      const headers = { ...Object.fromEntries(new Headers(init.headers)), 'idempotency-key': key };
      const { status, text } = await shoot([path, { ...init, headers }], true);
      expect([id, status]).toEqual([id, 400]);
      expect(text).toContain('"field":"Idempotency-Key"');
    }
});

describe('methods', () => {
  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'QUERY'])(
    '%s finds nothing where no route has it',
    async (method) => {
      const paths = new Map<string, Set<string>>();
      for (const id of procedures) {
        const { rest } = routeOf(id);
        const [path] = restShot(id, inputOf(id));
        const bare = path.split('?')[0] ?? '';
        paths.set(bare, (paths.get(bare) ?? new Set()).add(rest.method));
      }
      for (const [path, methods] of paths)
        if (!methods.has(method)) expect((await shoot([path, { method }], true)).status).toBe(404);
    },
  );
});

test('after all that nothing was an error of ours, and the next call is served', async () => {
  expect(room.log.filter(({ level }) => level === 'error')).toEqual([]);
  expect((await shoot(['/api/company', {}], false)).status).toBe(200);
});
