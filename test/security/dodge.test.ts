import { expect, inject, test } from 'vitest';
import { Identities } from '../../api/identity.ts';
import { supplierOf } from '../order/supplier.ts';
import { type Company, openRoom } from '../room.ts';

/** A limit counts callers, not spellings: no way to write an address gives anybody more than their share. */

const RATE = 1;
const BURST = 5;
const room = openRoom({ rateLimit: RATE });
const apart = openRoom();

const spellings = [
  '/api/company',
  '//api/company',
  '/api//company',
  '/api/company/',
  '/API/company',
  '/api/Company',
  '/api/%63ompany',
  '/%61pi/company',
  '/api%2Fcompany',
  '/api/./company',
  '/api/x/../company',
  '/api/company?a=1',
  '/api/company?',
  '/api/company;v=1',
  '/api/company%00',
  '/trpc/company.get',
  '/trpc/%63ompany.get',
  '/trpc//company.get',
  '/trpc/company.get/',
  '/trpc/company.get,company.get?batch=1&input={}',
  '/trpc/company.get%2Ccompany.get%2Ccompany.get?batch=1&input={}',
];

const asks = ({ key }: Company, path: string) =>
  room.fetch(path, { headers: { authorization: `Bearer ${key}` } });

/** On Workers whatever is not plainly the API's is the window's. */
const ours = (path: string): boolean => inject('room') !== 'workerd' || /^\/(api|trpc)\//.test(path);

test.each(spellings.filter(ours))('%s gives nothing to a key that has used its share', async (path) => {
  const company = await room.company();
  for (let call = 0; call < BURST; call++) expect((await asks(company, '/api/company')).status).toBe(200);
  const answer = await asks(company, path);
  expect(await answer.text()).not.toContain(`"id":${company.id}`);
  expect([400, 404, 429]).toContain(answer.status);
});

test('the same key with other words around it is the same caller', async () => {
  const company = await room.company();
  for (let call = 0; call < BURST; call++) expect((await asks(company, '/api/company')).status).toBe(200);
  const ways: Record<string, string>[] = [
    { authorization: `bearer ${company.key}` },
    { authorization: `BEARER ${company.key}`, 'x-forwarded-for': '203.0.113.7' },
    { authorization: `Bearer ${company.key}`, cookie: 'stockflow_session=x' },
    { authorization: `Bearer ${company.key}`, 'x-request-id': 'another-request' },
    { authorization: `Bearer ${company.key}`, 'user-agent': 'Another/1.0' },
  ];
  for (const headers of ways) expect((await room.fetch('/api/company', { headers })).status).toBe(429);
});

test('made-up keys push out nobody who has one: a key that is known is not looked up again', async () => {
  const { client, database, clock, company } = apart;
  const { key, id } = await company();
  const identities = new Identities();
  const who = (secret: string) =>
    identities.of(database, { kind: 'key', secret }, clock.now, () => undefined);
  expect(await who(key)).toMatchObject({ company: id });
  await client.execute({ sql: 'update keys set revoked_at = 1 where company_id = ?', args: [id] });
  for (let made = 0; made <= 10_000; made++) expect(await who(`made up ${made}`)).toBeNull();
  expect(await who(key)).toMatchObject({ company: id });
  clock.now += 10_000;
  expect(await who(key)).toBeNull();
});

test('fifty calls are all that fit into a batch, however their commas are written', async () => {
  const { key } = await apart.company();
  for (const comma of [',', '%2C', '%2c']) {
    const path = `/trpc/${Array(51).fill('company.get').join(comma)}?batch=1&input={}`;
    const answer = await apart.fetch(path, { headers: { authorization: `Bearer ${key}` } });
    expect([comma, answer.status < 300]).toEqual([comma, false]);
  }
});

test("a supplier's link has one share of visits, in whichever spelling", async () => {
  const { sentOrder } = supplierOf(apart);
  const { link } = await sentOrder();
  const statuses: number[] = [];
  for (const spelt of spellingsOf(link)) statuses.push((await apart.fetch(spelt)).status);
  expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(10);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
});

/** The last letter of a signature holds two bits that nobody reads, and every letter can be written as its number. */
function spellingsOf(link: string): string[] {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const start = letters.indexOf(link.at(-1) ?? '') & ~3;
  const ends = [0, 1, 2, 3].map((bits) => `${link.slice(0, -1)}${letters[start + bits]}`);
  const token = link.slice('/answer/'.length);
  const numbered = `/answer/%${token.charCodeAt(0).toString(16)}${token.slice(1)}`;
  return [...ends, numbered, link].flatMap((one) => [one, one, one, one]);
}
