import { type History, historyDaysMax } from './demand.ts';

/** Local days on which something moved, a list for each figure: units sold net of returns, and the net change of stock. */
export type LedgerDays = readonly [day: readonly number[], sold: readonly number[], net: readonly number[]];

/** One movement at the moment it happened: what it added to stock. */
export type LedgerEvent = readonly [at: number, quantity: number];

/** What the ledger says of one product in one warehouse, as sparse as it keeps it. */
export type LedgerRows = {
  readonly today: number;
  readonly windowDays: number;
  /** Of all entries there ever were; null: there is none. */
  readonly firstDay: number | null;
  /** Ascending, from the first day of the window on. Today and what clocks put after it belong to them. */
  readonly days: LedgerDays;
  /** Ascending, of the days that mayTouchZero; those of other days are not looked at. */
  readonly events: readonly LedgerEvent[];
  /** The moment a local day begins, in the milliseconds of the events. */
  readonly startOfDay: (day: number) => number;
};

/** Complete local days, oldest first; the first of them is firstDay, which is today where there is none. */
export type ShelfHistory = Required<History> & { readonly firstDay: number };

/** Stock at the end of each day is what is on hand now less what moved since. */
export function historyOf(rows: LedgerRows, onHand: number): ShelfHistory {
  const { today } = rows;
  const [dayAt, soldAt, netAt] = rows.days;
  const firstDay = firstDayOf(rows);
  const netUnits = filled(today - firstDay, 0);
  const inStockShares = filled(today - firstDay, 1);
  const opening = openingOf(rows);
  let units = onHand;
  let row = dayAt.length - 1;
  for (; (dayAt[row] ?? Number.NaN) >= today; row--) units -= netAt[row] ?? 0;
  for (let index = netUnits.length - 1; index >= 0; index--) {
    const day = firstDay + index;
    let share = units > 0 ? 1 : 0;
    if (dayAt[row] === day) {
      const sold = soldAt[row] ?? 0;
      const net = netAt[row] ?? 0;
      netUnits[index] = sold;
      units -= net;
      share = mayTouchZero(units, sold, net) ? opening(day, units) : 1;
      row--;
    }
    inStockShares[index] = share;
  }
  return { netUnits, inStockShares, firstDay };
}

/**
 * Whether stock may have been out for a part of the day. Of a row of daily_demand, with
 * start = on_hand - sum(net) over this day and all later ones: start <= 0 or start + net <= 0 or start - sold <= 0.
 */
export function mayTouchZero(startUnits: number, sold: number, net: number): boolean {
  return startUnits <= 0 || startUnits + net <= 0 || startUnits - sold <= 0;
}

function firstDayOf({ today, windowDays, firstDay }: LedgerRows): number {
  const daysMax = windowDays > 0 ? Math.min(windowDays, historyDaysMax) : 0;
  return firstDay === null ? today : Math.min(today, Math.max(today - Math.floor(daysMax), firstDay));
}

/**
 * How much of a day had stock, asked from the last day to the first. A sale recorded late may take the running stock
 * below zero before its receipt: that is out of stock, too.
 */
function openingOf({ events, startOfDay }: LedgerRows): (day: number, startUnits: number) => number {
  let left = events.length;
  const atOf = (event: number): number => events[event]?.[0] ?? Number.NaN;
  return (day, startUnits) => {
    const [begin, end] = [startOfDay(day), startOfDay(day + 1)];
    while (atOf(left - 1) >= end) left--;
    const last = left;
    while (atOf(left - 1) >= begin) left--;
    let units = startUnits;
    let since = begin;
    let open = 0;
    for (let event = left; event < last; event++) {
      const [at, quantity] = events[event] ?? [since, 0];
      if (units > 0) open += at - since;
      units += quantity;
      since = at;
    }
    if (units > 0) open += end - since;
    return end > begin ? open / (end - begin) : 1;
  };
}

function filled(days: number, value: number): number[] {
  const values: number[] = [];
  while (values.length < days) values.push(value);
  return values;
}
