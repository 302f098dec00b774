import { expect, test } from 'vitest';
import { replay } from '../../tools/backtest/replay.ts';
import { type Rules, sayingsOn } from '../../tools/backtest/saying.ts';
import { count, emptyTally, scoresOf } from '../../tools/backtest/tally.ts';
import { unwatched, watchedOn } from '../../tools/backtest/watch.ts';
import { fourADay, moved, pastFrom, selling, today } from './ledger.ts';

/** Order at 14 days' worth, by a supplier who takes 10 of them; by hand: 4 × 14 = 56. */
const rules: Rules = {
  terms: { leadDays: 10, minimumUnits: 1, packUnits: 1 },
  threshold: null,
  planning: {
    method: 'adaptive',
    windowDays: 30,
    reviewDays: 4,
    targetDays: 14,
    safetyDays: 0,
    servicePercent: 90,
  },
};
const span = { firstDay: 135, lastDay: today - 1 };
const past = pastFrom(fourADay, today);
const replayed = replay(past, rules, span);

test('4 a day, 56 left: each method says 14 days and orders; they are gone after 13 days and 14 hours', () => {
  const { plain_mean, mean_30, adaptive } = sayingsOn(past, 137, rules);
  expect([plain_mean.unitsPerDay, mean_30.unitsPerDay]).toEqual([4, 4]);
  expect([plain_mean.coverDays, mean_30.coverDays]).toEqual([14, 14]);
  expect(adaptive.coverDays).toBeCloseTo(14, 1);
  for (const saying of [plain_mean, mean_30, adaptive])
    expect(saying).toMatchObject({ reorderPointUnits: 56, isDue: true });
  expect(sayingsOn(past, 136, rules).mean_30.isDue).toBe(false);
  const [guess] = replayed.guesses;
  expect(guess).toMatchObject({ day: 135, saidDays: { plain_mean: 16, mean_30: 16 } });
  expect(guess?.lastedDays).toBeCloseTo(15 + 14 / 24, 9);
});

test('after ten empty days the plain mean sees 2.8 a day and warns 9 days ahead; the others had never stopped', () => {
  const { plain_mean, mean_30, adaptive } = sayingsOn(past, 161, rules);
  expect(plain_mean.unitsPerDay).toBeCloseTo(84 / 30, 9);
  expect(mean_30.unitsPerDay).toBeCloseTo(84 / (19 + 14 / 24 + 16 / 24), 9);
  expect(adaptive.unitsPerDay).toBeGreaterThan(3.9);
  expect(replayed.stockOuts).toEqual([
    { day: 150, leadDays: 10, warnedDays: { adaptive: 13, mean_30: 13, plain_mean: 13 } },
    { day: 173, leadDays: 10, warnedDays: { adaptive: 36, mean_30: 36, plain_mean: 9 } },
  ]);
});

test('one order for one episode, and another when what came was not enough', () => {
  const days = (method: 'adaptive' | 'mean_30' | 'plain_mean') =>
    replayed.warnings[method].map(({ day }) => day);
  expect([days('adaptive'), days('mean_30'), days('plain_mean')]).toEqual([
    [137, 161],
    [137, 161],
    [137, 164],
  ]);
});

test('all of it adds up: in time, late, days of warning, orders, errors', () => {
  const tally = emptyTally(span);
  count(tally, replayed, { supplierId: 1, warehouseId: 1 });
  const { of, ...all } = scoresOf(tally);
  expect(all).toMatchObject({ places: 1, mornings: 45, firstMorning: 135, stockOuts: 2 });
  expect(of.plain_mean).toMatchObject({
    stockOutsInTime: 1,
    stockOutsLate: 1,
    stockOutsMissed: 0,
    warnedDaysMedian: 9,
    warnings: 2,
    warningsJudged: 1,
    warningsLasted: 0,
    falseAlarms: 0,
    orders: 2,
    ordersHeld: 0,
  });
  expect(of.adaptive).toMatchObject({ stockOutsInTime: 2, stockOutsLate: 0, warnedDaysMedian: 13 });
  // Each of the 15 mornings 135..149 said whole days, and the last was 10 hours short; day 150: 1 day for 14 hours.
  expect(of.mean_30.offDaysMean).toBeCloseTo(10 / 24, 9);
  count(tally, replayed, { supplierId: 1, warehouseId: 1 });
  expect(scoresOf(tally).of.plain_mean).toMatchObject({ warnings: 4, orders: 2 });
  count(tally, replayed, { supplierId: 1, warehouseId: 2 });
  expect(scoresOf(tally).of.plain_mean).toMatchObject({ warnings: 6, orders: 4 });
});

test('a warning a lead time before the first day counts; a place without that much past is not judged', () => {
  // Asked from day 138 on.
  expect(replay(past, rules, { ...span, firstDay: 148 }).stockOuts[0]?.warnedDays.mean_30).toBe(12);
  const young = pastFrom([moved(100, 8, 'receipt', 20), ...selling(101, 5, 4)], 120);
  expect(replay(young, rules, { firstDay: 90, lastDay: 119 })).toMatchObject({
    firstMorning: 101,
    stockOuts: [],
  });
});

test('a false alarm is stock that lasted twice the lead time and review', () => {
  const slowed = pastFrom(
    [moved(100, 0, 'receipt', 176), ...selling(101, 30, 4), ...selling(131, 49, 1)],
    180,
  );
  const { warnings } = replay(slowed, rules, { firstDay: 131, lastDay: 179 });
  const [first] = warnings.mean_30;
  expect(first).toMatchObject({ day: 131, protectedDays: 14, lastedDays: 28 });
  const tally = emptyTally({ firstDay: 131, lastDay: 179 });
  count(tally, replay(slowed, rules, tally.span), { supplierId: null, warehouseId: 1 });
  expect(scoresOf(tally).of.mean_30).toMatchObject({ warningsJudged: 1, warningsLasted: 1, falseAlarms: 1 });
});

test('an episode is over a tenth above the level, or when nothing sells', () => {
  const says = { isDue: false, unitsPerDay: 4, reorderPointUnits: 56 };
  const open = { warnedSince: 10, warnsAnew: false };
  const on = (stockUnits: number, cameInUnits = 0) => ({ day: 20, stockUnits, cameInUnits });
  expect(watchedOn(unwatched, on(56), { ...says, isDue: true })).toEqual({
    warnedSince: 20,
    warnsAnew: true,
  });
  expect(watchedOn(open, on(62, 20), says)).toEqual(open);
  expect(watchedOn(open, on(63, 20), says)).toEqual(unwatched);
  expect(watchedOn(open, on(50, 6), { ...says, isDue: true })).toEqual(open);
  expect(watchedOn(open, on(50, 7), { ...says, isDue: true })).toEqual({ warnedSince: 10, warnsAnew: true });
  expect(watchedOn(open, on(0), { ...says, unitsPerDay: 0 })).toEqual(unwatched);
});
