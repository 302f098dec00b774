import { beforeAll, expect, test } from 'vitest';
import { scopeOf } from '../../db/company/company.ts';
import { getPlanning, HISTORY_DAYS } from '../../db/replenishment/place.ts';
import { soldPlaces } from '../../db/replenishment/replay.ts';
import { databaseOf } from '../../db/scope.ts';
import { pastOf } from '../../tools/backtest/past.ts';
import { type MethodName, sayingsOn } from '../../tools/backtest/saying.ts';
import { progressBar } from '../../tools/backtest/table.ts';
import { backtest } from '../../tools/backtest/walk.ts';
import { backtestCommand } from '../../tools/command/backtest.ts';
import { UsageError } from '../../tools/command/fault.ts';
import { helpFor } from '../../tools/command/help.ts';
import { openRoom } from '../room.ts';
import { accepted, DAY, iso, record } from '../shelf.ts';
import type { Stocked } from '../stock.ts';
import { callsOf } from '../watched.ts';
import { rowsOf, sellDown, suppliedShelf, workOn } from '../worker/bench.ts';
import { startOfDay } from './ledger.ts';

const room = openRoom();
let soldOut: Stocked;

/** 4 a day for 40 days, of 160 units, in a ledger of 60 days: commands go by the real clock. */
beforeAll(async () => {
  soldOut = await suppliedShelf(room, { opening: 160 });
  await sellDown(room, soldOut, 4, 40, 0);
});

function run(given: object, database = room.database) {
  const passing: string[] = [];
  const desk = { database, applied: null, address: '', progress: (text: string) => void passing.push(text) };
  return backtestCommand
    .prepare({ ...given })(desk)
    .then((report) => ({ ...report, passing }));
}

test.for<MethodName>(['adaptive', 'mean_30'])(
  'what %s says of a morning is what the worker stored then, whatever has come since',
  async (method) => {
    room.clock.now = Date.parse('2026-06-10T09:00:00Z');
    const shelf = await suppliedShelf(room, { opening: 90 });
    const { company, product } = shelf;
    await room.client.execute(`update policies set method = '${method}' where company_id = ${company.id}`);
    await sellDown(room, shelf, 3, 30, 0);
    await record(shelf, 'receipt', 50, { occurred_at: iso(room.clock.now - 12 * 3_600_000) });
    const sales = [4, 3, 2].map((ago) => iso(room.clock.now - ago * DAY + 1));
    await record(shelf, 'receipt', 8, { occurred_at: iso(room.clock.now - 5 * DAY) });
    const ids: number[] = [];
    for (const occurred_at of sales) ids.push((await record(shelf, 'sale', 2, { occurred_at })).id);
    await workOn(room, company);
    const stored = `select velocity as unitsPerDay, confidence, in_stock_days as inStockDays, window_days as windowDays,
      plain_mean as plainMeanPerDay, cover_days as coverDays, p10_days as p10Days, p90_days as p90Days,
      reorder_point as reorderPointUnits, order_up_to as orderUpToUnits from forecasts where product_id = ${product}`;
    const [then] = await rowsOf(room, stored);
    const day = Math.floor(room.clock.now / DAY);

    room.clock.now += 20 * DAY;
    for (const [index, sale_id] of ids.entries())
      if (index < 2) await record(shelf, 'return', 1, { sale_id, occurred_at: iso(day * DAY + DAY) });
    accepted(await company.rest('POST', `/movements/${ids[2]}/reverse`, { reason: 'Twice' }));
    for (let ago = 18; ago > 3; ago -= 1)
      await record(shelf, 'sale', 3, { occurred_at: iso(room.clock.now - ago * DAY) });
    await workOn(room, company);
    expect(await rowsOf(room, stored)).not.toEqual([then]);

    const scope = await scopeOf(room.database, company.id, 'test', room.clock.now);
    const [today, fromDay] = [scope.localDay(scope.now), day - HISTORY_DAYS];
    const [place] = await soldPlaces(scope, fromDay, { afterProduct: 0, afterWarehouse: 0 }, 9);
    if (!place) throw new Error('The place is not read');
    expect(place.takenBack).toHaveLength(3);
    const past = pastOf(place, { today, fromDay, startOfDay });
    const { terms, threshold } = place;
    const said = sayingsOn(past, day, { terms, threshold, planning: await getPlanning(scope) });
    expect(said[method]).toMatchObject(then);
  },
);

test('a person reads a table, a script one value; both count the same, and nothing is written', async () => {
  const { calls, client } = callsOf(room.client);
  const given = { company: String(soldOut.company.id), days: '30' };
  const { json, lines, exitCode, passing } = await run(given, databaseOf(client, 'company'));
  expect(json).toMatchObject({
    company_id: soldOut.company.id,
    method_in_force: 'adaptive',
    places: 1,
    mornings: 30,
    stock_outs: 1,
    methods: [
      { method: 'adaptive', stock_outs_in_time: 1, stock_outs_missed: 0 },
      { method: 'mean_30', stock_outs_in_time: 1, orders: 1 },
      { method: 'plain_mean', stock_outs_in_time: 1, orders: 1 },
    ],
  });
  expect(exitCode).toBeUndefined();
  expect(lines[0]).toMatch(
    /^Company \d+, 30 days from .* 1 place \(a product in a warehouse\), 30 mornings:$/,
  );
  expect(lines.find((line) => line.includes('Sold out'))).toMatch(/Sold out( +1){3}$/);
  expect(lines.every((line) => line.length <= 120)).toBe(true);
  expect(passing).toEqual([progressBar(0, 1), progressBar(1, 1)]);
  const asked = calls.flatMap(({ method, statements }) =>
    statements.map(({ sql }) => [method, sql.slice(0, 6)]),
  );
  expect(asked).toEqual(asked.map(() => ['execute', 'select']));
});

test('a younger ledger is replayed from its second day on, and one without sales not at all', async () => {
  const { lines } = await run({ company: String(soldOut.company.id), days: '90' });
  expect(lines[0]).toMatch(/, 59 days \(of 90; the ledger is younger\) from /);
  const empty = await room.company();
  expect(await run({ company: String(empty.id) })).toMatchObject({
    json: { places: 0, stock_outs: 0 },
    lines: [`Company ${empty.id} has no past to replay yet. Record or import some weeks of sales first.`],
  });
});

test('an unknown company and days out of range are refused', async () => {
  await expect(run({ company: '999999' })).rejects.toMatchObject({ code: 'company_not_found' });
  for (const days of ['29', '366', '9e1', '-40', 'many'])
    expect(() => backtestCommand.prepare({ company: '1', days })).toThrow(
      new UsageError(['--days must be a whole number from 30 to 365'], 'backtest'),
    );
  expect(() => backtestCommand.prepare({})).toThrow(/--company is missing/);
});

test('help says what is counted', () => {
  expect(helpFor([backtestCommand])).toMatch(/--days NUMBER [\s\S]*\nSold out [\s\S]*docs\/backtest\.md$/);
});

test('the bar fills from left to right', () => {
  expect(progressBar(0, 400)).toBe(`${'░'.repeat(30)} 0 %  0 of 400 places`);
  expect(progressBar(100, 400)).toMatch(/^█{8}░{22} 25 % {2}100 of 400 places$/);
  expect(progressBar(400, 400)).toMatch(/^█{30} 100 %/);
});

test('a page of places is one statement that looks through no more than those places', async () => {
  const { calls, client } = callsOf(room.client);
  const scope = await scopeOf(databaseOf(client, 'company'), soldOut.company.id, 'test', Date.now());
  calls.length = 0;
  await backtest(scope, { days: 30, onProgress: () => undefined });
  const statements = calls.flatMap(({ statements }) => statements);
  expect(statements).toHaveLength(3);
  const page = statements[2];
  const { rows } = await room.client.execute({
    sql: `explain query plan ${page?.sql}`,
    args: page?.args ?? [],
  });
  const steps = rows.map((row) => String(row.detail));
  expect(steps.filter((step) => /^SCAN (?!\(subquery|t$)|\(company_id=\?\)$/.test(step))).toEqual([]);
  expect(steps.join()).toMatch(/returns_of_sale .*movement_reversed_once/);
});
