import { beforeAll, expect, test } from 'vitest';
import { rebuild } from '../../db/ledger/rebuild.ts';
import { verify } from '../../db/ledger/verify.ts';
import { type Scope, scopeTo } from '../../db/scope.ts';
import { makeDemo } from '../../tools/demo/demo.ts';
import { openRoom } from '../room.ts';

const room = openRoom();
const NOW = Date.UTC(2026, 10, 18, 12);
let scope: Scope;

beforeAll(async () => {
  const { companyId } = await makeDemo(room.database, {
    seed: 1,
    now: NOW,
    progress: () => undefined,
    historyDays: 14,
  });
  scope = scopeTo(room.database, { company: companyId, timeZone: 'Europe/London', actor: 'test' }, NOW);
});

const unguarded = `drop trigger if exists inventory_follows_movements; drop trigger if exists inventory_stays;
  drop trigger if exists movements_do_not_change; drop trigger if exists transfer_line_follows_arrivals;`;
const shelf = '(select company_id, product_id, warehouse_id from inventory where on_hand > 5 limit 1)';
const line = '(select transfer_id from transfer_lines where arrived = quantity limit 1)';

test.for([
  ['on_hand', `update inventory set on_hand = 1 where (company_id, product_id, warehouse_id) = ${shelf}`],
  ['on_hand', 'pragma foreign_keys = off; delete from inventory where on_hand > 5; pragma foreign_keys = on'],
  [
    'last_movement',
    `update inventory set last_movement_id = 1 where (company_id, product_id, warehouse_id) = ${shelf}`,
  ],
  ['out_since', 'update inventory set out_since_day = 20000 where on_hand = 0'],
  [
    'out_since',
    `update inventory set out_since_day = 20000 where (company_id, product_id, warehouse_id) = ${shelf}`,
  ],
  ['sold', 'update daily_demand set sold = sold + 1 where day % 7 = 3'],
  ['sold', 'delete from daily_demand where day % 7 = 3'],
  ['net', 'update daily_demand set net = 0 where net > 5'],
  ['net', `insert into daily_demand select company_id, 1 << 40, 1, 1, 0, 1 from ${shelf}`],
  ['threshold', 'update inventory set threshold = null where on_hand = 0'],
  ['listed', 'update inventory set is_listed = 1 - is_listed where on_hand = 0'],
  ['in_transit', `update transfer_lines set arrived = 0 where transfer_id = ${line}`],
  ['arrived', `update transfer_lines set arrived = 0, returned = arrived where transfer_id = ${line}`],
])('a false %s is found and put right: %s', async ([figure, falsehood]) => {
  await room.client.executeMultiple(`${unguarded} ${falsehood}`);
  const found = await Array.fromAsync(verify(scope));
  expect(new Set(found.map((difference) => difference.figure))).toContain(figure);
  await Array.fromAsync(rebuild(scope));
  expect(await Array.fromAsync(verify(scope))).toEqual([]);
});

test('a false balance is found; rebuild leaves the history as it is', async () => {
  const change = (by: number) =>
    room.client.executeMultiple(`${unguarded} update movements set balance = balance + ${by} where id = 99`);
  await change(1);
  const found = await Array.fromAsync(verify(scope));
  expect(found).toMatchObject([{ figure: 'balance', at: 99 }]);
  await Array.fromAsync(rebuild(scope));
  expect(await Array.fromAsync(verify(scope))).toEqual(found);
  await change(-1);
  expect(await Array.fromAsync(verify(scope))).toEqual([]);
});
