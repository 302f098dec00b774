import { expect, test } from 'vitest';
import { type Company, openRoom, type Room } from '../room.ts';
import { DAY } from '../shelf.ts';
import { ordersOf, sellingShelf, sendOrder, workOn } from '../worker/bench.ts';
import { faultsIn } from './invariant.ts';

/** What finds nothing after every bad day must find each of these. */

/** A company at rest whose one order is with its supplier. */
async function rested(): Promise<{ room: Room; company: Company; letter: number }> {
  const room = openRoom();
  const shelf = await sellingShelf(room, { left: 20 });
  const { company } = shelf;
  await workOn(room, company);
  const [order] = await ordersOf(room, company);
  await room.client.executeMultiple(`update orders set status = 'approved', approved_by = 'policy', approved_at = 0;
    insert into letters (company_id, kind, order_id, to_address, subject, text, html, created_at)
      values (${company.id}, 'order', ${order.id}, 'a@b.example', 's', 't', 'h', 0);
    update letters set status = 'sending', sending_at = 1`);
  await sendOrder(room, order.id);
  await room.client.execute(`update letters set status = 'sent', sent_at = 1, channel = 'smtp'`);
  await workOn(room, company);
  return { room, company, letter: 1 };
}

const once = new Map([[1, 1]]);

test('nothing is found where nothing is wrong', async () => {
  const { room } = await rested();
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
  const { room } = await rested();
  await room.client.executeMultiple(break_);
  const faults = await faultsIn(room.client, { delivered: once });
  expect(faults.join('\n')).toContain(sentence);
});

test('found: a letter that came twice, and an episode that ordered twice', async () => {
  const { room } = await rested();
  const faults = await faultsIn(room.client, { delivered: new Map([[1, 2]]) });
  expect(faults).toEqual(['shortage 1: 2 letters came (1)', 'letter 1 came 2 times']);
});

test('a day later the same movements make other figures, so the comparison takes the day of the computation', async () => {
  const { room } = await rested();
  const later = room.clock.now + 20 * DAY;
  expect((await faultsIn(room.client, { delivered: once, now: later })).join('\n')).toContain(
    'figures differ',
  );
});
