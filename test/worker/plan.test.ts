import { expect, test } from 'vitest';
import { scopeOf } from '../../db/company/company.ts';
import { dirtyPlaces } from '../../db/replenishment/place.ts';
import { databaseOf } from '../../db/scope.ts';
import { recompute } from '../../worker/job/recompute.ts';
import { openRoom } from '../room.ts';
import { DAY, NOON, record } from '../shelf.ts';
import { stocked } from '../stock.ts';
import { type Call, callsOf } from '../watched.ts';
import { sellingShelf, workOn } from './bench.ts';

const room = openRoom();
room.clock.now = NOON;

/** What SQLite looks through from its beginning, and what it finds by nothing but the company. */
const throughAll =
  /^(SCAN (?!json_each\b|\(subquery|CONSTANT)(?!\w+ VIRTUAL TABLE)|SEARCH .*\(company_id=\?\)$)/;

/** A hundred rows of what is asked, and what is made of them; drafts, which are few; the end of an index, for a maximum; a key that a draft frees. */
const areFew =
  /^SCAN ([dtw]|ended|judged|computed)$|order_draft|COVERING INDEX order_number|SEARCH letters USING INDEX letter_id/;

async function stepsOf({ statements }: Call): Promise<string[]> {
  const found: string[] = [];
  for (const { sql, args } of statements) {
    const { rows } = await room.client.execute({ sql: `explain query plan ${sql}`, args });
    const walks = rows
      .map((row) => String(row.detail))
      .filter((step) => throughAll.test(step) && !areFew.test(step));
    found.push(...walks.map((step) => `${step}: ${sql.replace(/\s+/g, ' ').slice(0, 80)}`));
  }
  return found;
}

async function callsWhenComputed(company: number): Promise<Call[]> {
  const { calls, client } = callsOf(room.client);
  await recompute(await scopeOf(databaseOf(client, 'company'), company, 'worker', room.clock.now));
  return calls;
}

test('computing a place costs the same in a big company: no step walks through all that the company has', async () => {
  const { company } = await sellingShelf(room, { left: 20 });
  await workOn(room, company);
  await room.client.execute(
    `insert into touched select company_id, product_id, warehouse_id, 0 from inventory where company_id = ${company.id}`,
  );
  const calls = await callsWhenComputed(company.id);
  expect(calls.length).toBeGreaterThan(2);
  expect((await Promise.all(calls.map(stepsOf))).flat()).toEqual([]);
});

test('however much was sold today: its movements are not looked at until it is over', async () => {
  const { company, product, warehouse } = await stocked(room, 5);
  const shelf = { company, product, warehouse };
  await record(shelf, 'sale', 5);
  const looksAtMovements = async () =>
    (await callsWhenComputed(company.id)).some(({ statements }) =>
      statements.some(({ sql }) => sql.includes('movements_of_day')),
    );
  expect(await looksAtMovements()).toBe(false);
  room.clock.now = NOON + DAY;
  await record(shelf, 'return', 1);
  expect(await looksAtMovements()).toBe(true);
});

test('the days that a place is computed from are those of the ledger, whatever happened on them', async () => {
  room.clock.now = NOON - 20 * DAY;
  const { company, product, warehouse } = await stocked(room, 0);
  const shelf = { company, product, warehouse };
  const days: [type: string, quantity: number][][] = [
    [['receipt', 9000]],
    [['sale', 1]],
    [['sale', 999]],
    [['sale', 1000]],
    [
      ['sale', 5],
      ['receipt', 5],
    ],
    [
      ['sale', 5],
      ['return', 5],
    ],
    [['return', 3]],
    [['scrap', 7]],
    [
      ['sale', 2],
      ['sale', 3],
    ],
  ];
  for (const [index, moved] of days.entries()) {
    room.clock.now = NOON + (index - days.length) * DAY;
    for (const [type, quantity] of moved) await record(shelf, type, quantity);
  }
  room.clock.now = NOON;
  const scope = await scopeOf(room.database, company.id, 'worker', NOON);
  const [place] = await dirtyPlaces(scope, { afterProduct: 0, afterWarehouse: 0 }, 10);
  const { rows } = await room.client.execute({
    sql: 'select day, sold, net from daily_demand where company_id = ? order by day',
    args: [company.id],
  });
  expect(rows).toHaveLength(days.length + 1);
  expect(place?.days).toEqual(['day', 'sold', 'net'].map((name) => rows.map((row) => row[name])));
});
