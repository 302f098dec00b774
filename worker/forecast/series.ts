import { demandOf, type History } from './demand.ts';
import { startsWeek } from './record.ts';
import { type Velocity, weightOf } from './velocity.ts';

/** A day as the ledger has it, and what it counted for. */
export type DayUsed = {
  readonly netUnits: number;
  readonly inStockShare: number;
  /** Returns taken back, and under the cap; by mean_30 the net units as they are. */
  readonly countedUnits: number;
  /** A day that sold counts as a third of a day at least. */
  readonly countedShare: number;
  /** Null: it was not cut down. */
  readonly cappedTo: number | null;
  /** Adaptive: of seven days as of their last, fading by the memory. Of mean_30: 1 in its window, 0 before. */
  readonly weight: number;
};

type Figures = Pick<Velocity, 'method' | 'spread'> & {
  readonly basis: { readonly windowDays: number; readonly capUnits?: number };
};

/**
 * The days behind a velocity, so that its sums can be made anew from them:
 * recentSoldDaysPerDay = Σ weight of days with countedUnits ÷ Σ weight × countedShare; recentUnits = Σ weight × countedUnits ÷ Σ weight of those
 * days; by mean_30, netUnits ÷ inStockDays = Σ weight × countedUnits ÷ Σ weight × countedShare.
 */
export function daysUsed(history: Required<History>, { method, basis, spread }: Figures): DayUsed[] {
  const { netUnits, units, shares } = demandOf(history);
  const capUnits = basis.capUnits ?? Number.POSITIVE_INFINITY;
  const isAdaptive = method === 'adaptive';
  const weights = isAdaptive ? weightsOf(shares, spread.memoryDays) : [];
  return netUnits.map((net, day) => {
    const daysAgo = netUnits.length - 1 - day;
    const sold = units[day] ?? 0;
    return {
      netUnits: net,
      inStockShare: history.inStockShares[day] ?? 1,
      countedUnits: isAdaptive ? Math.min(sold, capUnits) : net,
      countedShare: shares[day] ?? 1,
      cappedTo: sold > capUnits ? capUnits : null,
      weight: weights[day] ?? Number(daysAgo < basis.windowDays),
    };
  });
}

/** A day without stock has the weight of the days after it, and no share to count. */
function weightsOf(shares: readonly number[], memoryDays: number): number[] {
  const weights = shares.slice();
  let [weight, weekStart] = [1, Number.NEGATIVE_INFINITY];
  for (let day = shares.length - 1; day >= 0; day--) {
    const daysAgo = shares.length - 1 - day;
    if (startsWeek(shares[day] ?? 1, daysAgo, weekStart)) {
      weekStart = daysAgo;
      weight = weightOf(daysAgo, memoryDays);
    }
    weights[day] = weight;
  }
  return weights;
}
