import type { Arrival } from './cover.ts';
import { demandFactor } from './spread.ts';
import type { Velocity } from './velocity.ts';

/** Stock beyond the expected demand: typed in days, or what a service level asks for. */
export type Policy =
  | { readonly rule: 'buffer'; readonly bufferDays: number }
  | { readonly rule: 'service'; readonly serviceLevel: number };

export type ReorderQuestion = {
  readonly pace: Pick<Velocity, 'unitsPerDay' | 'spread' | 'bulkFactor'>;
  readonly availableUnits: number;
  readonly arrivals?: readonly Arrival[];
  /** In orders sent and not yet answered. */
  readonly requestedUnits?: number;
  readonly leadDays: number;
  readonly reviewDays: number;
  /** How long the order should last beyond lead time and review. */
  readonly targetDays?: number;
  readonly policy?: Policy;
  /** A threshold that somebody set: the level is never below it. */
  readonly floorUnits?: number;
  readonly minimumUnits?: number;
  readonly packUnits?: number;
};

export type Reorder = {
  readonly isDue: boolean;
  /** Order at or below this; the next whole unit of levelUnits. */
  readonly reorderPointUnits: number;
  readonly orderUpToUnits: number;
  readonly suggested: Suggestion;
  readonly basis: ReorderBasis;
};

/** Raw is exact; raised keeps to the supplier's minimum; rounded is in whole packs. */
export type Suggestion = {
  readonly rawUnits: number;
  readonly raisedUnits: number;
  readonly roundedUnits: number;
};

/**
 * levelUnits = unitsPerDay × protectedDays + safetyUnits, or floorUnits where that is more;
 * orderUpToUnits = levelUnits + unitsPerDay × targetDays
 */
export type ReorderBasis = {
  /** As it was applied: within its limits. */
  readonly policy: Policy;
  readonly unitsPerDay: number;
  readonly protectedDays: number;
  readonly safetyUnits: number;
  readonly floorUnits: number | null;
  readonly isRaisedToFloor: boolean;
  readonly levelUnits: number;
  readonly targetDays: number;
  readonly positionUnits: number;
};

/** Nine times in ten the stock lasts until the order is there: at the reorder point p10 is not sooner. */
export const defaultPolicy: Policy = { rule: 'service', serviceLevel: 0.9 };

/** Below a half there is no safety stock; above 99.9 % a longer lead time could lower the level (log-normal tail). */
const serviceLevelMin = 0.5;
const serviceLevelMax = 0.999;

/** Ten years, and more units than anyone has: what is typed in must not overflow what is answered. */
const daysMax = 3650;
export const unitsMax = 1e15;

export function reorderOf(question: ReorderQuestion): Reorder {
  const { unitsPerDay } = question.pace;
  const policy = policyOf(question);
  const protectedDays = daysFrom(question.leadDays) + daysFrom(question.reviewDays);
  const targetDays = daysFrom(question.targetDays);
  const safetyUnits = safetyOf(question.pace, protectedDays, policy);
  const pacedUnits = unitsPerDay * protectedDays + safetyUnits;
  const floorUnits = question.floorUnits === undefined ? null : unitsFrom(question.floorUnits);
  const isRaisedToFloor = floorUnits !== null && floorUnits > pacedUnits;
  const levelUnits = isRaisedToFloor ? floorUnits : pacedUnits;
  const orderUpToUnits = levelUnits + unitsPerDay * targetDays;
  const positionUnits = positionOf(question);
  const reorderPointUnits = wholeUp(levelUnits);
  return {
    isDue: unitsPerDay > 0 && positionUnits <= reorderPointUnits,
    reorderPointUnits,
    orderUpToUnits,
    suggested: suggestionOf(orderUpToUnits - positionUnits, question),
    basis: {
      policy,
      unitsPerDay,
      protectedDays,
      safetyUnits,
      floorUnits,
      isRaisedToFloor,
      levelUnits,
      targetDays,
      positionUnits,
    },
  };
}

function policyOf({ policy = defaultPolicy }: ReorderQuestion): Policy {
  if (policy.rule === 'buffer') return { rule: 'buffer', bufferDays: daysFrom(policy.bufferDays) };
  return { rule: 'service', serviceLevel: levelFrom(policy.serviceLevel) };
}

/** The service level covers chance, an unsure level and its drift, not chance alone: that under-stocks. */
function safetyOf(pace: ReorderQuestion['pace'], days: number, policy: Policy): number {
  const { unitsPerDay, spread, bulkFactor } = pace;
  if (policy.rule === 'buffer') return unitsPerDay * policy.bufferDays;
  if (days === 0 || unitsPerDay === 0) return 0;
  const factor = bulkFactor * demandFactor(spread, days, deviationsOf(policy.serviceLevel));
  return unitsPerDay * days * (factor - 1);
}

/** Arrivals count when they come before an order placed now could. */
function positionOf({ availableUnits, arrivals = [], requestedUnits, leadDays }: ReorderQuestion): number {
  let positionUnits = stockFrom(availableUnits) + unitsFrom(requestedUnits);
  for (const arrival of arrivals) if (arrival.inDays <= leadDays) positionUnits += unitsFrom(arrival.units);
  return positionUnits;
}

function suggestionOf(missingUnits: number, { minimumUnits, packUnits }: ReorderQuestion): Suggestion {
  if (!(missingUnits > 0)) return { rawUnits: 0, raisedUnits: 0, roundedUnits: 0 };
  const raisedUnits = Math.max(missingUnits, unitsFrom(minimumUnits));
  const pack = Math.max(1, unitsFrom(packUnits));
  return { rawUnits: missingUnits, raisedUnits, roundedUnits: wholeUp(raisedUnits / pack) * pack };
}

/** The next whole number, forgiving the dust of binary fractions; a whole number is its own. */
function wholeUp(units: number): number {
  return Number.isInteger(units) ? units : Math.ceil(units * (1 - 1e-9));
}

export function daysFrom(days = 0): number {
  return days > 0 ? Math.min(days, daysMax) : 0;
}

export function levelFrom(serviceLevel: number): number {
  return serviceLevel > serviceLevelMin ? Math.min(serviceLevelMax, serviceLevel) : serviceLevelMin;
}

/** May be owed: less than nothing. */
export function stockFrom(units: number): number {
  return Number.isFinite(units) ? Math.max(-unitsMax, Math.min(unitsMax, units)) : 0;
}

export function unitsFrom(units = 0): number {
  return units > 0 ? Math.min(units, unitsMax) : 0;
}

/** Deviations of the normal distribution that a service level stands for: Acklam's rational approximation. */
function deviationsOf(level: number): number {
  return level <= 0.97575
    ? middleDeviations(level - 0.5)
    : tailDeviations(Math.sqrt(-2 * Math.log(1 - level)));
}

function middleDeviations(q: number): number {
  const r = q * q;
  const top = [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ];
  const bottom = [
    -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1,
  ];
  return (q * polynomial(top, r)) / polynomial(bottom, r);
}

function tailDeviations(q: number): number {
  const top = [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ];
  const bottom = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
  return -polynomial(top, q) / polynomial(bottom, q);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}
