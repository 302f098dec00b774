import { expect, onTestFinished, test } from 'vitest';
import { mailTo, openOffice, short } from '../mail/office.ts';
import { play } from '../mail/script.ts';
import { openRoom } from '../room.ts';
import { accepted, refused } from '../shelf.ts';
import { draft, lettersOf, openDesk, orderRow, outboxOf, run, send, written } from './desk.ts';

const room = openRoom();

/** A letter that the server was given, and of which nobody knows whether it took it. */
async function uncertain() {
  const desk = await openDesk(room);
  const server = await play({ end: 'close' });
  onTestFinished(server.close);
  const { order, letter } = await written(desk);
  await send(desk, letter, mailTo(server.url, short));
  expect(await lettersOf(desk)).toMatchObject([{ status: 'uncertain' }]);
  return { desk, order, letter };
}

async function failed() {
  const desk = await openDesk(room);
  const server = await play({ RCPT: '550 no such user' });
  onTestFinished(server.close);
  const { order, letter } = await written(desk);
  await send(desk, letter, mailTo(server.url, short));
  expect(await orderRow(desk, order)).toMatchObject({ held_by: 'mail_failed' });
  return { desk, order, letter };
}

test('letters are listed newest first, by status, kind and order, and read one by one', async () => {
  const { desk, order, letter } = await failed();
  const { rest } = desk.company;
  const all = accepted(await rest('GET', '/letters'));
  expect(all.items.map(({ kind, status }: { kind: string; status: string }) => [kind, status])).toEqual([
    ['notice', 'queued'],
    ['order', 'failed'],
  ]);
  expect(all.items[0]).not.toHaveProperty('text');
  for (const [query, ids] of [
    ['status=failed', [letter]],
    ['kind=order', [letter]],
    [`order_id=${order}&status=queued`, [all.items[0].id]],
    ['status=sent', []],
  ] as const)
    expect(
      accepted(await rest('GET', `/letters?${query}`)).items.map(({ id }: { id: number }) => id),
    ).toEqual(ids);
  const first = accepted(await rest('GET', '/letters?limit=1'));
  const second = accepted(await rest('GET', `/letters?limit=1&cursor=${first.next_cursor}`));
  expect([second.items[0].id, second.next_cursor]).toEqual([letter, null]);
  expect(accepted(await rest('GET', `/letters/${letter}`))).toMatchObject({
    id: letter,
    kind: 'order',
    order_id: order,
    to_address: 'sales@hario.example',
    attempts: 1,
    error: expect.stringContaining('550 no such user'),
    text: expect.stringContaining('PO-000001'),
    html: expect.stringContaining('<!doctype html>'),
  });
  expect(refused(await rest('GET', '/letters/987654321'))).toEqual([404, 'letter_not_found']);
  expect(refused(await rest('GET', '/letters?status=lost'))).toEqual([400, 'invalid_input']);
});

test('nobody who reads a letter is given the link that answers for the supplier', async () => {
  const { desk, order, letter } = await uncertain();
  const viewer = desk.company.as(await desk.company.keyFor('viewer'));
  const [{ text }] = await lettersOf(desk);
  const signature = /answer\/[\w-]+\.([\w-]{43})/.exec(text)?.[1] ?? 'none';
  const answers = [
    await viewer('GET', `/letters/${letter}`),
    await viewer('GET', `/orders/${order}/letter`),
    await desk.company.rest('POST', `/letters/${letter}/resend`, {}),
  ];
  for (const answer of answers) {
    expect(accepted(answer).text).toContain('https://stock.example/answer/…');
    expect(JSON.stringify(answer.body)).not.toContain(signature);
  }
});

test('a letter that failed is sent again, to where the supplier is now', async () => {
  const { desk, order, letter } = await failed();
  const { rest } = desk.company;
  await rest('PATCH', `/suppliers/${desk.supplier}`, { contact_email: 'right@hario.example' });
  expect(accepted(await rest('POST', `/letters/${letter}/resend`, {}))).toMatchObject({
    status: 'queued',
    to_address: 'right@hario.example',
    attempts: 0,
    error: null,
  });
  expect(await orderRow(desk, order)).toMatchObject({ status: 'approved', held_by: null });
  expect(await outboxOf(desk)).toContainEqual({ topic: 'letter', subject_id: letter, due_at: 0 });
  const office = await openOffice();
  await send(desk, letter, mailTo(office.url));
  expect(office.delivered.map(({ to }) => to)).toEqual([['right@hario.example']]);
  expect(await orderRow(desk, order)).toMatchObject({ status: 'sent' });
  for (const step of ['resend', 'mark-sent'])
    expect(refused(await rest('POST', `/letters/${letter}/${step}`, {}))).toEqual([409, 'letter_moved_on']);
  expect(await lettersOf(desk)).toMatchObject([{ status: 'sent' }]);
});

test('a letter that may have arrived is sent again on purpose, under the same Message-ID', async () => {
  const { desk, letter } = await uncertain();
  const office = await openOffice();
  accepted(await desk.company.rest('POST', `/letters/${letter}/resend`, {}));
  await send(desk, letter, mailTo(office.url));
  expect(office.delivered).toHaveLength(1);
  expect(office.delivered[0]?.raw).toMatch(new RegExp(`<letter-${letter}-\\w+@stock\\.example>`));
});

test('or it is marked as sent: nothing leaves, and the order is on its way from today', async () => {
  const { desk, order, letter } = await uncertain();
  const marked = accepted(await desk.company.rest('POST', `/letters/${letter}/mark-sent`, {}));
  expect(marked).toMatchObject({
    status: 'sent',
    response: expect.stringMatching(/^Marked as sent by key:\d+$/),
  });
  const today = Math.floor(room.clock.now / 86_400_000);
  expect(await orderRow(desk, order)).toMatchObject({
    status: 'sent',
    sent_day: today,
    expected_day: today + 9,
  });
  const office = await openOffice();
  await send(desk, letter, mailTo(office.url));
  expect([office.delivered, await outboxOf(desk)]).toEqual([[], []]);
});

test('a letter that waits can be marked as sent and is then not sent', async () => {
  const desk = await openDesk(room);
  const { order, letter } = await written(desk);
  accepted(await desk.company.rest('POST', `/letters/${letter}/mark-sent`, {}));
  const office = await openOffice();
  await send(desk, letter, mailTo(office.url));
  expect([office.delivered, await outboxOf(desk)]).toEqual([[], []]);
  expect(await orderRow(desk, order)).toMatchObject({ status: 'sent' });
});

test.each(['queued', 'sending'])('a letter that is %s is not sent again', async (status) => {
  const desk = await openDesk(room);
  const { letter } = await written(desk);
  if (status === 'sending')
    await run(room, "update letters set status = 'sending', sending_at = 1 where id = ?", letter);
  const answer = await desk.company.rest('POST', `/letters/${letter}/resend`, {});
  expect(refused(answer)).toEqual([409, 'letter_moved_on']);
  expect(answer.body.details).toMatchObject([{ field: 'status', message: `is ${status}` }]);
  expect(await lettersOf(desk)).toMatchObject([{ status }]);
});

test('a letter whose order went on without it stays where it is', async () => {
  const { desk, order, letter } = await failed();
  accepted(await desk.company.rest('POST', `/orders/${order}/cancel`, {}));
  for (const step of ['resend'])
    expect(refused(await desk.company.rest('POST', `/letters/${letter}/${step}`, {}))).toEqual([
      409,
      'letter_moved_on',
    ]);
});

test('an order shows its letter before there is one: as it would be written now, with a link that is none', async () => {
  const desk = await openDesk(room);
  const id = await draft(desk);
  const preview = accepted(await desk.company.rest('GET', `/orders/${id}/letter`));
  expect(preview).toMatchObject({
    letter_id: null,
    to_address: 'sales@hario.example',
    subject: 'Order PO-000001 from Fern & Kettle',
  });
  expect(preview.text).toContain('https://link.invalid/made-when-the-letter-is-written');
  expect(preview.text).not.toContain('/answer/');
  expect(await lettersOf(desk)).toEqual([]);
  await run(room, 'update order_lines set quantity = 60 where order_id = ?', id);
  expect(accepted(await desk.company.rest('GET', `/orders/${id}/letter`)).text).toContain(
    '60 = 5 packs of 12',
  );
  expect(refused(await desk.company.rest('GET', '/orders/987654321/letter'))).toEqual([
    404,
    'order_not_found',
  ]);
});

test('once it is written, that one is shown', async () => {
  const desk = await openDesk(room);
  const { order, letter } = await written(desk);
  await run(room, 'update companies set name = ? where id = ?', 'Renamed', desk.company.id);
  expect(accepted(await desk.company.rest('GET', `/orders/${order}/letter`))).toMatchObject({
    letter_id: letter,
    subject: 'Order PO-000001 from Fern & Kettle',
  });
});

test('once the letter is written its note stands, and what is only ours may still change', async () => {
  const desk = await openDesk(room);
  const { order } = await written(desk);
  const change = (fields: object) => desk.company.rest('PATCH', `/orders/${order}`, fields);
  expect(refused(await change({ note: 'Deliver to gate 4' }))).toEqual([409, 'order_moved_on']);
  expect(accepted(await change({ reference: 'AB-7' }))).toMatchObject({ note: null, reference: 'AB-7' });
});
