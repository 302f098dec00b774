import { beforeAll, expect, test } from 'vitest';
import { type Evidence, judge } from '../../chaos/verdict.ts';
import { evidenceOf, KEYS, makeWorld, type World, withoutGuards } from './world.ts';

/** What lets a good world pass must catch each of these. */

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

const failing = async (evidence: Evidence): Promise<string[]> =>
  (await judge(evidence)).flatMap(({ promise, breaches }) => (breaches.length > 0 ? [promise] : []));

test('a world in which all went well passes every check', async () => {
  const checks = await judge(evidenceOf(world));
  expect(checks.flatMap(({ breaches }) => breaches)).toEqual([]);
  expect(checks.length).toBeGreaterThan(12);
  expect(checks.filter(({ looked }) => looked === 0)).toEqual([]);
});

const movement = (key: string, quantity: number, id = '(select max(id) + 1 from movements)') =>
  `insert into movements (id, company_id, product_id, warehouse_id, type, quantity, actor, reference, occurred_at, recorded_at, day)
    select ${id}, company_id, product_id, warehouse_id, type, ${quantity}, actor, '${key}', occurred_at, recorded_at, day
    from movements where reference = '${KEYS.sold}' limit 1;
  update inventory set on_hand = (select sum(quantity) from movements);`;

const once = 'every acknowledged write is there once, and whole';
const unasked = 'nothing is there that was refused, and nothing by halves';
const stock = 'on hand = Σ movements = what the clients kept';
const balance = 'at no time was there less than nothing, or another stock than was told';
const waits = 'nothing waits any more, of places, orders, letters and links';
const anew = 'verify finds nothing; velocities, forecasts and shortages computed anew are the same';

test.each([
  ['a sale that was recorded twice', once, movement(KEYS.sold, -2)],
  ['a receipt that is lost', once, `delete from movements where reference = '${KEYS.came}'`],
  [
    'half of an acknowledged write',
    once,
    `delete from movements where reference = '${KEYS.bundle}' and quantity = -3`,
  ],
  ['a draft that was made twice', once, `update orders set note = '${KEYS.order}'`],
  ['a draft that is lost', once, 'update orders set note = null'],
  ['a sale that was refused', unasked, movement(KEYS.oversold, -1)],
  ['half of a write that came late', unasked, movement(KEYS.late, -1)],
  ['a sale of nobody', unasked, movement('nobody', -1)],
  ['stock that no movement made', stock, 'update inventory set on_hand = on_hand + 1'],
  [
    'stock and movements that agree, but not with the clients',
    stock,
    `update movements set quantity = quantity - 1 where reference = '${KEYS.sold}';
      update inventory set on_hand = on_hand - 1`,
  ],
  [
    'stock that was below nothing for a moment',
    balance,
    'update movements set quantity = quantity - 500 where id = (select min(id) from movements where quantity < 0)',
  ],
  [
    'a client that was told another stock',
    balance,
    'update movements set balance = balance + 1 where id = (select max(id) from movements)',
  ],
  [
    'a place that was forgotten',
    waits,
    'insert into dirty select company_id, product_id, warehouse_id, 1, 0, 0, 0, null, null from inventory',
  ],
  [
    'an errand that was put aside',
    waits,
    "insert into outbox values (9, 1, 'letter', 1, 1, 0, 0, 5, 'no', 1)",
  ],
  ['a velocity that is not that of the ledger', anew, 'update inventory set velocity = velocity + 0.01'],
  [
    'an open shortage that nothing opened',
    anew,
    "update shortages set status = 'open', resolution = null, resolved_at = null",
  ],
  [
    'a row that cites one that is gone',
    'the database is whole, and no row cites one that is not there',
    "delete from warehouses where name = 'Second'",
  ],
  [
    'a letter that is said to be sent and never came',
    'a letter that is said to be sent came once, another did not',
    "insert into letters select 2, company_id, 'notice', order_id, day, to_name, to_address, subject, text, html, status, attempts, created_at, sending_at, handed_at, sent_at, channel, response, error from letters",
  ],
])('found: %s', async (_, promise, falsified) => {
  const evidence = evidenceOf(world);
  await withoutGuards(evidence.client, falsified);
  expect(await failing(evidence)).toContain(promise);
});

test.each<[string, string, (evidence: Evidence) => void]>([
  [
    'a second letter of a shortage',
    'of a shortage one letter at most came by itself',
    ({ delivered }) => delivered.set(1, 2),
  ],
  [
    'a letter that came though it is not said to be sent',
    'a letter that is said to be sent came once, another did not',
    ({ delivered }) => delivered.clear(),
  ],
  [
    'a write that never got a clear answer',
    once,
    ({ books: [book] }) =>
      book?.note({
        intent: { key: 'unclear', kind: 'sale', method: 'POST', path: '/movements', body: {}, changes: [] },
      }),
  ],
  [
    'an answer that nobody promised',
    'every answer was one of those promised',
    (e) => e.surprises.push('500'),
  ],
  ['a job that is stuck', 'no job is stuck in a queue', (e) => e.stuck.push('active')],
  ['a program that fell over', 'no program ended by itself', (e) => e.collapses.push('API')],
  [
    'a program that grows',
    'no program that runs for longer grows by more than 96 MB',
    ({ lives }) =>
      lives.push({
        program: 'API',
        isReady: true,
        megabytes: Array.from({ length: 90 }, (_, at) => 100 + 2 * at),
      }),
  ],
])('found: %s', async (_, promise, falsify) => {
  const evidence = evidenceOf(world);
  falsify(evidence);
  expect(await failing(evidence)).toContain(promise);
});
