import { afterAll, expect, test } from 'vitest';
import { credentialOf, Identities } from '../../api/identity.ts';
import { type Credential, identify } from '../../db/company/identity.ts';
import { SESSION_MS } from '../../db/company/session.ts';
import { databaseOf } from '../../db/scope.ts';
import { signedIn } from '../person.ts';
import { openRoom } from '../room.ts';
import { callsOf } from '../watched.ts';

/** What a caller shows, what it is taken for, and for how long that is remembered. */

const room = openRoom();
const HOUR = 3_600_000;
const hex = (length: number): string => 'a1'.repeat(length).slice(0, length);
const madeUp = `sf_${hex(8)}_${hex(64)}`;

const { calls, client } = callsOf(room.client);
const database = databaseOf(client, 'company');

const deferred: Promise<unknown>[] = [];
const defer = (work: Promise<unknown>): void => void deferred.push(work);
afterAll(() => Promise.all(deferred));

async function costOf(work: () => Promise<unknown>): Promise<number> {
  calls.length = 0;
  await work();
  return calls.filter(({ method }) => method === 'execute').length;
}

test.each<[kind: Credential['kind'], secret: string, others: string[]]>([
  [
    'key',
    madeUp,
    [`x${madeUp}`, `${madeUp}x`, madeUp.toUpperCase(), madeUp.replace(hex(8), hex(7)), hex(64)],
  ],
  ['session', hex(64), [`x${hex(64)}`, hex(65), hex(63), hex(64).toUpperCase(), madeUp]],
])(
  'what cannot be the secret of a %s is nobody’s, and the database is not asked',
  async (kind, secret, others) => {
    const askFor = (shown: string) => identify(database, { kind, secret: shown }, room.clock.now);
    expect(await askFor(secret)).toBeNull();
    expect(await costOf(() => askFor(secret))).toBe(1);
    for (const other of others) {
      expect(await askFor(other), other).toBeNull();
      expect(await costOf(() => askFor(other)), other).toBe(0);
    }
  },
);

const shown = (headers: Record<string, string>, session: string | null = null): Credential | null =>
  credentialOf(new Headers(headers), session);

test('a request that shows a key is judged by the key alone, and only a key may be shown there', () => {
  const key = (secret: string) => ({ kind: 'key', secret, company: undefined });
  for (const session of [null, 'token']) {
    const bearer = (authorization: string) => shown({ authorization }, session);
    expect(bearer('Bearer abc')).toEqual(key('abc'));
    expect(bearer('bearer abc')).toEqual(key('abc'));
    expect(bearer(`Bearer ${hex(200)}`)).toEqual(key(hex(200)));
    for (const other of ['abc', 'Bearer', 'Bearer a b', 'x Bearer abc', `Bearer ${hex(201)}`, 'Basic abc'])
      expect(bearer(other), other).toBeNull();
  }
  expect(shown({}, 'token')).toEqual({ kind: 'session', secret: 'token', company: undefined });
  expect(shown({})).toBeNull();
});

test('a company is named by its id, and what is no id is nobody’s', () => {
  const named = (id: string) => shown({ 'stockflow-company': id }, 'token')?.company;
  expect(['7', '70', '123456789012345'].map(named)).toEqual([7, 70, 123_456_789_012_345]);
  expect(['', '0', '07', '7x', 'x7', '-7', '7.5', '1234567890123456'].map(named)).toEqual(Array(8).fill(0));
});

test('who somebody is, or that it is nobody, is remembered for ten seconds, for each company apart', async () => {
  const { now } = room.clock;
  const { key, id } = await room.company();
  const identities = new Identities();
  const costAt = (later: number, credential: Credential): Promise<number> =>
    costOf(() => identities.of(database, credential, now + later, defer));
  for (const secret of [key, madeUp]) {
    const credential: Credential = { kind: 'key', secret };
    const costs = [];
    for (const later of [0, 1, 9999, 10_000, 10_001]) costs.push(await costAt(later, credential));
    expect(costs, secret).toEqual([1, 0, 0, 1, 0]);
    identities.forget();
    expect(await costAt(10_001, credential)).toBe(1);
  }
  expect(await costAt(10_001, { kind: 'key', secret: key, company: id })).toBe(1);
  await expect(costAt(10_001, { kind: 'key', secret: key, company: id + 1 })).rejects.toThrow();
});

test('of ten thousand who are nobody each is remembered, and with one more they are forgotten, but nobody else', async () => {
  const { now } = room.clock;
  const { key } = await room.company();
  const identities = new Identities();
  const cost = (secret: string): Promise<number> =>
    costOf(() => identities.of(database, { kind: 'key', secret }, now, defer));
  expect([await cost(key), await cost(madeUp)]).toEqual([1, 1]);
  for (let made = 1; made < 10_000; made += 1) await cost(`sf_${made}`);
  expect([await cost(key), await cost(madeUp)]).toEqual([0, 0]);
  await cost('sf_10000');
  expect([await cost(key), await cost(madeUp)]).toEqual([0, 1]);
});

test('that a key was used is noted when the last time was more than an hour ago', async () => {
  const { key, id } = await room.company();
  const { now } = room.clock;
  await room.client.execute({
    sql: 'update keys set last_used_at = ? where company_id = ?',
    args: [now, id],
  });
  const notes = async (later: number): Promise<number> => {
    const deferred: Promise<unknown>[] = [];
    const note = (work: Promise<unknown>) => void deferred.push(work);
    await new Identities().of(room.database, { kind: 'key', secret: key }, now + later, note);
    await Promise.all(deferred);
    return deferred.length;
  };
  expect([await notes(HOUR), await notes(HOUR + 1), await notes(HOUR + 2)]).toEqual([0, 1, 0]);
});

test('a session ends at its last moment, and what is used of it lasts as long again', async () => {
  const browser = await signedIn(room, await room.company(), 'viewer');
  const [secret = ''] = /[0-9a-f]{64}/.exec(browser.cookie() ?? '') ?? [];
  const { rows } = await room.client.execute('select max(id), expires_at from sessions');
  const end = Number(rows[0]?.[1]);
  const isKnown = async (at: number): Promise<boolean> =>
    (await identify(database, { kind: 'session', secret }, at)) !== null;
  expect([await isKnown(end - 1), await isKnown(end)]).toEqual([true, false]);
  const deferred: Promise<unknown>[] = [];
  const note = (work: Promise<unknown>) => void deferred.push(work);
  await new Identities().of(room.database, { kind: 'session', secret }, end - 1, note);
  await Promise.all(deferred);
  expect([await isKnown(end - 2 + SESSION_MS), await isKnown(end - 1 + SESSION_MS)]).toEqual([true, false]);
});

test('of a company that is closed neither a key nor a session is anybody', async () => {
  const company = await room.company();
  const browser = await signedIn(room, company, 'owner', 'closing@leaf.example');
  const [secret = ''] = /[0-9a-f]{64}/.exec(browser.cookie() ?? '') ?? [];
  const shownNow: Credential[] = [
    { kind: 'key', secret: company.key },
    { kind: 'session', secret },
  ];
  const found = () => Promise.all(shownNow.map((one) => identify(database, one, room.clock.now)));
  expect(await found()).toMatchObject([{ company: company.id }, { company: company.id }]);
  await room.client.execute({
    sql: 'update companies set is_active = false where id = ?',
    args: [company.id],
  });
  expect(await found()).toEqual([null, null]);
});
