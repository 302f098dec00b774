import { expect, test } from 'vitest';
import { scopeOf } from '../../db/company/company.ts';
import { sweep } from '../../db/replenishment/sweep.ts';
import { rebuildCommand } from '../../tools/command/rebuild.ts';
import { mailTo, openOffice } from '../mail/office.ts';
import { openRoom } from '../room.ts';
import { accepted, DAY } from '../shelf.ts';
import {
  type Desk,
  draft,
  lettersOf,
  openDesk,
  orderRow,
  outboxOf,
  release,
  run,
  send,
  written,
} from './desk.ts';
import { failedLetter } from './failed-letter.ts';

/** Orders and errands that would wait for ever, if nobody looked at them again. */

const room = openRoom();

const act = async ({ company }: Desk, path: string, body: object = {}, method = 'POST') =>
  accepted(await company.rest(method, path, body));

const receipt = async (desk: Desk, order: number, quantity: number): Promise<number> => {
  const lines = [{ product_id: desk.kettle, quantity }];
  const { receipts } = await act(desk, `/orders/${order}/receipts`, { lines });
  return receipts[0].lines[0].movement_id;
};

test('an order whose letter was refused is approved, and its letter goes to the address of now', async () => {
  const desk = await openDesk(room);
  const order = await draft(desk);
  await run(
    room,
    "update orders set status = 'approved', approved_by = 'policy', approved_at = 0 where id = ?",
    order,
  );
  const letter = await failedLetter(room.client, order);
  await act(desk, `/suppliers/${desk.supplier}`, { contact_email: 'new@hario.example' }, 'PATCH');
  expect(await act(desk, `/orders/${order}/approve`)).toMatchObject({ status: 'approved', held_by: null });
  expect(await lettersOf(desk)).toMatchObject([{ status: 'queued', to_address: 'new@hario.example' }]);
  expect(await outboxOf(desk)).toContainEqual({ topic: 'letter', subject_id: letter, due_at: 0 });
});

test('a letter that waited for another try goes to the address of now', async () => {
  const desk = await openDesk(room);
  const office = await openOffice();
  const { letter } = await written(desk);
  await act(desk, `/suppliers/${desk.supplier}`, { contact_email: 'moved@hario.example' }, 'PATCH');
  await send(desk, letter, mailTo(office.url));
  expect(office.delivered.map(({ to }) => to)).toEqual([['moved@hario.example']]);
});

test('a receipt taken back leaves no order that nobody has: it is held where its letter was taken back', async () => {
  const desk = await openDesk(room);
  const { order } = await written(desk);
  const movement = await receipt(desk, order, 1);
  expect(await lettersOf(desk)).toMatchObject([{ status: 'failed' }]);
  await act(desk, `/movements/${movement}/reverse`);
  expect(await orderRow(desk, order)).toMatchObject({ status: 'approved', held_by: 'mail_failed' });
  expect(await outboxOf(desk)).toContainEqual({ topic: 'order', subject_id: order, due_at: 0 });
  await act(desk, `/orders/${order}/approve`);
  expect(await lettersOf(desk)).toMatchObject([{ status: 'queued' }]);
});

test('a receipt before the sending: the rest is expected, and a receipt taken back sends it to the address of now', async () => {
  const desk = await openDesk(room, { email: null, leadDays: null });
  const id = await draft(desk);
  await act(desk, `/orders/${id}/approve`);
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'approved', held_by: 'no_email' });
  const movement = await receipt(desk, id, 1);
  const today = Math.floor(room.clock.now / DAY);
  expect(await orderRow(desk, id)).toMatchObject({
    status: 'partly_received',
    held_by: null,
    expected_day: today + 7,
  });
  await act(desk, `/suppliers/${desk.supplier}`, { contact_email: 'first@hario.example' }, 'PATCH');
  await act(desk, `/movements/${movement}/reverse`);
  await release(desk, id);
  expect(await lettersOf(desk)).toMatchObject([{ status: 'queued', to_address: 'first@hario.example' }]);
});

test('another time zone wakes what waits for its hours', async () => {
  const desk = await openDesk(room);
  const id = await draft(desk);
  await run(room, "update orders set held_by = 'hours' where id = ?", id);
  await run(room, "update outbox set due_at = 9e15 where topic = 'order' and subject_id = ?", id);
  await act(desk, '/company', { time_zone: 'Asia/Tokyo' }, 'PATCH');
  const [{ due_at }] = await outboxOf(desk);
  expect(due_at).toBeLessThanOrEqual(room.clock.now);
});

test.each(['the night', 'a rebuild'])('%s gives what was put aside another chance', async (when) => {
  const desk = await openDesk(room);
  const { letter } = await written(desk);
  const parked =
    "update outbox set failures = 5, parked_at = 1, due_at = 9e15 where topic = 'letter' and subject_id = ?";
  await run(room, parked, letter);
  const { database, clock } = room;
  const company = desk.company.id;
  if (when === 'the night') await sweep(await scopeOf(database, company, 'test', clock.now));
  else
    await rebuildCommand.prepare({ company: String(company) })({
      database,
      applied: null,
      address: '',
      progress: () => undefined,
    });
  expect(
    await run(room, 'select failures, parked_at, due_at from outbox where subject_id = ?', letter),
  ).toContainEqual({ failures: 0, parked_at: null, due_at: 0 });
});

test('goods that came before the order was written down say nothing of the lead time', async () => {
  const desk = await openDesk(room);
  const id = await draft(desk);
  await act(desk, `/orders/${id}/mark-sent`);
  const earlier = new Date(room.clock.now - 3 * DAY).toISOString();
  const received = await act(desk, `/orders/${id}/receipts`, { occurred_at: earlier });
  expect(received).toMatchObject({ status: 'received', measured_lead_days: null });
});
