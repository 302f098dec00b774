import { assumedLeadDays, type Outlook } from '../../worker/forecast/outlook.ts';
import { cameInOn, hasSoldOut, lastedFrom, type Past, stockOn } from './past.ts';
import { type ByMethod, methods, perMethod, type Rules, sayingsOn } from './saying.ts';
import { unwatched, type Watch, watchedOn } from './watch.ts';

/** Complete local days, from the first to the last. */
export type Span = { readonly firstDay: number; readonly lastDay: number };

export type Replayed = {
  /** After the span where the place has no past yet. */
  readonly firstMorning: number;
  readonly stockOuts: readonly StockOut[];
  readonly warnings: ByMethod<readonly Warning[]>;
  readonly guesses: readonly Guess[];
};

export type StockOut = {
  readonly day: number;
  readonly leadDays: number;
  /** For how long the method had warned without a break; null: it did not. */
  readonly warnedDays: ByMethod<number | null>;
};

export type Warning = {
  readonly day: number;
  readonly protectedDays: number;
  /** How long the stock of that morning lasted, followed for twice the protected days. Null: not known. */
  readonly lastedDays: number | null;
  /** There is a supplier to write to. */
  readonly isOrdered: boolean;
  /** Confidence is not low: an order without such a line waits for a person. */
  readonly isSure: boolean;
};

/** What was said of the days left, and how many there were; both end at guessDaysMax. */
export type Guess = {
  readonly day: number;
  readonly lastedDays: number;
  readonly saidDays: ByMethod<number>;
  /** Of adaptive. */
  readonly p10Days: number;
  readonly p90Days: number;
};

/** More than four weeks ahead the day makes no difference to anybody. */
export const guessDaysMax = 28;
/** Judged is where a method said less. What was said may choose, what came of it may not. */
const saidDaysMax = 21;

/** Every morning of a place as it was then, and what came of it. */
export function replay(past: Past, rules: Rules, span: Span): Replayed {
  const stockOuts: StockOut[] = [];
  const warnings = perMethod((): Warning[] => []);
  const guesses: Guess[] = [];
  const leadDays = rules.terms?.leadDays ?? assumedLeadDays;
  const first = Math.max(span.firstDay, past.firstDay + 1);
  let watches = perMethod(() => unwatched);
  // A warning in time for the first day came a lead time before it.
  for (let day = Math.max(past.firstDay + 1, first - Math.max(1, leadDays)); day <= span.lastDay; day++) {
    const sayings = sayingsOn(past, day, rules);
    watches = watchedNext(past, day, watches, sayings);
    if (day < first) continue;
    for (const method of methods)
      if (watches[method].warnsAnew) warnings[method].push(warningOn(past, day, span, sayings[method]));
    const guess = guessOn(past, day, span, sayings);
    if (guess) guesses.push(guess);
    if (hasSoldOut(past, day) && day - leadDays > past.firstDay)
      stockOuts.push({ day, leadDays, warnedDays: warnedDaysOn(day, watches) });
  }
  return { firstMorning: first, stockOuts, warnings, guesses };
}

function watchedNext(
  past: Past,
  day: number,
  before: ByMethod<Watch>,
  sayings: ByMethod<Outlook>,
): ByMethod<Watch> {
  const morning = { day, stockUnits: stockOn(past, day), cameInUnits: cameInOn(past, day - 1) };
  return perMethod((method) => watchedOn(before[method], morning, sayings[method]));
}

function warningOn(past: Past, day: number, span: Span, { basis, confidence, suggested }: Outlook): Warning {
  const { protectedDays } = basis.reorder;
  return {
    day,
    protectedDays,
    lastedDays: followed(past, day, span, 2 * protectedDays),
    isOrdered: suggested !== null && suggested.roundedUnits > 0,
    isSure: confidence !== 'low',
  };
}

function guessOn(past: Past, day: number, span: Span, sayings: ByMethod<Outlook>): Guess | null {
  if (stockOn(past, day) <= 0) return null;
  const saidDays = perMethod((method) => cut(sayings[method].coverDays));
  if (methods.every((method) => saidDays[method] >= saidDaysMax)) return null;
  const lastedDays = followed(past, day, span, guessDaysMax);
  const { p10Days, p90Days } = sayings.adaptive;
  return lastedDays === null
    ? null
    : { day, lastedDays, saidDays, p10Days: cut(p10Days), p90Days: cut(p90Days) };
}

/** Near the end of the ledger only what ran out soon would be known, which would make every method look late. */
const followed = (past: Past, day: number, { lastDay }: Span, daysMax: number): number | null =>
  day + daysMax <= lastDay + 1 ? lastedFrom(past, day, daysMax) : null;

const cut = (days: number | null): number => Math.min(guessDaysMax, days ?? guessDaysMax);

const warnedDaysOn = (day: number, watches: ByMethod<Watch>): ByMethod<number | null> =>
  perMethod((method) => {
    const { warnedSince } = watches[method];
    return warnedSince === null ? null : day - warnedSince;
  });
