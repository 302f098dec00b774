import { beforeAll, expect, inject, test } from 'vitest';
import { type Company, openRoom } from '../room.ts';

/** Whatever kind of answer it is, it tells a browser the same: sniff nothing, frame nothing, run nothing, tell nobody. */

const room = openRoom({ rateLimit: 1, corsOrigins: ['https://shop.example'] });
let company: Company;
beforeAll(async () => {
  company = await room.company();
});

const json = { 'content-type': 'application/json' };
const large = 'x'.repeat(1024 * 1024 + 1);
type Kind = [kind: string, path: string, status: number, init?: RequestInit];

const kinds: Kind[] = [
  ['an answer', '/api/company', 200],
  ['another answer', '/api/policy', 200],
  ['nobody', '/api/company', 401, { headers: { authorization: '' } }],
  ['a bad request', '/api/company?x=1', 400],
  ['nothing there', '/api/products/9', 404],
  ['no such route', '/api/nowhere', 404],
  ['no such method', '/api/company', 404, { method: 'PUT' }],
  ['a body that is no JSON', '/api/warehouses', 415, { method: 'POST', body: 'name=A' }],
  ['a body that is too large', '/api/warehouses', 413, { method: 'POST', body: large, headers: json }],
  ['an answer at the other door', '/trpc/company.get', 200],
  ['nobody at the other door', '/trpc/company.get', 401, { headers: { authorization: '' } }],
  ['nothing there at the other door', '/trpc/nowhere', 404],
  [
    'too large at the other door',
    '/trpc/catalogue.warehouse.create',
    413,
    { method: 'POST', body: large, headers: json },
  ],
  [
    'what a browser asks before',
    '/api/company',
    204,
    {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    },
  ],
  ['only the head', '/api/company', 200, { method: 'HEAD' }],
  ['health', '/healthz', 200],
  ['the document', '/openapi.json', 200],
  ['the reference', '/docs', 200],
  ["a supplier's page", '/answer/nonsense', 404],
  [
    "a supplier's answer",
    '/answer/nonsense',
    404,
    {
      method: 'POST',
      body: 'answer=confirm',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
  ],
  ["too much of a supplier's answer", '/answer/nonsense', 413, { method: 'POST', body: large }],
  ["below a supplier's page", '/answer/a/b', 404],
  ['a supplier without a link', '/answer/', 404],
];

/** On Workers every other page is the window's. */
if (inject('room') !== 'workerd')
  kinds.push(['the way in', '/', 302], ['nowhere', '/nowhere', 404], ['half a link', '/answer', 404]);

test.each(kinds)('%s: %s', async (_, path, status, init = {}) => {
  room.clock.now += 60_000;
  const headers = {
    authorization: `Bearer ${company.key}`,
    ...Object.fromEntries(new Headers(init.headers)),
  };
  const answer = await room.fetch(path, { redirect: 'manual', ...init, headers });
  expect(answer.status).toBe(status);
  judge(answer);
});

test('too often', async () => {
  const asked = Array.from({ length: 12 }, () =>
    room.fetch('/api/company', { headers: { authorization: `Bearer ${company.key}` } }),
  );
  const refused = (await Promise.all(asked)).filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) judge(answer);
});

function judge({ headers }: Response): void {
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^default-src 'none'/);
  expect(policy).toMatch(/frame-ancestors 'none'/);
  expect(policy).toMatch(/base-uri 'none'/);
  expect(policy).not.toMatch(/script-src|https?:|\*/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  for (const name of ['x-powered-by', 'server']) expect([name, headers.get(name)]).toEqual([name, null]);
}
