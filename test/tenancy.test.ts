import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { command, query } from '../db/statement.ts';
import { type Company, openRoom } from './room.ts';
import { attempts } from './tenancy/attempt.ts';
import { byRest, byTrpc, doors, procedures, routeOf, send, withoutIds } from './tenancy/door.ts';
import { dumpOf, furnish, nothing, type World } from './tenancy/world.ts';

/** Another company does not exist: not its ids, not its names, not a difference in any answer. */

const CANARY = 'zanzibar';
const room = openRoom();
const heard: string[] = [];
let stranger: Company;
let own: World;
let other: World;
let victim: Company;

beforeAll(async () => {
  stranger = await room.company();
  victim = await room.company();
  own = await furnish(stranger, 'ordinary');
  other = await furnish(victim, CANARY);
  room.log.length = 0;
});

test('every procedure is attempted, and has a REST route', () => {
  expect(Object.keys(attempts).sort()).toEqual([...procedures].sort());
  for (const procedure of procedures) expect(routeOf(procedure).id).toBe(procedure);
});

describe.each(Object.keys(doors))('through %s', (door) => {
  const request = door === 'rest' ? byRest : byTrpc;

  test.each(Object.entries(attempts))('%s answers for the ids of others as for none', async (id, attempt) => {
    const before = await dumpOf(room, other.company);
    const theirs = attempt(other, own);
    for (const [index, input] of attempt(nothing, own).entries()) {
      const missing = await send(room, request(routeOf(id), input), stranger.key);
      const found = await send(room, request(routeOf(id), theirs[index] ?? {}), stranger.key);
      heard.push(found.text);
      expect(withoutIds(found), JSON.stringify(theirs[index])).toEqual(withoutIds(missing));
      expect(found.status).toBeLessThan(500);
    }
    expect(await dumpOf(room, other.company)).toEqual(before);
  });
});

test('no byte of theirs was heard or logged', async () => {
  const secrets = [CANARY, victim.key.slice(3, 11)];
  const answers = heard.join('\n').toLowerCase();
  const log = JSON.stringify(room.log).toLowerCase();
  expect(heard.length).toBeGreaterThan(200);
  for (const secret of secrets)
    expect([answers.includes(secret), log.includes(secret)]).toEqual([false, false]);
});

test('the same ids serve their owner, who hears all of it', async () => {
  const get = ['product', 'bundle', 'supplier', 'terms', 'warehouse', 'productType'] as const;
  for (const noun of get) {
    const route = routeOf(`catalogue.${noun}.get`);
    const { status, text } = await send(room, byRest(route, { [`${noun}Id`]: other[noun] }), victim.key);
    expect(status).toBe(200);
    expect(text).toContain(CANARY);
  }
});

test('their SKUs, names, e-mail addresses and idempotency keys are free', async () => {
  const once = { 'idempotency-key': 'the-key-of-both-of-us' };
  const name = `${CANARY} name`;
  const free: [path: string, body: object][] = [
    ['/warehouses', { name }],
    ['/suppliers', { name }],
    ['/product-types', { name }],
    ['/products', { name, sku: `${CANARY}-1`, price: 1 }],
    ['/members', { name, email: `${CANARY}@a.example`, role: 'viewer' }],
  ];
  for (const [path, body] of free) expect((await stranger.rest('POST', path, body)).status).toBe(201);
  const first = await victim.rest('POST', '/suppliers', { name: 'Theirs' }, once);
  const second = await stranger.rest('POST', '/suppliers', { name: 'Ours' }, once);
  expect([first.body.name, second.body.name]).toEqual(['Theirs', 'Ours']);
  expect(second.headers.get('idempotency-replayed')).toBeNull();
});

describe('the wall itself', () => {
  test('a statement that names no company is refused where it is written', () => {
    const unbound = /not bound to a company/;
    expect(() =>
      command<{ id: number }>((slot) => sql`delete from products where id = ${slot('id')}`),
    ).toThrow(unbound);
    expect(() =>
      query<{ id: number }>()((slot) => sql`select name from products where id = ${slot('id')}`),
    ).toThrow(unbound);
    expect(() => query()((slot) => sql`select ${slot('actor')}, ${slot('now')}`)).toThrow(unbound);
    expect(() => command(() => sql`delete from products where company_id = 1`)).toThrow(unbound);
  });

  test('what a caller sends cannot take the place of the company', () => {
    const find = query<{ company: number }>()((slot) => sql`select ${slot('company')}`);
    const bound = find({ company: 2 }).bind({ company: 1, actor: 'test', now: 0 });
    expect(bound.args).toEqual([1]);
  });
});
