import { expect, test } from 'vitest';
import { readAnswer } from '../../db/company/link.ts';
import { orderFacts } from '../../db/replenishment/order-facts.ts';
import { holdOrder, splitOrder } from '../../db/replenishment/release.ts';
import { scopeTo } from '../../db/scope.ts';
import { around } from '../around.ts';
import { openRoom } from '../room.ts';
import { draft, know, lettersOf, openDesk, orderRow, outboxOf, release, run, workIn } from './desk.ts';

const room = openRoom();

test('a draft whose time is over is approved by the policy, and its letter waits in the outbox', async () => {
  const desk = await openDesk(room);
  const id = await draft(desk);
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({
    status: 'approved',
    approved_by: 'policy',
    held_by: null,
  });
  const [letter] = await lettersOf(desk);
  expect(letter).toMatchObject({
    order_id: id,
    to_name: 'Hario Europe',
    to_address: 'sales@hario.example',
    subject: 'Order PO-000001 from Fern & Kettle',
    status: 'queued',
  });
  expect(letter.text).toContain('48 = 4 packs of 12, at 12.50 each');
  expect(await outboxOf(desk)).toEqual([{ topic: 'letter', subject_id: letter.id, due_at: 0 }]);
  const [, token = ''] = /https:\/\/stock\.example\/answer\/(\S+)/.exec(letter.text) ?? [];
  const [secret] = await run(room, 'select link from secrets where company_id = ?', desk.company.id);
  const link = readAnswer(token);
  expect(link).toMatchObject({ company: desk.company.id, order: id });
  expect(await link?.isSignedWith(secret.link)).toBe(true);
});

test('released twice, an order has one letter', async () => {
  const desk = await openDesk(room);
  const id = await draft(desk);
  await Promise.all([release(desk, id), release(desk, id), release(desk, id)]);
  await release(desk, id);
  expect(await lettersOf(desk)).toHaveLength(1);
});

test('an order that is gone is nobody’s business', async () => {
  const desk = await openDesk(room);
  await release(desk, 987_654);
  expect(await lettersOf(desk)).toEqual([]);
});

test('fit lines leave as an order of their own; the others stay behind', async () => {
  const desk = await openDesk(room);
  await know(desk, desk.filter, { confidence: 'low' });
  const id = await draft(desk, {
    lines: [
      [desk.kettle, 48],
      [desk.filter, 24],
    ],
  });
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'draft', held_by: 'low_confidence' });
  const [second] = await run(
    room,
    "select * from orders where company_id = ? and status = 'approved'",
    desk.company.id,
  );
  expect(second).toMatchObject({
    number: 2,
    supplier_id: desk.supplier,
    warehouse_id: desk.warehouse,
    origin: 'automatic',
  });
  const lines = await run(
    room,
    'select order_id, product_id from order_lines where company_id = ? order by order_id',
    desk.company.id,
  );
  expect(lines).toEqual([
    { order_id: id, product_id: desk.filter },
    { order_id: second.id, product_id: desk.kettle },
  ]);
  const [letter, ...more] = await lettersOf(desk);
  expect([letter.order_id, more]).toEqual([second.id, []]);
  expect(letter.text).toContain('PO-000002');
  expect(letter.text).not.toContain('Filter');
  expect(await outboxOf(desk)).toEqual([{ topic: 'letter', subject_id: letter.id, due_at: 0 }]);
});

test('a draft without a fit line waits for a better forecast or a person', async () => {
  const desk = await openDesk(room);
  await know(desk, desk.kettle, { ageMs: 48 * 3_600_000 + 1 });
  const id = await draft(desk);
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'draft', held_by: 'stale_velocity' });
  expect([await lettersOf(desk), await outboxOf(desk)]).toEqual([[], []]);
});

test('while the collecting time runs, it waits where it is', async () => {
  const desk = await openDesk(room);
  const later = room.clock.now + 60_000;
  const id = await draft(desk, { releaseAt: later });
  await run(room, 'update outbox set due_at = 0 where company_id = ?', desk.company.id);
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'draft', held_by: null });
  expect(await outboxOf(desk)).toEqual([{ topic: 'order', subject_id: id, due_at: later }]);
});

test('outside the hours it waits for the opening, in the local time of the company', async () => {
  room.clock.now = Date.parse('2026-11-21T20:30:00Z');
  const desk = await openDesk(room, { timeZone: 'Asia/Kolkata' });
  await run(
    room,
    'update policies set opens_minute = 540, closes_minute = 1020 where company_id = ?',
    desk.company.id,
  );
  const id = await draft(desk);
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'draft', held_by: 'hours' });
  const due = Date.parse('2026-11-22T09:00:00+05:30');
  expect(await outboxOf(desk)).toEqual([{ topic: 'order', subject_id: id, due_at: due }]);
  room.clock.now = due;
  await release(desk, id);
  expect(await lettersOf(desk)).toHaveLength(1);
  room.clock.now = Date.now();
});

test('the cap counts the letters of the local day, and the next day it goes out', async () => {
  const desk = await openDesk(room);
  await run(room, 'update policies set daily_cap = 1 where company_id = ?', desk.company.id);
  await release(desk, await draft(desk));
  const id = await draft(desk, { lines: [[desk.filter, 12]] });
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'draft', held_by: 'daily_cap' });
  const [waiting] = (await outboxOf(desk)).filter(({ topic }) => topic === 'order');
  room.clock.now = waiting.due_at;
  await know(desk, desk.filter);
  await release(desk, id);
  expect(await lettersOf(desk)).toHaveLength(2);
  room.clock.now = Date.now();
});

test('a pause holds it, and the end of the pause posts it again', async () => {
  const desk = await openDesk(room);
  await run(room, 'update policies set is_paused = 1 where company_id = ?', desk.company.id);
  const id = await draft(desk);
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'draft', held_by: 'paused' });
  expect(await outboxOf(desk)).toEqual([]);
  await run(room, 'update policies set is_paused = 0 where company_id = ?', desk.company.id);
  expect(await outboxOf(desk)).toMatchObject([{ topic: 'order', subject_id: id }]);
  await release(desk, id);
  expect(await lettersOf(desk)).toHaveLength(1);
});

test('without an address it stays a draft that follows what is needed; entering one sends it to that', async () => {
  const desk = await openDesk(room, { email: null });
  const id = await draft(desk);
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'draft', held_by: 'no_email', approved_by: null });
  expect([await lettersOf(desk), await outboxOf(desk)]).toEqual([[], []]);
  await desk.company.rest('PATCH', `/suppliers/${desk.supplier}`, { contact_email: 'new@hario.example' });
  expect(await outboxOf(desk)).toMatchObject([{ topic: 'order', subject_id: id }]);
  await release(desk, id);
  expect(await lettersOf(desk)).toMatchObject([{ to_address: 'new@hario.example' }]);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'approved', held_by: null });
});

test('what a person approved goes out through pause, review, hours, cap and low confidence', async () => {
  const desk = await openDesk(room);
  await know(desk, desk.kettle, { confidence: 'low' });
  await run(
    room,
    "update policies set mode = 'review', is_paused = 1, opens_minute = 0, closes_minute = 1, daily_cap = 1 where company_id = ?",
    desk.company.id,
  );
  const id = await draft(desk, { origin: 'manual' });
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'draft', held_by: 'review' });
  await run(
    room,
    "update orders set status = 'approved', approved_by = 'key:1', approved_at = 1, held_by = null where id = ?",
    id,
  );
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'approved', approved_by: 'key:1', held_by: null });
  expect(await lettersOf(desk)).toHaveLength(1);
});

test('a line that changes between the look and the write is in the letter as it is then', async () => {
  const desk = await openDesk(room);
  const id = await draft(desk);
  let looks = 0;
  const meddling = interrupted(async () => {
    looks += 1;
    if (looks === 1) await run(room, 'update order_lines set quantity = 96 where order_id = ?', id);
  });
  await release(desk, id, { ...workIn(desk), database: meddling });
  const [letter, ...more] = await lettersOf(desk);
  expect(more).toEqual([]);
  expect(letter.text).toContain('96 = 8 packs of 12');
  expect(looks).toBe(2);
});

test('what is posted while it is decided on is not lost', async () => {
  const desk = await openDesk(room);
  await run(room, 'update policies set is_paused = 1 where company_id = ?', desk.company.id);
  const id = await draft(desk);
  const meddling = interrupted(() =>
    run(room, "insert into due values (?, 'order', ?, 0, 0)", desk.company.id, id),
  );
  await release(desk, id, { ...workIn(desk), database: meddling });
  expect(await outboxOf(desk)).toMatchObject([{ topic: 'order', subject_id: id }]);
});

test.each([
  ['the address', "update suppliers set contact_email = 'other@hario.example'"],
  ['the policy', 'update policies set is_paused = 1'],
  ['the hold', "update orders set held_by = 'review'"],
])('a decision that rests on %s as it was changes nothing', async (_, sql) => {
  const desk = await openDesk(room);
  const id = await draft(desk);
  const scope = scopeTo(
    room.database,
    { company: desk.company.id, timeZone: 'UTC', actor: 'test' },
    room.clock.now,
  );
  const facts = await orderFacts(scope, id);
  if (!facts) throw new Error('there is an order');
  await run(room, `${sql} where company_id = ?`, desk.company.id);
  await expect(holdOrder(scope, facts, 'paused', null)).rejects.toMatchObject({ code: 'order_moved_on' });
  expect(await outboxOf(desk)).toMatchObject([{ topic: 'order', subject_id: id }]);
});

test('a split that was overtaken changes nothing, even just after another', async () => {
  const desk = await openDesk(room);
  const id = await draft(desk, {
    lines: [
      [desk.kettle, 48],
      [desk.filter, 24],
    ],
  });
  const caller = { company: desk.company.id, timeZone: 'UTC', actor: 'test' };
  const scope = scopeTo(room.database, caller, room.clock.now);
  const split = async (product: number, meanwhile: () => Promise<unknown>) => {
    const facts = await orderFacts(scope, id);
    if (!facts) throw new Error('there is an order');
    await meanwhile();
    return splitOrder(scope, facts, { productIds: [product], heldBy: 'review' });
  };
  await split(desk.kettle, () => Promise.resolve());
  await run(room, "insert into due values (?, 'order', ?, 0, 0)", desk.company.id, id);
  const meddle = () => run(room, 'update order_lines set quantity = 96 where order_id = ?', id);
  await expect(split(desk.filter, meddle)).rejects.toMatchObject({ code: 'order_moved_on' });
  expect(await outboxOf(desk)).toContainEqual({ topic: 'order', subject_id: id, due_at: 0 });
});

/** The room's database, with something that happens just before each write. */
function interrupted(before: () => Promise<unknown>) {
  const client = around(room.client, async ({ name, ask }) => {
    if (name === 'batch') await before();
    return ask();
  });
  return { ...room.database, client };
}
