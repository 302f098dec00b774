import { expect, test } from 'vitest';
import { coverOf } from '../../worker/forecast/cover.ts';
import { daysUsed } from '../../worker/forecast/series.ts';
import { type AdaptiveBasis, type Velocity, velocityOf } from '../../worker/forecast/velocity.ts';

/** What a product's own past says of its pace and of its interval. */

const days = (count: number, units: number): number[] => Array.from({ length: count }, () => units);
const weeks = (count: number, week: number[]): number[] => Array.from({ length: count }, () => week).flat();
const basisOf = (velocity: Velocity): AdaptiveBasis => {
  if (velocity.method !== 'adaptive') throw new Error('the default method is adaptive');
  return velocity.basis;
};
const widthOf = (velocity: Velocity): number => {
  const { p10Days, p90Days } = coverOf(14 * velocity.unitsPerDay, velocity);
  return (p90Days ?? 0) / (p10Days ?? 1);
};

test('five weeks worked out by hand: what keeps rising is not drawn back, and its errors widen the interval', () => {
  // Weeks of 7, 14, 14, 21, 21: 2.2 a day, variation √((7 × 0.7025 + 1) ÷ 36) → 0.37452, memory 14 × √0.37452 = 8.5677.
  // A week fades to e^(−7 ÷ 8.5677) = 0.44177. After two weeks (14 + 7 × 0.44177) ÷ (7 + 7 × 0.44177) = 1.69360 a day, usual 1.5, then came 2.5;
  // after three 1.88079, 1.66667 and 3. In mean paces: gaps −0.08800 and −0.09733, misses 0.36654 and 0.50873.
  // Variance of each: 0.14027 × (1 ÷ 14 + 1 ÷ 8.5677 + 14 ÷ 220.22) + 0.05² = 0.03781. Half sums: gap² 0.22769, gap × miss −1.08140,
  // miss² 5.19956. (8 × ¼ × 0.14027 − 1.08140) ÷ 8.22769 is below 0: 0. √((8 + 5.19956) ÷ (8 + 2 ÷ 2)) = 1.21104.
  const velocity = velocityOf({ netUnits: [...days(7, 1), ...days(14, 2), ...days(14, 3)] });
  expect(basisOf(velocity)).toMatchObject({
    dayVariation: expect.closeTo(0.37452, 5),
    recordWeeks: 2,
    usualWeight: 0,
    errorFactor: expect.closeTo(1.21104, 4),
  });
  expect(velocity.spread).toMatchObject({
    variation: expect.closeTo(0.37452 * 1.21104, 4),
    levelSpreadMin: expect.closeTo(0.05 * 1.21104, 5),
    memoryDays: expect.closeTo(8.56774, 5),
  });
  // (21 + 21 × 0.44177 + 14 × 0.44177² + 14 × 0.44177³ + 7 × 0.44177⁴) ÷ (7 × (1 + 0.44177 + … + 0.44177⁴))
  expect(velocity.unitsPerDay).toBeCloseTo(2.79701, 5);
});

test('the day of the week is no change of pace, and no noise of weeks', () => {
  const week = [2, 3, 4, 4, 6, 10, 6];
  const past = weeks(30, week);
  for (const shift of [0, 1, 2, 3, 4, 5, 6])
    expect(velocityOf({ netUnits: past.slice(shift) }).unitsPerDay).toBeCloseTo(5, 1);
  const even = velocityOf({ netUnits: past });
  expect(basisOf(even).errorFactor).toBeLessThan(0.7);
  expect(widthOf(even)).toBeLessThan(widthOf(velocityOf({ netUnits: weeks(4, week) })));
});

test('what returns to its usual pace is expected to, what changes for good is not', () => {
  const flicker = weeks(12, [...days(14, 3), ...days(14, 5)]);
  const steps = [...days(80, 2), ...days(80, 3), ...days(80, 5), ...days(80, 8)];
  expect(basisOf(velocityOf({ netUnits: flicker })).usualWeight).toBeGreaterThan(0.5);
  expect(basisOf(velocityOf({ netUnits: steps })).usualWeight).toBe(0);
});

test('a short past says nothing: the expected weight, the expected errors', () => {
  for (const netUnits of [[], [3], days(21, 2), weeks(2, [0, 9, 0, 0, 1, 0, 0])])
    expect(basisOf(velocityOf({ netUnits }))).toMatchObject({ recordWeeks: 0, errorFactor: 1 });
});

test('a further day without stock moves no week', () => {
  const netUnits = weeks(10, [1, 0, 4, 2, 0, 7, 3]);
  const inStockShares = netUnits.map((_, day) => (day % 23 < 4 && netUnits[day] === 0 ? 0 : 1));
  const now = velocityOf({ netUnits, inStockShares });
  const later = velocityOf({
    netUnits: [...netUnits, ...days(5, 0)],
    inStockShares: [...inStockShares, ...days(5, 0)],
  });
  const { recordWeeks, usualWeight, errorFactor } = basisOf(now);
  expect(basisOf(later)).toMatchObject({ recordWeeks, usualWeight, errorFactor });
  expect(later.unitsPerDay).toBeCloseTo(now.unitsPerDay, 12);
});

test('the weights of the days are those the pace was made with: a week weighs as its last day', () => {
  const history = { netUnits: [...days(15, 1), 0, 0], inStockShares: [...days(15, 1), 0, 0] };
  const velocity = velocityOf(history);
  const { memoryDays } = velocity.spread;
  const ages = daysUsed(history, velocity).map(({ weight }) => Math.round(Math.log(1 / weight) * memoryDays));
  // The last day with stock was two days ago; the days since have nothing to weigh.
  expect(ages).toEqual([16, ...days(7, 9), ...days(7, 2), 0, 0]);
});
