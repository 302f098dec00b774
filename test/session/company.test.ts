import { expect, test } from 'vitest';
import type { Role } from '../../db/company/key.ts';
import { type Browser, browserIn, newMember, signIn } from '../person.ts';
import { type Company, openRoom } from '../room.ts';
import { watched } from '../watched.ts';

/** One cookie, several companies: a call names the one that it means, and another tab means another. */

const room = openRoom();
const HEADER = 'stockflow-company';
const naming = (id: number | string) => ({ [HEADER]: String(id) });

const warehousesOf = async (browser: Browser, company: Company) =>
  (await browser.rest('GET', '/warehouses', undefined, naming(company.id))).body.items.map(
    ({ name }: { name: string }) => name,
  );

/** A person who is an owner of one company, and looks into another. */
async function inTwo(email: string, role: Role = 'viewer') {
  const [first, second] = [await room.company(), await room.company()];
  await newMember(room, first, { email, role: 'owner' });
  const member = await newMember(room, second, { email, role });
  return { first, second, member, browser: await signIn(room, first, email) };
}

test('a call is answered for the company that it names, with the role that the person has there', async () => {
  const { first, second, browser } = await inTwo('two@leaf.example');
  for (const [company, name] of [
    [first, 'Barn'],
    [second, 'Shed'],
  ] as const)
    await company.rest('POST', '/warehouses', { name });
  expect(await Promise.all([first, second, first].map((one) => warehousesOf(browser, one)))).toEqual([
    ['Barn'],
    ['Shed'],
    ['Barn'],
  ]);
  const named = (await browser.trpc('session.current', {}, naming(second.id))).body;
  expect([named.company.id, named.role, named.companies.length]).toEqual([second.id, 'viewer', 2]);
  const refused = await browser.rest('POST', '/warehouses', { name: 'Loft' }, naming(second.id));
  expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  const made = await browser.rest('POST', '/warehouses', { name: 'Loft' }, naming(first.id));
  expect(made.status).toBe(201);
  expect(await warehousesOf(browser, second)).toEqual(['Shed']);
});

test('what is chosen is where a call leads that names none, and no other call', async () => {
  const { first, second, browser } = await inTwo('chooses@leaf.example');
  const shown = async (headers = {}) => (await browser.rest('GET', '/company', undefined, headers)).body.id;
  await browser.trpc('session.switchCompany', { companyId: second.id }, naming(first.id));
  expect(await Promise.all([shown(), shown(naming(first.id)), shown(naming(second.id))])).toEqual([
    second.id,
    first.id,
    second.id,
  ]);
});

test('whoever turns to one of several companies is there, and has joined no other', async () => {
  const { first, second, browser } = await inTwo('several@leaf.example');
  const third = await room.company();
  await newMember(room, third, { email: 'several@leaf.example', role: 'operator' });
  const joined = async ({ rest }: Company): Promise<boolean> => {
    const { items } = (await rest('GET', '/members?search=several')).body;
    return items.some(({ joined_at }: { joined_at: string | null }) => joined_at !== null);
  };
  expect(await Promise.all([first, second, third].map(joined))).toEqual([true, false, false]);
  for (const company of [third, first, second, third, second]) {
    const { body } = await browser.trpc('session.switchCompany', { companyId: company.id });
    expect(body.company?.id).toBe(company.id);
    if (company === first) expect(await joined(second)).toBe(false);
    expect((await browser.rest('GET', '/company')).body.id).toBe(company.id);
  }
  expect(await Promise.all([first, second, third].map(joined))).toEqual([true, true, true]);
});

test('a foreign, a closed and a missing company, and what is no id: one answer, at both doors', async () => {
  const { first, browser } = await inTwo('curious@leaf.example');
  const [foreign, closed] = [await room.company(), await room.company()];
  await newMember(room, closed, { email: 'curious@leaf.example', role: 'owner' });
  await room.client.execute({ sql: 'update companies set is_active = 0 where id = ?', args: [closed.id] });
  const answers = new Set<string>();
  for (const id of [foreign.id, closed.id, 987_654_321, 0, -1, '1 or 1', '', `${first.id}.0`, '9'.repeat(30)])
    for (const door of ['rest', 'trpc'] as const) {
      const { status, body } =
        door === 'rest'
          ? await browser.rest('GET', '/company', undefined, naming(id === '' ? ' ' : id))
          : await browser.trpc('company.get', {}, naming(id === '' ? ' ' : id));
      answers.add(`${status} ${body.code} ${body.error}`);
    }
  expect([...answers]).toEqual([expect.stringMatching(/^404 company_not_found /)]);
  expect((await browser.rest('GET', '/company', undefined, naming(first.id))).status).toBe(200);
});

test('whose membership ends sees that company no longer, at once, and keeps the other', async () => {
  const { first, second, member, browser } = await inTwo('leaves@leaf.example');
  const statuses = async () =>
    Promise.all(
      [first, second].map(
        async ({ id }) => (await browser.rest('GET', '/company', undefined, naming(id))).status,
      ),
    );
  expect(await statuses()).toEqual([200, 200]);
  await second.rest('DELETE', `/members/${member}`);
  expect(await statuses()).toEqual([200, 404]);
  const { body } = await browser.trpc('session.current');
  expect(body.companies.map(({ id }: { id: number }) => id)).toEqual([first.id]);
});

test('whoever is signed in nowhere learns nothing of which companies there are', async () => {
  const company = await room.company();
  for (const id of [company.id, 987_654_321]) {
    const { status, body } = await browserIn(room).rest('GET', '/company', undefined, naming(id));
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
  }
});

test('a key is of one company, and finds no other by naming it', async () => {
  const [own, other] = [await room.company(), await room.company()];
  const ask = (id: number) =>
    browserIn(room).rest('GET', '/company', undefined, { ...naming(id), authorization: `Bearer ${own.key}` });
  expect((await ask(own.id)).body.id).toBe(own.id);
  for (const id of [other.id, 987_654_321]) expect((await ask(id)).body.code).toBe('company_not_found');
});

test('to know somebody in each of their companies costs one read, and for ten seconds none', async () => {
  const { first, second, browser } = await inTwo('thrifty@leaf.example');
  const { calls, fetch } = watched(room);
  const headers = (id: number) => ({ cookie: browser.cookie() ?? '', ...naming(id) });
  for (const [{ id }, expected] of [
    [first, 2],
    [second, 2],
    [first, 1],
    [second, 1],
  ] as const) {
    calls.length = 0;
    expect((await fetch('/api/company', { headers: headers(id) })).status).toBe(200);
    expect(calls.map(({ method }) => method)).toEqual(Array(expected).fill('execute'));
  }
});

test('an Idempotency-Key that was used in one company is new in the other', async () => {
  const { first, second, browser } = await inTwo('repeats@leaf.example', 'owner');
  const answers = [];
  for (const { id } of [first, second, first]) {
    const headers = { 'idempotency-key': 'the-same-key-in-both', ...naming(id) };
    const { status, headers: told } = await browser.rest('POST', '/warehouses', { name: 'Barn' }, headers);
    answers.push([status, told.get('idempotency-replayed')]);
  }
  expect(answers).toEqual([
    [201, null],
    [201, null],
    [201, 'true'],
  ]);
  expect(await warehousesOf(browser, second)).toEqual(['Barn']);
});
