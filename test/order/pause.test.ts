import { expect, test } from 'vitest';
import { holdOrdering } from '../../db/local.ts';
import { mailTo, openOffice } from '../mail/office.ts';
import { openRoom } from '../room.ts';
import { accepted } from '../shelf.ts';
import { type Desk, draft, lettersOf, openDesk, orderRow, outboxOf, release, send, written } from './desk.ts';

/** A letter that is written and has not left, when somebody wants nothing ordered any more. */

const room = openRoom();
const restored = openRoom();
const HOUR = 3_600_000;

const act = async ({ company }: Desk, method: string, path: string, body?: object) =>
  accepted(await company.rest(method, path, body));

const pause = (desk: Desk, is_paused: boolean) => act(desk, 'PATCH', '/policy', { is_paused });

test('a pause holds a written letter, and the end of the pause lets it go', async () => {
  const desk = await openDesk(room);
  const office = await openOffice();
  const { order, letter } = await written(desk);
  await pause(desk, true);
  await send(desk, letter, mailTo(office.url));
  expect(await lettersOf(desk)).toMatchObject([{ status: 'queued', attempts: 0 }]);
  expect(await orderRow(desk, order)).toMatchObject({ status: 'approved', held_by: 'paused' });
  expect(await outboxOf(desk)).toEqual([
    { topic: 'letter', subject_id: letter, due_at: room.clock.now + HOUR },
  ]);

  await pause(desk, false);
  await release(desk, order);
  expect(await orderRow(desk, order)).toMatchObject({ status: 'approved', held_by: null });
  expect(await outboxOf(desk)).toEqual([{ topic: 'letter', subject_id: letter, due_at: 0 }]);
  await send(desk, letter, mailTo(office.url));
  expect(await orderRow(desk, order)).toMatchObject({ status: 'sent', held_by: null });
  expect(office.delivered).toHaveLength(1);
});

test('a pause that ended unnoticed is seen with the next look', async () => {
  const desk = await openDesk(room);
  const office = await openOffice();
  const { order, letter } = await written(desk);
  await act(desk, 'PATCH', `/suppliers/${desk.supplier}/policy`, { is_paused: true });
  await send(desk, letter, mailTo(office.url));
  expect(await orderRow(desk, order)).toMatchObject({ held_by: 'paused' });
  await room.client.execute('delete from supplier_policies');
  await send(desk, letter, mailTo(office.url));
  expect(await orderRow(desk, order)).toMatchObject({ status: 'sent', held_by: null });
  expect(office.delivered).toHaveLength(1);
});

test.each([
  { what: 'a pause', heldBy: 'paused', hold: (desk: Desk) => pause(desk, true) },
  {
    what: 'an archived supplier',
    heldBy: 'review',
    hold: (desk: Desk) => act(desk, 'PATCH', `/suppliers/${desk.supplier}`, { is_active: false }),
  },
])('what $what holds leaves when a person approves it', async ({ heldBy, hold }) => {
  const desk = await openDesk(room);
  const office = await openOffice();
  const { order, letter } = await written(desk);
  await hold(desk);
  await send(desk, letter, mailTo(office.url));
  expect(await orderRow(desk, order)).toMatchObject({ status: 'approved', held_by: heldBy });
  expect(await act(desk, 'POST', `/orders/${order}/approve`, {})).toMatchObject({ held_by: null });
  expect(await outboxOf(desk)).toContainEqual({ topic: 'letter', subject_id: letter, due_at: 0 });
  await release(desk, order);
  await send(desk, letter, mailTo(office.url));
  expect(await orderRow(desk, order)).toMatchObject({ status: 'sent' });
  expect(office.delivered).toHaveLength(1);
});

test('what a person approved leaves through a pause', async () => {
  const desk = await openDesk(room);
  const office = await openOffice();
  const order = await draft(desk);
  await act(desk, 'POST', `/orders/${order}/approve`, {});
  await release(desk, order);
  const [letter] = await lettersOf(desk);
  await pause(desk, true);
  await send(desk, letter.id, mailTo(office.url));
  expect(await orderRow(desk, order)).toMatchObject({ status: 'sent' });
});

test('of a restored backup nobody knows whether a letter left since: a person decides', async () => {
  const desk = await openDesk(restored);
  const office = await openOffice();
  const { order, letter } = await written(desk);
  await holdOrdering(restored.client);
  expect(await act(desk, 'GET', '/policy')).toMatchObject({ is_paused: true });
  expect(await lettersOf(desk)).toMatchObject([
    { status: 'uncertain', error: expect.stringContaining('backup') },
  ]);
  await send(desk, letter, mailTo(office.url));
  expect([office.delivered, await outboxOf(desk)]).toEqual([[], []]);
  await act(desk, 'POST', `/letters/${letter}/resend`, {});
  await send(desk, letter, mailTo(office.url));
  expect(await orderRow(desk, order)).toMatchObject({ status: 'sent' });
  expect(office.delivered).toHaveLength(1);
});
