import { readdirSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import {
  ASKING_MS_MAX,
  claimLetter,
  recoverLetters,
  SENDING_MS_MAX,
} from '../../db/replenishment/sending.ts';
import { scopeTo } from '../../db/scope.ts';
import { letter } from '../../worker/job/letter.ts';
import { openMail } from '../../worker/mail.ts';
import { around } from '../around.ts';
import { mailTo, newFolder, openOffice, short } from '../mail/office.ts';
import { play, type Script } from '../mail/script.ts';
import { type Json, openRoom } from '../room.ts';
import { type Desk, lettersOf, openDesk, orderRow, outboxOf, run, send, workIn, written } from './desk.ts';

const room = openRoom();
const alone = openRoom();
const MINUTE = 60_000;

const before = (moment: number) => ({ asking: moment, sending: moment });

const letterRow = async (id: number, place = room): Promise<Json> =>
  (await run(place, 'select * from letters where id = ?', id))[0];

const scopeOf = ({ room, company }: Desk) =>
  scopeTo(room.database, { company: company.id, timeZone: 'UTC', actor: 'test' }, room.clock.now);

async function playing(...scripts: Script[]) {
  const server = await play(...scripts);
  onTestFinished(server.close);
  return { ...server, mail: mailTo(server.url, short) };
}

/** How often a whole letter went over the line. */
const ends = ({ heard }: { heard: string[] }): number => heard.filter((line) => line === 'end').length;

test('a letter leaves, and with it the order: sent on the local day, expected after the lead time', async () => {
  const desk = await openDesk(room, { timeZone: 'Pacific/Auckland' });
  const office = await openOffice();
  const { order, letter } = await written(desk);
  await send(desk, letter, mailTo(office.url));
  const today = scopeTo(
    room.database,
    { company: desk.company.id, timeZone: 'Pacific/Auckland', actor: 'test' },
    room.clock.now,
  ).localDay(room.clock.now);
  expect(await orderRow(desk, order)).toMatchObject({
    status: 'sent',
    held_by: null,
    sent_at: room.clock.now,
    sent_day: today,
    lead_days: 9,
    expected_day: today + 9,
  });
  expect(await letterRow(letter)).toMatchObject({
    status: 'sent',
    attempts: 1,
    sent_at: room.clock.now,
    handed_at: room.clock.now,
    channel: 'smtp',
    error: null,
  });
  expect(await outboxOf(desk)).toEqual([]);
  const shortages = await run(room, 'select status from shortages where company_id = ?', desk.company.id);
  expect(shortages).toEqual([{ status: 'ordered' }]);
  expect(office.delivered).toHaveLength(1);
  expect(office.delivered[0]?.to).toEqual(['sales@hario.example']);
  expect(office.delivered[0]?.raw).toMatch(new RegExp(`Message-ID: <letter-${letter}-\\w+@stock\\.example>`));
  expect(office.delivered[0]?.raw).toMatch(
    new RegExp(`^Reply-To: .*<owner${desk.company.id}@fern.example>`, 'm'),
  );
});

test('the same job twice is one mail, one after the other or both at once', async () => {
  const desk = await openDesk(room);
  const office = await openOffice();
  const mail = mailTo(office.url);
  const { letter } = await written(desk);
  await Promise.all([send(desk, letter, mail), send(desk, letter, mail)]);
  await send(desk, letter, mail);
  expect(office.delivered).toHaveLength(1);
  expect(await letterRow(letter)).toMatchObject({ status: 'sent', attempts: 1 });
});

test('of many who claim one letter, one has it', async () => {
  const desk = await openDesk(room);
  const { letter } = await written(desk);
  const claims = await Promise.all(Array.from({ length: 20 }, () => claimLetter(scopeOf(desk), letter)));
  expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
});

test('4xx puts it off, longer each time, and it leaves when the server is ready', async () => {
  const desk = await openDesk(room);
  const { mail } = await playing({ RCPT: '450 greylisted' }, { RCPT: '450 greylisted' }, {});
  const { order, letter } = await written(desk);
  for (const minutes of [1, 5]) {
    await send(desk, letter, mail);
    expect(await letterRow(letter)).toMatchObject({
      status: 'queued',
      handed_at: null,
      error: expect.stringContaining('450 greylisted'),
    });
    expect(await outboxOf(desk)).toEqual([
      { topic: 'letter', subject_id: letter, due_at: room.clock.now + minutes * MINUTE },
    ]);
  }
  await send(desk, letter, mail);
  expect(await letterRow(letter)).toMatchObject({ status: 'sent', attempts: 3, error: null });
  expect(await orderRow(desk, order)).toMatchObject({ status: 'sent' });
});

test('after nine tries a person has to look', async () => {
  const desk = await openDesk(room);
  const { mail } = await playing({ MAIL: '451 later' });
  const { order, letter } = await written(desk);
  const waits: number[] = [];
  for (let tries = 0; tries < 9; tries++) {
    await send(desk, letter, mail);
    const [waiting] = await outboxOf(desk);
    waits.push((waiting.due_at - room.clock.now) / MINUTE);
    if (waiting.subject_id !== letter) break;
  }
  expect(waits.slice(0, 8)).toEqual([1, 5, 30, 120, 360, 1440, 1440, 1440]);
  expect(await letterRow(letter)).toMatchObject({
    status: 'failed',
    error: expect.stringMatching(/in 9 tries.*451 later/),
  });
  expect(await orderRow(desk, order)).toMatchObject({ held_by: 'mail_failed' });
});

test('5xx fails it: the order waits, and every owner who is active is told', async () => {
  const desk = await openDesk(room);
  const member = (email: string, role: string) =>
    desk.company.rest('POST', '/members', { name: 'Bo', email, role });
  await member('second@fern.example', 'owner');
  await member('viewer@fern.example', 'viewer');
  const gone = await member('gone@fern.example', 'owner');
  await desk.company.rest('DELETE', `/members/${gone.body.id}`);
  const { mail } = await playing({ RCPT: '550 5.1.1 No such user here' });
  const { order, letter } = await written(desk);
  await send(desk, letter, mail);
  expect(await letterRow(letter)).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('550 5.1.1 No such user'),
  });
  expect(await orderRow(desk, order)).toMatchObject({ status: 'approved', held_by: 'mail_failed' });
  const notices = await lettersOf(desk, 'notice');
  expect(notices.map(({ to_address }) => to_address)).toEqual([
    `owner${desk.company.id}@fern.example`,
    'second@fern.example',
  ]);
  expect(notices[0]).toMatchObject({ status: 'queued', order_id: order });
  expect(notices[0].text).toContain('550 5.1.1 No such user here');
  await send(desk, notices[0].id, mail);
  expect(await lettersOf(desk, 'notice')).toHaveLength(2);
});

test('dropped after the data it is uncertain, and is not sent again by itself', async () => {
  const desk = await openDesk(room);
  const server = await playing({ end: 'close' });
  const { order, letter } = await written(desk);
  await send(desk, letter, server.mail);
  await send(desk, letter, server.mail);
  expect(await letterRow(letter)).toMatchObject({ status: 'uncertain', handed_at: room.clock.now });
  expect(await orderRow(desk, order)).toMatchObject({ status: 'approved', held_by: null });
  expect([await outboxOf(desk), ends(server)]).toEqual([[], 1]);
});

test('a worker that died before the server had the letter: it is sent by the next', async () => {
  const desk = await openDesk(room);
  const office = await openOffice();
  const { letter } = await written(desk);
  await claimLetter(scopeOf(desk), letter);
  await send(desk, letter, mailTo(office.url));
  room.clock.now += ASKING_MS_MAX - 1;
  await send(desk, letter, mailTo(office.url));
  expect(office.delivered).toHaveLength(0);
  room.clock.now += 1;
  await send(desk, letter, mailTo(office.url));
  expect(office.delivered).toHaveLength(1);
  expect(await letterRow(letter)).toMatchObject({ status: 'sent', attempts: 2 });
});

test('a worker that died after it: uncertain, whoever comes next', async () => {
  const desk = await openDesk(room);
  const office = await openOffice();
  const { letter } = await written(desk);
  await claimLetter(scopeOf(desk), letter);
  await run(room, 'update letters set handed_at = ? where id = ?', room.clock.now, letter);
  room.clock.now += SENDING_MS_MAX - 1;
  await send(desk, letter, mailTo(office.url));
  expect(await letterRow(letter)).toMatchObject({ status: 'sending', attempts: 1 });
  room.clock.now += 1;
  await send(desk, letter, mailTo(office.url));
  expect(office.delivered).toHaveLength(0);
  const error = expect.stringContaining('stopped while');
  expect(await letterRow(letter)).toMatchObject({ status: 'uncertain', error });
});

test('whoever starts alone takes up what was left, in all companies', async () => {
  const [one, two] = [await openDesk(alone), await openDesk(alone)];
  const [first, second] = [await written(one), await written(two)];
  await claimLetter(scopeOf(one), first.letter);
  await claimLetter(scopeOf(two), second.letter);
  await run(alone, 'update letters set handed_at = ? where id = ?', alone.clock.now, second.letter);
  await run(alone, 'update outbox set due_at = 9e15 where subject_id = ?', first.letter);
  expect(await recoverLetters(alone.database, before(alone.clock.now - 1))).toBe(0);
  expect(await recoverLetters(alone.database, before(alone.clock.now))).toBe(2);
  const status = async (id: number) => (await letterRow(id, alone)).status;
  expect([await status(first.letter), await status(second.letter)]).toEqual(['queued', 'uncertain']);
  expect(await outboxOf(one)).toEqual([{ topic: 'letter', subject_id: first.letter, due_at: 0 }]);
});

test('a worker that was given up for dead hands nothing over and records nothing', async () => {
  const desk = await openDesk(room);
  const { letter } = await written(desk);
  const server = await playing({});
  const slow = {
    ...server.mail,
    async send(...given: Parameters<typeof server.mail.send>) {
      room.clock.now += ASKING_MS_MAX;
      expect(await claimLetter(scopeOf(desk), letter)).toMatchObject({ attempts: 2 });
      return server.mail.send(...given);
    },
  };
  await send(desk, letter, slow);
  expect(ends(server)).toBe(0);
  expect(await letterRow(letter)).toMatchObject({ status: 'sending', attempts: 2, handed_at: null });
});

test('a database that is busy just then is asked until it records the sending', async () => {
  const desk = await openDesk(room);
  const office = await openOffice();
  const { letter: id } = await written(desk);
  let failures = 0;
  const client = around(room.client, async ({ name, given, ask }) => {
    const isRecording = name === 'batch' && JSON.stringify(given).includes('sent_at = ?');
    if (!isRecording || ++failures > 3) return ask();
    throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
  });
  const work = { ...workIn(desk, mailTo(office.url)), database: { ...room.database, client } };
  await letter(work, { company: desk.company.id, letter: id });
  expect(failures).toBe(4);
  expect(office.delivered).toHaveLength(1);
  expect(await letterRow(id)).toMatchObject({ status: 'sent' });
});

test('that it may have left is committed before the server hears a byte of it; if not, it stays here', async () => {
  const desk = await openDesk(room);
  const server = await playing({});
  const { letter: id } = await written(desk);
  await run(
    room,
    `create trigger no_handing_${id} before update of handed_at on letters when new.id = ${id} and new.handed_at is not null
    begin select raise(abort, 'nothing is recorded now'); end`,
  );
  await send(desk, id, server.mail);
  expect(ends(server)).toBe(0);
  expect(await letterRow(id)).toMatchObject({
    status: 'queued',
    error: expect.stringContaining('could not be recorded'),
  });
  await run(room, `drop trigger no_handing_${id}`);
});

test('an order that was called off takes its waiting letter back', async () => {
  const desk = await openDesk(room);
  const office = await openOffice();
  const { order, letter } = await written(desk);
  await run(room, "update orders set status = 'cancelled' where id = ?", order);
  await send(desk, letter, mailTo(office.url));
  expect(office.delivered).toHaveLength(0);
  expect(await letterRow(letter)).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('Withdrawn'),
  });
});

test('without a mail server a letter is a file, and counts as sent', async () => {
  const desk = await openDesk(room);
  const folder = newFolder();
  const mail = openMail({ folder, from: { name: 'StockFlow', address: 'orders@stock.example' } });
  const { order, letter } = await written(desk);
  await send(desk, letter, mail);
  const [file = ''] = readdirSync(folder);
  expect(await letterRow(letter)).toMatchObject({
    status: 'sent',
    channel: 'file',
    response: `${folder}/${file}`,
  });
  expect(await orderRow(desk, order)).toMatchObject({ status: 'sent' });
});
