import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { DAY } from '../shelf.ts';
import { faultsIn } from './invariant.ts';
import { restedIn } from './rested.ts';

/** What finds nothing after every bad day must find each of these. */

const once = new Map([[1, 1]]);

test('nothing is found where nothing is wrong', async () => {
  const room = openRoom();
  await restedIn(room);
  expect(await faultsIn(room.client, { delivered: once })).toEqual([]);
});

test.each([
  [
    'a shortage that nobody sees to',
    "update orders set status = 'cancelled'; delete from dirty; update shortages set held_by = null",
    'no line, no order, no reason',
  ],
  ['a place that was forgotten', 'update inventory set threshold = 19', 'dirty: product 1 in warehouse 1'],
  ['an order that was forgotten', "insert into due values (1, 'order', 1, 0, 0)", 'outbox: order 1'],
  [
    'a letter that nobody sends any more',
    "insert into letters (company_id, kind, order_id, to_address, subject, text, html, created_at) values (1, 'notice', 1, 'a@b.example', 's', 't', 'h', 0)",
    'outbox: letter 2',
  ],
  [
    'a velocity that is not that of the ledger',
    'update inventory set velocity = velocity + 0.01; delete from dirty',
    'figures differ',
  ],
  [
    'a forecast that is not that of the ledger',
    'update forecasts set suggested = suggested + 12',
    'figures differ',
  ],
  [
    'a day of demand that no movement made',
    'update daily_demand set sold = sold + 1 where day = (select max(day) from daily_demand)',
    'company 1: ',
  ],
])('found: %s', async (_, break_, sentence) => {
  const room = openRoom();
  await restedIn(room);
  await room.client.executeMultiple(break_);
  const faults = await faultsIn(room.client, { delivered: once });
  expect(faults.join('\n')).toContain(sentence);
});

test('found: a letter that came twice, and an episode that ordered twice', async () => {
  const room = openRoom();
  await restedIn(room);
  const faults = await faultsIn(room.client, { delivered: new Map([[1, 2]]) });
  expect(faults).toEqual(['shortage 1: 2 letters came (1)', 'letter 1 came 2 times']);
});

test('a day later the same movements make other figures, so the comparison takes the day of the computation', async () => {
  const room = openRoom();
  await restedIn(room);
  const later = room.clock.now + 20 * DAY;
  expect((await faultsIn(room.client, { delivered: once, now: later })).join('\n')).toContain(
    'figures differ',
  );
});
