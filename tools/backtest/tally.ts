import type { Replayed, Span } from './replay.ts';
import { type ByMethod, methods, perMethod } from './saying.ts';

/** What all places add up to. It grows with suppliers, warehouses and days, not with places. */
export type Tally = {
  readonly span: Span;
  places: number;
  mornings: number;
  /** Of all places; null before there is one. */
  firstMorning: number | null;
  stockOuts: number;
  guesses: number;
  covered: number;
  readonly of: ByMethod<Counts>;
};

type Counts = {
  inTime: number;
  late: number;
  missed: number;
  /** How many stock-outs were warned of so many days before. */
  readonly warnedDays: Map<number, number>;
  warnings: number;
  judged: number;
  lasted: number;
  lastedTwice: number;
  /** Per supplier and warehouse, a mark for each day of the span. */
  readonly orders: Map<string, Uint8Array>;
  offDays: number;
};

const ordered = { unsure: 1, sure: 2 } as const;

export const emptyTally = (span: Span): Tally => ({
  span,
  places: 0,
  mornings: 0,
  firstMorning: null,
  stockOuts: 0,
  guesses: 0,
  covered: 0,
  of: perMethod(() => ({
    inTime: 0,
    late: 0,
    missed: 0,
    warnedDays: new Map(),
    warnings: 0,
    judged: 0,
    lasted: 0,
    lastedTwice: 0,
    orders: new Map(),
    offDays: 0,
  })),
});

type Address = { readonly supplierId: number | null; readonly warehouseId: number };

export function count(tally: Tally, replayed: Replayed, address: Address): void {
  const { firstMorning, stockOuts, warnings, guesses } = replayed;
  if (firstMorning > tally.span.lastDay) return;
  tally.places += 1;
  tally.mornings += tally.span.lastDay - firstMorning + 1;
  tally.firstMorning = Math.min(firstMorning, tally.firstMorning ?? firstMorning);
  tally.stockOuts += stockOuts.length;
  tally.guesses += guesses.length;
  for (const { lastedDays, p10Days, p90Days } of guesses)
    if (lastedDays > p10Days - dust && lastedDays < p90Days + dust) tally.covered += 1;
  for (const method of methods) {
    const counts = tally.of[method];
    for (const { leadDays, warnedDays } of stockOuts) countStockOut(counts, leadDays, warnedDays[method]);
    for (const warning of warnings[method]) {
      countWarning(counts, warning);
      if (warning.isOrdered) markOrder(counts, tally.span, address, warning);
    }
    for (const { saidDays, lastedDays } of guesses) counts.offDays += Math.abs(saidDays[method] - lastedDays);
  }
}

const dust = 1e-9;

function countStockOut(counts: Counts, leadDays: number, warnedDays: number | null): void {
  if (warnedDays === null) counts.missed += 1;
  else if (warnedDays >= leadDays) counts.inTime += 1;
  else counts.late += 1;
  const days = warnedDays ?? 0;
  counts.warnedDays.set(days, (counts.warnedDays.get(days) ?? 0) + 1);
}

type Warned = Replayed['warnings']['adaptive'][number];

function countWarning(counts: Counts, { protectedDays, lastedDays }: Warned): void {
  counts.warnings += 1;
  if (lastedDays === null) return;
  counts.judged += 1;
  if (lastedDays > protectedDays) counts.lasted += 1;
  if (lastedDays >= 2 * protectedDays) counts.lastedTwice += 1;
}

function markOrder(
  { orders }: Counts,
  { firstDay, lastDay }: Span,
  { supplierId, warehouseId }: Address,
  { day, isSure }: Warned,
): void {
  const name = `${supplierId} ${warehouseId}`;
  const marks = orders.get(name) ?? new Uint8Array(lastDay - firstDay + 1);
  const mark = isSure ? ordered.sure : ordered.unsure;
  marks[day - firstDay] = Math.max(mark, marks[day - firstDay] ?? 0);
  orders.set(name, marks);
}

/** Null where nothing could be judged. */
export type Score = {
  readonly stockOutsInTime: number;
  readonly stockOutsLate: number;
  readonly stockOutsMissed: number;
  readonly warnedDaysMedian: number | null;
  readonly warnings: number;
  /** Of which it is known how long the stock lasted: the lead time and review, or even twice as long. */
  readonly warningsJudged: number;
  readonly warningsLasted: number;
  readonly falseAlarms: number;
  readonly orders: number;
  readonly ordersHeld: number;
  readonly offDaysMean: number | null;
};

export type Scores = Omit<Tally, 'of'> & { readonly of: ByMethod<Score> };

export const scoresOf = ({ of, ...counted }: Tally): Scores => ({
  ...counted,
  of: perMethod((method) => scoreOf(of[method], counted.guesses)),
});

function scoreOf(counts: Counts, guesses: number): Score {
  const marks = [...counts.orders.values()];
  const marked = (wanted: number): number =>
    marks.reduce((sum, days) => sum + days.filter((mark) => mark === wanted).length, 0);
  const ordersHeld = marked(ordered.unsure);
  return {
    stockOutsInTime: counts.inTime,
    stockOutsLate: counts.late,
    stockOutsMissed: counts.missed,
    warnedDaysMedian: medianOf(counts.warnedDays),
    warnings: counts.warnings,
    warningsJudged: counts.judged,
    warningsLasted: counts.lasted,
    falseAlarms: counts.lastedTwice,
    orders: ordersHeld + marked(ordered.sure),
    ordersHeld,
    offDaysMean: guesses > 0 ? counts.offDays / guesses : null,
  };
}

/** The lower one of two in the middle. */
function medianOf(counts: ReadonlyMap<number, number>): number | null {
  const sorted = [...counts].sort(([one], [other]) => one - other);
  const total = sorted.reduce((sum, [, times]) => sum + times, 0);
  let passed = 0;
  for (const [value, times] of sorted) {
    passed += times;
    if (2 * passed >= total) return value;
  }
  return null;
}
