/** How far demand may stray from the velocity. */
export type Spread = {
  /** Standard deviation of a day's units ÷ their mean; adaptive: × errorFactor, which the record makes of it. */
  readonly variation: number;
  readonly memoryDays: number;
  /** In-stock days the velocity rests on, the older ones counted less. */
  readonly evidenceDays: number;
  /** No pace is known better than to this part of it, however steady it looks; adaptive: × errorFactor, too. */
  readonly levelSpreadMin: number;
};

/** A twentieth, until the record knows better or worse. */
export const expectedLevelSpreadMin = 0.05;

/** A tenth of a second: no time at all has no spread to compute. */
const daysMin = 1e-6;

/**
 * By how much demand over so many days may exceed or fall short of the velocity: a factor e^(deviations × σ), log-normal.
 * σ² = ln(1 + v²/days + v²/evidence + v²·days/(3·memory²) + levelSpreadMin²): chance, level, drift, and the floor.
 */
export function demandFactor(spread: Spread, days: number, deviations: number): number {
  return Math.exp(deviations * Math.sqrt(Math.log1p(relativeVariance(spread, days))));
}

export function relativeVariance(spread: Spread, days: number): number {
  const { variation, memoryDays, evidenceDays, levelSpreadMin } = spread;
  const known = 1 / Math.max(daysMin, days) + 1 / evidenceDays + days / (3 * memoryDays ** 2);
  return variation ** 2 * known + levelSpreadMin ** 2;
}
