import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverOf } from '../../worker/forecast/cover.ts';
import type { History } from '../../worker/forecast/demand.ts';
import { type Policy, reorderOf } from '../../worker/forecast/reorder.ts';
import { type Method, velocityOf } from '../../worker/forecast/velocity.ts';
import { notFinite } from './finite.ts';

const day = fc.record({
  units: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: -5, max: 60 })),
  share: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
});
/** What no till would send and some import will: grains and shiploads, returns of nothing, shares that are none. */
const hostileDay = fc.record({
  units: fc.constantFrom(0, 0, 1, -1, 0.001, 1e6, -1e6, 1 / 3, 7e5, 1e-6),
  share: fc.constantFrom(0, 1, 0.5, 1e-300, -1, 2, Number.NaN, Infinity, 1 / 3),
});
const inDays = (day: typeof hostileDay) =>
  fc.array(day, { maxLength: 120 }).map((days) => ({
    netUnits: days.map(({ units }) => units),
    inStockShares: days.map(({ share }) => share),
  }));
const history = fc.oneof({ weight: 2, arbitrary: inDays(day) }, inDays(hostileDay));
const stock = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(-3, 0, 1e-9, 0.5, 1e9, 1e12));
const more = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(1e-9, 1 / 3, 1e9));
const leadTime = fc.oneof(fc.integer({ min: 0, max: 90 }), fc.constantFrom(0.1, 365, 3650, 1e9, Number.NaN));
const methods: Method[] = [{ method: 'adaptive' }, { method: 'mean_30' }];
const policy: fc.Arbitrary<Policy> = fc.oneof(
  fc.record({ rule: fc.constant('buffer' as const), bufferDays: fc.integer({ min: 0, max: 60 }) }),
  fc.record({
    rule: fc.constant('service' as const),
    serviceLevel: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
);
const arrivals = fc.array(
  fc.record({ inDays: fc.integer({ min: 0, max: 60 }), units: fc.integer({ min: 1, max: 500 }) }),
  { maxLength: 4 },
);

const endless = (days: number | null): number => days ?? Number.POSITIVE_INFINITY;
/** Binary fractions leave dust; a broken promise is larger. */
const atLeast = (high: number, low: number): void => expect(high).toBeGreaterThanOrEqual(low * (1 - 1e-9));

test('more stock never runs out sooner', () => {
  fc.assert(
    fc.property(history, stock, more, arrivals, (past, units, added, coming) => {
      for (const method of methods) {
        const pace = velocityOf(past, method);
        const less = coverOf(units, pace, coming);
        const full = coverOf(units + added, pace, coming);
        for (const key of ['coverDays', 'p10Days', 'p90Days', 'firstStockoutDays', 'runOutDays'] as const)
          atLeast(endless(full[key]), endless(less[key]));
        atLeast(endless(less.coverDays), endless(less.p10Days));
        atLeast(endless(less.p90Days), endless(less.coverDays));
      }
    }),
  );
});

test('twice the demand with twice the stock changes no day', () => {
  // By powers of two, which scale a binary fraction without rounding it.
  fc.assert(
    fc.property(history, stock, fc.constantFrom(2 ** -10, 0.5, 2, 1024), (past, units, scale) => {
      for (const method of methods) {
        const scaled = { ...past, netUnits: past.netUnits.map((sold) => sold * scale) };
        const one = coverOf(units, velocityOf(past, method));
        const other = coverOf(units * scale, velocityOf(scaled, method));
        for (const key of ['coverDays', 'p10Days', 'p90Days'] as const)
          if (one[key] === null) expect(other[key]).toBeNull();
          else expect(endless(other[key]) / (one[key] || 1)).toBeCloseTo(one[key] === 0 ? 0 : 1, 6);
      }
    }),
  );
});

test('a longer lead time never lowers the reorder point', () => {
  fc.assert(
    fc.property(
      history,
      policy,
      leadTime,
      fc.integer({ min: 1, max: 60 }),
      (past, rule, leadDays, longer) => {
        for (const method of methods) {
          const question = { pace: velocityOf(past, method), availableUnits: 0, reviewDays: 3, policy: rule };
          const short = reorderOf({ ...question, leadDays });
          const long = reorderOf({ ...question, leadDays: leadDays + longer });
          atLeast(long.basis.levelUnits, short.basis.levelUnits);
          atLeast(long.reorderPointUnits, short.reorderPointUnits);
        }
      },
    ),
  );
});

test('a higher threshold never lowers the order, and the reorder point is never below it', () => {
  const floor = fc.integer({ min: 0, max: 1_000_000_000 });
  fc.assert(
    fc.property(history, policy, floor, floor, stock, (past, rule, one, other, availableUnits) => {
      const at = (floorUnits: number) =>
        reorderOf({
          pace: velocityOf(past),
          availableUnits,
          leadDays: 7,
          reviewDays: 7,
          policy: rule,
          floorUnits,
        });
      const [low, high] = [at(Math.min(one, other)), at(Math.max(one, other))];
      expect(low.reorderPointUnits).toBeGreaterThanOrEqual(Math.min(one, other));
      expect(high.reorderPointUnits).toBeGreaterThanOrEqual(low.reorderPointUnits);
      expect(high.suggested.roundedUnits).toBeGreaterThanOrEqual(low.suggested.roundedUnits);
      expect(Number(high.isDue)).toBeGreaterThanOrEqual(Number(low.isDue));
    }),
  );
});

test('a higher service level never lowers the order', () => {
  const level = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(history, level, level, (past, one, other) => {
      const orderAt = (serviceLevel: number): number =>
        reorderOf({
          pace: velocityOf(past),
          availableUnits: 0,
          leadDays: 7,
          reviewDays: 7,
          policy: { rule: 'service', serviceLevel },
        }).orderUpToUnits;
      atLeast(orderAt(Math.max(one, other)), orderAt(Math.min(one, other)));
    }),
  );
});

test('a further day out of stock without sales never lowers the velocity', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 40 }), (past, count) => {
      const gap = Array.from({ length: count }, () => 0);
      const later = {
        netUnits: [...past.netUnits, ...gap],
        inStockShares: [...past.inStockShares, ...gap],
      };
      atLeast(velocityOf(later).unitsPerDay, velocityOf(past).unitsPerDay);
    }),
  );
});

test('the literal rule never multiplies the plain mean of its window by more than three', () => {
  fc.assert(
    fc.property(history, (past) => {
      const velocity = velocityOf(past, { method: 'mean_30' });
      if (velocity.basis.windowDays === 30)
        expect(velocity.unitsPerDay).toBeLessThanOrEqual(3 * velocity.plainMeanPerDay * (1 + 1e-9));
    }),
  );
});

const garbage = fc.oneof(
  fc.double(),
  fc.constantFrom(
    Number.NaN,
    Infinity,
    -Infinity,
    -0,
    5e-324,
    1e-300,
    1e300,
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
  ),
);
const garbageHistory = fc.record({
  netUnits: fc.array(garbage, { maxLength: 50 }),
  inStockShares: fc.array(garbage, { maxLength: 60 }),
});

/** So much is owed that, rounded up to whole packs, it is more than a number can hold. */
const oweAll = [
  -Number.MAX_VALUE,
  0,
  Number.NaN,
  Number.NaN,
  0,
  0,
  Number.NaN,
  Number.NaN,
  1763.9911082930778,
  0,
];

test('whatever comes in, every figure that goes out is finite', () => {
  fc.assert(
    fc.property(garbageHistory, fc.array(garbage, { minLength: 10, maxLength: 10 }), (past, numbers) => {
      const [units = 0, windowDays = 0, inDays = 0, coming = 0, lead = 0, review = 0, level = 0, pack = 0] =
        numbers;
      for (const method of [...methods, { method: 'mean_30', windowDays } as const]) {
        const pace = velocityOf(past, method);
        const arrivals = [{ inDays, units: coming }];
        const reorders = (['service', 'buffer'] as const).map((rule) =>
          reorderOf({
            pace,
            availableUnits: units,
            arrivals,
            requestedUnits: coming,
            leadDays: lead,
            reviewDays: review,
            targetDays: windowDays,
            policy: rule === 'service' ? { rule, serviceLevel: level } : { rule, bufferDays: level },
            minimumUnits: pack,
            packUnits: numbers[8] ?? 0,
            floorUnits: numbers[9] ?? 0,
          }),
        );
        expect(notFinite({ pace, cover: coverOf(units, pace, arrivals), reorders })).toEqual([]);
        expect(pace.unitsPerDay).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 500, examples: [[{ netUnits: [], inStockShares: [] }, oweAll]] },
  );
});

test('the same question has the same answer, and the question is left as it was', () => {
  fc.assert(
    fc.property(fc.oneof(history, garbageHistory), (past: History) => {
      const before = structuredClone(past);
      deepFreeze(past);
      for (const method of methods) {
        const first = velocityOf(past, method);
        expect(velocityOf(past, method)).toEqual(first);
        expect(coverOf(7, deepFreeze(first))).toEqual(coverOf(7, first));
      }
      expect(past).toEqual(before);
    }),
  );
});

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) Object.freeze(part);
  return Object.freeze(value);
}
