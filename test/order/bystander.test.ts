import { expect, test } from 'vitest';
import {
  abandonedAt,
  type Claim,
  claimLetter,
  letterIsDeferred,
  letterIsHanded,
  letterIsRefused,
  letterIsSent,
  letterIsUncertain,
  recoverLetters,
} from '../../db/replenishment/sending.ts';
import { type Scope, scopeTo } from '../../db/scope.ts';
import { type Json, openRoom } from '../room.ts';
import { accepted } from '../shelf.ts';
import { type Desk, openDesk, run } from './desk.ts';

/** What happens to a letter happens to no other, in whatever state those are. */

const room = openRoom();

async function letterOf({ company, supplier, warehouse, kettle }: Desk, number: number): Promise<number> {
  const { now } = room.clock;
  const [order] = await run(
    room,
    `insert into orders (company_id, number, supplier_id, warehouse_id, origin, created_at)
      values (?, ?, ?, ?, 'automatic', ?) returning id`,
    ...[company.id, number, supplier, warehouse, now],
  );
  await run(
    room,
    'insert into order_lines (company_id, order_id, product_id, quantity, pack_size) values (?, ?, ?, 12, 12)',
    ...[company.id, order.id, kettle],
  );
  const approve =
    "update orders set status = 'approved', approved_by = 'policy', approved_at = ? where id = ?";
  await run(room, approve, now, order.id);
  const [letter] = await run(
    room,
    `insert into letters (company_id, kind, order_id, to_name, to_address, subject, text, html, created_at)
      values (?, 'order', ?, 'A', 'a@b.example', 'S', 'T', '<p>', ?) returning id`,
    ...[company.id, order.id, now],
  );
  return letter.id;
}

/** Of two companies, five letters each: the second is the test's, the last was put off, and the others are in other states. */
async function offices(): Promise<{ desk: Desk; letter: number }> {
  const found = [];
  for (const desk of [await openDesk(room), await openDesk(room)]) {
    const asking = await letterOf(desk, 1);
    const letter = await letterOf(desk, 2);
    const handed = await letterOf(desk, 3);
    const failed = await letterOf(desk, 4);
    const other = accepted(await desk.company.rest('POST', '/suppliers', { name: 'Other' })).id;
    const late = await letterOf({ ...desk, supplier: other }, 5);
    const sending = "update letters set status = 'sending', attempts = 1, sending_at = ? where id = ?";
    for (const id of [asking, handed]) await run(room, sending, room.clock.now, id);
    await run(room, 'update letters set handed_at = ? where id = ?', room.clock.now, handed);
    await run(room, "update letters set status = 'failed', error = 'E' where id = ?", failed);
    await run(room, 'update letters set attempts = 1, sending_at = ? where id = ?', room.clock.now, late);
    for (const id of [asking, letter])
      await run(room, "insert into due values (?, 'order', ?, 0, 0)", desk.company.id, id);
    await run(room, 'update outbox set due_at = 7e12 where company_id = ?', desk.company.id);
    found.push({ desk, letter });
  }
  return found[0] ?? expect.unreachable('there are two');
}

/** Every letter, order and errand but those of one letter, and of the notices about its order. */
async function others(letter: number): Promise<Json[]> {
  const order = '(select order_id from letters where id = ?)';
  const own = `id = ? or (kind = 'notice' and order_id = ${order})`;
  return [
    ...(await run(room, `select * from letters where not (${own})`, letter, letter)),
    ...(await run(room, `select * from orders where id <> ${order}`, letter)),
    ...(await run(
      room,
      `select * from outbox where topic <> 'letter' or subject_id not in (select id from letters where ${own})`,
      letter,
      letter,
    )),
  ];
}

const notice = { subject: 'S', text: 'T', html: '<p>' };
const steps: [what: string, (scope: Scope, claim: Claim) => Promise<unknown>][] = [
  ['handed over', letterIsHanded],
  ['sent', (scope, claim) => letterIsSent(scope, claim, { channel: 'smtp', response: '250' })],
  ['put off', (scope, claim) => letterIsDeferred(scope, claim, { reason: 'R', dueAt: 8e12 })],
  ['refused', (scope, claim) => letterIsRefused(scope, claim, { reason: 'R', notice: null })],
  ['refused, and told', (scope, claim) => letterIsRefused(scope, claim, { reason: 'R', notice })],
  ['uncertain', (scope, claim) => letterIsUncertain(scope, claim, 'R')],
];

const scopeOf = ({ company }: Desk): Scope =>
  scopeTo(room.database, { company: company.id, timeZone: 'UTC', actor: 'worker' }, room.clock.now);

test.each(steps)('a letter is claimed and %s: every other stays as it is', async (_, step) => {
  const { desk, letter } = await offices();
  const scope = scopeOf(desk);
  const before = await others(letter);
  const claim = await claimLetter(scope, letter);
  if (!claim) throw new Error('the letter was free');
  expect(await others(letter)).toEqual(before);
  await expect(step(scope, { ...claim, attempts: claim.attempts + 1 })).rejects.toThrow();
  await expect(step(scope, { ...claim, sendingAt: claim.sendingAt + 1 })).rejects.toThrow();
  await step(scope, claim);
  expect(await others(letter)).toEqual(before);
});

test('whoever starts takes up those whose sender is gone, and no other', async () => {
  const { desk } = await offices();
  const found = async () => {
    const letters = await run(
      room,
      'select status from letters where company_id = ? order by id',
      desk.company.id,
    );
    const due = 'select subject_id, topic from outbox where company_id = ? and due_at = 0';
    return [letters.map(({ status }) => status), await run(room, due, desk.company.id)];
  };
  const [asking] = await run(room, 'select min(id) as id from letters where company_id = ?', desk.company.id);
  const { now } = room.clock;
  await recoverLetters(room.database, abandonedAt(now));
  expect(await found(), 'still at it').toEqual([['sending', 'queued', 'sending', 'failed', 'queued'], []]);
  const atOnce = [{ subject_id: asking.id, topic: 'letter' }];
  await recoverLetters(room.database, { asking: now, sending: now - 1 });
  expect(await found()).toEqual([['queued', 'queued', 'sending', 'failed', 'queued'], atOnce]);
  await recoverLetters(room.database, { asking: now, sending: now });
  expect(await found()).toEqual([['queued', 'queued', 'uncertain', 'failed', 'queued'], atOnce]);
});

test('a letter is told with the order that it is about, and no other’s sender is taken for gone', async () => {
  const { desk, letter } = await offices();
  const { rows } = await room.client.execute("select max(id), company_id from letters where kind = 'order'");
  const [last, company] = [Number(rows[0]?.[0]), Number(rows[0]?.[1])];
  const caller = { company, timeZone: 'UTC', actor: 'worker' };
  const claimed = await claimLetter(scopeTo(room.database, caller, room.clock.now), last);
  expect(claimed).toMatchObject({ orderNumber: 'PO-000005', supplierName: 'Other' });
  const before = await others(letter);
  const later = { company: desk.company.id, timeZone: 'UTC', actor: 'worker' };
  const first = await claimLetter(scopeTo(room.database, later, room.clock.now + 86_400_000), letter);
  expect(first).toMatchObject({ orderNumber: 'PO-000002', supplierName: 'Hario Europe' });
  expect(await others(letter)).toEqual(before);
});
