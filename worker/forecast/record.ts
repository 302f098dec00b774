import type { Demand } from './demand.ts';
import { expectedLevelSpreadMin as levelSpreadMin, relativeVariance } from './spread.ts';

/** What a product's own past teaches: after each week, how far the next fortnight was from the pace until then. */
export type TrackRecord = {
  /** Weeks so looked at, of seven days with stock; the fortnights of two neighbours share one. */
  readonly recordWeeks: number;
  /** How far demand went back from its recent pace towards the usual one: 0 not at all, 1 all the way. */
  readonly usualWeight: number;
  /** Its errors ÷ those that chance, level, drift and the floor would make. */
  readonly errorFactor: number;
};

/** So many fortnights that went as expected come before the record: a short one says little. */
const expectedFortnights = 8;
/** A pace goes part of the way back to what is usual; but what varies little shows a change at once. */
const expectedUsualWeight = 1 / 4;
const weeksBefore = 2;
/** Two days without stock in a fortnight say more about the stock than about demand. */
const openDaysMin = 12;

export function recordOf(
  demand: Demand,
  capUnits: number,
  variation: number,
  memoryDays: number,
): TrackRecord {
  const weeks = weeksOf(demand, capUnits);
  const { recordWeeks, gaps, towards, misses } = sumsOf(weeks, variation, memoryDays);
  const expected = expectedUsualWeight * Math.min(1, variation ** 2);
  const learned = (expectedFortnights * expected + towards) / (expectedFortnights + gaps);
  const usualWeight = Math.max(0, Math.min(1, learned));
  const errors = misses - 2 * usualWeight * towards + usualWeight ** 2 * gaps;
  const fortnights = expectedFortnights + recordWeeks / 2;
  const errorFactor = Math.sqrt((expectedFortnights + Math.max(0, errors)) / fortnights);
  return { recordWeeks, usualWeight, errorFactor };
}

/** Oldest first. Two lists of numbers rather than one of pairs: a nightly run over a million series should leave little behind. */
type Weeks = { readonly units: readonly number[]; readonly openDays: readonly number[] };

type Sums = {
  readonly recordWeeks: number;
  readonly gaps: number;
  readonly towards: number;
  readonly misses: number;
};

/** Σ gap², Σ gap × miss and Σ miss², each in its expected deviations: gap = usual − recent pace, miss = what came − recent pace. */
function sumsOf({ units, openDays }: Weeks, variation: number, memoryDays: number): Sums {
  const mean = meanOf(units, openDays);
  const weekFade = Math.exp(-daysOfWeek / memoryDays);
  let [usualUnits, usualOpen, recentUnits, recentOpen] = [0, 0, 0, 0];
  let [recordWeeks, gaps, towards, misses] = [0, 0, 0, 0];
  for (let week = 0; week + 1 < units.length; week++) {
    const [sold = 0, open = 0] = [units[week], openDays[week]];
    const ahead = open + (openDays[week + 1] ?? 0);
    if (week >= weeksBefore && ahead >= openDaysMin && recentOpen >= 1 && mean > 0) {
      const recent = recentUnits / recentOpen;
      const gap = (usualUnits / usualOpen - recent) / mean;
      const miss = ((sold + (units[week + 1] ?? 0)) / ahead - recent) / mean;
      const evidenceDays = Math.min(memoryDays, recentOpen);
      // Half of each, because neighbours share a week.
      const weight = 0.5 / relativeVariance({ variation, memoryDays, evidenceDays, levelSpreadMin }, ahead);
      gaps += weight * gap ** 2;
      towards += weight * gap * miss;
      misses += weight * miss ** 2;
      recordWeeks++;
    }
    usualUnits += sold;
    usualOpen += open;
    recentUnits = recentUnits * weekFade + sold;
    recentOpen = recentOpen * weekFade + open;
  }
  return { recordWeeks, gaps, towards, misses };
}

/** Seven days hold every weekday once. */
const daysOfWeek = 7;

/** Weeks are counted back from the last day with stock, so that a further day without it moves none; weeks without any are skipped. */
export function startsWeek(share: number, daysAgo: number, weekStart: number): boolean {
  return share > 0 && daysAgo >= weekStart + daysOfWeek;
}

function weeksOf({ units, shares }: Demand, capUnits: number): Weeks {
  const weeks: { units: number[]; openDays: number[] } = { units: [], openDays: [] };
  let [weekStart, sold, open] = [Number.NEGATIVE_INFINITY, 0, 0];
  for (let daysAgo = 0; daysAgo < units.length; daysAgo++) {
    const day = units.length - 1 - daysAgo;
    const share = shares[day] ?? 1;
    if (startsWeek(share, daysAgo, weekStart)) {
      if (open > 0) weeks.units.push(sold);
      if (open > 0) weeks.openDays.push(open);
      [weekStart, sold, open] = [daysAgo, 0, 0];
    }
    sold += Math.min(units[day] ?? 0, capUnits);
    open += share;
  }
  if (open > 0) weeks.units.push(sold);
  if (open > 0) weeks.openDays.push(open);
  weeks.units.reverse();
  weeks.openDays.reverse();
  return weeks;
}

function meanOf(units: readonly number[], openDays: readonly number[]): number {
  let [sold, open] = [0, 0];
  for (let week = 0; week < units.length; week++) {
    sold += units[week] ?? 0;
    open += openDays[week] ?? 0;
  }
  return open > 0 ? sold / open : 0;
}
