import { expect, test } from 'vitest';
import {
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
import { accepted, DAY } from '../shelf.ts';
import { newProduct } from '../stock.ts';
import { type Desk, know, lettersOf, openDesk, orderRow, run, written } from './desk.ts';

/** A claim is good for as long as its letter is on the way; whoever comes back later, or comes again, changes nothing. */

const room = openRoom();

const scopeOf = ({ company }: Desk, later = 0): Scope =>
  scopeTo(room.database, { company: company.id, timeZone: 'UTC', actor: 'worker' }, room.clock.now + later);

async function claimOf(desk: Desk, letter: number, later = 0): Promise<Claim> {
  const claim = await claimLetter(scopeOf(desk, later), letter);
  return claim ?? expect.unreachable('the letter was free');
}

const notice = { subject: 'S', text: 'T', html: '<p>' };
type Step = (scope: Scope, claim: Claim) => Promise<unknown>;
const sent: Step = (scope, claim) => letterIsSent(scope, claim, { channel: 'smtp', response: '250' });
const refusedNow: Step = (scope, claim) => letterIsRefused(scope, claim, { reason: 'R', notice });
const putOff: Step = (scope, claim) => letterIsDeferred(scope, claim, { reason: 'R', dueAt: 8e12 });
const uncertain: Step = (scope, claim) => letterIsUncertain(scope, claim, 'R');
const takenBack: Step = ({ now }) => recoverLetters(room.database, { asking: now, sending: now });
const steps = [letterIsHanded, sent, refusedNow, putOff, uncertain];

const ofCompany = ({ company }: Desk): Promise<Json[][]> =>
  Promise.all(
    ['letters', 'orders', 'outbox'].map((table) =>
      run(room, `select * from ${table} where company_id = ? order by id`, company.id),
    ),
  );

test.each<[what: string, fate: Step]>([
  ['taken back', takenBack],
  ['put off', putOff],
  ['uncertain', uncertain],
  ['refused', refusedNow],
  ['sent', sent],
])('once a letter is %s, whoever had claimed it changes nothing any more', async (_, fate) => {
  const desk = await openDesk(room);
  const { letter } = await written(desk);
  const claim = await claimOf(desk, letter);
  await fate(scopeOf(desk), claim);
  const before = await ofCompany(desk);
  for (const step of steps) {
    // That it arrived may turn out when it was given up already.
    if (fate === uncertain && step === sent) continue;
    await expect(step(scopeOf(desk), claim)).rejects.toMatchObject({ code: 'letter_moved_on' });
  }
  expect(await ofCompany(desk)).toEqual(before);
});

test.each<[what: string, fate: Step]>([
  ['uncertain', uncertain],
  ['refused', refusedNow],
  ['sent', sent],
])('a job that comes again a day after a letter was %s leaves it so', async (_, fate) => {
  const desk = await openDesk(room);
  const { letter } = await written(desk);
  await fate(scopeOf(desk), await claimOf(desk, letter));
  const before = await ofCompany(desk);
  expect(await claimLetter(scopeOf(desk, DAY), letter)).toBeNull();
  expect(await ofCompany(desk)).toEqual(before);
});

const goodsComeIn = async ({ company }: Desk, order: number): Promise<Json> =>
  accepted(await company.rest('POST', `/orders/${order}/receipts`, {}));

test('goods that come in before the letter has left: it is finished if it is on the way, and else not sent', async () => {
  const desk = await openDesk(room);
  const { kettle, filter } = desk;
  const [first, second] = [
    await written(desk, { lines: [[kettle, 12]] }),
    await written(desk, { lines: [[filter, 12]] }),
  ];
  const pot = await newProduct(desk.company, { warehouse_id: desk.warehouse, initial_quantity: 5 });
  await know(desk, pot);
  await written(desk, { lines: [[pot, 12]] });
  const states = async () => (await lettersOf(desk)).map(({ status }) => status);
  const claims = [await claimOf(desk, first.letter), await claimOf(desk, second.letter)];
  for (const { order } of [first, second]) await goodsComeIn(desk, order);
  expect(await claimLetter(scopeOf(desk), first.letter)).toBeNull();
  expect(await states()).toEqual(['sending', 'sending', 'queued']);
  for (const claim of claims) await putOff(scopeOf(desk), claim);
  expect(await claimLetter(scopeOf(desk), first.letter)).toBeNull();
  expect(await states(), 'each by its own job').toEqual(['failed', 'queued', 'queued']);
  expect((await lettersOf(desk))[0].error).toContain('Withdrawn');
});

test('an order waits for its letter to be mended, if it has not gone on, and for no letter about it', async () => {
  const desk = await openDesk(room);
  const [open, gone] = [
    await written(desk, { lines: [[desk.kettle, 12]] }),
    await written(desk, { lines: [[desk.filter, 12]] }),
  ];
  for (const { letter } of [gone, open]) {
    const claim = await claimOf(desk, letter);
    if (letter === gone.letter) await goodsComeIn(desk, gone.order);
    await refusedNow(scopeOf(desk), claim);
  }
  const heldBy = async () =>
    Promise.all([open, gone].map(async ({ order }) => (await orderRow(desk, order)).held_by));
  expect(await heldBy()).toEqual(['mail_failed', null]);
  accepted(await desk.company.rest('POST', `/letters/${open.letter}/resend`, {}));
  const told = await lettersOf(desk, 'notice');
  expect(told.map(({ order_id }) => order_id)).toEqual([gone.order, open.order]);
  for (const { id } of told)
    await letterIsRefused(scopeOf(desk), await claimOf(desk, id), { reason: 'R', notice: null });
  expect(await heldBy()).toEqual([null, null]);
});

test('a supplier answers to the first owner who is active', async () => {
  const desk = await openDesk(room);
  const { company } = desk;
  const member = async (word: string, role: string): Promise<number> =>
    accepted(
      await company.rest('POST', '/members', {
        name: word,
        email: `${word}${company.id}@fern.example`,
        role,
      }),
    ).id;
  await member('operator', 'operator');
  const gone = await member('gone', 'owner');
  const next = await member('next', 'owner');
  await member('last', 'owner');
  const { letter } = await written(desk);
  await run(room, "update members set role = 'viewer' where company_id = ? and name = 'Ann'", company.id);
  await run(room, 'update members set is_active = false where id = ?', gone);
  const [{ email }] = await run(room, 'select email from members where id = ?', next);
  expect(await claimOf(desk, letter)).toMatchObject({ replyTo: email });
});
