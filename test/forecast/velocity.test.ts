import { expect, test } from 'vitest';
import { demandOf, sharesOfFlags } from '../../worker/forecast/demand.ts';
import { type AdaptiveBasis, velocityOf } from '../../worker/forecast/velocity.ts';

const days = (count: number, units: number): number[] => Array.from({ length: count }, () => units);
const mean30 = (netUnits: number[], inStockShares?: number[], windowDays?: number) =>
  velocityOf(
    inStockShares ? { netUnits, inStockShares } : { netUnits },
    windowDays === undefined ? { method: 'mean_30' } : { method: 'mean_30', windowDays },
  );
const basisOf = (netUnits: number[], inStockShares: number[]): AdaptiveBasis => {
  const velocity = velocityOf({ netUnits, inStockShares });
  if (velocity.method !== 'adaptive') throw new Error('the default method is adaptive');
  return velocity.basis;
};

test('60 sold in 30 days, in stock for 15 of them, are 4 a day and not 2', () => {
  const velocity = mean30([...days(15, 4), ...days(15, 0)], [...days(15, 1), ...days(15, 0)]);
  expect(velocity).toMatchObject({
    unitsPerDay: 4,
    plainMeanPerDay: 2,
    basis: { windowDays: 30, inStockDays: 15, netUnits: 60, isLiftLimited: false },
  });
  expect(mean30(days(30, 2), days(30, 0.5)).unitsPerDay).toBe(4);
});

test('three sold on the only in-stock day of 30 are three times the plain mean, and not to be trusted', () => {
  const units = [...days(29, 0), 3];
  const shares = [...days(29, 0), 1];
  // 3 ÷ 1 in-stock day = 3, but the plain mean is 3 ÷ 30 = 0.1, and three times that is the limit.
  const short = mean30(units, shares);
  expect(short.unitsPerDay).toBeCloseTo(0.3, 12);
  expect(short).toMatchObject({ confidence: 'low', basis: { isLiftLimited: true } });
  const long = mean30([...days(170, 0), ...units], [...days(170, 0), ...shares]);
  expect(long.unitsPerDay).toBeCloseTo(0.3, 12);
  expect(long.basis.windowDays).toBe(180);
});

test('with fewer than 7 in-stock days the window widens to 90 and no further than it must', () => {
  // The last 30 days: 2 in stock, 10 sold. The 60 before: all in stock, 2 a day. (10 + 120) ÷ 62 in-stock days.
  const units = [...days(100, 9), ...days(60, 2), ...days(28, 0), 5, 5];
  const shares = [...days(160, 1), ...days(28, 0), 1, 1];
  const velocity = mean30(units, shares);
  expect(velocity.unitsPerDay).toBeCloseTo(130 / 62, 12);
  expect(velocity.basis).toMatchObject({ windowDays: 90, inStockDays: 62, netUnits: 130 });
});

test('sold out for the whole window still has the velocity it sold out with', () => {
  const velocity = mean30([...days(60, 4), ...days(30, 0)], [...days(60, 1), ...days(30, 0)]);
  expect(velocity).toMatchObject({ unitsPerDay: 4, plainMeanPerDay: 0 });
});

test('an odd window is computed on the spot, and returns lower it but never below zero', () => {
  expect(mean30([...days(20, 9), ...days(7, 2)], undefined, 7).unitsPerDay).toBe(2);
  expect(mean30([...days(9, 4), -6]).unitsPerDay).toBe(3);
  expect(mean30([1, -6]).unitsPerDay).toBe(0);
});

test('a return takes back the latest sale before it', () => {
  expect(demandOf({ netUnits: [5, 3, 0, -4, 2] }).units).toEqual([4, 0, 0, 0, 2]);
  expect(demandOf({ netUnits: [-4, 2] }).units).toEqual([0, 2]);
});

test('steady sales are their own velocity', () => {
  const velocity = velocityOf({ netUnits: days(60, 4) });
  expect(velocity.unitsPerDay).toBeCloseTo(4, 12);
  // One imagined day with variation 1 among 61: √(1 ÷ 61). Six fortnights, halved to three, without an error: √(8 ÷ (8 + 3)).
  expect(velocity.basis).toMatchObject({ dayVariation: expect.closeTo(0.12804, 5), recordWeeks: 6 });
  expect(velocity.spread.variation).toBeCloseTo(Math.sqrt((1 / 61) * (8 / 11)), 12);
  expect(velocity).toMatchObject({ confidence: 'high', bulkFactor: 1, plainMeanPerDay: 4 });
});

test('three days worked out by hand', () => {
  // 6, 0, 3. Cap 3.5 × 4.5 = 15.75, nothing capped. Mean 3; deviations 1, −1, 0; √((2 + 1) ÷ (3 + 1)) = 0.8660.
  // Memory 14 × √0.8660 = 13.028. Three days of one week weigh alike: 2 ÷ 3 sold days a day, 9 ÷ 2 units at a time, 3 a day.
  const velocity = velocityOf({ netUnits: [6, 0, 3] });
  expect(velocity.spread.variation).toBeCloseTo(0.866, 3);
  expect(velocity.spread.memoryDays).toBeCloseTo(13.028, 3);
  expect(velocity.basis).toMatchObject({
    windowDays: 3,
    inStockDays: 3,
    soldDays: 2,
    cappedDays: 0,
    capUnits: 15.75,
  });
  expect(velocity.unitsPerDay).toBeCloseTo(3, 12);
  expect(velocity.confidence).toBe('low');
});

test('days out of stock change nothing, and the figures multiply to the velocity', () => {
  const sold = [3, 0, 5, 2, 0, 0, 4, 3, 1, 0, 2];
  const open = velocityOf({ netUnits: sold });
  const closed = velocityOf({
    netUnits: [...sold, ...days(20, 0)],
    inStockShares: [...days(sold.length, 1), ...days(20, 0)],
  });
  expect(closed.unitsPerDay).toBeCloseTo(open.unitsPerDay, 9);
  const basis = basisOf([...sold, 0, 0], days(sold.length + 2, 1));
  expect(velocityOf({ netUnits: [...sold, 0, 0] }).unitsPerDay).toBeCloseTo(
    basis.soldDaysPerDay * basis.unitsPerSoldDay * basis.stillSelling,
    12,
  );
});

test('a day that sold out early counts for the time it was open, and no more than threefold', () => {
  const half = velocityOf({ netUnits: days(40, 2), inStockShares: days(40, 0.5) });
  expect(half.unitsPerDay).toBeCloseTo(4, 9);
  const moment = velocityOf({ netUnits: days(40, 2), inStockShares: days(40, 0.01) });
  expect(moment.unitsPerDay).toBeCloseTo(6, 9);
});

test('one order of a million is an order, not a pace', () => {
  const velocity = velocityOf({ netUnits: [...days(30, 4), 1_000_000, ...days(29, 4)] });
  // Cap c = 3.5 × (59 × 4 + c) ÷ 60, so c = 3.5 × 236 ÷ 56.5 = 14.62, settled to a thousandth.
  expect(velocity.basis).toMatchObject({ cappedDays: 1 });
  expect(velocity.unitsPerDay).toBeLessThan(4.5);
  expect(velocity.bulkFactor).toBe(2);
});

test('silence longer than the rhythm explains is the end of a product', () => {
  const basis = basisOf([...days(30, 1), ...days(10, 0)], days(40, 1));
  expect(basis.silentDays).toBe(10);
  expect(basis.stillSelling).toBeCloseTo(1 / (1 + 0.01 * (Math.exp(basis.soldDaysMissed) - 1)), 12);
  expect(velocityOf({ netUnits: [...days(30, 1), ...days(120, 0)] }).unitsPerDay).toBeLessThan(1e-4);
  const outOfStock = basisOf([...days(30, 1), ...days(10, 0)], [...days(30, 1), ...days(10, 0)]);
  expect(outOfStock).toMatchObject({ silentDays: 0, stillSelling: 1 });
});

test('nothing sold is no velocity, with low confidence', () => {
  for (const netUnits of [[], days(90, 0), [-3]])
    expect(velocityOf({ netUnits })).toMatchObject({ unitsPerDay: 0, confidence: 'low' });
});

test('flags become shares: a day flagged out that sold was open for a third, and flags err both ways', () => {
  // One broken day among four in stock: they miss 1 ÷ 4 × 1 ÷ 3 = 1 ÷ 12 each.
  expect(sharesOfFlags([4, 4, 2, 0, 4, 4], [true, true, false, false, true, true])).toEqual([
    11 / 12,
    11 / 12,
    1 / 3,
    0,
    11 / 12,
    11 / 12,
  ]);
  expect(sharesOfFlags([1, 1], [true, true])).toEqual([1, 1]);
});
