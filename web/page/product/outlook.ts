import { type Outlook, outlookOf, type Place } from '../../../worker/forecast/outlook.ts';
import { demandFactor } from '../../../worker/forecast/spread.ts';
import type { Output } from '../../client.ts';

export type Explained = Output['replenishment']['explain'];
export type WhatIf = { leadDays: number; servicePercent: number; extraPercent: number };

/** All that the figures depend on, with the stock of this moment. */
export const placeOf = ({ inputs, days, currentStock }: Explained): Place => ({
  ...inputs,
  onHand: currentStock,
  history: {
    netUnits: days.map(({ netUnits }) => netUnits),
    inStockShares: days.map(({ inStockShare }) => inStockShare),
  },
});

export const asItIs = ({ leadDays, inputs: { planning } }: Explained): WhatIf => ({
  leadDays,
  servicePercent: Math.round(planning.serviceLevel * 100),
  extraPercent: 0,
});

/** The same place with another supplier, another caution, another demand. */
export function supposed(
  place: Place,
  now: WhatIf,
  { leadDays, servicePercent, extraPercent }: WhatIf,
): Place {
  const { terms, planning, history } = place;
  const factor = 1 + extraPercent / 100;
  return {
    ...place,
    terms: terms && { ...terms, leadDays: leadDays === now.leadDays ? terms.leadDays : leadDays },
    planning:
      servicePercent === now.servicePercent
        ? planning
        : { ...planning, safetyDays: null, serviceLevel: servicePercent / 100 },
    history:
      'netUnits' in history
        ? { ...history, netUnits: history.netUnits.map((units) => units * factor) }
        : history,
  };
}

export { outlookOf };

/** The normal quantile of 90 %: between one case in ten and nine in ten lie 80 %. */
const DEVIATIONS = 1.2815515655446004;

export type Projection = { expected: number[]; low: number[]; high: number[] };

/** Stock at the end of each day from now on, as expected and at both ends, arrivals included, never below zero. */
export function projectionOf({ unitsPerDay, basis }: Outlook, days: number): Projection {
  const walk = (deviations: number | null): number[] => {
    const demandBy = (day: number): number =>
      day === 0
        ? 0
        : unitsPerDay * day * (deviations === null ? 1 : demandFactor(basis.spread, day, deviations));
    const stock = [Math.max(0, basis.onHand)];
    for (let day = 1; day <= days; day++) {
      const arrived = basis.arrivals
        .filter(({ inDays }) => Math.max(1, Math.round(inDays)) === day)
        .reduce((sum, { units }) => sum + units, 0);
      const left = (stock[day - 1] ?? 0) - Math.max(0, demandBy(day) - demandBy(day - 1));
      stock.push(Math.max(0, left) + arrived);
    }
    return stock;
  };
  return { expected: walk(null), low: walk(DEVIATIONS), high: walk(-DEVIATIONS) };
}

const AHEAD_DAYS_MIN = 14;
const AHEAD_DAYS_MAX = 60;

/** So far that the end of the stock is in the picture. */
export function daysAheadOf({ p90Days, coverDays, basis }: Outlook): number {
  const last = Math.max(
    p90Days ?? 0,
    (coverDays ?? 0) * 1.1,
    basis.leadDays + 2,
    ...basis.arrivals.map(({ inDays }) => inDays + 5),
  );
  return Math.ceil(Math.min(AHEAD_DAYS_MAX, Math.max(AHEAD_DAYS_MIN, last)));
}
