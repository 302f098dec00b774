import { expect, test } from 'vitest';
import { mailTo, openOffice } from '../mail/office.ts';
import { openRoom } from '../room.ts';
import { accepted, DAY } from '../shelf.ts';
import {
  type Desk,
  draft,
  know,
  lettersOf,
  openDesk,
  orderRow,
  release,
  run,
  send,
  summarise,
  written,
} from './desk.ts';

const room = openRoom();

async function withReaders(options?: Parameters<typeof openDesk>[1]): Promise<Desk> {
  const desk = await openDesk(room, options);
  for (const name of ['ann', 'bo', 'cy'])
    accepted(
      await desk.company.rest('POST', '/members', {
        name,
        email: `${name}@fern.example`,
        role: 'viewer',
        wants_digest: name !== 'cy',
      }),
    );
  return desk;
}

const digestedDay = async ({ company }: Desk): Promise<number> =>
  (await run(room, 'select digested_day from companies where id = ?', company.id))[0]?.digested_day;

const today = (): number => Math.floor(room.clock.now / DAY);

test('each who wants it gets one letter about what is new and what waits, and it leaves by mail', async () => {
  const desk = await withReaders();
  await know(desk, desk.filter, { confidence: 'low' });
  const held = await draft(desk, { lines: [[desk.filter, 24]] });
  await release(desk, held);
  await summarise(desk);
  const letters = await lettersOf(desk, 'digest');
  expect(letters.map(({ to_address }) => to_address)).toEqual(['ann@fern.example', 'bo@fern.example']);
  expect(letters[0]).toMatchObject({ day: today(), order_id: null, status: 'queued' });
  expect(letters[0].subject).toContain('1 new shortage, 1 waiting');
  for (const said of ['Filter', 'PO-000001 to Hario Europe', 'Too little is known'])
    expect(letters[0].text).toContain(said);
  expect(await digestedDay(desk)).toBe(today());
  const office = await openOffice();
  await send(desk, letters[0].id, mailTo(office.url));
  expect(office.delivered.map(({ to }) => to)).toEqual([['ann@fern.example']]);
});

test('once a day, however often the job runs, and again the next day for what still waits', async () => {
  const desk = await withReaders({ email: null });
  const id = await draft(desk);
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ held_by: 'no_email' });
  await Promise.all([summarise(desk), summarise(desk), summarise(desk)]);
  await summarise(desk);
  expect(await lettersOf(desk, 'digest')).toHaveLength(2);
  room.clock.now += DAY;
  await summarise(desk);
  const letters = await lettersOf(desk, 'digest');
  expect(letters).toHaveLength(4);
  expect(letters[3].subject).toContain('1 waiting');
  expect(letters[3].subject).not.toContain('shortage');
  room.clock.now -= DAY;
});

test('a day without news makes no letter, and is done all the same', async () => {
  const desk = await withReaders();
  await summarise(desk);
  expect(await lettersOf(desk, 'digest')).toEqual([]);
  expect(await digestedDay(desk)).toBe(today());
});

test('its day is the day of the company', async () => {
  const now = room.clock.now;
  room.clock.now = Date.parse('2026-11-21T11:00:00Z');
  const desk = await withReaders({ timeZone: 'Pacific/Auckland' });
  await draft(desk);
  await summarise(desk);
  expect(await digestedDay(desk)).toBe(Date.parse('2026-11-22') / DAY);
  expect((await lettersOf(desk, 'digest'))[0]?.text).toContain('Sunday 22 November 2026');
  room.clock.now = now;
});

test('what was told once is not told as new again, and a silent week is not told at all', async () => {
  const desk = await withReaders();
  await draft(desk);
  await summarise(desk);
  room.clock.now += DAY;
  await summarise(desk);
  expect(await lettersOf(desk, 'digest')).toHaveLength(2);
  room.clock.now += 7 * DAY;
  await summarise(desk);
  expect(await lettersOf(desk, 'digest')).toHaveLength(2);
  room.clock.now -= 8 * DAY;
});

test('letters that failed and orders that are late are named until somebody sees to them', async () => {
  const desk = await withReaders();
  const { order, letter } = await written(desk);
  const office = await openOffice();
  await run(room, "update letters set status = 'failed', error = '550 no such user' where id = ?", letter);
  await run(room, "update orders set held_by = 'mail_failed' where id = ?", order);
  await summarise(desk);
  const [first] = await lettersOf(desk, 'digest');
  expect(first.subject).toContain('1 letter to look after');
  expect(first.subject).not.toContain('waiting');
  expect(first.text).toContain('550 no such user');
  accepted(await desk.company.rest('POST', `/letters/${letter}/resend`, {}));
  await send(desk, letter, mailTo(office.url));
  room.clock.now += 12 * DAY;
  await summarise(desk);
  const last = (await lettersOf(desk, 'digest')).at(-1);
  expect(last.subject).toContain('1 overdue');
  expect(last.text).toContain('3 days late');
  room.clock.now -= 12 * DAY;
});

test('each new shortage says what was done about it', async () => {
  const desk = await withReaders();
  const office = await openOffice();
  const { letter } = await written(desk);
  await send(desk, letter, mailTo(office.url));
  await draft(desk, { lines: [[desk.filter, 12]] });
  await summarise(desk);
  const [{ text }] = await lettersOf(desk, 'digest');
  expect(text).toContain('Ordered from Hario Europe: PO-000001.');
  expect(text).toContain('PO-000002 to Hario Europe is drafted');
});

test('of an order that was closed with nothing in it nobody is told that it was ordered', async () => {
  const desk = await withReaders();
  const id = await draft(desk);
  for (const verb of ['mark-sent', 'close'])
    accepted(await desk.company.rest('POST', `/orders/${id}/${verb}`));
  await summarise(desk);
  const [{ text }] = await lettersOf(desk, 'digest');
  expect(text).not.toContain('Ordered from');
  expect(text.replace(/\s+/g, ' ')).toContain('Decide what to do');
});

test.each([
  ['no_supplier', 'no supplier is set'],
  ['person', 'a person has taken it over'],
  ['incoming', 'enough is on its way'],
  ['order_ended', 'Decide what to do'],
])('a shortage that is held by %s says so', async (heldBy, said) => {
  const desk = await withReaders();
  await run(
    room,
    `insert into shortages (company_id, product_id, warehouse_id, opened_at, on_hand, threshold, held_by) values (?, ?, ?, ?, 5, 10, ?)`,
    desk.company.id,
    desk.kettle,
    desk.warehouse,
    room.clock.now,
    heldBy,
  );
  await summarise(desk);
  const [{ text }] = await lettersOf(desk, 'digest');
  expect(text.replace(/\s+/g, ' ')).toContain(said);
});
