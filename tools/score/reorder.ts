import { HISTORY_DAYS, type Method, mean, mean30, sum } from './method.ts';
import type { Series } from './series.ts';

/**
 * A shop that orders by one method or the other, once a week: it loses what it has not got, and pays for what it holds.
 * A method sees only what the shop could sell, so its own mistakes come back to it.
 */
export type ReorderScore = {
  series: number;
  leadDays: number[];
  /** Of the value of what was wanted, in %: margin lost and stock held, each at its own best setting. */
  cost: { mean30: number; shipped: number };
  savedPercent: number;
};

export type Trial = { from: number; days: number; leadDays: number[]; unit: number; seriesMax: number };

/** A lost unit costs 40 % of its price, one that is held a quarter of it a year. */
const MARGIN = 0.4;
const HOLDING_A_DAY = 0.25 / 365;
const REVIEW_DAYS = 7;
const QUARTER_DAYS = 91;
const HISTORY_DAYS_MIN = 28;

/** The mean orders for so many times lead time and review, the shipped functions for a service level: the best of each counts. */
const multiples = [1.1, 1.5, 2, 2.5, 3.5, 5];
const serviceLevels = [0.65, 0.82, 0.91, 0.96, 0.985, 0.996];

type Shop = { series: Series; start: number; pace: number; unitsADay: number };
/** What the method wants to have in stock and on its way, now that this is its position. */
type Rule = (
  past: { sold: number[]; shares: number[] | null },
  position: number,
  leadTimeDays: number,
) => number;
type Outcome = { lost: number; wanted: number; held: number };

export function scoreReorder(all: Series[], trial: Trial, method: Method): ReorderScore | null {
  const shops = shopsFrom(all, trial);
  if (shops.length === 0) return null;
  const cost = {
    mean30: bestCost(shops, trial, multiples.map(byMean)),
    shipped: bestCost(
      shops,
      trial,
      serviceLevels.map((level) => byService(method, level)),
    ),
  };
  return {
    series: shops.length,
    leadDays: trial.leadDays,
    cost,
    savedPercent: 100 * (1 - cost.shipped / cost.mean30),
  };
}

/** An even choice of what sells before and during the trial. */
function shopsFrom(all: Series[], { from, days, seriesMax }: Trial): Shop[] {
  const firstDay = all.reduce((first, { firstDay }) => Math.min(first, firstDay), Number.POSITIVE_INFINITY);
  const shops = all.flatMap((series) => {
    const start = firstDay + from - series.firstDay;
    if (start < HISTORY_DAYS_MIN || start + days > series.wanted.length) return [];
    const before = series.wanted.slice(Math.max(0, start - QUARTER_DAYS), start);
    const during = series.wanted.slice(start, start + days);
    if (sum(before) <= 0 || sum(during) <= 0) return [];
    return [{ series, start, pace: mean(before), unitsADay: mean([...before, ...during]) }];
  });
  const apart = Math.max(1, shops.length / seriesMax);
  return shops
    .filter((_, index) => Math.floor(Math.ceil(index / apart) * apart) === index)
    .slice(0, seriesMax);
}

/** Over the lead times in the mean, of each the setting that cost least. */
const bestCost = (shops: Shop[], trial: Trial, rules: Rule[]): number =>
  mean(
    trial.leadDays.map((leadDays) => Math.min(...rules.map((rule) => costOf(shops, trial, leadDays, rule)))),
  );

const byMean =
  (multiple: number): Rule =>
  (past, position, leadTimeDays) => {
    const protectedDays = (leadTimeDays + REVIEW_DAYS) * multiple;
    const { velocity, daysUntilStockout } = mean30(past, {
      stock: position,
      leadTimeDays,
      reviewDays: REVIEW_DAYS,
    });
    return daysUntilStockout !== null && daysUntilStockout < protectedDays ? velocity * protectedDays : 0;
  };

const byService =
  (method: Method, serviceLevel: number): Rule =>
  (past, position, leadTimeDays) =>
    method(past, { stock: position, leadTimeDays, reviewDays: REVIEW_DAYS, serviceLevel }).orderUpTo ?? 0;

/** In days of demand, so that all products count alike. */
function costOf(shops: Shop[], trial: Trial, leadDays: number, rule: Rule): number {
  const outcomes = shops.map((shop) => run(shop, trial, leadDays, rule));
  const lost = sum(outcomes.map(({ lost }) => lost)) / sum(outcomes.map(({ wanted }) => wanted));
  return 100 * (MARGIN * lost + HOLDING_A_DAY * mean(outcomes.map(({ held }) => held)));
}

function run(shop: Shop, { days, unit }: Trial, leadDays: number, rule: Rule): Outcome {
  const { series, start, pace, unitsADay } = shop;
  const begin = Math.max(0, start - HISTORY_DAYS);
  const sold = series.sold.slice(begin, start);
  const shares = series.shares?.slice(begin, start) ?? sold.map(() => 1);
  const whole = (units: number): number => Math.ceil(units / unit - 1e-9) * unit;
  const coming: { day: number; units: number }[] = [];
  const warmUpDays = leadDays + REVIEW_DAYS;
  let onHand = whole(pace * warmUpDays);
  const total = { lost: 0, wanted: 0, held: 0 };
  for (let day = 0; day < days; day++) {
    if (day % REVIEW_DAYS === 0) {
      const position = onHand + sum(coming.map(({ units }) => units));
      const past = { sold: sold.slice(-HISTORY_DAYS), shares: shares.slice(-HISTORY_DAYS) };
      const units = whole(rule(past, position, leadDays) - position);
      if (units > 0) coming.push({ day: day + leadDays, units });
    }
    while (coming[0] && coming[0].day <= day) onHand += coming.shift()?.units ?? 0;
    const wanted = series.wanted[start + day] ?? 0;
    const served = Math.min(wanted, onHand);
    onHand = onHand - served < 1e-9 ? 0 : onHand - served;
    sold.push(served);
    shares.push(onHand > 0 ? 1 : 0);
    if (day < warmUpDays) continue;
    total.lost += (wanted - served) / unitsADay;
    total.wanted += wanted / unitsADay;
    total.held += onHand / unitsADay / (days - warmUpDays);
  }
  return total;
}
