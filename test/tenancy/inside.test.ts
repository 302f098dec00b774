import { beforeAll, expect, test } from 'vitest';
import { failErrand, failPlaces } from '../../db/outbox.ts';
import { digestFacts, writeDigest } from '../../db/replenishment/digest.ts';
import { orderFacts } from '../../db/replenishment/order-facts.ts';
import { dirtyPlaces, getPlanning } from '../../db/replenishment/place.ts';
import {
  holdOrder,
  leaveOrder,
  releaseOrder,
  retryHeldLetter,
  splitOrder,
} from '../../db/replenishment/release.ts';
import { countSoldPlaces, soldPlaces } from '../../db/replenishment/replay.ts';
import {
  claimLetter,
  letterIsDeferred,
  letterIsHanded,
  letterIsRefused,
  letterIsSent,
  letterIsUncertain,
} from '../../db/replenishment/sending.ts';
import { settle } from '../../db/replenishment/settle.ts';
import { supplierView } from '../../db/replenishment/supplier-view.ts';
import { sweep } from '../../db/replenishment/sweep.ts';
import { type Scope, scopeTo } from '../../db/scope.ts';
import { figuresOf } from '../../worker/figures.ts';
import { recompute } from '../../worker/job/recompute.ts';
import { type Dump, dumpOf } from '../dump.ts';
import { type Company, openRoom } from '../room.ts';
import { ordersOf, sellingShelf, workOn } from '../worker/bench.ts';
import { furnish, type World } from './world.ts';

/** Behind the doors, where ids come from rows of ours: a scope is as blind there. */

const room = openRoom();
let stranger: Company;
let victim: Company;
let own: World;
let other: World;

beforeAll(async () => {
  stranger = await room.company();
  victim = await room.company();
  own = await furnish(room, stranger, 'ordinary');
  other = await furnish(room, victim, 'zanzibar');
});

const scopeOf = ({ id }: Company): Scope =>
  scopeTo(room.database, { company: id, timeZone: 'UTC', actor: 'worker' }, room.clock.now);
const dumps = (): Promise<Dump[]> =>
  Promise.all([
    dumpOf(room.client, { company: own.company }),
    dumpOf(room.client, { company: other.company }),
  ]);
const start = { afterProduct: 0, afterWarehouse: 0 };
const written = { subject: 'S', text: 'T', html: '<p>' };
const to = { toName: 'A', toAddress: 'a@strange.example' };

async function orderOf(company: Company, id: number) {
  const facts = await orderFacts(scopeOf(company), id);
  return facts ?? expect.unreachable(`There is no order ${id}`);
}

test('what is decided about an order of theirs is decided about none', async () => {
  for (const id of [other.order, other.sentOrder]) {
    const facts = await orderOf(victim, id);
    const before = await dumps();
    const scope = scopeOf(stranger);
    const products = facts.letter.lines.map(({ productId }) => productId);
    const decisions = [
      () => holdOrder(scope, facts, 'review', null),
      () => holdOrder(scope, facts, 'review', room.clock.now),
      () => leaveOrder(scope, facts),
      () => retryHeldLetter(scope, facts),
      () => releaseOrder(scope, facts, { ...to, ...written }),
      () => splitOrder(scope, facts, { productIds: products, heldBy: 'review' }),
    ];
    for (const decide of decisions) await expect(decide()).rejects.toThrow();
    expect(await orderFacts(scope, id)).toBeNull();
    expect(await supplierView(scope, id)).toBeNull();
    expect(await dumps()).toEqual(before);
  }
});

test('a letter of theirs is not to be had, in whatever state', async () => {
  const scope = scopeOf(stranger);
  const states = [
    "'queued', attempts = 1",
    `'sending', sending_at = 1, attempts = 2`,
    `'uncertain', error = 'E'`,
  ];
  for (const state of states) {
    await room.client.execute(`update letters set status = ${state} where id = ${other.letter}`);
    const { rows } = await room.client.execute(
      `select attempts, coalesce(sending_at, 0) from letters where id = ${other.letter}`,
    );
    const claim = {
      letterId: other.letter,
      attempts: Number(rows[0]?.[0]),
      sendingAt: Number(rows[0]?.[1]),
    };
    const before = await dumps();
    const steps = [
      () => claimLetter(scope, other.letter),
      () => letterIsHanded(scope, claim),
      () => letterIsSent(scope, claim, { channel: 'smtp', response: '250 OK' }),
      () => letterIsDeferred(scope, claim, { reason: 'R', dueAt: 9e12 }),
      () => letterIsRefused(scope, claim, { reason: 'R', notice: written }),
      () => letterIsUncertain(scope, claim, 'R'),
    ];
    for (const step of steps) await expect(step()).rejects.toThrow();
    expect(await dumps()).toEqual(before);
  }
});

test('a letter goes out under the name and the address of its own company', async () => {
  await room.client.execute(`update letters set status = 'queued' where id = ${other.letter}`);
  expect(await claimLetter(scopeOf(victim), other.letter)).toMatchObject({
    companyName: 'zanzibar name',
    supplierName: 'zanzibar name',
    replyTo: 'zanzibar@a.example',
  });
});

test('what of theirs waits is not put off, computed, told or swept', async () => {
  const scope = scopeOf(stranger);
  const theirs = await dirtyPlaces(scopeOf(victim), start, 10);
  expect(theirs).not.toEqual([]);
  const planning = await getPlanning(scope);
  const today = scope.localDay(scope.now);
  const figures = theirs.map((place) =>
    figuresOf({ today, timeZone: 'UTC' }, { ...place, isConcerned: true }, planning),
  );
  const before = await dumpOf(room.client, { company: other.company });
  const { rows } = await room.client.execute(
    `select topic, subject_id from outbox where company_id = ${other.company}`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows)
    await failErrand(
      scope,
      { topic: row[0] === 'letter' ? 'letter' : 'order', subject: Number(row[1]) },
      'E',
    );
  await failPlaces(
    scope,
    theirs.map(({ productId, warehouseId }) => ({ productId, warehouseId, error: 'E' })),
  );
  await settle(scope, figures);
  await recompute(scope);
  await sweep(scope);
  await writeDigest(scope, written);
  expect(await dumpOf(room.client, { company: other.company })).toEqual(before);
});

test('nothing of theirs is in what the worker reads', async () => {
  await room.client.batch(
    [
      `update orders set held_by = 'review' where id = ${other.order}`,
      `update orders set expected_day = 1 where id = ${other.sentOrder}`,
      `update companies set digested_day = 0 where id = ${other.company}`,
      `update members set wants_digest = 1 where company_id = ${other.company}`,
    ],
    'write',
  );
  const scope = scopeOf(stranger);
  const news = await digestFacts(scope);
  expect(news.shortages).toHaveLength(1);
  room.clock.now += 3_600_000;
  await writeDigest(scopeOf(victim), written);
  const digests = `select count(*) from letters where kind = 'digest' and company_id = ${other.company}`;
  expect((await room.client.execute(digests)).rows[0]?.[0]).toBeGreaterThan(0);
  expect(await digestFacts(scope)).toEqual(news);
  expect(JSON.stringify(await digestFacts(scopeOf(victim)))).toMatch(/"held":\[\{.*"overdue":\[\{/);
  const read = [await dirtyPlaces(scope, start, 100), await soldPlaces(scope, 0, start, 100), news];
  expect(JSON.stringify(read)).not.toMatch(/zanzibar/i);
  const places = [...(await dirtyPlaces(scope, start, 100)), ...(await soldPlaces(scope, 0, start, 100))];
  for (const { productId } of places) expect([own.product, own.otherProduct]).toContain(productId);
  expect(await countSoldPlaces(scope, 0)).toEqual({ places: 1 });
});

test('the orders of a company are counted from its first, whoever writes them', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await workOn(room, shelf.company);
  expect(await ordersOf(room, shelf.company)).toMatchObject([{ number: 1 }]);
  for (const company of [stranger, victim]) {
    const numbers = (await ordersOf(room, company)).map(({ number }) => number);
    expect(numbers.slice(0, 3)).toEqual([1, 2, 3]);
  }
});
