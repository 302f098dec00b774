import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { rebuild } from '../db/ledger/rebuild.ts';
import { verify } from '../db/ledger/verify.ts';
import { type Scope, scopeTo } from '../db/scope.ts';
import { build, command, query } from '../db/statement.ts';
import { recompute } from '../worker/job/recompute.ts';
import { dumpOf } from './dump.ts';
import { type Company, openRoom } from './room.ts';
import { attempts } from './tenancy/attempt.ts';
import { byRest, byTrpc, doors, procedures, routeOf, send, withoutIds } from './tenancy/door.ts';
import { furnish, nothing, type World } from './tenancy/world.ts';

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
  own = await furnish(room, stranger, 'ordinary');
  other = await furnish(room, victim, CANARY);
  room.log.length = 0;
});

const scopeOf = ({ id }: Company): Scope =>
  scopeTo(room.database, { company: id, timeZone: 'UTC', actor: 'test' }, room.clock.now);

test('every procedure is attempted, and has a REST route', () => {
  expect(Object.keys(attempts).sort()).toEqual([...procedures].sort());
  for (const procedure of procedures) expect(routeOf(procedure).id).toBe(procedure);
});

describe.each(Object.keys(doors))('through %s', (door) => {
  const request = door === 'rest' ? byRest : byTrpc;

  test.each(Object.entries(attempts))('%s answers for the ids of others as for none', async (id, attempt) => {
    const before = await dumpOf(room.client, { company: other.company });
    const theirs = attempt(other, own);
    let ours = await dumpOf(room.client, { company: own.company });
    for (const [index, input] of attempt(nothing, own).entries()) {
      const missing = await send(room, request(routeOf(id), input), stranger.key);
      const found = await send(room, request(routeOf(id), theirs[index] ?? {}), stranger.key);
      heard.push(found.text);
      expect(withoutIds(found), JSON.stringify(theirs[index])).toEqual(withoutIds(missing));
      expect(found.status).toBeLessThan(500);
      const now = await dumpOf(room.client, { company: own.company });
      if (found.status >= 400) expect(now).toEqual(ours);
      ours = now;
    }
    expect(await dumpOf(room.client, { company: other.company })).toEqual(before);
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

/** What both companies may call by the same names. */
async function takeNames({ rest }: Company, word: string): Promise<void> {
  const name = `${word} name`;
  const names: [path: string, body: object][] = [
    ['/warehouses', { name }],
    ['/suppliers', { name }],
    ['/product-types', { name }],
    ['/products', { name, sku: `${word}-1`, price: 1, product_type: name }],
    ['/members', { name, email: `${word}@a.example`, role: 'viewer' }],
  ];
  for (const [path, body] of names)
    expect([path, (await rest('POST', path, body)).status]).toEqual([path, 201]);
}

test('names, SKUs and e-mail addresses of either are free for the other', async () => {
  await takeNames(stranger, CANARY);
  await takeNames(victim, 'ordinary');
});

test('an Idempotency-Key of theirs is another key, and so is what it answered', async () => {
  const once = { 'idempotency-key': 'the-key-of-both-of-us' };
  const named = async ({ rest }: Company, name: string): Promise<string> => {
    const { body, headers } = await rest('POST', '/suppliers', { name }, once);
    return `${body.name}, ${headers.get('idempotency-replayed') ?? 'new'}`;
  };
  expect(await named(victim, 'Theirs')).toBe('Theirs, new');
  expect(await named(stranger, 'Ours')).toBe('Ours, new');
  expect(await named(victim, 'Theirs')).toBe('Theirs, true');
  expect(await named(stranger, 'Ours')).toBe('Ours, true');
});

test('their settings are theirs: a window of sales, and what is computed over it', async () => {
  const windows = async ({ id, rest }: Company): Promise<number> =>
    (await rest('GET', `/companies/${id}/alerts/low-stock`)).body.window_days;
  const recomputed = async () => {
    await Array.fromAsync(rebuild(scopeOf(victim)));
    await recompute(scopeOf(victim));
    return dumpOf(room.client, { company: victim.id, without: ['mark', 'version'] });
  };
  const before = await recomputed();
  await stranger.rest('PATCH', '/company', { window_days: 7 });
  expect([await windows(stranger), await windows(victim)]).toEqual([7, 30]);
  expect(await recomputed()).toEqual(before);
});

test("an operator's work on one company neither sees nor touches another", async () => {
  const spoil = 'update daily_demand set sold = sold + 1 where company_id = ?';
  await room.client.execute({ sql: spoil, args: [victim.id] });
  const spoilt = await dumpOf(room.client, { company: victim.id });
  expect(await Array.fromAsync(verify(scopeOf(stranger)))).toEqual([]);
  for await (const _ of rebuild(scopeOf(stranger)));
  expect(await dumpOf(room.client, { company: victim.id })).toEqual(spoilt);
  expect(await Array.fromAsync(verify(scopeOf(victim)))).not.toEqual([]);
});

describe('the wall itself', () => {
  const refusalOf = (write: () => unknown): string => {
    try {
      write();
      return 'It was written';
    } catch (error) {
      return String(error);
    }
  };

  test('a statement that names no company is refused where it is written', () => {
    const unbound = [
      () => command<{ id: number }>((slot) => sql`delete from products where id = ${slot('id')}`),
      () => query<{ id: number }>()((slot) => sql`select name from products where id = ${slot('id')}`),
      () => query()((slot) => sql`select ${slot('actor')}, ${slot('now')}`),
      () => command(() => sql`delete from products where company_id = 1`),
    ];
    for (const write of unbound)
      expect(refusalOf(write)).toMatch(/^Error: This statement is not bound to a company: (delete|select) /);
  });

  test('one that asks for its company and drops it is refused before it first runs', () => {
    const dropping = command<{ id: number }>((slot) => {
      slot('company');
      return sql`delete from products where id = ${slot('id')}`;
    });
    expect(refusalOf(() => dropping({ id: 1 })({ company: 1, actor: 'test', now: 0 }))).toMatch(/not bound/);
  });

  test('a statement carries texts, numbers, flags and nothing, and says what it was not given', () => {
    const context = { company: 1, actor: 'test', now: 0 };
    const carrying = command<{ value: unknown }>(
      (slot) => sql`delete from products where company_id = ${slot('company')} and name = ${slot('value')}`,
    );
    const carried = ['name', 7, null, true, false].map((value) => carrying({ value })(context).args[1]);
    expect(carried).toEqual(['name', 7, null, 1, 0]);
    for (const value of [undefined, 1n, new Date()])
      expect(() => carrying({ value })(context)).toThrow(`A statement cannot carry ${typeof value}`);
    const lacking = command(
      (slot) =>
        sql`delete from products where company_id = ${slot('company')} and name = ${sql.placeholder('name')}`,
    );
    expect(() => lacking({})(context)).toThrow('No value was given for name');
  });

  test('what builds statements runs none', async () => {
    const refused = await build.run(sql`select 1`).catch((error: Error) => error.cause ?? error);
    expect(String(refused)).toBe('Error: Only a Scope runs statements');
  });

  test('what a caller sends cannot take the place of the company', () => {
    const find = query<{ company: number }>()((slot) => sql`select ${slot('company')}`);
    const bound = find({ company: 2 }).bind({ company: 1, actor: 'test', now: 0 });
    expect(bound.args).toEqual([1]);
  });
});
