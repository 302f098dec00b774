import { beforeAll, expect, test } from 'vitest';
import { routesOf } from '../api/rest.ts';
import { appRouter } from '../api/router.ts';
import { type Door, restDoor, trpcDoor } from './door.ts';
import { cases, everything, newWorld, type World } from './idempotency/cases.ts';
import { type Company, openRoom } from './room.ts';
import { DAY, history, line, onHand, record, refused } from './shelf.ts';
import { stocked } from './stock.ts';
import { watched } from './watched.ts';

const room = openRoom();
const old = openRoom();

let keys = 0;
const newKey = (): { 'idempotency-key': string } => ({ 'idempotency-key': `key-of-a-test-number-${++keys}` });

const mutations = (await routesOf(appRouter)).flatMap(({ id, type }) => (type === 'mutation' ? [id] : []));

/** A world for each, all at once: made one after the other they take longer than what is tried in them. */
const worlds = new Map<string, { company: Company; world: World }>();
beforeAll(async () => {
  const make = async (name: string) => {
    const company = await room.company();
    worlds.set(name, { company, world: await newWorld(room, company) });
  };
  await Promise.all(mutations.map(make));
});

test('every mutation has a case here, and every case is a mutation', () => {
  expect(Object.keys(cases).sort()).toEqual(mutations.sort());
  expect(mutations.length).toBeGreaterThan(30);
});

test.each(mutations)(
  '%s: one batch, then the same answer through the other door for two calls',
  async (name) => {
    const { company, world } = worlds.get(name) ?? expect.unreachable(`${name} has no world`);
    const input = cases[name]?.(world) ?? expect.unreachable(`${name} has no case`);
    const { calls, fetch } = watched(room);
    const [trpc, rest] = [trpcDoor(fetch, company.key), restDoor(fetch, company.key)];
    const costOf = async (door: Door, key: Record<string, string>) => {
      await rest('company.get', {});
      calls.length = 0;
      const outcome = await door(name, input, key);
      return { outcome, cost: calls.map(({ method }) => method) };
    };
    const untouched = await everything(room, company);
    const key = newKey();
    const { outcome: first, cost } = await costOf(trpc, key);
    expect(first, JSON.stringify(first.answer)).toMatchObject({ code: null, replayed: false });
    expect(cost).toEqual(['batch']);
    const done = await everything(room, company);
    expect(done).not.toEqual(untouched);
    room.clock.now += 60_000;
    const { outcome: again, cost: costAgain } = await costOf(rest, key);
    expect(again).toMatchObject({ code: null, replayed: true });
    expect(costAgain).toEqual(['batch', 'execute']);
    const { apiKey, ...answer } = first.answer;
    expect(again.answer).toEqual(name === 'company.key.create' ? { ...answer, apiKey: null } : answer);
    if (name === 'company.key.create') expect(apiKey).toMatch(/^sf_/);
    expect(await everything(room, company)).toEqual(done);
    expect((await trpc(name, input, key)).replayed).toBe(true);
  },
);

test('of 50 duplicates at once one takes effect, and all get its answer', async () => {
  const shelf = await stocked(room, 100);
  const key = newKey();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => shelf.company.rest('POST', '/movements', line(shelf, 'sale', 2), key)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  const replayed = answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true');
  expect(replayed).toHaveLength(49);
  expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1);
  expect(await onHand(shelf)).toBe(98);
  expect(await history(shelf.company)).toHaveLength(2);
});

test('a replay tells what was answered then, whatever happened since', async () => {
  const shelf = await stocked(room, 10);
  const key = newKey();
  const first = await shelf.company.rest('POST', '/movements', line(shelf, 'sale', 2), key);
  await record(shelf, 'sale', 8);
  const again = await shelf.company.rest('POST', '/movements', line(shelf, 'sale', 2), key);
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  expect(await onHand(shelf)).toBe(0);
});

test('a key is for one request: another body, or another procedure, is refused with 422', async () => {
  const shelf = await stocked(room, 10);
  const { rest } = shelf.company;
  const key = newKey();
  const { body: sale } = await rest('POST', '/movements', line(shelf, 'sale', 2), key);
  for (const answer of [
    await rest('POST', '/movements', line(shelf, 'sale', 3), key),
    await rest('POST', '/movements', line(shelf, 'sale', 2, { reference: 'x' }), key),
    await rest('POST', '/movements/bulk', { lines: [line(shelf, 'sale', 2)] }, key),
    await rest('POST', `/movements/${sale.id}/reverse`, undefined, key),
    await rest('POST', '/warehouses', { name: 'Barn' }, key),
  ])
    expect(refused(answer)).toEqual([422, 'idempotency_key_reused']);
  expect(await onHand(shelf)).toBe(8);
  const { product, warehouse } = shelf;
  const spelled = { quantity: 2, warehouse_id: warehouse, type: 'sale', product_id: product };
  const again = await rest('POST', '/movements', spelled, key);
  expect(again.body, 'the order of fields is no difference').toEqual(sale);
});

test('two procedures that are told the same are two requests', async () => {
  const company = await room.company();
  const { transfer } = await newWorld(room, company);
  const key = newKey();
  const first = await company.rest('POST', `/transfers/${transfer}/receive`, {}, key);
  expect(first).toMatchObject({ status: 201, body: { is_in_transit: false } });
  const other = await company.rest('POST', `/transfers/${transfer}/cancel`, {}, key);
  expect(refused(other)).toEqual([422, 'idempotency_key_reused']);
});

test('the same key in another company is another key', async () => {
  const [one, other] = [await stocked(room, 10), await stocked(room, 20)];
  const key = newKey();
  const sale = { type: 'sale' as const, quantity: 1 };
  const sell = ({ company, product, warehouse }: typeof one) =>
    company.rest('POST', '/movements', { ...sale, product_id: product, warehouse_id: warehouse }, key);
  const [mine, theirs] = await Promise.all([sell(one), sell(other)]);
  expect([mine.body.on_hand, theirs.body.on_hand]).toEqual([9, 19]);
  expect(theirs.headers.get('idempotency-replayed')).toBeNull();
  const peek = await other.company.rest('POST', '/movements', line(one, 'sale', 1), key);
  expect(refused(peek)).toEqual([422, 'idempotency_key_reused']);
  expect(JSON.stringify(peek.body)).not.toContain(`"on_hand":9`);
});

test('a refusal is not remembered: after a restock the same key sells', async () => {
  const shelf = await stocked(room, 1);
  const key = newKey();
  const sell = () => shelf.company.rest('POST', '/movements', line(shelf, 'sale', 5), key);
  for (let round = 0; round < 2; round++) expect(refused(await sell())).toEqual([409, 'insufficient_stock']);
  await record(shelf, 'receipt', 10);
  const sold = await sell();
  expect(sold).toMatchObject({ status: 201, body: { on_hand: 6 } });
  expect(sold.headers.get('idempotency-replayed')).toBeNull();
  expect((await sell()).headers.get('idempotency-replayed')).toBe('true');
  expect(await onHand(shelf)).toBe(6);
});

test('whatever the refusal, it is told as without a key, and its key stays free', async () => {
  const shelf = await stocked(room, 1);
  const { rest } = shelf.company;
  const { body: warehouse } = await rest('GET', `/warehouses/${shelf.warehouse}`);
  const refusals: [path: string, body: object][] = [
    ['/movements', line(shelf, 'sale', -1)],
    ['/movements', { ...line(shelf, 'sale', 1), product_id: 999_999_999 }],
    ['/movements/999999999/reverse', {}],
    ['/transfers/999999999/receive', {}],
    ['/movements/bulk', { lines: [line(shelf, 'sale', 1), line(shelf, 'sale', 99)] }],
    ['/warehouses', { name: warehouse.name }],
  ];
  for (const [path, body] of refusals) {
    const key = newKey();
    const [told, plain] = [await rest('POST', path, body, key), await rest('POST', path, body)];
    expect(told.status, path).toBeGreaterThanOrEqual(400);
    expect(refused(told)).toEqual(refused(plain));
    const used = await rest('POST', '/movements', line(shelf, 'receipt', 1), key);
    expect([used.status, used.headers.get('idempotency-replayed')], path).toEqual([201, null]);
  }
});

test('a key is 16 to 255 printable characters without spaces', async () => {
  const shelf = await stocked(room, 10);
  for (const key of [
    '',
    'k',
    'k'.repeat(15),
    'k'.repeat(256),
    'with a space in it',
    'tab\tin the middle!',
    'é'.repeat(20),
  ]) {
    const answer = await shelf.company.rest('POST', '/movements', line(shelf, 'sale', 1), {
      'idempotency-key': key,
    });
    expect([key, ...refused(answer)]).toEqual([key, 400, 'invalid_input']);
    expect(answer.body.details).toMatchObject([{ field: 'Idempotency-Key' }]);
  }
  expect(await onHand(shelf)).toBe(10);
  for (const key of ['k'.repeat(16), 'k'.repeat(255), '!"#$%&()*+,-./:;<=>?@[]^_`{|}~'])
    expect(
      await shelf.company.rest('POST', '/movements', line(shelf, 'sale', 1), { 'idempotency-key': key }),
    ).toMatchObject({ status: 201 });
});

test('one key cannot cover a batch of procedures', async () => {
  const { company, product: productId, warehouse: warehouseId } = await stocked(room, 10);
  const sale = { type: 'sale', productId, warehouseId, quantity: 1 };
  const path = '/trpc/ledger.movement.record,ledger.movement.record?batch=1';
  const headers = { authorization: `Bearer ${company.key}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ 0: sale, 1: sale });
  const keyed = await room.fetch(path, { method: 'POST', headers: { ...headers, ...newKey() }, body });
  for (const { error } of await keyed.json()) expect(error.data.fault).toBe('invalid_input');
  expect(await onHand({ company, product: productId, warehouse: warehouseId })).toBe(10);
  const plain = await room.fetch(path, { method: 'POST', headers, body });
  expect(plain.status).toBe(200);
  expect(await onHand({ company, product: productId, warehouse: warehouseId })).toBe(8);
});

test('a mutation without a key costs one batch too, and takes effect each time', async () => {
  const shelf = await stocked(room, 10);
  const { calls, fetch } = watched(room);
  const rest = restDoor(fetch, shelf.company.key);
  const sale = { type: 'sale', productId: shelf.product, warehouseId: shelf.warehouse, quantity: 1 };
  await rest('company.get', {});
  calls.length = 0;
  await rest('ledger.movement.record', sale);
  await rest('ledger.movement.record', sale);
  expect(calls.map(({ method }) => method)).toEqual(['batch', 'batch']);
  expect(await onHand(shelf)).toBe(8);
});

test('answers are kept for at least seven days, and leave after eight as new ones come', async () => {
  const shelf = await stocked(old, 100);
  const keys = Array.from({ length: 6 }, newKey);
  const sell = (key: Record<string, string> = {}) =>
    shelf.company.rest('POST', '/movements', line(shelf, 'sale', 1), key);
  for (const key of keys) await sell(key);
  const started = old.clock.now;
  const kept = async () => {
    const { rows } = await old.client.execute(
      `select count(*) from idempotency where created_at = ${started}`,
    );
    return rows[0]?.[0];
  };
  for (const later of [7 * DAY, 8 * DAY]) {
    old.clock.now = started + later;
    await sell(newKey());
    for (const key of keys) expect((await sell(key)).headers.get('idempotency-replayed')).toBe('true');
  }
  expect(await onHand(shelf)).toBe(92);
  old.clock.now = started + 8 * DAY + 1;
  for (const left of [4, 2, 0]) {
    await sell(newKey());
    expect(await kept()).toBe(left);
  }
  expect((await sell(keys[0])).headers.get('idempotency-replayed')).toBeNull();
  expect(await onHand(shelf)).toBe(88);
});
