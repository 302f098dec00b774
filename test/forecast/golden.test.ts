import { expect, test } from 'vitest';
import { coverOf } from '../../worker/forecast/cover.ts';
import { reorderOf } from '../../worker/forecast/reorder.ts';
import { daysUsed } from '../../worker/forecast/series.ts';
import { velocityOf } from '../../worker/forecast/velocity.ts';

/** A fortnight worked out with pencil and paper, from the days to the order: a bulk order, a return, a day and a half without stock. */
const history = {
  netUnits: [2, 0, 3, 2, 20, 0, -1, 2, 0, 3, 2, 2, 0, 0],
  inStockShares: [1, 1, 1, 1, 1, 1, 1, 1, 0, 0.5, 1, 1, 1, 1],
};
const velocity = velocityOf(history);

test('the days: the return is taken off the bulk order, and the bulk order is cut down', () => {
  // 20 − 1 = 19. Without the cap 16 + c sold on 8 days: c = 3.5 × (16 + c) ÷ 8, so c = 56 ÷ 4.5 = 12.44, met from above to a thousandth.
  const used = daysUsed(history, velocity);
  const capped = used[4];
  expect(capped?.cappedTo).toBeCloseTo(12.4646, 4);
  expect(used.map(({ countedUnits }) => countedUnits)).toEqual([
    ...[2, 0, 3, 2, capped?.cappedTo, 0, 0],
    ...[2, 0, 3, 2, 2, 0, 0],
  ]);
  expect(used.map(({ countedShare }) => countedShare)).toEqual(history.inStockShares);
  expect(velocity.basis).toMatchObject({ soldDays: 8, cappedDays: 1, inStockDays: 12.5 });
});

test('the pace: how often, how much at a time, and whether it still sells', () => {
  // 13 days in stock for half of the day or more, 28.4646 units: mean 2.1896. √((sum of squares + 1) ÷ 14) = 1.4226. Memory 14 × √1.4226 = 16.698.
  expect(velocity.spread).toMatchObject({
    variation: expect.closeTo(1.42259, 5),
    memoryDays: expect.closeTo(16.69812, 5),
    evidenceDays: expect.closeTo(10.10297, 5),
  });
  // Weights 1 in the last week and e^(−7 ÷ 16.698) = 0.65757 in the one before: of the selling days 4 + 4 × 0.65757 = 6.63027,
  // of all by their shares 5.5 + 7 × 0.65757 = 10.10297, of the units 9 + 19.4646 × 0.65757 = 21.79925.
  // 6.63027 ÷ 10.10297 = 0.65627; 21.79925 ÷ 6.63027 = 3.28784. Two weeks make no record, so a quarter of the way to what is usual:
  // 0.65627 × (8 ÷ 12.5 ÷ 0.65627)^¼ = 0.65216; 3.28784 × (12.4646 ÷ 3.5 ÷ 3.28784)^¼ = 3.35417.
  // Two silent days at 0.63470 selling days a day are 1.26941 missed: 1 ÷ (1 + 0.01 × (e^1.26941 − 1)) = 0.97505.
  expect(velocity.basis).toMatchObject({
    recentSoldDaysPerDay: expect.closeTo(0.65627, 5),
    usualSoldDaysPerDay: 0.64,
    soldDaysPerDay: expect.closeTo(0.65216, 5),
    recentUnits: expect.closeTo(3.28784, 5),
    usualUnits: expect.closeTo(3.5613, 4),
    recordWeeks: 0,
    usualWeight: 0.25,
    errorFactor: 1,
    unitsPerSoldDay: expect.closeTo(3.35417, 5),
    silentDays: 2,
    soldDaysMissed: expect.closeTo(1.26941, 5),
    stillSelling: expect.closeTo(0.97505, 5),
  });
  // 0.65216 × 3.35417 × 0.97505
  expect(velocity.unitsPerDay).toBeCloseTo(2.13289, 5);
  expect(velocity.bulkFactor).toBeCloseTo(35 / 28.4646, 4);
});

test('the days left: 20 ÷ 2.1329, and the ends at which fast and slow demand have used up the stock', () => {
  // σ²(3.538) = ln(1 + 2.02376 × (1 ÷ 3.538 + 1 ÷ 10.10297 + 3.538 ÷ 836.48) + 0.0025) = 0.5785; 9.3769 × e^(−1.28155 × 0.7606) = 3.538.
  const cover = coverOf(20, velocity);
  expect(cover.coverDays).toBeCloseTo(9.3769, 4);
  expect(cover.p10Days).toBeCloseTo(3.53774, 5);
  expect(cover.p90Days).toBeCloseTo(19.00786, 5);
});

test('the order: lead 7, review 7, nine times in ten enough, 14 days more', () => {
  // σ(14) = 0.56831; 2.13289 × 14 × 1.2296 × e^(1.28155 × 0.56831) = 76.062; + 2.13289 × 14 = 105.922; − 20 = 85.922; 8 packs of 12.
  const reorder = reorderOf({
    pace: velocity,
    availableUnits: 20,
    leadDays: 7,
    reviewDays: 7,
    targetDays: 14,
    minimumUnits: 48,
    packUnits: 12,
  });
  expect(reorder.basis.levelUnits).toBeCloseTo(76.06192, 4);
  expect(reorder).toMatchObject({ isDue: true, reorderPointUnits: 77 });
  expect(reorder.orderUpToUnits).toBeCloseTo(105.9224, 4);
  expect(reorder.suggested).toEqual({
    rawUnits: expect.closeTo(85.9224, 4),
    raisedUnits: expect.closeTo(85.9224, 4),
    roundedUnits: 96,
  });
});

test('the literal rule for the same fortnight: 35 sold in 12.5 days in stock', () => {
  const literal = velocityOf(history, { method: 'mean_30' });
  expect(literal).toMatchObject({ unitsPerDay: 2.8, plainMeanPerDay: 2.5 });
  const used = daysUsed(history, literal);
  expect(used.map(({ countedUnits }) => countedUnits)).toEqual(history.netUnits);
  expect(used.every(({ weight, cappedTo }) => weight === 1 && cappedTo === null)).toBe(true);
});

test('a year of a product costs a fifth of a millisecond at most, and leaves nothing behind', () => {
  const year = Array.from({ length: 365 }, (_, day) => ((day * 7919) % 11 < 4 ? (day * 31) % 7 : 0));
  const inStockShares = year.map((_, day) => (day % 29 === 0 ? 0 : 1));
  const heap = process.memoryUsage().heapUsed;
  const PRODUCTS = 1000;
  const round = (): number => {
    const began = process.threadCpuUsage();
    for (let product = 0; product < PRODUCTS; product += 1) {
      const pace = velocityOf({ netUnits: year, inStockShares });
      coverOf(product, pace);
      reorderOf({ pace, availableUnits: product, leadDays: 7, reviewDays: 7 });
    }
    const { user, system } = process.threadCpuUsage(began);
    return (user + system) / 1000 / PRODUCTS;
  };
  // The first compiles.
  expect(Math.min(round(), round())).toBeLessThan(0.2);
  expect(process.memoryUsage().heapUsed - heap).toBeLessThan(64 * 2 ** 20);
});
