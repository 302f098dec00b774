import { randomFrom } from '../demo/random.ts';
import { HISTORY_DAYS, type Method, mean, mean30, sum } from './method.ts';
import type { Series } from './series.ts';

/** How far off each method is with the days until stock-out, on days that it has not seen. */
export type DaysScore = {
  looks: number;
  errorDays: { mean30: number; shipped: number };
  /** By how much the error is smaller, in %, and where 95 % of resampled sets of series put it. */
  gain: { percent: number; from: number; to: number };
  /** Wrong about whether it runs out within two weeks, in %. */
  alertError: { mean30: number; shipped: number };
  /** How often the stock-out fell between the early and the late end, before it, after it, in %. */
  interval: { covers: number; before: number; after: number };
  millisecondsEach: number;
};

export type Span = { horizon: number; step: number; from: number; unit: number };

/** Stock for so many days at the pace of the last quarter. */
const coverDays = [5, 10, 20, 40];
const QUARTER_DAYS = 91;
const HISTORY_DAYS_MIN = 28;
const ALERT_DAYS = 14;
/** Beyond this the truth of the days ahead is not known. */
const outShareMax = 0.3;

type Look = {
  series: number;
  past: { sold: number[]; shares: number[] | null };
  stock: number;
  truth: number;
  runsOut: boolean;
};

export function scoreDays(all: Series[], span: Span, method: Method): DaysScore | null {
  const looks = [...looksAt(all, span)];
  if (looks.length === 0) return null;
  const errors = { mean30: errorsOf(looks, span, mean30), shipped: errorsOf(looks, span, method) };
  const percent = (part: 'isAlertWrong' | 'isBefore' | 'isAfter', found: Errors): number =>
    (100 * found.filter((error) => error[part]).length) / looks.length;
  const [before, after] = [percent('isBefore', errors.shipped), percent('isAfter', errors.shipped)];
  return {
    looks: looks.length,
    errorDays: { mean30: mean(daysOf(errors.mean30)), shipped: mean(daysOf(errors.shipped)) },
    gain: gainOf(looks, errors.mean30, errors.shipped),
    alertError: {
      mean30: percent('isAlertWrong', errors.mean30),
      shipped: percent('isAlertWrong', errors.shipped),
    },
    interval: { covers: 100 - before - after, before, after },
    millisecondsEach: sum(errors.shipped.map(({ milliseconds }) => milliseconds)) / looks.length,
  };
}

/** From one day to the next, a step apart, each product with some stock: when would it have run out? */
function* looksAt(all: Series[], { horizon, step, from, unit }: Span): Generator<Look> {
  const firstDay = all.reduce((first, { firstDay }) => Math.min(first, firstDay), Number.POSITIVE_INFINITY);
  for (const [series, { sold, wanted, shares, firstDay: own }] of all.entries())
    for (let day = firstDay + from - own; day + horizon <= sold.length; day += step) {
      if (day < HISTORY_DAYS_MIN) continue;
      const begin = Math.max(0, day - HISTORY_DAYS);
      const ahead = wanted.slice(day, day + horizon);
      const isKnown = !shares || mean(shares.slice(day, day + horizon)) >= 1 - outShareMax;
      const sells = sold.slice(Math.max(0, day - QUARTER_DAYS), day).some((units) => units > 0);
      const varies = wanted.slice(begin, day).some((units, index, past) => units !== past[0] && index > 0);
      if (!isKnown || !sells || !varies) continue;
      const past = { sold: sold.slice(begin, day), shares: shares?.slice(begin, day) ?? null };
      const pace = mean(wanted.slice(Math.max(0, day - QUARTER_DAYS), day));
      for (const stock of stocksFor(pace, horizon, unit))
        yield { series, past, stock, ...truthOf(ahead, stock) };
    }
}

function stocksFor(pace: number, horizon: number, unit: number): Set<number> {
  const stocks = coverDays
    .filter((days) => days < horizon * 0.8)
    .map((days) => Math.max(unit, Math.round((days * pace) / unit) * unit));
  return new Set(stocks);
}

function truthOf(ahead: number[], stock: number): Pick<Look, 'truth' | 'runsOut'> {
  let left = stock;
  for (const [day, units] of ahead.entries()) {
    if (units > 0 && units >= left - 1e-9) return { truth: day + left / units, runsOut: true };
    left -= units;
  }
  return { truth: ahead.length, runsOut: false };
}

type Errors = {
  days: number;
  isAlertWrong: boolean;
  isBefore: boolean;
  isAfter: boolean;
  milliseconds: number;
}[];

const daysOf = (errors: Errors): number[] => errors.map(({ days }) => days);

function errorsOf(looks: Look[], { horizon }: Span, method: Method): Errors {
  const within = (days: number | null): number =>
    days === null ? horizon : Math.max(0, Math.min(horizon, days));
  return looks.map(({ past, stock, truth, runsOut }) => {
    const began = performance.now();
    const { daysUntilStockout, p10, p90 } = method(past, { stock, leadTimeDays: ALERT_DAYS, reviewDays: 7 });
    const milliseconds = performance.now() - began;
    const days = within(daysUntilStockout);
    return {
      days: Math.abs(days - truth),
      isAlertWrong: (runsOut && truth <= ALERT_DAYS) !== days <= ALERT_DAYS,
      isBefore: truth < within(p10) - 1e-9,
      isAfter: truth > within(p90) + 1e-9,
      milliseconds,
    };
  });
}

const RESAMPLES = 300;

function gainOf(looks: Look[], base: Errors, other: Errors): DaysScore['gain'] {
  const totals = new Map<number, { base: number; other: number }>();
  for (const [index, { series }] of looks.entries()) {
    const total = totals.get(series) ?? { base: 0, other: 0 };
    total.base += base[index]?.days ?? 0;
    total.other += other[index]?.days ?? 0;
    totals.set(series, total);
  }
  const all = [...totals.values()];
  const random = randomFrom(RESAMPLES);
  const gains = Array.from({ length: RESAMPLES }, () => gain(all.map(() => random.pick(all)))).toSorted(
    (one, other) => one - other,
  );
  const at = (share: number): number => gains[Math.floor(RESAMPLES * share)] ?? 0;
  return { percent: gain(all), from: at(0.025), to: at(0.975) };
}

type Total = { base: number; other: number };

const gain = (totals: Total[]): number =>
  100 * (1 - sum(totals.map(({ other }) => other)) / sum(totals.map(({ base }) => base)));
