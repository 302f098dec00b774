import { expect, test } from 'vitest';
import { coverOf, wholeDays } from '../../worker/forecast/cover.ts';
import { reorderOf } from '../../worker/forecast/reorder.ts';
import { demandFactor } from '../../worker/forecast/spread.ts';

const spread = { variation: 1, memoryDays: 14, evidenceDays: 14, levelSpreadMin: 0.05 };
const pace = { unitsPerDay: 4, spread, bulkFactor: 1 };
const buffer7 = { rule: 'buffer', bufferDays: 7 } as const;

test('20 units at 4 a day last 5 days', () => {
  expect(coverOf(20, pace)).toMatchObject({ coverDays: 5, firstStockoutDays: 5, runOutDays: 5 });
  expect(coverOf(21, pace).coverDays).toBe(5.25);
});

test('days are told whole, and the dust of binary fractions takes none away', () => {
  expect([5, 5.25, 12.5, 0, null].map(wholeDays)).toEqual([5, 5, 12, 0, null]);
  expect(wholeDays(coverOf(0.3, { unitsPerDay: 0.1, spread }).coverDays)).toBe(3);
});

test('30 that arrive on day 3 move the first stock-out to day 12', () => {
  expect(coverOf(20, pace, [{ inDays: 3, units: 30 }])).toMatchObject({
    coverDays: 5,
    firstStockoutDays: 12.5,
    runOutDays: 12.5,
  });
});

test('30 that arrive on day 7 come after the stock-out on day 5, and run out at 14.5', () => {
  expect(coverOf(20, pace, [{ inDays: 7, units: 30 }])).toMatchObject({
    firstStockoutDays: 5,
    runOutDays: 14.5,
  });
});

test('what arrives on the very day it runs out is in time, and the order of arrivals does not matter', () => {
  expect(coverOf(20, pace, [{ inDays: 5, units: 4 }]).firstStockoutDays).toBe(6);
  const late = { inDays: 11, units: 8 };
  const early = { inDays: 2, units: 24 };
  expect(coverOf(20, pace, [late, early])).toEqual(coverOf(20, pace, [early, late]));
});

test('no stock is 0 days, no velocity is no day', () => {
  expect(coverOf(0, pace)).toMatchObject({ coverDays: 0, p10Days: 0, p90Days: 0 });
  expect(coverOf(-3, pace)).toMatchObject({ coverDays: 0, firstStockoutDays: 0 });
  expect(coverOf(5, { unitsPerDay: 0, spread })).toMatchObject({ coverDays: null, p10Days: null });
  expect(coverOf(0, { unitsPerDay: 0, spread }).coverDays).toBe(0);
});

test('what is owed is served first when stock arrives', () => {
  // 6 owed, 30 arrive on day 2, 24 are left: 2 + 24 ÷ 4.
  expect(coverOf(-6, pace, [{ inDays: 2, units: 30 }])).toMatchObject({
    firstStockoutDays: 0,
    runOutDays: 8,
  });
});

test('the factor of ten days worked out by hand', () => {
  // 1/10 + 1/14 + 10/(3 × 14²) + 0.05² = 0.19094; √ln(1.19094) = 0.41802; e^0.41802 = 1.51895.
  expect(demandFactor(spread, 10, 1)).toBeCloseTo(1.51895, 4);
  expect(demandFactor(spread, 10, -1)).toBeCloseTo(1 / 1.51895, 4);
});

test('p10 is the day by which demand at its fast end has used up the stock, p90 at its slow end', () => {
  const { p10Days, p90Days } = coverOf(40, pace);
  expect(4 * (p10Days ?? 0) * demandFactor(spread, p10Days ?? 0, 1.2815515655446004)).toBeCloseTo(40, 8);
  expect(4 * (p90Days ?? 0) * demandFactor(spread, p90Days ?? 0, -1.2815515655446004)).toBeCloseTo(40, 8);
});

test('lead 7, review 7, buffer 7 at 4 a day is a reorder point of 84, and 20 + 30 due in time are below it', () => {
  const reorder = reorderOf({
    pace,
    availableUnits: 20,
    arrivals: [
      { inDays: 7, units: 30 },
      { inDays: 8, units: 99 },
    ],
    leadDays: 7,
    reviewDays: 7,
    policy: buffer7,
  });
  expect(reorder).toMatchObject({ reorderPointUnits: 84, isDue: true });
  expect(reorder.basis).toMatchObject({
    protectedDays: 14,
    safetyUnits: 28,
    levelUnits: 84,
    positionUnits: 50,
  });
});

test('target 14 suggests 90, a minimum of 100 raises it, packs of 12 round it to 108', () => {
  const question = { pace, availableUnits: 50, leadDays: 7, reviewDays: 7, targetDays: 14, policy: buffer7 };
  expect(reorderOf({ ...question, minimumUnits: 100, packUnits: 12 }).suggested).toEqual({
    rawUnits: 90,
    raisedUnits: 100,
    roundedUnits: 108,
  });
  expect(reorderOf({ ...question, requestedUnits: 90, minimumUnits: 100 }).suggested).toEqual({
    rawUnits: 0,
    raisedUnits: 0,
    roundedUnits: 0,
  });
});

test('the reorder point is met at exactly its level and not one above', () => {
  const question = { pace, leadDays: 7, reviewDays: 7, policy: buffer7 };
  expect(reorderOf({ ...question, availableUnits: 84 }).isDue).toBe(true);
  expect(reorderOf({ ...question, availableUnits: 85 }).isDue).toBe(false);
});

test('a threshold that somebody set raises the reorder point and the order, and the basis says so', () => {
  const question = { pace, availableUnits: 50, leadDays: 7, reviewDays: 7, targetDays: 14, policy: buffer7 };
  const raised = reorderOf({ ...question, availableUnits: 100, floorUnits: 100 });
  expect(raised).toMatchObject({ isDue: true, reorderPointUnits: 100, orderUpToUnits: 156 });
  expect(raised.basis).toMatchObject({ floorUnits: 100, isRaisedToFloor: true, levelUnits: 100 });
  expect(reorderOf({ ...question, availableUnits: 101, floorUnits: 100 }).isDue).toBe(false);
  expect(reorderOf({ ...question, floorUnits: 1e9 }).reorderPointUnits).toBe(1e9);
});

test('a threshold below what demand asks for changes nothing, and none at all is null', () => {
  const question = { pace, availableUnits: 50, leadDays: 7, reviewDays: 7, targetDays: 14, policy: buffer7 };
  const plain = reorderOf(question);
  expect(plain.basis).toMatchObject({ floorUnits: null, isRaisedToFloor: false, levelUnits: 84 });
  for (const floorUnits of [0, 83, 84])
    expect(reorderOf({ ...question, floorUnits })).toEqual({
      ...plain,
      basis: { ...plain.basis, floorUnits },
    });
});

test('what does not sell is not due, whatever its threshold', () => {
  const question = { pace: { ...pace, unitsPerDay: 0 }, availableUnits: 3, leadDays: 7, reviewDays: 7 };
  expect(reorderOf({ ...question, floorUnits: 10 })).toMatchObject({ isDue: false, reorderPointUnits: 10 });
});

test('the basis quotes the service level that was applied', () => {
  const question = { pace, availableUnits: 0, leadDays: 7, reviewDays: 7 };
  const applied = (serviceLevel: number) =>
    reorderOf({ ...question, policy: { rule: 'service', serviceLevel } }).basis.policy;
  expect([0, 0.95, 1].map(applied)).toEqual([
    { rule: 'service', serviceLevel: 0.5 },
    { rule: 'service', serviceLevel: 0.95 },
    { rule: 'service', serviceLevel: 0.999 },
  ]);
});

test('at 90 % the stock of the reorder level has its p10 on the last protected day', () => {
  const { basis } = reorderOf({ pace, availableUnits: 0, leadDays: 10, reviewDays: 4 });
  expect(coverOf(basis.levelUnits, pace).p10Days).toBeCloseTo(14, 6);
});

test('bulk orders raise what is held, not the pace', () => {
  const question = { pace, availableUnits: 0, leadDays: 7, reviewDays: 7 };
  const plain = reorderOf(question).basis.levelUnits;
  const withBulk = reorderOf({ ...question, pace: { ...pace, bulkFactor: 1.5 } }).basis.levelUnits;
  expect(withBulk).toBeCloseTo(plain * 1.5, 9);
});
