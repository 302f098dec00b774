import { type Arrival, coverOf } from './cover.ts';
import type { History } from './demand.ts';
import {
  daysFrom,
  levelFrom,
  type Policy,
  type ReorderBasis,
  type ReorderQuestion,
  reorderOf,
  type Suggestion,
  stockFrom,
  unitsFrom,
  unitsMax,
} from './reorder.ts';
import { historyOf, type LedgerRows } from './shelf.ts';
import type { Spread } from './spread.ts';
import { type AdaptiveBasis, type Confidence, type MeanBasis, type Method, velocityOf } from './velocity.ts';

/** One product in one warehouse: all that a forecast of it depends on. */
export type Place = {
  readonly history: History | LedgerRows;
  readonly onHand: number;
  readonly arrivals: readonly Arrival[];
  /** In orders sent and not yet answered. */
  readonly requestedUnits: number;
  /** Null: nobody supplies it. */
  readonly terms: Terms | null;
  /** Null: nobody has set one. */
  readonly threshold: number | null;
  readonly planning: Planning;
};

export type Terms = {
  /** Null: not known. */
  readonly leadDays: number | null;
  readonly minimumUnits: number;
  readonly packUnits: number;
};

export type Planning = {
  readonly method: Method['method'];
  /** Of mean_30; adaptive looks at the whole history. */
  readonly windowDays: number;
  readonly reviewDays: number;
  readonly targetDays: number;
  /** Null: the safety stock is what the service level asks for. */
  readonly safetyDays: number | null;
  readonly serviceLevel: number;
};

/** A column each, and the basis as JSON. Days from now; null: it does not run out. */
export type Outlook = {
  readonly unitsPerDay: number;
  readonly plainMeanPerDay: number;
  readonly method: Method['method'];
  readonly confidence: Confidence;
  readonly windowDays: number;
  readonly inStockDays: number;
  readonly coverDays: number | null;
  readonly p10Days: number | null;
  readonly p90Days: number | null;
  readonly firstStockoutDays: number | null;
  readonly runOutDays: number | null;
  readonly reorderPointUnits: number;
  readonly orderUpToUnits: number;
  readonly isDue: boolean;
  /** Null: there is nobody to order it from. */
  readonly suggested: Suggestion | null;
  readonly basis: OutlookBasis;
};

/** What was counted, and what the figures were made of: with the formulas of its parts, enough to redo the sum. */
export type OutlookBasis = Given & {
  readonly velocity: AdaptiveBasis | MeanBasis;
  readonly spread: Spread;
  readonly bulkFactor: number;
  readonly reorder: ReorderBasis;
};

type Given = {
  readonly onHand: number;
  readonly arrivals: readonly Arrival[];
  readonly requestedUnits: number;
  readonly leadDays: number;
  readonly isLeadAssumed: boolean;
  readonly minimumUnits: number | null;
  readonly packUnits: number | null;
  readonly threshold: number | null;
  readonly planning: Planning;
};

/** What the columns hold, whatever comes in. A velocity below the least is none: one unit in 2,700 years. */
export const outlookBounds = {
  unitsPerDayMin: 1e-6,
  unitsPerDayMax: 1e9,
  unitsMax,
  daysMax: Number.MAX_SAFE_INTEGER,
} as const;

/** A week, until somebody says better. */
export const assumedLeadDays = 7;

export function outlookOf(place: Place): Outlook {
  const given = givenOf(place);
  const velocity = velocityOf(historyFrom(place), methodOf(given.planning));
  const { method, confidence, spread, bulkFactor } = velocity;
  const pace = { unitsPerDay: paceFrom(velocity.unitsPerDay), spread, bulkFactor };
  const cover = coverOf(given.onHand, pace, given.arrivals);
  const reorder = reorderOf(questionOf(given, pace));
  return {
    unitsPerDay: pace.unitsPerDay,
    plainMeanPerDay: paceFrom(velocity.plainMeanPerDay),
    method,
    confidence,
    windowDays: velocity.basis.windowDays,
    inStockDays: velocity.basis.inStockDays,
    coverDays: cover.coverDays,
    p10Days: cover.p10Days,
    p90Days: cover.p90Days,
    firstStockoutDays: cover.firstStockoutDays,
    runOutDays: cover.runOutDays,
    reorderPointUnits: unitsFrom(reorder.reorderPointUnits),
    orderUpToUnits: unitsFrom(reorder.orderUpToUnits),
    isDue: reorder.isDue,
    suggested: place.terms && suggestionFrom(reorder.suggested),
    basis: { ...given, velocity: velocity.basis, spread, bulkFactor, reorder: reorder.basis },
  };
}

/** What cannot be counted is left out, so that every figure rests on the same. */
function givenOf({ onHand, arrivals, requestedUnits, terms, threshold, planning }: Place): Given {
  const leadDays = terms?.leadDays ?? null;
  return {
    onHand: stockFrom(onHand),
    arrivals: arrivals
      .filter(({ inDays, units }) => Number.isFinite(inDays) && units > 0)
      .map(({ inDays, units }) => ({ inDays: Math.max(0, inDays), units: unitsFrom(units) })),
    requestedUnits: unitsFrom(requestedUnits),
    leadDays: daysFrom(leadDays ?? assumedLeadDays),
    isLeadAssumed: leadDays === null,
    minimumUnits: terms && unitsFrom(terms.minimumUnits),
    packUnits: terms && unitsFrom(terms.packUnits),
    threshold: threshold === null ? null : unitsFrom(threshold),
    planning: {
      method: planning.method,
      windowDays: daysFrom(planning.windowDays),
      reviewDays: daysFrom(planning.reviewDays),
      targetDays: daysFrom(planning.targetDays),
      safetyDays: planning.safetyDays === null ? null : daysFrom(planning.safetyDays),
      serviceLevel: levelFrom(planning.serviceLevel),
    },
  };
}

function historyFrom({ history, onHand }: Place): History {
  return 'netUnits' in history ? history : historyOf(history, onHand);
}

function methodOf({ method, windowDays }: Planning): Method {
  return method === 'adaptive' ? { method } : { method, windowDays };
}

function questionOf(given: Given, pace: ReorderQuestion['pace']): ReorderQuestion {
  const { reviewDays, targetDays, safetyDays, serviceLevel } = given.planning;
  const policy: Policy =
    safetyDays === null ? { rule: 'service', serviceLevel } : { rule: 'buffer', bufferDays: safetyDays };
  return {
    pace,
    availableUnits: given.onHand,
    arrivals: given.arrivals,
    requestedUnits: given.requestedUnits,
    leadDays: given.leadDays,
    reviewDays,
    targetDays,
    policy,
    ...(given.threshold === null ? {} : { floorUnits: given.threshold }),
    ...(given.minimumUnits === null ? {} : { minimumUnits: given.minimumUnits }),
    ...(given.packUnits === null ? {} : { packUnits: given.packUnits }),
  };
}

function suggestionFrom({ rawUnits, raisedUnits, roundedUnits }: Suggestion): Suggestion {
  return {
    rawUnits: unitsFrom(rawUnits),
    raisedUnits: unitsFrom(raisedUnits),
    roundedUnits: unitsFrom(roundedUnits),
  };
}

function paceFrom(unitsPerDay: number): number {
  const { unitsPerDayMin, unitsPerDayMax } = outlookBounds;
  return unitsPerDay >= unitsPerDayMin ? Math.min(unitsPerDayMax, unitsPerDay) : 0;
}
