import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { KeptAnswers } from '../../api/kept.ts';
import { release } from '../../api/release.ts';
import { type Answer, openRoom } from '../room.ts';
import { accepted, DAY, NOON, record, refused } from '../shelf.ts';
import { planOf, watched } from '../watched.ts';
import { ask, computed, lowShelf } from './low.ts';

const room = openRoom();
room.clock.now = NOON;

const tagOf = ({ headers }: Answer): string => z.string().parse(headers.get('etag'));

/** A low shelf with a supplier, its shortage and the draft that answers it. */
async function shop() {
  const company = await room.company();
  const supplier = accepted(await company.rest('POST', '/suppliers', { name: 'Leaf & Co' })).id;
  const shelf = await lowShelf(room, company, { fields: { supplier_id: supplier } });
  await computed(room, company);
  const path = `/api/companies/${company.id}/alerts/low-stock`;
  const input = encodeURIComponent(JSON.stringify({ companyId: company.id }));
  const headers = { authorization: `Bearer ${company.key}` };
  const doors = [path, `/trpc/replenishment.lowStock?input=${input}`];
  const again = (door: string, tag: string) =>
    room.fetch(door, { headers: { ...headers, 'if-none-match': tag } });
  return { company, supplier, shelf, doors, headers, again };
}

test('an answer that still stands is not sent again, at either door', async () => {
  const { doors, headers, again } = await shop();
  for (const door of doors) {
    const first = await room.fetch(door, { headers });
    const tag = z.string().parse(first.headers.get('etag'));
    expect(first.headers.get('cache-control')).toBe('private, max-age=0, must-revalidate');
    for (const named of [tag, tag.replace('W/', ''), `"other", ${tag}`]) {
      const second = await again(door, named);
      expect([second.status, await second.text()]).toEqual([304, '']);
      expect(second.headers.get('etag')).toBe(tag);
      expect(second.headers.get('cache-control')).toBe('private, max-age=0, must-revalidate');
    }
    const other = await again(door, '"other"');
    expect([other.status, await other.text()]).toEqual([200, await first.text()]);
  }
});

test('a sale of what is low changes the tag at once; a sale of what is not leaves it', async () => {
  const { company, shelf, doors, again } = await shop();
  const plenty = await lowShelf(room, company, { left: 500, warehouse: shelf.warehouse });
  const tag = tagOf(await ask(company));
  await record(plenty, 'sale', 1);
  for (const door of doors) expect((await again(door, tag)).status).toBe(304);
  await record(shelf, 'sale', 1);
  for (const door of doors) expect((await again(door, tag)).status).toBe(200);
});

test('an answer over a window of its own stands until the local day ends', async () => {
  const { company, headers } = await shop();
  const door = `/api/companies/${company.id}/alerts/low-stock?window_days=45`;
  const first = await room.fetch(door, { headers });
  const tag = z.string().parse(first.headers.get('etag'));
  const status = async () =>
    (await room.fetch(door, { headers: { ...headers, 'if-none-match': tag } })).status;
  expect(await status()).toBe(304);
  room.clock.now += DAY;
  expect(await status()).toBe(200);
  room.clock.now = NOON;
});

test('a refusal is a refusal, whatever tag comes with it', async () => {
  const { company, shelf } = await shop();
  const tag = { 'if-none-match': tagOf(await ask(company)) };
  const path = `/companies/${company.id}/alerts/low-stock`;
  const other = await room.company();
  expect(refused(await company.rest('GET', `${path}?limit=0`, undefined, tag))).toEqual([
    400,
    'invalid_input',
  ]);
  expect(refused(await other.rest('GET', path, undefined, tag))).toEqual([404, 'company_not_found']);
  expect(refused(await company.as('sf_wrong')('GET', path, undefined, tag))).toEqual([
    401,
    'unauthenticated',
  ]);
  expect(shelf.company).toBe(company);
});

test('every table that the list reads tells the version when it changes', async () => {
  const { company } = await shop();
  const path = `/companies/${company.id}/alerts/low-stock?window_days=30`;
  const read = new Set<string>();
  for (const path of [
    `/companies/${company.id}/alerts/low-stock`,
    `/companies/${company.id}/alerts/low-stock?window_days=30`,
  ])
    for (const name of await tablesReadBy(company.key, path)) read.add(name);
  const { rows } = await room.client.execute(
    "select distinct tbl_name from sqlite_schema where type = 'trigger' and sql like '%into changed_alerts values%'",
  );
  const told = new Set(rows.map((row) => String(row[0])));
  expect([...read].filter((name) => !told.has(name) && name !== 'versions')).toEqual([]);
  expect(read.size).toBeGreaterThan(10);
  expect(await planOf(room, company, path)).not.toEqual([]);
});

async function tablesReadBy(key: string, path: string): Promise<string[]> {
  const { calls, fetch } = watched(room);
  await fetch(`/api${path}`, { headers: { authorization: `Bearer ${key}` } });
  const asked = z.object({ sql: z.string(), args: z.array(z.any()) }).parse(calls.at(-1)?.statements[0]);
  const { rows: steps } = await room.client.execute({ sql: `explain ${asked.sql}`, args: asked.args });
  const opened = steps.filter(({ opcode }) => opcode === 'OpenRead').map(({ p2 }) => Number(p2));
  const { rows } = await room.client.execute('select rootpage, tbl_name from sqlite_schema');
  return rows.filter((row) => opened.includes(Number(row[0]))).map((row) => String(row[1]));
}

test('the version is told apart from those of other releases', () => {
  expect(release).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
});

test('kept answers take no more room than they may: the one longest unused goes', () => {
  const kept = new KeptAnswers();
  const answer = { tag: 't', bytes: new Uint8Array(7 * 1024 * 1024), tagNow: async () => 't' };
  kept.set('a', answer);
  kept.set('b', answer);
  expect(kept.get('a')).toBe(answer);
  kept.set('c', answer);
  expect(['a', 'b', 'c'].map((name) => kept.get(name) !== undefined)).toEqual([true, false, true]);
  kept.set('d', { ...answer, bytes: new Uint8Array(21 * 1024 * 1024) });
  expect(['a', 'c', 'd'].map((name) => kept.get(name))).toEqual([undefined, undefined, undefined]);
});
