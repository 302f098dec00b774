import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { ANSWER_DAYS, readAnswer, signAnswer } from '../../db/company/link.ts';
import { openRoom } from '../room.ts';
import { DAY } from '../shelf.ts';
import { draft, openDesk, orderRow, release, run } from './desk.ts';
import { supplierOf } from './supplier.ts';

/** The link is the only key that a supplier has: what it opens, for how long, and for whom. */

const room = openRoom();
const { get, post, sentOrder, confirm } = supplierOf(room);
const SECRET = 'a'.repeat(64);

test('a forged link is no link: another order, another company, another day, another purpose', async () => {
  const { desk, order, link } = await sentOrder();
  const other = await sentOrder();
  const [{ link: secret }] = await run(
    room,
    'select link from secrets where company_id = ?',
    desk.company.id,
  );
  const [claim = '', signature = ''] = link.slice('/answer/'.length).split('.');
  const claims = [
    `${desk.company.id}.${order + 1}.99999`,
    `${other.desk.company.id}.${other.order}.99999`,
    `${desk.company.id}.${order}.99999`,
  ];
  const forged = [
    ...claims.map((text) => `${btoa(text).replace(/=+$/, '')}.${signature}`),
    `${claim}.${signature.slice(0, -2)}AA`,
    await signAnswer(SECRET, { company: desk.company.id, order, expiresDay: 99999 }),
    await signAnswer(secret, { company: other.desk.company.id, order: other.order, expiresDay: 99999 }),
    await signAnswer(secret, { company: desk.company.id, order: 987_654_321, expiresDay: 99999 }),
    'nonsense',
    `${'A'.repeat(9)}.${signature}`,
    `${claim}.${signature}x`,
  ];
  for (const token of forged)
    for (const answer of [await get(`/answer/${token}`), await post(`/answer/${token}`, confirm)]) {
      expect([token, answer.status]).toEqual([token, 404]);
      expect(await answer.text()).toContain('This link does not work');
    }
  expect(await orderRow(desk, order)).toMatchObject({ status: 'sent' });
  expect(await orderRow(other.desk, other.order)).toMatchObject({ status: 'sent' });
});

test('a link works for sixty days and not for one more', async () => {
  const { desk, order, link } = await sentOrder();
  const now = room.clock.now;
  room.clock.now = now + ANSWER_DAYS * DAY;
  expect((await get(link)).status).toBe(200);
  room.clock.now += DAY;
  for (const answer of [await get(link), await post(link, confirm)])
    expect([answer.status, (await answer.text()).includes('has expired')]).toEqual([410, true]);
  expect(await orderRow(desk, order)).toMatchObject({ status: 'sent' });
  room.clock.now = now;
});

test('the page is its own: nothing is loaded, framed, kept, indexed or told to others', async () => {
  const { link } = await sentOrder();
  for (const answer of [await get(link), await get('/answer/nonsense')]) {
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'nonce-[\w+/=]{16,}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(answer.headers.get('x-frame-options')).toBe('DENY');
    const nonce = /nonce-([\w+/=]+)/.exec(policy)?.[1];
    const text = await answer.text();
    expect(text).toContain(`<style nonce="${nonce}">`);
    expect(text).not.toMatch(/ style=|<script|<img|<link/);
  }
  const nonces = await Promise.all([get(link), get(link)]);
  expect(new Set(nonces.map(({ headers }) => headers.get('content-security-policy'))).size).toBe(2);
  const docs = await get('/docs');
  expect(docs.headers.get('content-security-policy')).toContain("form-action 'none'");
});

test('no log line has the link', async () => {
  const { link } = await sentOrder();
  await get(link);
  await post(link, confirm);
  const log = JSON.stringify(room.log);
  expect(log).toContain('/answer/…');
  expect(log).not.toContain(link.slice(-43));
});

test('a link that is opened very often waits; another one does not', async () => {
  const [busy, calm] = [await sentOrder(), await sentOrder()];
  const statuses: number[] = [];
  for (let visits = 0; visits < 12; visits++) statuses.push((await get(busy.link)).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429]);
  expect(Number((await get(busy.link)).headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await get(calm.link)).status).toBe(200);
});

test('a draft has no page, even by a link that is signed', async () => {
  const desk = await openDesk(room);
  const order = await draft(desk);
  const [{ link: secret }] = await run(
    room,
    'select link from secrets where company_id = ?',
    desk.company.id,
  );
  const token = await signAnswer(secret, { company: desk.company.id, order, expiresDay: 99999 });
  expect((await get(`/answer/${token}`)).status).toBe(404);
  await release(desk, order);
  expect((await get(`/answer/${token}`)).status).toBe(200);
});

test('a link says what was signed, and nothing else has its signature', async () => {
  const said = { company: 7, order: 12, expiresDay: 20_838 };
  const token = await signAnswer(SECRET, said);
  expect(token).toMatch(/^[\w-]+\.[\w-]{43}$/);
  const link = readAnswer(token);
  expect(link).toMatchObject(said);
  expect(await link?.isSignedWith(SECRET)).toBe(true);
  expect(await link?.isSignedWith('b'.repeat(64))).toBe(false);
  for (const bad of ['', '.', 'a.b', token.slice(1), `${token}=`, `${token}.x`, token.replace('.', '')])
    expect(await readAnswer(bad)?.isSignedWith(SECRET)).not.toBe(true);
});

test('what the same secret signed for another purpose is no link', async () => {
  const claim = '7.12.20838';
  const signedFor = (purpose: string): string =>
    createHmac('sha256', SECRET).update(`${purpose}${claim}`).digest('base64url');
  const tokenOf = (signature: string) => `${Buffer.from(claim).toString('base64url')}.${signature}`;
  for (const [purpose, isLink] of [
    ['stockflow answer ', true],
    ['stockflow invite ', false],
    ['', false],
  ] as const)
    expect(await readAnswer(tokenOf(signedFor(purpose)))?.isSignedWith(SECRET)).toBe(isLink);
});

test('an answer to the letter is promised where a person of the company reads it', async () => {
  const { desk, link } = await sentOrder();
  const promise = 'Reply to the letter: your answer reaches';
  expect(await (await get(link)).text()).toContain(promise);
  await run(room, 'delete from members where company_id = ?', desk.company.id);
  expect(await (await get(link)).text()).not.toContain(promise);
});
