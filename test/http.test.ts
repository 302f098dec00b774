import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import { beforeAll, expect, inject, test } from 'vitest';
import type { AppRouter } from '../api/router.ts';
import { type Company, type Json, openRoom } from './room.ts';

const room = openRoom({ corsOrigins: ['https://shop.example'] });
let company: Company;
let key: { authorization: string };
beforeAll(async () => {
  company = await room.company();
  key = { authorization: `Bearer ${company.key}` };
});

const JSON_TYPE = { 'content-type': 'application/json' };
type Init = { method?: string; headers?: Record<string, string>; body?: BodyInit };

async function call(path: string, { headers, ...init }: Init = {}) {
  const answer = await room.fetch(path, { ...init, headers: { ...key, ...headers } });
  const text = await answer.text();
  const body: Json = text && JSON.parse(text);
  return { status: answer.status, headers: answer.headers, body };
}

const post = (path: string, body: string, headers: Record<string, string> = JSON_TYPE) =>
  call(path, { method: 'POST', headers, body });

/** The doors to one mutation, and where a refusal keeps its code. */
const doors: [door: string, path: string, codeOf: (body: Json) => string][] = [
  ['REST', '/api/warehouses', ({ code }) => code],
  ['tRPC', '/trpc/catalogue.warehouse.create', ({ error }) => error.data.fault],
];

/** A client that puts what is asked in one moment into one request. */
function batching(headers: Record<string, string> = {}) {
  const sent: string[] = [];
  const link = httpBatchLink({
    url: 'http://stockflow/trpc',
    headers: { ...key, ...headers },
    fetch: (url, init) => {
      const { pathname, search } = new URL(String(url));
      sent.push(pathname);
      return room.fetch(pathname + search, {
        method: init?.method,
        headers: init?.headers,
        body: init?.body?.toString(),
      });
    },
  });
  return { client: createTRPCClient<AppRouter>({ links: [link] }), sent };
}

const refusalOf = (error: unknown): Json => (error instanceof TRPCClientError ? error.data : error);

test('calls that are made together travel together, and each has its own answer', async () => {
  const { client, sent } = batching();
  const [own, products, missing] = await Promise.all([
    client.company.get.query(),
    client.catalogue.product.list.query({ limit: 5 }),
    client.catalogue.product.get.query({ productId: 9 }).catch(refusalOf),
  ]);
  expect(own.id).toBe(company.id);
  expect(products).toEqual({ items: [], nextCursor: null });
  expect(missing).toMatchObject({ httpStatus: 404, fault: 'product_not_found' });
  expect(sent).toEqual(['/trpc/company.get,catalogue.product.list,catalogue.product.get']);
});

test('a batch of changes is refused with an Idempotency-Key, and taken without', async () => {
  const create = async (headers: Record<string, string>) => {
    const { client } = batching(headers);
    const names = ['Batch A', 'Batch B'];
    return Promise.all(
      names.map((name) => client.catalogue.warehouse.create.mutate({ name }).catch(refusalOf)),
    );
  };
  for (const refused of await create({ 'idempotency-key': 'one-key-for-two-calls' }))
    expect(refused).toMatchObject({
      httpStatus: 400,
      fault: 'invalid_input',
      details: [{ field: 'Idempotency-Key' }],
    });
  expect(await create({})).toMatchObject([{ name: 'Batch A' }, { name: 'Batch B' }]);
});

test('a batch may have 50 calls, and no more', async () => {
  const batchOf = (calls: number) =>
    call(`/trpc/${Array(calls).fill('company.get').join(',')}?batch=1&input={}`);
  expect((await batchOf(50)).status).toBe(200);
  expect((await batchOf(51)).status).toBe(400);
});

test.each(doors)('%s: JSON that is broken is a bad request', async (_door, path, codeOf) => {
  for (const broken of ['{', '{"name":', 'name=Berlin']) {
    const { status, body } = await post(path, broken);
    expect([status, codeOf(body)]).toEqual([400, 'invalid_input']);
  }
});

test.each(doors)('%s: only JSON is read, under whatever charset', async (_door, path, codeOf) => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
    const { status, body } = await post(path, '{"name":"Kiel"}', { 'content-type': type });
    expect([status, codeOf(body)]).toEqual([415, 'unsupported_media_type']);
  }
  const name = `Kiel ${_door}`;
  const taken = await post(path, JSON.stringify({ name }), {
    'content-type': 'application/json; charset=utf-8',
  });
  expect(taken.status).toBeLessThan(300);
});

test.each(doors)(
  '%s: a body over 1 MiB is refused, whether it tells its length or not',
  async (_door, path) => {
    const body = JSON.stringify({ name: 'x'.repeat(1024 * 1024) });
    const told = await post(path, body, { ...JSON_TYPE, 'content-length': String(body.length) });
    const untold = await post(path, body);
    for (const { status, body } of [told, untold])
      expect([status, JSON.stringify(body)]).toEqual([413, expect.stringContaining('payload_too_large')]);
    expect((await post(path, JSON.stringify({ name: 'x'.repeat(1000 * 1024) }))).status).toBe(400);
  },
);

/** On Workers every other page is the window's: it is answered before the API is asked. */
const beyond = inject('room') === 'workerd' ? [] : ['/nowhere', '/api'];

test.each([...beyond, '/api/nowhere', '/api/products/'])('%s is nowhere', async (path) => {
  const { status, headers, body } = await call(path);
  const code = 'route_not_found';
  expect([status, body]).toEqual([
    404,
    { error: expect.stringContaining('/docs'), code, details: [], request_id: headers.get('x-request-id') },
  ]);
});

test('a procedure that is not there is not found, and a method that a route does not have neither', async () => {
  const unknown = await call('/trpc/catalogue.nothing');
  expect([unknown.status, unknown.body.error.data.fault]).toEqual([404, 'route_not_found']);
  const put = await call('/api/company', { method: 'PUT', headers: JSON_TYPE, body: '{}' });
  expect([put.status, put.body.code]).toEqual([404, 'route_not_found']);
});

test('pages of an allowed origin may read the answers, others may not', async () => {
  const allowed = { origin: 'https://shop.example' };
  const answer = await call('/api/company', { headers: allowed });
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  expect(answer.headers.get('access-control-expose-headers')).toContain('Idempotency-Replayed');
  const refused = await call('/api/company', { headers: { ...allowed, authorization: '' } });
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([
    401,
    'https://shop.example',
  ]);
  const preflight = (origin: string) =>
    call('/trpc/company.get', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  const asked = await preflight('https://shop.example');
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([
    204,
    'https://shop.example',
  ]);
  expect(asked.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
  for (const origin of ['https://evil.example', 'https://shop.example.evil.example', 'null']) {
    expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    const denied = await call('/api/company', { headers: { origin } });
    expect(denied.headers.get('access-control-allow-origin')).toBeNull();
  }
});

test.each(['/docs', '/openapi.json', '/healthz', '/api/company', '/trpc/company.get', '/api/nowhere'])(
  '%s is answered with headers that keep a browser from mischief',
  async (path) => {
    const { headers } = await room.fetch(path, { headers: key });
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toMatch(/script-src|https?:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d+/);
  },
);

test('each answer has a request id: the one that was sent, or a new one', async () => {
  const sent = { 'x-request-id': 'till-4_request-17' };
  expect((await call('/api/company', { headers: sent })).headers.get('x-request-id')).toBe(
    'till-4_request-17',
  );
  const rest = await call('/api/products/9', { headers: sent });
  expect([rest.headers.get('x-request-id'), rest.body.request_id]).toEqual([
    'till-4_request-17',
    'till-4_request-17',
  ]);
  const trpc = await call('/trpc/catalogue.product.get?input={"productId":9}', { headers: sent });
  expect([trpc.headers.get('x-request-id'), trpc.body.error.data.requestId]).toEqual([
    'till-4_request-17',
    'till-4_request-17',
  ]);
  const made = await Promise.all(
    ['', 'short', 'has spaces in it', 'x'.repeat(65), '<script>alert(1)</script>'].map(async (given) => {
      const { headers, body } = await call('/api/nowhere', { headers: { 'x-request-id': given } });
      expect(body.request_id).toBe(headers.get('x-request-id'));
      return body.request_id;
    }),
  );
  for (const id of made) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(new Set(made).size).toBe(made.length);
});

test('a query string is read as what it stands for', async () => {
  for (const name of ['Query A', 'Query B', 'Query C'])
    await post('/api/suppliers', JSON.stringify({ name }));
  const first = await call('/api/suppliers?limit=2&search=query');
  expect(first.body.items).toHaveLength(2);
  const next = await call(`/api/suppliers?limit=2&search=query&cursor=${first.body.next_cursor}`);
  expect(next.body).toMatchObject({ items: [{ name: 'Query C' }], next_cursor: null });
  await call(`/api/suppliers/${next.body.items[0].id}`, { method: 'DELETE' });
  const namesWhere = async (query: string) =>
    (await call(`/api/suppliers?search=query&${query}`)).body.items.map(({ name }: Json) => name);
  expect(await namesWhere('is_active=false')).toEqual(['Query C']);
  expect(await namesWhere('is_active=true')).toEqual(['Query A', 'Query B']);
});

test.each(['limit=ten', 'limit=', 'limit=1e1', 'limit=0', 'limit=1001', 'limit=1.5', 'limit=2&limit=3'])(
  '?%s is refused, and says where',
  async (query) => {
    const { status, body } = await call(`/api/suppliers?${query}`);
    expect([status, body.code, body.details[0].field]).toEqual([400, 'invalid_input', 'limit']);
  },
);

test.each(['is_active=1', 'is_active=', 'cursor=next', 'search=', '__proto__=1', 'nonsense=1'])(
  '?%s is refused',
  async (query) => {
    const { status, body } = await call(`/api/suppliers?${query}`);
    expect([status, body.code, body.details[0].field]).toEqual([400, 'invalid_input', query.split('=')[0]]);
  },
);

test('a name in camelCase is refused at the REST door, and the right one is told', async () => {
  const inBody = await post('/api/suppliers', JSON.stringify({ name: 'Camel', leadTimeDays: 3 }));
  const inQuery = await call('/api/suppliers?isActive=true');
  expect([inBody.status, JSON.stringify(inBody.body.details)]).toEqual([
    400,
    expect.stringContaining('write lead_time_days'),
  ]);
  expect([inQuery.status, JSON.stringify(inQuery.body.details)]).toEqual([
    400,
    expect.stringContaining('write is_active'),
  ]);
});

test.each([
  '0',
  '-1',
  'abc',
  '1.5',
  '1e3',
  '%20',
  'null',
  '9007199254740993',
  '99999999999999999999',
  '%00',
  '%ZZ',
  '1%2F2',
])('there is nothing with the id %s', async (id) => {
  const body = JSON.stringify({ name: 'x' });
  for (const init of [{}, { method: 'DELETE' }, { method: 'PATCH', headers: JSON_TYPE, body }]) {
    const answer = await call(`/api/suppliers/${id}`, init);
    expect([answer.status, answer.body.code]).toEqual([404, 'supplier_not_found']);
  }
  const alerts = await call(`/api/companies/${id}/alerts/low-stock`);
  expect([alerts.status, alerts.body.code]).toEqual([404, 'company_not_found']);
});

test('a query by itself is answered as the same query in a batch, to the letter', async () => {
  const asked: [path: string, input: string | null][] = [
    ['company.get', null],
    ['catalogue.product.list', '{"limit":5}'],
    ['catalogue.product.list', '{"limit":0}'],
    ['catalogue.product.get', '{"productId":9}'],
    ['company.session.list', null],
  ];
  const id = { 'x-request-id': 'the-same-one' };
  for (const [path, input] of asked) {
    const alone = await call(`/trpc/${path}${input ? `?input=${encodeURIComponent(input)}` : ''}`, {
      headers: id,
    });
    const inputs = encodeURIComponent(`{"0":${input}}`);
    const together = await call(`/trpc/${path}?batch=1${input ? `&input=${inputs}` : ''}`, { headers: id });
    expect([alone.status, alone.body]).toEqual([together.status, together.body[0]]);
    for (const name of ['content-type', 'vary'])
      expect(alone.headers.get(name)).toBe(together.headers.get(name));
  }
});
