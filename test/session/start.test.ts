import { expect, test } from 'vitest';
import { browserIn, linkFor, newMember, signedIn, signIn } from '../person.ts';
import { openRoom } from '../room.ts';
import { bytesOf } from './post.ts';

/** From the link to the cookie. */

const room = openRoom();
const MINUTE = 60_000;
const email = 'ada@leaf.example';

async function shop() {
  const company = await room.company();
  await newMember(room, company, { email, role: 'operator' });
  return company;
}

test('of twenty who use one link at once, exactly one is signed in', async () => {
  const company = await shop();
  const token = await linkFor(room, company, email);
  const browsers = Array.from({ length: 20 }, () => browserIn(room));
  const answers = await Promise.all(browsers.map((browser) => browser.trpc('session.start', { token })));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([200, ...Array(19).fill(401)]);
  expect(new Set(answers.flatMap(({ body }) => body.code ?? []))).toEqual(new Set(['link_spent']));
  expect(browsers.filter((browser) => browser.cookie())).toHaveLength(1);
  room.clock.now += MINUTE;
});

test('a link works for fifteen minutes and not a moment longer', async () => {
  const company = await shop();
  const [one, other] = [await linkFor(room, company, email), await linkFor(room, company, email)];
  room.clock.now += 15 * MINUTE;
  expect((await browserIn(room).trpc('session.start', { token: one })).status).toBe(200);
  room.clock.now += 1;
  const late = await browserIn(room).trpc('session.start', { token: other });
  expect([late.status, late.body.code, late.headers.getSetCookie()]).toEqual([401, 'link_spent', []]);
});

test.each(['', 'f'.repeat(64), 'no link at all', `${'f'.repeat(64)}\u0000`, '0'.repeat(200)])(
  'the token %j opens nothing',
  async (token) => {
    const { status, body } = await browserIn(room).trpc('session.start', { token });
    expect([status, body.code]).toEqual([401, 'link_spent']);
  },
);

test('a scanner that follows the link uses nothing up', async () => {
  const company = await shop();
  const token = await linkFor(room, company, email);
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    await room.fetch('/sign-in', { method });
    await room.fetch(`/trpc/session.start?input=${encodeURIComponent(JSON.stringify({ token }))}`, {
      method,
    });
  }
  expect((await browserIn(room).trpc('session.start', { token })).status).toBe(200);
});

test('the cookie is out of reach of scripts and of other sites, and by https of plain connections and neighbours', async () => {
  const company = await shop();
  const flagsOf = async (origin: string) => {
    const token = await linkFor(room, company, email);
    const answer = await room.fetch(`${origin}/trpc/session.start`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(origin).origin },
      body: JSON.stringify({ token }),
    });
    return answer.headers.getSetCookie().map((cookie) => cookie.replace(/=[0-9a-f]{64};/, '=…;'));
  };
  expect(await flagsOf('http://localhost:3000')).toEqual([
    'stockflow_session=…; Max-Age=34560000; Path=/; HttpOnly; SameSite=Strict',
  ]);
  expect(await flagsOf('https://stock.example')).toEqual([
    '__Host-stockflow_session=…; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Strict',
  ]);
});

test('by https a cookie without its prefix counts for nothing', async () => {
  const company = await shop();
  const browser = await signIn(room, company, email);
  const cookie = browser.cookie() ?? '';
  const statusAt = async (origin: string, sent: string) =>
    (await room.fetch(`${origin}/api/company`, { headers: { cookie: sent } })).status;
  expect(await statusAt('http://localhost', cookie)).toBe(200);
  expect(await statusAt('https://stock.example', cookie)).toBe(401);
  expect(await statusAt('https://stock.example', `__Host-${cookie}`)).toBe(200);
});

test('neither the link nor the cookie is in the database, in its log or in ours', async () => {
  const company = await shop();
  const token = await linkFor(room, company, email);
  const browser = browserIn(room);
  await browser.trpc('session.start', { token });
  await browser.rest('GET', '/company');
  await browser.trpc('session.start', { token });
  await browser.rest('POST', '/warehouses', { name: 1 });
  const secret = browser.cookie()?.split('=')[1] ?? '';
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  const bytes = await bytesOf(room);
  for (const canary of [token, secret])
    for (const form of [canary, Buffer.from(canary, 'hex')]) expect(bytes.includes(form)).toBe(false);
  const log = JSON.stringify(room.log);
  expect(log).toContain('"path":"/trpc/session.start"');
  expect([log.includes(token), log.includes(secret)]).toEqual([false, false]);
});

test('whoever was signed in on this browser is so no longer', async () => {
  const company = await shop();
  const browser = await signedIn(room, company, 'viewer', 'bo@leaf.example');
  const before = browser.cookie() ?? '';
  await browser.trpc('session.start', { token: await linkFor(room, company, email) });
  expect((await browser.trpc('session.current')).body.member.email).toBe(email);
  expect((await room.fetch('/api/company', { headers: { cookie: before } })).status).toBe(401);
});

test('a foreign page cannot sign its visitor in as somebody else', async () => {
  const company = await shop();
  const token = await linkFor(room, company, email);
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': '', origin: 'https://evil.example' },
  ];
  for (const headers of foreign) {
    const { status, body } = await browserIn(room, headers).trpc('session.start', { token });
    expect([status, body.code]).toEqual([403, 'cross_origin']);
  }
  expect((await browserIn(room).trpc('session.start', { token })).status).toBe(200);
});
