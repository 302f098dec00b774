import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { scoreDays } from '../tools/score/days.ts';
import { mean30, shipped } from '../tools/score/method.ts';
import { scoreReorder } from '../tools/score/reorder.ts';
import { FileError, readSeries, type Series } from '../tools/score/series.ts';
import { forecast } from '../tools/score.ts';
import { QUICK } from './launch.ts';

/** Whoever wants to know how good the forecast is for their own goods asks it of their own history. */

const folder = mkdtempSync(join(tmpdir(), 'stockflow-score-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const written = (...lines: string[]): string => {
  const file = join(folder, `${++files}.csv`);
  writeFileSync(file, lines.join('\n'));
  return file;
};

const series = (sold: number[], changes: Partial<Series> = {}): Series => ({
  name: 'Tea',
  firstDay: 20_000,
  sold,
  wanted: sold,
  shares: null,
  ...changes,
});
const days = (count: number, unitsOn: (day: number) => number): number[] =>
  Array.from({ length: count }, (_, day) => unitsOn(day));
const span = { horizon: 28, step: 7, from: 60, unit: 1 };

test('a file has a line per product and day; days without one sold nothing, and lines of one day add up', async () => {
  const file = written(
    '\uFEFFday,product,units,note,in_stock',
    '2026-08-03,"Tea, green",2,x,1',
    '2026-08-05,"Tea, green",1,x,0.5',
    '2026-08-05,"Tea, green",3,x,0.25',
    '',
    '2026-08-06,Cup,4,x,1',
  );
  expect(await readSeries(file)).toEqual([
    { name: 'Cup', firstDay: 20_671, sold: [4], wanted: [4], shares: [1] },
    {
      name: 'Tea, green',
      firstDay: 20_668,
      sold: [2, 0, 4, 0],
      wanted: [2, 0, 4, 0],
      shares: [1, 1, 0.25, 1],
    },
  ]);
});

test.each([
  ['a column is missing', ['product,units', 'Tea,1'], 'day is missing'],
  ['a number is none', ['product,day,units', 'Tea,2026-08-03,many'], 'Line 2: units is not a number: "many"'],
  ['a day is none', ['product,day,units', 'Tea,3.8.2026,1'], 'Line 2: day is not a date'],
  ['there is nothing', ['product,day,units'], 'no sale in this file'],
])('where %s, the file is refused with what to mend', async (_, lines, message) => {
  const refusal = await readSeries(written(...lines)).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(FileError);
  expect(String(refusal)).toContain(message);
});

test('what always sells alike is foretold alike, and within its interval', () => {
  const score = scoreDays([series(days(120, (day) => 1 + 2 * (day % 2)))], span, shipped);
  // Days 60, 67, 74, 81 and 88, each with stock for 5, 10 and 20 days.
  expect(score).toMatchObject({ looks: 15, interval: { covers: 100, before: 0, after: 0 } });
  expect(score?.errorDays.mean30).toBeLessThan(0.5);
  expect(score?.errorDays.shipped).toBeLessThan(0.5);
});

test('a stock-out in the past misleads the mean, and not who knows of it', () => {
  const open = days(120, (day) => Number(day < 40 || day >= 60));
  const sold = open.map((share) => 4 * share);
  const known = series(sold, { wanted: sold.map((_, day) => 3.5 + (day % 2)), shares: open });
  const score = scoreDays([known], { ...span, from: 63, step: 28, unit: 0.1 }, shipped);
  // On day 63 the mean of 30 days sees 10 days of 4: 1.33 a day. Stock for 5 days looks like 15.
  expect(score?.errorDays.mean30).toBeGreaterThan(5);
  expect(score?.errorDays.shipped).toBeLessThan(1);
  expect(score?.gain.percent).toBeGreaterThan(85);
});

test('against itself a method gains nothing', () => {
  const lumpy = series(days(150, (day) => ((day * 7) % 11 === 0 ? 9 : day % 3)));
  expect(scoreDays([lumpy], span, mean30)).toMatchObject({ gain: { percent: 0, from: 0, to: 0 } });
  expect(scoreDays([series([1, 2])], span, mean30)).toBeNull();
});

test('who orders too little pays in sales, who holds too much in stock, and the trial counts both', () => {
  const trial = { from: 60, days: 98, leadDays: [7], unit: 1, seriesMax: 10 };
  const wanted = series(days(200, (day) => 1 + (day % 3)));
  const cost = (units: number) =>
    scoreReorder([wanted], trial, (past, question) => ({ ...mean30(past, question), orderUpTo: units }))?.cost
      .shipped;
  // Nothing ordered: after the first fortnight, all but a last unit is lost, at 40 % of its value.
  expect(cost(0)).toBeCloseTo(40, 0);
  // A thousand up to: nothing is lost, and about 490 days' worth is held at 0.25 ÷ 365 a day.
  expect(cost(1000)).toBeGreaterThan(30);
  expect(cost(40)).toBeLessThan(2);
  expect(scoreReorder([wanted], { ...trial, from: 190 }, shipped)).toBeNull();
});

test('the protocol of the scorer: a request, an answer, and what is not known is null', () => {
  const request = { history: Array.from({ length: 60 }, () => 4), stock: 40, leadTimeDays: 7, reviewDays: 7 };
  expect(forecast(request)).toMatchObject({
    velocity: expect.closeTo(4, 9),
    daysUntilStockout: expect.closeTo(10, 9),
  });
  expect(forecast({ ...request, history: [] })).toEqual({
    velocity: 0,
    daysUntilStockout: null,
    p10: null,
    p90: null,
  });
  expect(forecast({ ...request, serviceLevel: 0.9 }).orderUpTo).toBeGreaterThan(56);
  const flags = request.history.map((_, day) => day < 40);
  const sold = request.history.map((units, day) => (day < 40 ? units : 0));
  expect(forecast({ ...request, history: sold, inStock: flags }).velocity).toBeCloseTo(4, 6);
});

test('npm run score tells it in a table, or as JSON, and refuses in one line', async () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [...QUICK, 'tools/score/run.ts', ...args]).catch((error) => error);
  const lines = days(120, (day) => day).map((day) => {
    const date = new Date(Date.parse('2026-01-01') + day * 86_400_000).toISOString().slice(0, 10);
    return `Tea,${date},${1 + ((day * 5) % 4)}`;
  });
  const file = written('product,day,units', ...lines);
  const [table, json, bad, none] = await Promise.all([
    run(file),
    run(file, '--json', '--horizon', '14'),
    run(file, '--horizon', 'soon'),
    run(),
  ]);
  expect(table.stdout).toMatch(
    /^1 product, without in-stock time\n[\s\S]*gain +-?\d+\.\d %[\s\S]*saved +-?\d+\.\d %/,
  );
  expect(JSON.parse(json.stdout)).toMatchObject({ series: 1, days: { looks: expect.any(Number) } });
  expect([bad.code, bad.stderr]).toEqual([2, '--horizon takes whole numbers from 1 on, not "soon"\n']);
  expect([none.code, none.stdout.split('\n')[0]]).toEqual([2, 'Usage: npm run score -- FILE.csv [options]']);
});
