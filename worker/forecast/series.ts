import { demandOf, type History } from './demand.ts';
import type { Velocity } from './velocity.ts';

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
  /** Adaptive: 1 for the last day, fading by the memory. Of mean_30: 1 in its window, 0 before. */
  readonly weight: number;
};

type Figures = Pick<Velocity, 'method' | 'spread'> & {
  readonly basis: { readonly windowDays: number; readonly capUnits?: number };
};

/**
 * The days behind a velocity, so that its sums can be made anew from them:
 * soldDaysPerDay = Σ weight of days with countedUnits ÷ Σ weight × countedShare; recentUnits = Σ weight × countedUnits ÷ Σ weight of those
 * days; by mean_30, netUnits ÷ inStockDays = Σ weight × countedUnits ÷ Σ weight × countedShare.
 */
export function daysUsed(history: Required<History>, { method, basis, spread }: Figures): DayUsed[] {
  const { netUnits, units, shares } = demandOf(history);
  const capUnits = basis.capUnits ?? Number.POSITIVE_INFINITY;
  return netUnits.map((net, day) => {
    const daysAgo = netUnits.length - 1 - day;
    const sold = units[day] ?? 0;
    const isAdaptive = method === 'adaptive';
    return {
      netUnits: net,
      inStockShare: history.inStockShares[day] ?? 1,
      countedUnits: isAdaptive ? Math.min(sold, capUnits) : net,
      countedShare: shares[day] ?? 1,
      cappedTo: sold > capUnits ? capUnits : null,
      weight: isAdaptive ? Math.exp(-daysAgo / spread.memoryDays) : Number(daysAgo < basis.windowDays),
    };
  });
}
