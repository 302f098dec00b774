import type { PastPlace } from '../../db/replenishment/replay.ts';
import type { History } from '../../worker/forecast/demand.ts';
import { historyOf, type LedgerRows } from '../../worker/forecast/shelf.ts';

/** What happened to one place, a number for each complete local day from firstDay on. */
export type Past = {
  readonly firstDay: number;
  readonly netUnits: readonly number[];
  readonly inStockShares: readonly number[];
  /** What stood there when the day began. */
  readonly startUnits: readonly number[];
  /** What came in otherwise than by a return to the day it was sold on. */
  readonly cameInUnits: readonly number[];
  readonly takenBack: PastPlace['takenBack'];
};

type Ledger = Pick<LedgerRows, 'firstDay' | 'days' | 'events'> & Pick<PastPlace, 'onHand' | 'takenBack'>;

type Calendar = {
  readonly today: number;
  /** How far back the ledger was read. */
  readonly fromDay: number;
  readonly startOfDay: (day: number) => number;
};

export function pastOf(ledger: Ledger, { today, fromDay, startOfDay }: Calendar): Past {
  const rows = { ...ledger, today, windowDays: today - fromDay, startOfDay };
  const { firstDay, netUnits, inStockShares } = historyOf(rows, ledger.onHand);
  const startUnits = netUnits.map(() => 0);
  const cameInUnits = netUnits.map(() => 0);
  const [dayAt, , netAt] = ledger.days;
  const net = new Map(dayAt.map((day, row) => [day, netAt[row] ?? 0]));
  let units = ledger.onHand;
  for (const [day, moved] of net) if (day >= today) units -= moved;
  for (let index = netUnits.length - 1; index >= 0; index--) {
    const moved = net.get(firstDay + index) ?? 0;
    units -= moved;
    startUnits[index] = units;
    cameInUnits[index] = Math.max(0, moved + (netUnits[index] ?? 0));
  }
  return { firstDay, netUnits, inStockShares, startUnits, cameInUnits, takenBack: ledger.takenBack };
}

export const stockOn = ({ firstDay, startUnits }: Past, day: number): number =>
  startUnits[day - firstDay] ?? 0;

export const cameInOn = ({ firstDay, cameInUnits }: Past, day: number): number =>
  cameInUnits[day - firstDay] ?? 0;

/** What the ledger could tell on the morning of a day: nothing of the day itself, nor what came back since. */
export function historyOn(past: Past, day: number, windowDays: number): Required<History> {
  const end = day - past.firstDay;
  const start = Math.max(0, end - windowDays);
  const netUnits = past.netUnits.slice(start, end);
  for (const [soldDay, backDay, units] of past.takenBack) {
    const index = soldDay - past.firstDay - start;
    if (backDay >= day && index >= 0 && index < netUnits.length)
      netUnits[index] = (netUnits[index] ?? 0) + units;
  }
  return { netUnits, inStockShares: past.inStockShares.slice(start, end) };
}

/** Goods were there in the morning, they sold, and for a part of the day there were none. */
export function hasSoldOut(past: Past, day: number): boolean {
  const index = day - past.firstDay;
  const [start = 0, sold = 0, share = 1] = [
    past.startUnits[index],
    past.netUnits[index],
    past.inStockShares[index],
  ];
  return start > 0 && sold > 0 && share < 1;
}

/** Stock has been out since before so many days ago. */
export function isOutFor(past: Past, day: number, days: number): boolean {
  const end = day - past.firstDay;
  if (end < days) return false;
  for (let index = end - days; index <= end; index++) if ((past.startUnits[index] ?? 0) > 0) return false;
  return true;
}

/**
 * After how many days the stock of that morning was sold, had nothing come in; daysMax if it lasts longer. Null: it
 * cannot be known, because the shelf stood empty meanwhile or the ledger ends.
 */
export function lastedFrom(past: Past, day: number, daysMax: number): number | null {
  let left = stockOn(past, day);
  if (left <= 0) return 0;
  for (let days = 0; days < daysMax; days++) {
    const index = day - past.firstDay + days;
    const [sold, share] = [past.netUnits[index], past.inStockShares[index]];
    if (sold === undefined || share === undefined) return null;
    if (sold >= left) return days + (share * left) / sold;
    if (share < 1) return null;
    left -= sold;
  }
  return daysMax;
}
