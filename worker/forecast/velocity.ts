import { type Demand, demandOf, type History, historyDaysMax } from './demand.ts';
import { recordOf, startsWeek, type TrackRecord } from './record.ts';
import { expectedLevelSpreadMin, type Spread } from './spread.ts';

export type Confidence = 'high' | 'medium' | 'low';

type Figures = {
  readonly unitsPerDay: number;
  /** Net units of the last 30 days, divided by those days. */
  readonly plainMeanPerDay: number;
  readonly spread: Spread;
  /** Sold units ÷ what the caps left of them, at most 2: not the pace, but stock held for it is not held in vain. */
  readonly bulkFactor: number;
  readonly confidence: Confidence;
};

/** unitsPerDay = soldDaysPerDay × unitsPerSoldDay × stillSelling; of the first two, each = recent × (usual ÷ recent)^usualWeight */
export type AdaptiveBasis = TrackRecord & {
  readonly windowDays: number;
  readonly inStockDays: number;
  readonly soldDays: number;
  readonly cappedDays: number;
  readonly capUnits: number;
  readonly recentSoldDaysPerDay: number;
  /** Of all days alike: soldDays ÷ inStockDays. */
  readonly usualSoldDaysPerDay: number;
  readonly soldDaysPerDay: number;
  readonly unitsPerSoldDay: number;
  readonly recentUnits: number;
  readonly usualUnits: number;
  /** Of the days, before the record is heard; it sets the memory. */
  readonly dayVariation: number;
  readonly silentDays: number;
  readonly soldDaysMissed: number;
  readonly stillSelling: number;
};

/** unitsPerDay = netUnits ÷ inStockDays, or liftMax × the plain mean where that is less */
export type MeanBasis = {
  readonly windowDays: number;
  readonly inStockDays: number;
  readonly netUnits: number;
  readonly isLiftLimited: boolean;
};

export type Velocity =
  | (Figures & { readonly method: 'adaptive'; readonly basis: AdaptiveBasis })
  | (Figures & { readonly method: 'mean_30'; readonly basis: MeanBasis });

export type Method =
  | { readonly method: 'adaptive' }
  | { readonly method: 'mean_30'; readonly windowDays?: number };

/** Three or four ordinary selling days in one: more is an order of its own kind, not the pace. */
const capSoldDays = 3.5;
const bulkFactorMax = 2;
/** Two weeks where a day varies as much as it sells; see docs/decisions on the square root. */
const memoryDaysAtVariationOne = 14;
/** Less would take the rhythm of a week for a change of pace. */
const memoryDaysMin = 7;
/** The rhythm that silence is measured against must outlive the silence. */
const rhythmMemoryFactor = 4;
/** Odds that a product which just sold has stopped for good. */
const stoppedOdds = 0.01;
/** e^20 to one: it has stopped. More would only make numbers no column can hold. */
const soldDaysMissedMax = 20;

const meanWindowDays = 30;
const widerWindowDays = [90, 180];
const inStockDaysMin = 7;
const liftMax = 3;

export function velocityOf(history: History, method: Method = { method: 'adaptive' }): Velocity {
  const demand = demandOf(history);
  return method.method === 'adaptive' ? adaptive(demand) : literalMean(demand, method.windowDays);
}

function adaptive(demand: Demand): Velocity {
  const capped = capOf(demand.units);
  const dayVariation = variationOf(demand, capped.capUnits);
  const memoryDays = memoryFor(dayVariation);
  const record = recordOf(demand, capped.capUnits, dayVariation, memoryDays);
  const pace = paceOf(demand, capped.capUnits, memoryDays);
  const soldDaysMissed = Math.min(soldDaysMissedMax, pace.silentDays * pace.rhythm);
  const stillSelling = 1 / (1 + stoppedOdds * Math.expm1(soldDaysMissed));
  const usualUnits = capped.capUnits / capSoldDays;
  const inStockDays = sum(demand.shares);
  const usualSoldDaysPerDay = ratio(capped.soldDays, inStockDays);
  const soldDaysPerDay = towards(usualSoldDaysPerDay, pace.soldDaysPerDay, record.usualWeight);
  const unitsPerSoldDay = towards(usualUnits, pace.recentUnits, record.usualWeight);
  const { bulkFactor, ...cap } = capped;
  const variation = dayVariation * record.errorFactor;
  const evidenceDays = Math.min(memoryDays, pace.evidenceDays);
  const levelSpreadMin = expectedLevelSpreadMin * record.errorFactor;
  const spread = { variation, memoryDays, evidenceDays, levelSpreadMin };
  return {
    method: 'adaptive',
    unitsPerDay: soldDaysPerDay * unitsPerSoldDay * stillSelling,
    plainMeanPerDay: plainMean(demand.netUnits, meanWindowDays),
    spread,
    bulkFactor,
    confidence: confidenceOf(spread, inStockDays, cap.soldDays),
    basis: {
      windowDays: demand.units.length,
      inStockDays,
      ...cap,
      recentSoldDaysPerDay: pace.soldDaysPerDay,
      usualSoldDaysPerDay,
      soldDaysPerDay,
      unitsPerSoldDay,
      recentUnits: pace.recentUnits,
      usualUnits,
      dayVariation,
      ...record,
      silentDays: pace.silentDays,
      soldDaysMissed,
      stillSelling,
    },
  };
}

type Cap = Pick<AdaptiveBasis, 'soldDays' | 'cappedDays' | 'capUnits'> & Pick<Figures, 'bulkFactor'>;

function capOf(units: readonly number[]): Cap {
  const soldDays = daysAbove(0, units);
  if (soldDays === 0) return { soldDays, cappedDays: 0, capUnits: 0, bulkFactor: 1 };
  const capUnits = settledCap(units, soldDays);
  const cappedDays = daysAbove(capUnits, units);
  const bulkFactor = ratio(sum(units), totalUnder(capUnits, units));
  return { soldDays, cappedDays, capUnits, bulkFactor: Math.min(bulkFactorMax, Math.max(1, bulkFactor)) };
}

/** The mean that sets the cap is itself taken under the cap: one order of a million must not raise it. */
function settledCap(units: readonly number[], soldDays: number): number {
  let capUnits = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 30; round++) {
    const next = (capSoldDays * totalUnder(capUnits, units)) / soldDays;
    if (next >= capUnits * 0.999) break;
    capUnits = next;
  }
  return capUnits;
}

/** By index, here and below: an iterator hands each fraction over in a packet of its own, 30 KB a product. */
function daysAbove(least: number, units: readonly number[]): number {
  let days = 0;
  for (let day = 0; day < units.length; day++) if ((units[day] ?? 0) > least) days++;
  return days;
}

function totalUnder(capUnits: number, units: readonly number[]): number {
  let total = 0;
  for (let day = 0; day < units.length; day++) total += Math.min(units[day] ?? 0, capUnits);
  return total;
}

/** Days out of stock for the most part are left out: their size says when stock ran out, not how demand varies. */
function variationOf({ units, shares }: Demand, capUnits: number): number {
  let days = 0;
  let total = 0;
  for (let day = 0; day < units.length; day++) {
    if ((shares[day] ?? 1) < 0.5) continue;
    days++;
    total += Math.min(units[day] ?? 0, capUnits);
  }
  const mean = total / days;
  if (!(mean > 0)) return 1;
  let squares = 0;
  for (let day = 0; day < units.length; day++)
    if ((shares[day] ?? 1) >= 0.5) squares += (Math.min(units[day] ?? 0, capUnits) / mean - 1) ** 2;
  // One imagined day with variation 1: a single day must not look perfectly steady.
  return Math.sqrt((squares + 1) / (days + 1));
}

function memoryFor(variation: number): number {
  return Math.max(memoryDaysMin, memoryDaysAtVariationOne * Math.sqrt(variation));
}

type Pace = {
  readonly soldDaysPerDay: number;
  readonly recentUnits: number;
  readonly rhythm: number;
  readonly silentDays: number;
  readonly evidenceDays: number;
};

/**
 * Seven days fade as one, or the latest weekday would weigh most. By the calendar, but only in-stock time counts: a day
 * out of stock changes none of the ratios.
 */
function paceOf(demand: Demand, capUnits: number, memoryDays: number): Pace {
  const rhythmFade = Math.exp(-1 / (memoryDays * rhythmMemoryFactor));
  let [pace, rhythm, weekStart] = [1, 1, Number.NEGATIVE_INFINITY];
  let [units, soldDays, openDays, rhythmSold, rhythmOpen] = [0, 0, 0, 0, 0];
  let silentDays = 0;
  for (let day = demand.units.length - 1; day >= 0; day--) {
    const sold = Math.min(demand.units[day] ?? 0, capUnits);
    const share = demand.shares[day] ?? 1;
    const daysAgo = demand.units.length - 1 - day;
    if (startsWeek(share, daysAgo, weekStart)) {
      weekStart = daysAgo;
      pace = weightOf(daysAgo, memoryDays);
    }
    if (sold > 0) {
      units += pace * sold;
      soldDays += pace;
      rhythmSold += rhythm;
    } else if (soldDays === 0) silentDays += share;
    openDays += pace * share;
    rhythmOpen += rhythm * share;
    rhythm *= rhythmFade;
  }
  return {
    soldDaysPerDay: ratio(soldDays, openDays),
    recentUnits: ratio(units, soldDays),
    rhythm: ratio(rhythmSold, rhythmOpen),
    silentDays,
    evidenceDays: openDays,
  };
}

/** Of a week whose last day was so many days ago. */
export function weightOf(daysAgo: number, memoryDays: number): number {
  return Math.exp(-daysAgo / memoryDays);
}

/** The literal rule: net units ÷ in-stock days, over a wider window while there are too few of those. */
function literalMean(demand: Demand, windowDays = meanWindowDays): Velocity {
  const asked = windowDays >= 1 ? Math.min(historyDaysMax, Math.floor(windowDays)) : meanWindowDays;
  let window = totalsOf(demand, asked);
  for (const wider of widerWindowDays)
    if (window.inStockDays < inStockDaysMin && wider > window.windowDays) window = totalsOf(demand, wider);
  const plain = Math.max(plainMean(demand.netUnits, asked), plainMean(demand.netUnits, window.windowDays));
  const corrected = ratio(window.netUnits, window.inStockDays);
  const { soldDays, capUnits } = capOf(demand.units);
  const memoryDays = Math.max(1, window.windowDays / 2);
  const spread = {
    variation: variationOf(demand, capUnits),
    memoryDays,
    evidenceDays: Math.min(memoryDays, window.inStockDays),
    levelSpreadMin: expectedLevelSpreadMin,
  };
  return {
    method: 'mean_30',
    unitsPerDay: Math.min(corrected, liftMax * plain),
    plainMeanPerDay: plainMean(demand.netUnits, meanWindowDays),
    spread,
    bulkFactor: 1,
    confidence: confidenceOf(spread, window.inStockDays, soldDays),
    basis: { ...window, isLiftLimited: corrected > liftMax * plain },
  };
}

function totalsOf({ netUnits, shares }: Demand, windowDays: number): Omit<MeanBasis, 'isLiftLimited'> {
  return {
    windowDays,
    inStockDays: sum(shares.slice(-windowDays)),
    netUnits: Math.max(0, sum(netUnits.slice(-windowDays))),
  };
}

function plainMean(netUnits: readonly number[], windowDays: number): number {
  const days = Math.min(windowDays, netUnits.length);
  let total = 0;
  for (let day = netUnits.length - days; day < netUnits.length; day++) total += netUnits[day] ?? 0;
  return Math.max(0, ratio(total, days));
}

/** High: the level is known to about a third. Low: not to two thirds, or hardly seen at all. */
function confidenceOf(spread: Spread, inStockDays: number, soldDays: number): Confidence {
  if (inStockDays < inStockDaysMin || soldDays < 3) return 'low';
  const level = Math.hypot(spread.levelSpreadMin, spread.variation / Math.sqrt(spread.evidenceDays));
  return level <= 1 / 3 ? 'high' : level <= 2 / 3 ? 'medium' : 'low';
}

/** By factors: half of the way from 1 to 4 is 2. */
function towards(usual: number, recent: number, usualWeight: number): number {
  return recent * ratio(usual, recent) ** usualWeight;
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

function sum(numbers: readonly number[]): number {
  let total = 0;
  for (let index = 0; index < numbers.length; index++) total += numbers[index] ?? 0;
  return total;
}
