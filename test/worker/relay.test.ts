import { expect, onTestFinished, test, vi } from 'vitest';
import { scopeOf } from '../../db/company/company.ts';
import { claimErrands, failErrand, failPlaces, freeFromFuture, releaseClaims } from '../../db/outbox.ts';
import { dirtyPlaces, getPlanning } from '../../db/replenishment/place.ts';
import { settle } from '../../db/replenishment/settle.ts';
import { figuresOf } from '../../worker/figures.ts';
import type { Added } from '../../worker/queue.ts';
import { relayOnce, startRelay } from '../../worker/relay.ts';
import { around } from '../around.ts';
import { type Company, openRoom, type Room } from '../room.ts';
import { NOON, record } from '../shelf.ts';
import { stocked } from '../stock.ts';
import { episodesOf, ordersOf, relayed, rowsOf, sellingShelf, workOn } from './bench.ts';

const LEASE = 60_000;
const SECOND = 1000;

/** What waits there belongs to this test alone: the relay looks at every company. */
function ownRoom(): Room {
  const room = openRoom();
  room.clock.now = NOON;
  return room;
}
const leased = ownRoom();
const failing = ownRoom();
const posted = ownRoom();
const crowd = ownRoom();
const away = ownRoom();
const unheard = ownRoom();
const poisoned = ownRoom();
const alone = ownRoom();
const full = ownRoom();
const beside = ownRoom();

const jobFor = ({ id }: Company): Added => ({ name: 'recompute', payload: { company: id } });

test('what is claimed is nobody else’s until its lease ends; then a dead claimer’s rows come up again', async () => {
  const shelf = await stocked(leased, 5);
  expect(await relayed(leased)).toEqual([jobFor(shelf.company)]);
  leased.clock.now += LEASE - 1;
  expect(await relayed(leased)).toEqual([]);
  leased.clock.now += 1;
  expect(await relayed(leased)).toEqual([jobFor(shelf.company)]);
  await workOn(leased, shelf.company);
  leased.clock.now += 10 * LEASE;
  expect(await relayed(leased), 'what is done never comes up').toEqual([]);
});

test('of many relays that look at once, one claims', async () => {
  const shelf = await stocked(leased, 5);
  const looks = await Promise.all(Array.from({ length: 10 }, () => relayed(leased)));
  expect(looks.flat()).toEqual([jobFor(shelf.company)]);
  await workOn(leased, shelf.company);
});

test('a change before the job looks is done with it; a change after that makes one more, at once', async () => {
  const shelf = await sellingShelf(leased, { left: 100 });
  const { company } = shelf;
  await relayed(leased);
  await record(shelf, 'sale', 1);
  const scope = await scopeOf(leased.database, company.id, 'worker', leased.clock.now);
  const [place] = await dirtyPlaces(scope, { afterProduct: 0, afterWarehouse: 0 }, 10);
  if (!place) throw new Error('Nothing to compute');
  const clock = { today: scope.localDay(scope.now), timeZone: 'UTC' };
  const early = figuresOf(clock, place, await getPlanning(scope));
  await record(shelf, 'sale', 80);
  expect(await relayed(leased), 'still leased').toEqual([]);
  expect(await settle(scope, [early])).toEqual({ done: 0 });
  expect(await relayed(leased)).toEqual([jobFor(company)]);
  expect(await workOn(leased, company)).toEqual({ done: 1, failed: [] });
  leased.clock.now += 10 * LEASE;
  expect(await relayed(leased)).toEqual([{ name: 'order', payload: expect.anything() }]);
  expect(await episodesOf(leased, shelf)).toMatchObject([{ on_hand: 19 }]);
});

test('an order comes up when its collecting time is over, not before', async () => {
  const { company } = await sellingShelf(posted, { left: 20 });
  await workOn(posted, company);
  const [order] = await ordersOf(posted, company);
  expect(await relayed(posted)).toEqual([]);
  posted.clock.now = order.release_at;
  const job = { name: 'order', payload: { company: company.id, order: order.id } };
  expect(await relayed(posted)).toEqual([job]);
  expect(await relayed(posted)).toEqual([]);
  posted.clock.now += LEASE;
  expect(await relayed(posted)).toEqual([job]);
});

test('a company with 6,000 changes does not keep a hundred others waiting', async () => {
  const big = await crowd.company();
  await crowd.client.batch(
    [
      `insert into dirty (company_id, product_id, warehouse_id, mark, since)
        with recursive n(n) as (select 1 union all select n + 1 from n where n < 6000)
        select ${big.id}, n, 1, n, ${NOON - 1000} from n`,
    ],
    'write',
  );
  for (let count = 0; count < 100; count += 1) await stocked(crowd, 5);
  const looks: number[] = [];
  const seen = new Set<number>();
  while (looks.length < 10 && seen.size < 101) {
    const jobs = await relayed(crowd);
    for (const { payload } of jobs) if ('company' in payload) seen.add(payload.company);
    looks.push(jobs.length);
  }
  expect(seen.size).toBe(101);
  expect(looks.length, `jobs per look: ${looks}`).toBeLessThanOrEqual(7);
  expect(Math.max(...looks), 'a company is named once per look').toBeLessThanOrEqual(101);
});

test('a queue that is away loses nothing: what was claimed for it is given back, and is there at once when it returns', async () => {
  const shelf = await stocked(away, 5);
  const elsewhere = await stocked(away, 5);
  await away.client.execute(
    `update dirty set due_at = ${NOON + LEASE - 1} where company_id = ${elsewhere.company.id}`,
  );
  const said: string[] = [];
  const jobs: Added[] = [];
  let isAway = true;
  const relay = startRelay({
    database: away.database,
    now: () => away.clock.now,
    leaseMs: LEASE,
    log: ({ error }) => said.push(String(error)),
    addMany: async (added) => {
      if (isAway) throw new Error('The queue is away.');
      jobs.push(...added);
    },
  });
  onTestFinished(() => relay.stop());
  await vi.waitFor(() => expect(said).toEqual(['Error: The queue is away.']));
  isAway = false;
  await vi.waitFor(() => expect(jobs).toEqual([jobFor(shelf.company)]), { timeout: 3000 });
  expect(said).toHaveLength(1);
  expect(
    await rowsOf(away, 'select company_id, due_at from dirty order by 1'),
    'leased, each by its own',
  ).toEqual([
    { company_id: shelf.company.id, due_at: NOON + LEASE },
    { company_id: elsewhere.company.id, due_at: NOON + LEASE - 1 },
  ]);
});

test('a claim that was made, but whose answer was lost, is made again at once', async () => {
  const shelf = await stocked(unheard, 5);
  let claims = 0;
  const client = around(unheard.client, async ({ name, ask }) => {
    const answer = await ask();
    if (name === 'batch' && ++claims === 1) throw new Error('The line is gone.');
    return answer;
  });
  const jobs: Added[] = [];
  const relay = startRelay({
    database: { ...unheard.database, client },
    now: () => unheard.clock.now,
    leaseMs: LEASE,
    log: () => undefined,
    addMany: async (added) => void jobs.push(...added),
  });
  onTestFinished(() => relay.stop());
  await vi.waitFor(() => expect(jobs).toEqual([jobFor(shelf.company)]), { timeout: 3000 });
});

test('an errand that fails waits 1, 4, 16 and 64 seconds, then is parked; posting it anew takes it back up', async () => {
  const company = await failing.company();
  const post = () =>
    failing.client.batch(
      [`insert into due values (${company.id}, 'order', 7, ${failing.clock.now}, 0)`],
      'write',
    );
  await post();
  const errand = { company: company.id, topic: 'order' as const, subject: 7 };
  const scopeNow = () => scopeOf(failing.database, company.id, 'test', failing.clock.now);
  for (const seconds of [1, 4, 16, 64]) {
    const claim = { now: failing.clock.now, leaseMs: LEASE, limit: 10 };
    expect((await claimErrands(failing.database, claim)).errands).toEqual([errand]);
    await failErrand(await scopeNow(), errand, 'no luck');
    failing.clock.now += seconds * SECOND - 1;
    expect(await relayed(failing), `before ${seconds} s`).toEqual([]);
    failing.clock.now += 1;
  }
  await failErrand(await scopeNow(), errand, 'no luck at all');
  expect(await rowsOf(failing, 'select failures, error, parked_at from outbox')).toEqual([
    { failures: 5, error: 'no luck at all', parked_at: failing.clock.now },
  ]);
  failing.clock.now += 400 * 86_400 * SECOND;
  expect(await relayed(failing), 'parked').toEqual([]);
  await post();
  expect(await relayed(failing)).toEqual([{ name: 'order', payload: { company: company.id, order: 7 } }]);
  expect(await rowsOf(failing, 'select failures, parked_at from outbox')).toEqual([
    { failures: 0, parked_at: null },
  ]);
});

test('a place that fails is put off and in the end aside; a change gives it one more try', async () => {
  const shelf = await stocked(poisoned, 5);
  await poisoned.client.executeMultiple(
    `create trigger poison before insert on forecasts begin select raise(abort, 'poisoned'); end`,
  );
  for (const seconds of [1, 4, 16, 64]) {
    expect(await relayed(poisoned)).toEqual([jobFor(shelf.company)]);
    await workOn(poisoned, shelf.company);
    poisoned.clock.now += seconds * SECOND - 1;
    expect(await relayed(poisoned), `before ${seconds} s`).toEqual([]);
    poisoned.clock.now += 1;
  }
  await workOn(poisoned, shelf.company);
  poisoned.clock.now += 400 * 86_400 * SECOND;
  expect(await relayed(poisoned), 'parked').toEqual([]);
  await record(shelf, 'sale', 1);
  expect(await relayed(poisoned)).toEqual([jobFor(shelf.company)]);
  await workOn(poisoned, shelf.company);
  expect(await rowsOf(poisoned, 'select failures, parked_at from dirty')).toEqual([
    { failures: 6, parked_at: poisoned.clock.now },
  ]);
  await record(shelf, 'sale', 1);
  await poisoned.client.execute('drop trigger poison');
  await workOn(poisoned, shelf.company);
  expect(await rowsOf(poisoned, 'select * from dirty')).toEqual([]);
});

test('each errand becomes its own job, and whoever is alone takes up at once what the dead had claimed', async () => {
  const shelf = await stocked(alone, 5);
  const company = shelf.company.id;
  await alone.client.batch(
    ['order', 'letter', 'link'].map(
      (topic, index) => `insert into due values (${company}, '${topic}', ${index + 1}, ${NOON}, ${index})`,
    ),
    'write',
  );
  const jobs: Added[] = [
    jobFor(shelf.company),
    { name: 'order', payload: { company, order: 1 } },
    { name: 'letter', payload: { company, letter: 2 } },
    { name: 'link', payload: { company, link: 3 } },
  ];
  expect(await relayed(alone)).toEqual(jobs);
  expect(await relayed(alone)).toEqual([]);
  await releaseClaims(alone.database, { from: alone.clock.now, to: alone.clock.now + LEASE });
  expect(await relayed(alone)).toEqual(expect.arrayContaining(jobs));
  alone.clock.now -= 10 * LEASE;
  await releaseClaims(alone.database, { from: alone.clock.now, to: alone.clock.now + LEASE });
  expect(await relayed(alone), 'what is put off for longer is no claim').toEqual([]);
});

test('after a look that found all it could take there is another at once, whichever list was longer', async () => {
  const { id } = await full.company();
  const look = () => relayOnce({ ...full, addMany: () => Promise.resolve() }, { now: NOON, leaseMs: LEASE });
  const many = (rows: string) =>
    full.client.batch(
      [`with recursive n(n) as (select 1 union all select n + 1 from n limit 2000) ${rows}`],
      'write',
    );
  await many(
    `insert into outbox (company_id, topic, subject_id, mark, since) select ${id}, 'order', n, n, 0 from n limit 201`,
  );
  expect([await look(), await look(), await look()]).toEqual(['more', 'some', 'none']);
  await many(
    `insert into dirty (company_id, product_id, warehouse_id, mark, since) select ${id}, n, 1, n, 0 from n limit 1001`,
  );
  expect([await look(), await look(), await look()]).toEqual(['more', 'some', 'none']);
});

test('a failure is put down to its own row, and what was put aside stays there when a clock is set back', async () => {
  const { id } = await beside.company();
  const places = [
    [1, 1],
    [1, 2],
    [2, 1],
  ].map(([product, warehouse]) => `(${id}, ${product}, ${warehouse}, 1, 0)`);
  const errands = ["'order', 1", "'order', 2", "'letter', 1"].map((errand) => `(${id}, ${errand}, 1, 0)`);
  await beside.client.batch(
    [
      `insert into dirty (company_id, product_id, warehouse_id, mark, since) values ${places}`,
      `insert into outbox (company_id, topic, subject_id, mark, since) values ${errands}`,
    ],
    'write',
  );
  const scope = await scopeOf(beside.database, id, 'test', NOON);
  for (let failure = 0; failure < 5; failure += 1) {
    await failErrand(scope, { topic: 'order', subject: 1 }, 'no luck');
    await failPlaces(scope, [{ productId: 1, warehouseId: 1, error: 'no luck' }]);
  }
  await freeFromFuture(beside.database, NOON);
  const failed = (table: string, columns: string) =>
    rowsOf(beside, `select ${columns}, failures, due_at > 9e15 as aside from ${table} where failures > 0`);
  expect(await failed('outbox', 'topic, subject_id')).toEqual([
    { topic: 'order', subject_id: 1, failures: 5, aside: 1 },
  ]);
  expect(await failed('dirty', 'product_id, warehouse_id')).toEqual([
    { product_id: 1, warehouse_id: 1, failures: 5, aside: 1 },
  ]);
});
