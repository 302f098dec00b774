import { demandFactor, type Spread } from './spread.ts';
import type { Velocity } from './velocity.ts';

/** Units that arrive so many days from now; 0 is today. Overdue orders come with the day they are now expected. */
export type Arrival = { readonly inDays: number; readonly units: number };

/** Days from now. Null: it does not run out. */
export type Cover = {
  readonly coverDays: number | null;
  /** In one case of ten it runs out before p10Days, in one of ten after p90Days. */
  readonly p10Days: number | null;
  readonly p90Days: number | null;
  readonly firstStockoutDays: number | null;
  readonly runOutDays: number | null;
};

type Interval = Pick<Cover, 'p10Days' | 'p90Days'>;
type Pace = Pick<Velocity, 'unitsPerDay' | 'spread'>;

/** The normal quantile of 90 %: between one case in ten and nine in ten lie 80 %. */
const deviationsOfP90 = 1.2815515655446004;

export function coverOf(availableUnits: number, pace: Pace, arrivals: readonly Arrival[] = []): Cover {
  const available = Number.isFinite(availableUnits) ? availableUnits : 0;
  const coverDays = daysOf(available, pace.unitsPerDay);
  return {
    coverDays,
    ...intervalOf(coverDays, pace.spread),
    ...withArrivals(available, pace.unitsPerDay, arrivals),
  };
}

/** The early and the late end of what is on hand, whatever is on its way. */
export const endsOf = (onHand: number, { unitsPerDay, spread }: Pace): Interval =>
  intervalOf(daysOf(Number.isFinite(onHand) ? onHand : 0, unitsPerDay), spread);

const intervalOf = (coverDays: number | null, spread: Spread): Interval => ({
  p10Days: quantileDays(coverDays, spread, -deviationsOfP90),
  p90Days: quantileDays(coverDays, spread, deviationsOfP90),
});

function daysOf(units: number, unitsPerDay: number): number | null {
  if (units <= 0) return 0;
  return unitsPerDay > 0 ? finite(units / unitsPerDay) : null;
}

/** The day on which demand at its factor for that day has used up the stock: days = coverDays × factor(days). */
function quantileDays(coverDays: number | null, spread: Spread, deviations: number): number | null {
  if (coverDays === null || coverDays === 0) return coverDays;
  let days = coverDays;
  // A contraction (each step leaves at most 0.41 of the error, in logarithms), so no start or bound matters.
  for (let round = 0; round < 20; round++) {
    const first = coverDays * demandFactor(spread, days, deviations);
    if (!(first > 0) || Math.abs(first - days) <= 1e-12 * days) break;
    const second = coverDays * demandFactor(spread, first, deviations);
    days = second > 0 ? leap(days, first, second) : first;
  }
  return finite(days);
}

/** Where steps that shrink like these two end: https://en.wikipedia.org/wiki/Aitken's_delta-squared_process */
function leap(from: number, first: number, second: number): number {
  const end = from - (first - from) ** 2 / (second - first - (first - from));
  return end > 0 && Number.isFinite(end) ? end : second;
}

function withArrivals(
  available: number,
  unitsPerDay: number,
  arrivals: readonly Arrival[],
): Pick<Cover, 'firstStockoutDays' | 'runOutDays'> {
  let firstStockoutDays: number | null = available > 0 ? null : 0;
  if (!(unitsPerDay > 0)) return { firstStockoutDays, runOutDays: firstStockoutDays };
  let units = available;
  let today = 0;
  for (const arrival of inOrder(arrivals)) {
    const needed = (arrival.inDays - today) * unitsPerDay;
    if (units < needed) {
      firstStockoutDays ??= finite(today + Math.max(0, units) / unitsPerDay);
      units = Math.min(0, units);
    } else units -= needed;
    units += arrival.units;
    today = arrival.inDays;
  }
  const runOutDays = finite(today + Math.max(0, units) / unitsPerDay);
  return { firstStockoutDays: firstStockoutDays ?? runOutDays, runOutDays };
}

function inOrder(arrivals: readonly Arrival[]): Arrival[] {
  return arrivals
    .filter(({ inDays, units }) => Number.isFinite(inDays) && Number.isFinite(units) && units > 0)
    .map(({ inDays, units }) => ({ inDays: Math.max(0, inDays), units }))
    .sort((one, other) => one.inDays - other.inDays);
}

/** Floored, but 0.3 ÷ 0.1 is 3 days: the dust of binary fractions takes no day away. */
export function wholeDays(days: number | null): number | null {
  return days === null ? null : Math.floor(days + 1e-9);
}

function finite(days: number): number | null {
  return days <= Number.MAX_SAFE_INTEGER ? days : null;
}
