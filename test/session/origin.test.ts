import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../api/app.ts';
import { Identities } from '../../api/identity.ts';
import { RateLimit } from '../../api/rate.ts';
import { type Browser, signedIn } from '../person.ts';
import { type Company, openRoom } from '../room.ts';
import { PUBLIC_URL } from './post.ts';

/** A browser sends its cookie whoever makes it ask: a change needs proof that a page of ours asked. */

const room = openRoom({ corsOrigins: ['https://shop.example'] });
const anyone = openRoom({ corsOrigins: ['*'] });
let company: Company;
let browser: Browser;
beforeAll(async () => {
  company = await room.company();
  browser = await signedIn(room, company, 'owner');
});

const nowhere = { 'sec-fetch-site': '' };
const proofs: [what: string, headers: Record<string, string>, isProof: boolean][] = [
  ['a page of ours', { 'sec-fetch-site': 'same-origin' }, true],
  [
    'a page of ours, as older browsers and plain connections say it',
    { ...nowhere, origin: 'http://localhost' },
    true,
  ],
  ['a page of another site', { 'sec-fetch-site': 'cross-site' }, false],
  ['a page of a neighbouring site', { 'sec-fetch-site': 'same-site' }, false],
  ['no page at all', { 'sec-fetch-site': 'none' }, false],
  ['another site, as older browsers say it', { ...nowhere, origin: 'https://evil.example' }, false],
  ['the same host on another port', { ...nowhere, origin: 'http://localhost:8080' }, false],
  ['a site that may read by CORS', { ...nowhere, origin: 'https://shop.example' }, false],
  ['a page that hides where it is', { ...nowhere, origin: 'null' }, false],
  [
    'a foreign page that has found a way to set Origin',
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost' },
    false,
  ],
  ['nobody knows where', nowhere, false],
];

describe.each(proofs)('from %s', (_, headers, isProof) => {
  test(`a change by cookie is ${isProof ? 'made' : 'refused'} at both doors`, async () => {
    const before = (await browser.rest('GET', '/warehouses', undefined, headers)).body.items.length;
    const name = `W${Math.random()}`;
    const answers = [
      await browser.rest('POST', '/warehouses', { name: `${name} rest` }, headers),
      await browser.trpc('catalogue.warehouse.create', { name: `${name} trpc` }, headers),
      // A form of another site can post, as long as it need not say what.
      await browser.rest('PATCH', '/company', undefined, headers),
    ];
    const codes = answers.map(({ body }) => body.code ?? 'done');
    expect(codes).toEqual(isProof ? ['done', 'done', 'invalid_input'] : Array(3).fill('cross_origin'));
    const after = (await browser.rest('GET', '/warehouses', undefined, headers)).body.items.length;
    expect(after - before).toBe(isProof ? 2 : 0);
  });

  test('a change by key is made', async () => {
    const { status } = await company.rest('POST', '/warehouses', { name: `K${Math.random()}` }, headers);
    expect(status).toBe(201);
  });
});

test('behind a proxy the address that people use counts too', async () => {
  const app = createApp({
    identities: new Identities(),
    rateLimit: new RateLimit(0),
    corsOrigins: [],
    publicUrl: `${PUBLIC_URL}/`,
    now: () => room.clock.now,
    log: () => undefined,
  });
  const statusFrom = async (origin: string) => {
    const headers = { cookie: `__Host-${browser.cookie()}`, origin, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ name: `P${origin}` }) };
    return (await app.request('http://10.0.0.7:3000/api/warehouses', init, { database: room.database }))
      .status;
  };
  expect(await statusFrom(PUBLIC_URL)).toBe(201);
  expect(await statusFrom('http://stock.example')).toBe(403);
  expect(await statusFrom('https://stock.example.evil.example')).toBe(403);
});

test('a key beside a cookie is judged alone', async () => {
  const viewer = await company.keyFor('viewer');
  const authorized = (key: string) => ({ authorization: `Bearer ${key}` });
  expect((await browser.rest('POST', '/warehouses', { name: 'Never' }, authorized(viewer))).status).toBe(403);
  expect((await browser.rest('GET', '/company', undefined, authorized('sf_nobody'))).status).toBe(401);
});

test('no site is ever allowed to read with the cookie of its visitor', async () => {
  for (const { fetch } of [room, anyone])
    for (const origin of ['https://shop.example', 'https://evil.example'])
      for (const method of ['GET', 'OPTIONS', 'POST']) {
        const headers = { origin, cookie: browser.cookie() ?? '', 'access-control-request-method': 'POST' };
        const answer = await fetch('/api/company', { method, headers });
        expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
      }
});
