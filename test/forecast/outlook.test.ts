import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startOfDay } from '../../db/day.ts';
import { type Outlook, outlookBounds, outlookOf, type Place } from '../../worker/forecast/outlook.ts';
import { velocityOf } from '../../worker/forecast/velocity.ts';
import { notFinite } from './finite.ts';
import { inLists, rowsOf, soldOutAtNoon } from './ledger.ts';

const today = 20_778;
const days = (count: number, units: number): number[] => Array.from({ length: count }, () => units);

/** 4 a day by the plain rule, lead 7, review 7, margin 7, order for 14 more. */
const place: Place = {
  history: { netUnits: days(30, 2), inStockShares: days(30, 0.5) },
  onHand: 20,
  arrivals: [],
  requestedUnits: 0,
  terms: { leadDays: 7, minimumUnits: 100, packUnits: 12 },
  threshold: null,
  planning: {
    method: 'mean_30',
    windowDays: 30,
    reviewDays: 7,
    targetDays: 14,
    safetyDays: 7,
    serviceLevel: 0.9,
  },
};
const outlook = (changes: Partial<Place> = {}): Outlook => outlookOf({ ...place, ...changes });

test('60 sold in 30 local days, in stock for 15.0 of them, are 4 a day, and 20 units last 5', () => {
  expect(outlook()).toMatchObject({
    method: 'mean_30',
    unitsPerDay: 4,
    plainMeanPerDay: 2,
    windowDays: 30,
    inStockDays: 15,
    coverDays: 5,
  });
});

test('the ledger and the history made of it have the same outlook', () => {
  const timeZone = 'Asia/Kolkata';
  const moved = soldOutAtNoon({ today, dailyUnits: 2, count: 30, timeZone });
  const restocked = { at: startOfDay(today, timeZone), type: 'receipt', quantity: place.onHand } as const;
  const history = rowsOf([...moved, restocked], { today, windowDays: 180, timeZone });
  expect(outlook({ history })).toEqual(outlook());
});

test('lead 7, review 7, margin 7 are a reorder point of 84, and 20 + 30 due in time are below it', () => {
  const due = outlook({ arrivals: [{ inDays: 7, units: 30 }] });
  expect(due).toMatchObject({ reorderPointUnits: 84, orderUpToUnits: 140, isDue: true });
  expect(due.basis.reorder).toMatchObject({ protectedDays: 14, safetyUnits: 28, positionUnits: 50 });
  expect(outlook({ onHand: 84 }).isDue).toBe(true);
  expect(outlook({ onHand: 85 }).isDue).toBe(false);
});

test('target 14 needs 90, the minimum of 100 raises it, packs of 12 round it to 108: all three are returned', () => {
  expect(outlook({ arrivals: [{ inDays: 3, units: 30 }] }).suggested).toEqual({
    rawUnits: 90,
    raisedUnits: 100,
    roundedUnits: 108,
  });
  expect(outlook({ requestedUnits: 120 }).suggested).toEqual({
    rawUnits: 0,
    raisedUnits: 0,
    roundedUnits: 0,
  });
});

test('30 that arrive on day 3 put the first stock-out on day 12, on day 7 they come after it on day 5', () => {
  const early = outlook({ arrivals: [{ inDays: 3, units: 30 }] });
  expect(early).toMatchObject({ coverDays: 5, firstStockoutDays: 12.5, runOutDays: 12.5 });
  const late = outlook({ arrivals: [{ inDays: 7, units: 30 }] });
  expect(late).toMatchObject({ coverDays: 5, firstStockoutDays: 5, runOutDays: 14.5 });
});

test('without a supplier there is a reorder point for a week of lead time, and nothing is suggested', () => {
  const { suggested, basis, ...rest } = outlook({ terms: null });
  expect(suggested).toBeNull();
  expect(rest).toMatchObject({ reorderPointUnits: 84, isDue: true });
  expect(basis).toMatchObject({ leadDays: 7, isLeadAssumed: true, minimumUnits: null, packUnits: null });
  const unsure = outlook({ terms: { leadDays: null, minimumUnits: 1, packUnits: 1 } });
  expect(unsure.basis).toMatchObject({ leadDays: 7, isLeadAssumed: true });
  expect(unsure.suggested?.rawUnits).toBe(120);
  expect(outlook().basis.isLeadAssumed).toBe(false);
});

test('a threshold raises the reorder point, and one that is lower does not', () => {
  expect(outlook({ threshold: 100 })).toMatchObject({ reorderPointUnits: 100, orderUpToUnits: 156 });
  expect(outlook({ threshold: 100 }).basis.reorder).toMatchObject({ floorUnits: 100, isRaisedToFloor: true });
  expect(outlook({ threshold: 10 })).toMatchObject({ reorderPointUnits: 84, orderUpToUnits: 140 });
  expect(outlook({ onHand: 90, threshold: 100 }).isDue).toBe(true);
});

test('what does not sell never runs out and is not due, whatever its threshold', () => {
  const still = outlook({ history: { netUnits: days(90, 0) }, threshold: 50 });
  expect(still).toMatchObject({
    unitsPerDay: 0,
    coverDays: null,
    p10Days: null,
    runOutDays: null,
    isDue: false,
  });
  const empty = outlook({ history: { netUnits: [] }, onHand: 0 });
  expect(empty).toMatchObject({
    unitsPerDay: 0,
    coverDays: 0,
    inStockDays: 0,
    confidence: 'low',
    isDue: false,
  });
});

test('a velocity too small for its column is none, in every figure', () => {
  const planning = { ...place.planning, method: 'adaptive' } as const;
  const history = { netUnits: [...days(120, 1), ...days(60, 0)] };
  expect(velocityOf(history).unitsPerDay).toBeGreaterThan(0);
  const ended = outlook({ planning, history });
  expect(ended).toMatchObject({ unitsPerDay: 0, coverDays: null, orderUpToUnits: 0, isDue: false });
  expect(ended.basis.velocity).toMatchObject({ silentDays: 60, soldDays: 120 });
});

test('three sold on the only in-stock day of 180 are three times the plain mean, with low confidence', () => {
  const history = { netUnits: [...days(179, 0), 3], inStockShares: [...days(179, 0), 1] };
  const seen = outlook({ history });
  expect(seen.unitsPerDay).toBeCloseTo(0.3, 12);
  expect(seen).toMatchObject({ windowDays: 180, inStockDays: 1, confidence: 'low' });
});

test('the basis is enough to redo the sum, and survives being stored', () => {
  const { basis, ...figures } = outlook({
    arrivals: [
      { inDays: 3, units: 30 },
      { inDays: 8, units: 99 },
    ],
    requestedUnits: 5,
  });
  const stored: typeof basis = JSON.parse(JSON.stringify(basis));
  expect(stored).toEqual(basis);
  const dueUnits = stored.arrivals
    .filter(({ inDays }) => inDays <= stored.leadDays)
    .map(({ units }) => units);
  const position = stored.onHand + stored.requestedUnits + dueUnits.reduce((sum, units) => sum + units, 0);
  expect(stored.reorder.positionUnits).toBe(position);
  const { unitsPerDay, protectedDays, safetyUnits, targetDays } = stored.reorder;
  expect(figures.orderUpToUnits).toBe(unitsPerDay * (protectedDays + targetDays) + safetyUnits);
  expect(figures.suggested?.rawUnits).toBe(figures.orderUpToUnits - position);
});

const sold = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -3, max: 40 })), { maxLength: 100 });
const units = fc.integer({ min: 0, max: 3000 });
const arrivals = fc.array(fc.record({ inDays: fc.integer({ min: -3, max: 40 }), units }), { maxLength: 4 });
const arbitraryPlace: fc.Arbitrary<Place> = fc.record({
  history: fc.record({ netUnits: sold }),
  onHand: units,
  arrivals,
  requestedUnits: units,
  terms: fc.record({
    leadDays: fc.option(fc.integer({ min: 0, max: 90 })),
    minimumUnits: fc.integer({ min: 1, max: 200 }),
    packUnits: fc.integer({ min: 1, max: 48 }),
  }),
  threshold: fc.option(units),
  planning: fc.record({
    method: fc.constantFrom('adaptive', 'mean_30'),
    windowDays: fc.integer({ min: 1, max: 365 }),
    reviewDays: fc.integer({ min: 0, max: 14 }),
    targetDays: fc.integer({ min: 0, max: 60 }),
    safetyDays: fc.option(fc.integer({ min: 0, max: 30 })),
    serviceLevel: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
});
const endless = (days: number | null): number => days ?? Number.POSITIVE_INFINITY;
/** Binary fractions leave dust; a broken promise is larger. */
const atLeast = (high: number, low: number): void => expect(high).toBeGreaterThanOrEqual(low * (1 - 1e-9));

test('more stock never shortens a cover, makes nothing due and never raises what is suggested', () => {
  fc.assert(
    fc.property(arbitraryPlace, units, (one, more) => {
      const less = outlookOf(one);
      const full = outlookOf({ ...one, onHand: one.onHand + more });
      for (const key of ['coverDays', 'p10Days', 'p90Days', 'firstStockoutDays', 'runOutDays'] as const)
        atLeast(endless(full[key]), endless(less[key]));
      expect(Number(less.isDue)).toBeGreaterThanOrEqual(Number(full.isDue));
      for (const key of ['rawUnits', 'raisedUnits', 'roundedUnits'] as const)
        atLeast(less.suggested?.[key] ?? 0, full.suggested?.[key] ?? 0);
    }),
  );
});

test('a larger arrival never brings a stock-out nearer and never raises what is suggested', () => {
  fc.assert(
    fc.property(arbitraryPlace, units, (one, more) => {
      const few = outlookOf(one);
      const many = outlookOf({
        ...one,
        arrivals: one.arrivals.map((arrival) => ({ ...arrival, units: arrival.units + more })),
      });
      for (const key of ['firstStockoutDays', 'runOutDays'] as const)
        atLeast(endless(many[key]), endless(few[key]));
      for (const key of ['rawUnits', 'raisedUnits', 'roundedUnits'] as const)
        atLeast(few.suggested?.[key] ?? 0, many.suggested?.[key] ?? 0);
    }),
  );
});

test('what is suggested is whole packs, no less than the minimum and no less than what is needed', () => {
  fc.assert(
    fc.property(arbitraryPlace, (one) => {
      const { suggested, orderUpToUnits, basis } = outlookOf(one);
      const { rawUnits, roundedUnits } = suggested ?? { rawUnits: 0, roundedUnits: 0 };
      expect(roundedUnits % (one.terms?.packUnits ?? 1)).toBe(0);
      atLeast(roundedUnits, rawUnits);
      if (rawUnits > 0) expect(roundedUnits).toBeGreaterThanOrEqual(one.terms?.minimumUnits ?? 0);
      expect(rawUnits).toBeCloseTo(Math.max(0, orderUpToUnits - basis.reorder.positionUnits), 6);
    }),
  );
});

const garbage = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 5e-324, 1e-300, 1e13, 1e300, -Number.MAX_VALUE),
);
const garbagePlace: fc.Arbitrary<Place> = fc.record({
  history: fc.oneof(
    fc.record({ netUnits: fc.array(garbage), inStockShares: fc.array(garbage) }),
    fc.record({
      today: fc.oneof(fc.constant(today), garbage),
      windowDays: garbage,
      firstDay: fc.option(fc.oneof(fc.constant(today - 20), garbage)),
      days: fc
        .array(fc.tuple(fc.oneof(fc.integer({ min: today - 30, max: today + 1 }), garbage), garbage, garbage))
        .map(inLists),
      events: fc.array(fc.tuple(garbage, garbage)),
      startOfDay: fc.constantFrom(
        (day: number) => day * 86_400_000,
        () => Number.NaN,
        () => 0,
      ),
    }),
  ),
  onHand: garbage,
  arrivals: fc.array(fc.record({ inDays: garbage, units: garbage }), { maxLength: 3 }),
  requestedUnits: garbage,
  terms: fc.option(fc.record({ leadDays: fc.option(garbage), minimumUnits: garbage, packUnits: garbage })),
  threshold: fc.option(garbage),
  planning: fc.record({
    method: fc.constantFrom('adaptive', 'mean_30'),
    windowDays: garbage,
    reviewDays: garbage,
    targetDays: garbage,
    safetyDays: fc.option(garbage),
    serviceLevel: garbage,
  }),
});

test('whatever comes in, every figure fits its column and the basis is finite', () => {
  const { unitsPerDayMin, unitsPerDayMax, unitsMax, daysMax } = outlookBounds;
  fc.assert(
    fc.property(garbagePlace, (one) => {
      const { basis, suggested, ...figures } = outlookOf(one);
      const { unitsPerDay, plainMeanPerDay, coverDays, p10Days, p90Days, firstStockoutDays, runOutDays } =
        figures;
      const paces = [unitsPerDay, plainMeanPerDay].filter((perDay) => perDay !== 0);
      const days = [coverDays, p10Days, p90Days, firstStockoutDays, runOutDays].map((count) => count ?? 0);
      const units = [figures.reorderPointUnits, figures.orderUpToUnits, ...Object.values(suggested ?? {})];
      expect({
        paces: paces.filter((perDay) => !(perDay >= unitsPerDayMin && perDay <= unitsPerDayMax)),
        days: days.filter((count) => !(count >= 0 && count <= daysMax)),
        units: units.filter((count) => !(count >= 0 && count <= unitsMax)),
        notFinite: notFinite({ ...figures, basis }),
      }).toEqual({ paces: [], days: [], units: [], notFinite: [] });
      expect(figures.inStockDays).toBeLessThanOrEqual(figures.windowDays);
    }),
    { numRuns: 1000 },
  );
});
