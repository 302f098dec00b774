import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { dueCompanies } from '../../db/calendar.ts';
import { scopeOf } from '../../db/company/company.ts';
import { sweep } from '../../db/replenishment/sweep.ts';
import { companyTurns } from '../../worker/job/company-turn.ts';
import { Pace } from '../../worker/job/pace.ts';
import { recompute } from '../../worker/job/recompute.ts';
import { openRoom } from '../room.ts';
import { beside, DAY, record } from '../shelf.ts';
import { newProduct, stocked } from '../stock.ts';
import { rowsOf, sellingShelf, workOn } from './bench.ts';

const room = openRoom();

const scopeIn = (company: number) => scopeOf(room.database, company, 'test', room.clock.now);
const dirtyOf = async (company: number): Promise<number> =>
  (await rowsOf(room, `select count(*) as count from dirty where company_id = ${company}`))[0].count;

test('what sells while the night’s sweep is at work is computed before the sweep is over', async () => {
  const shelf = await sellingShelf(room, { left: 100 });
  const { id } = shelf.company;
  await room.client.batch(
    [
      `insert into products (company_id, kind, sku, sku_key, sku_scope, name, name_key, price, created_at, updated_at)
        with recursive n(n) as (select 1 union all select n + 1 from n where n < 2100)
        select ${id}, 'product', 'S' || n, 's' || n, ${id}, 'P', 'p', 100, 0, 0 from n`,
      `insert into inventory (company_id, product_id, warehouse_id)
        select company_id, id, ${shelf.warehouse} from products where company_id = ${id} and sku_key like 's%' and id <> ${shelf.product}`,
      `delete from dirty where company_id = ${id}`,
    ],
    'write',
  );
  const left: number[] = [];
  const stocks: number[] = [];
  await sweep(await scopeIn(id), async () => {
    if (left.length === 0) await record(shelf, 'sale', 90);
    await recompute(await scopeIn(id));
    left.push(await dirtyOf(id));
    stocks.push(
      (await rowsOf(room, `select count(*) as open from shortages where company_id = ${id}`))[0].open,
    );
  });
  expect(left).toEqual([0, 0]);
  expect(stocks, 'its shortage is open after the first step').toEqual([1, 1]);
});

test('a night that was broken off goes on with what its day has not computed; new rules ask for all', async () => {
  const shelf = await stocked(room, 5);
  const { company } = shelf;
  const other = beside(shelf, { product: await newProduct(company) });
  await record(other, 'initial', 5);
  const marked = async (): Promise<unknown[]> => {
    const rows = await rowsOf(
      room,
      `select product_id from dirty where company_id = ${company.id} order by 1`,
    );
    return rows.map(({ product_id }) => product_id);
  };
  await sweep(await scopeIn(company.id), () => workOn(room, company));
  const evening = room.clock.now;
  room.clock.now += DAY;
  const brokenOff = sweep(await scopeIn(company.id), async () => {
    await workOn(room, company);
    throw new Error('The process ends');
  });
  await expect(brokenOff).rejects.toThrow('ends');
  const unseen = `update inventory set velocity_computed_at = ${evening} where product_id = ${other.product}`;
  await room.client.execute(unseen);
  await sweep(await scopeIn(company.id));
  expect(await marked()).toEqual([other.product]);
  await workOn(room, company);
  await room.client.execute(
    `update policies set review_days = review_days + 1 where company_id = ${company.id}`,
  );
  await sweep(await scopeIn(company.id));
  expect(await marked()).toEqual([shelf.product, other.product]);
});

test('what a clock computed that has been set back since is computed anew', async () => {
  const { company, product } = await stocked(room, 5);
  await sweep(await scopeIn(company.id), () => workOn(room, company));
  room.clock.now += DAY;
  await room.client.execute(
    `update inventory set velocity_computed_at = ${room.clock.now + DAY} where product_id = ${product}`,
  );
  await sweep(await scopeIn(company.id));
  expect(await dirtyOf(company.id)).toBe(1);
});

test('a rule that changes while its company is swept is not lost: the company is swept once more', async () => {
  const { company } = await stocked(room, 5);
  const isDue = async () => (await dueCompanies(room.database, room.clock.now)).toSweep.includes(company.id);
  const change = `update policies set review_days = review_days + 1 where company_id = ${company.id}`;
  await sweep(await scopeIn(company.id), () => room.client.execute(change));
  expect(await isDue()).toBe(true);
  await sweep(await scopeIn(company.id));
  expect(await isDue()).toBe(false);
});

test('a place that is not short now, and is by the figures of the moment, opens its shortage in the same batch', async () => {
  const shelf = await sellingShelf(room, { left: 8, fields: { low_stock_threshold: null } });
  await room.client.execute(
    `update companies set reorder_point_stands_in = 1 where id = ${shelf.company.id}`,
  );
  await workOn(room, shelf.company);
  const open = await rowsOf(room, `select status from shortages where product_id = ${shelf.product}`);
  expect(open).toMatchObject([{ status: expect.stringMatching(/open|ordered/) }]);
});

test('computations of one company follow each other, also after one that failed; another company does not wait', async () => {
  const inTurn = companyTurns();
  const seen: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = inTurn(1, async () => {
    await gate.promise;
    seen.push('first');
    throw new Error('first failed');
  });
  const second = inTurn(1, async () => seen.push('second'));
  await inTurn(2, async () => seen.push('other'));
  expect(seen).toEqual(['other']);
  gate.resolve();
  await expect(first).rejects.toThrow('first failed');
  await second;
  expect(seen).toEqual(['other', 'first', 'second']);
});

test('a hundred places at once while nobody else is there, twenty while others have work', async () => {
  const pace = new Pace(100);
  expect(pace.size).toBe(100);
  let isBusy = true;
  const others = (async () => {
    while (isBusy) {
      for (const until = performance.now() + 1; performance.now() < until; );
      await turn();
    }
  })();
  await pace.othersFirst();
  expect(pace.size).toBe(20);
  isBusy = false;
  await others;
  for (let turns = 0; turns < 200 && pace.size < 100; turns += 1) await pace.othersFirst();
  expect(pace.size).toBe(100);
});

test('a computation that is handed back stops where it is', async () => {
  await expect(new Pace(100).othersFirst(AbortSignal.abort())).rejects.toThrow('aborted');
});
