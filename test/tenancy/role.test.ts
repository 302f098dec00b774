import { beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../db/company/key.ts';
import { signedIn } from '../person.ts';
import { type Company, openRoom } from '../room.ts';
import { byRest, byTrpc, procedures, type Reply, routeOf, send } from './door.ts';

/** Who may call what. */

const room = openRoom();
let company: Company;
let keys: Record<Role, string>;
/** An owner's that was revoked, and an owner's of a company that is closed. */
let past: string[];

beforeAll(async () => {
  company = await room.company();
  const [viewer, operator] = [await company.keyFor('viewer'), await company.keyFor('operator')];
  keys = { viewer, operator, owner: company.key };
  const { body } = await company.rest('POST', '/keys', { name: 'Past', role: 'owner' });
  await company.rest('DELETE', `/keys/${body.id}`);
  const closed = await room.company();
  await room.client.execute({ sql: 'update companies set is_active = 0 where id = ?', args: [closed.id] });
  past = [body.api_key, closed.key];
});

/** The least role that may call each procedure. */
const least: Record<string, Role> = {
  'session.current': 'viewer',
  'company.get': 'viewer',
  'company.update': 'owner',
  'company.member.create': 'owner',
  'company.member.invite': 'owner',
  'company.member.get': 'viewer',
  'company.member.list': 'viewer',
  'company.member.update': 'owner',
  'company.member.archive': 'owner',
  'company.activity': 'owner',
  'company.key.create': 'owner',
  'company.key.list': 'owner',
  'company.key.revoke': 'owner',
  'catalogue.product.create': 'operator',
  'catalogue.product.get': 'viewer',
  'catalogue.product.list': 'viewer',
  'catalogue.product.update': 'operator',
  'catalogue.product.import': 'operator',
  'catalogue.product.archive': 'operator',
  'catalogue.bundle.create': 'operator',
  'catalogue.bundle.get': 'viewer',
  'catalogue.bundle.list': 'viewer',
  'catalogue.bundle.update': 'operator',
  'catalogue.bundle.archive': 'operator',
  'catalogue.supplier.create': 'operator',
  'catalogue.supplier.get': 'viewer',
  'catalogue.supplier.list': 'viewer',
  'catalogue.supplier.update': 'operator',
  'catalogue.supplier.import': 'operator',
  'catalogue.supplier.archive': 'operator',
  'catalogue.terms.create': 'operator',
  'catalogue.terms.get': 'viewer',
  'catalogue.terms.list': 'viewer',
  'catalogue.terms.update': 'operator',
  'catalogue.terms.import': 'operator',
  'catalogue.terms.archive': 'operator',
  'catalogue.warehouse.create': 'operator',
  'catalogue.warehouse.get': 'viewer',
  'catalogue.warehouse.list': 'viewer',
  'catalogue.warehouse.update': 'operator',
  'catalogue.warehouse.archive': 'operator',
  'catalogue.productType.create': 'operator',
  'catalogue.productType.get': 'viewer',
  'catalogue.productType.list': 'viewer',
  'catalogue.productType.update': 'operator',
  'catalogue.productType.archive': 'operator',
  'ledger.movement.record': 'operator',
  'ledger.movement.recordMany': 'operator',
  'ledger.movement.import': 'operator',
  'ledger.movement.reverse': 'operator',
  'ledger.movement.get': 'viewer',
  'ledger.movement.list': 'viewer',
  'ledger.bundleSale.record': 'operator',
  'ledger.bundleSale.reverse': 'operator',
  'ledger.bundleSale.get': 'viewer',
  'ledger.transfer.dispatch': 'operator',
  'ledger.transfer.receive': 'operator',
  'ledger.transfer.cancel': 'operator',
  'ledger.transfer.get': 'viewer',
  'ledger.transfer.list': 'viewer',
  'ledger.count.record': 'operator',
  'ledger.count.import': 'operator',
  'ledger.count.get': 'viewer',
  'ledger.count.list': 'viewer',
  'ledger.inventory.get': 'viewer',
  'ledger.inventory.list': 'viewer',
  'ledger.inventory.setThreshold': 'operator',
  'replenishment.lowStock': 'viewer',
  'replenishment.explain': 'viewer',
  'replenishment.shortage.get': 'viewer',
  'replenishment.shortage.list': 'viewer',
  'replenishment.shortage.acknowledge': 'operator',
  'replenishment.shortage.snooze': 'operator',
  'replenishment.shortage.reopen': 'operator',
  'replenishment.order.get': 'viewer',
  'replenishment.order.list': 'viewer',
  'replenishment.order.create': 'operator',
  'replenishment.order.update': 'operator',
  'replenishment.order.setLines': 'operator',
  'replenishment.order.approve': 'operator',
  'replenishment.order.markSent': 'operator',
  'replenishment.order.confirm': 'operator',
  'replenishment.order.decline': 'operator',
  'replenishment.order.cancel': 'operator',
  'replenishment.order.closeShort': 'operator',
  'replenishment.order.receive': 'operator',
  'replenishment.order.preview': 'viewer',
  'replenishment.letter.get': 'viewer',
  'replenishment.letter.list': 'viewer',
  'replenishment.letter.resend': 'operator',
  'replenishment.letter.markSent': 'operator',
  'replenishment.receipt.get': 'viewer',
  'replenishment.policy.get': 'viewer',
  'replenishment.policy.update': 'owner',
  'replenishment.policy.forSupplier.get': 'viewer',
  'replenishment.policy.forSupplier.set': 'owner',
};
const ranks: Role[] = ['viewer', 'operator', 'owner'];

test('every procedure has its least role', () => {
  expect(Object.keys(least).sort()).toEqual([...procedures].sort());
});

/** Ids that nobody has: what is allowed finds nothing, and changes nothing. */
const NOBODY = 987_654_321;

function request(id: string): ReturnType<typeof byRest>[] {
  const route = routeOf(id);
  const names = route.pathNames.map((name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()));
  const input = Object.fromEntries(names.map((name) => [name, NOBODY]));
  return [byRest(route, input), byTrpc(route, input)];
}

const codeOf = ({ body }: Reply): string | undefined => body.code ?? body.error?.data.fault;

describe.each(ranks)('a key of role %s', (role) => {
  test.each(Object.entries(least))('%s needs %s', async (id, needed) => {
    const allowed = ranks.indexOf(role) >= ranks.indexOf(needed);
    for (const one of request(id)) {
      const reply = await send(room, one, keys[role]);
      if (allowed) expect([401, 403]).not.toContain(reply.status);
      else expect([reply.status, codeOf(reply)]).toEqual([403, 'forbidden']);
    }
  });
});

describe.each(ranks)('a person of role %s', (role) => {
  test('may call what a key of that role may, and nothing else', async () => {
    const browser = await signedIn(room, company, role);
    for (const id of procedures) {
      const [one] = request(id);
      if (!one) throw new Error(id);
      const byKey = await send(room, one, keys[role]);
      const headers = {
        ...Object.fromEntries(new Headers(one.init.headers)),
        cookie: browser.cookie() ?? '',
      };
      const byCookie = await send(room, { ...one, init: { ...one.init, headers: { ...headers, ...page } } });
      expect([id, byCookie.status, codeOf(byCookie)]).toEqual([id, byKey.status, codeOf(byKey)]);
    }
  });
});

const page = { 'sec-fetch-site': 'same-origin' };

/** What has no REST route: the rest of it is in test/session. */
const forTheWindow = ['switchCompany', 'devices', 'end', 'endAll', 'endDevice'];

describe('without a key that counts', () => {
  const unknown = `sf_${'0'.repeat(8)}_${'0'.repeat(64)}`;

  test.each(procedures)('%s says 401, whatever else is wrong', async (id) => {
    for (const one of request(id)) {
      const replies = [
        await send(room, one),
        await send(room, one, unknown),
        await send(room, one, 'garbage'),
        await send(room, one, ''),
        await send(room, { ...one, init: { ...one.init, body: one.init.body && '{' } }, unknown),
        ...(await Promise.all(past.map((key) => send(room, one, key)))),
      ];
      for (const reply of replies) expect([reply.status, codeOf(reply)]).toEqual([401, 'unauthenticated']);
    }
  });

  test.each(forTheWindow)('session.%s is for people alone', async (verb) => {
    const init =
      verb === 'devices'
        ? {}
        : { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    const one = { path: `/trpc/session.${verb}`, init };
    for (const key of [undefined, unknown, 'garbage', ...past])
      expect(codeOf(await send(room, one, key))).toBe('unauthenticated');
    for (const key of Object.values(keys)) expect(codeOf(await send(room, one, key))).toBe('people_only');
  });

  test.each([
    ['another scheme', (key: string) => `Basic ${key}`],
    ['no scheme', (key: string) => key],
    ['two keys', (key: string) => `Bearer ${key} ${key}`],
    ['a key and a little more', (key: string) => `Bearer ${key}0`],
    ['a key in capitals', (key: string) => `Bearer ${key.toUpperCase()}`],
    ['a key of 10,000 characters', (key: string) => `Bearer ${key.repeat(125)}`],
    ['a prefix', (key: string) => `Bearer ${key.slice(0, 11)}`],
  ])('%s is no credential', async (_, authorization) => {
    const answer = await room.fetch('/api/company', {
      headers: { authorization: authorization(company.key) },
    });
    expect(answer.status).toBe(401);
  });

  test('a key in the address or in a cookie is no credential', async () => {
    expect((await room.fetch(`/api/company?authorization=${company.key}`)).status).toBe(401);
    expect((await room.fetch('/api/company', { headers: { cookie: `key=${company.key}` } })).status).toBe(
      401,
    );
  });

  test('what is told to nobody in particular needs no key', async () => {
    for (const path of ['/healthz', '/readyz', '/openapi.json', '/docs'])
      expect((await room.fetch(path)).status).toBe(200);
  });
});

describe('a key that counted', () => {
  const seconds = (count: number): void => {
    room.clock.now += count * 1000;
  };

  test('is worth nothing at once after it is revoked here', async () => {
    const { body } = await company.rest('POST', '/keys', { name: 'Till', role: 'viewer' });
    const till = company.as(body.api_key);
    expect((await till('GET', '/company')).status).toBe(200);
    expect((await company.rest('DELETE', `/keys/${body.id}`)).status).toBe(200);
    expect((await till('GET', '/company')).status).toBe(401);
  });

  test('is worth nothing ten seconds after it was revoked elsewhere', async () => {
    const { body } = await company.rest('POST', '/keys', { name: 'Till', role: 'viewer' });
    const till = company.as(body.api_key);
    expect((await till('GET', '/company')).status).toBe(200);
    await room.client.execute({ sql: 'update keys set revoked_at = 1 where id = ?', args: [body.id] });
    seconds(10);
    expect((await till('GET', '/company')).status).toBe(401);
  });

  test('is worth nothing ten seconds after its company is closed, and works again when that reopens', async () => {
    const closing = await room.company();
    const setActive = (isActive: number) =>
      room.client.execute({
        sql: 'update companies set is_active = ? where id = ?',
        args: [isActive, closing.id],
      });
    expect((await closing.rest('GET', '/company')).status).toBe(200);
    await setActive(0);
    seconds(10);
    expect((await closing.rest('GET', '/company')).status).toBe(401);
    await setActive(1);
    seconds(10);
    expect((await closing.rest('GET', '/company')).status).toBe(200);
  });
});
