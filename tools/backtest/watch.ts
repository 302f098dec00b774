import type { Outlook } from '../../worker/forecast/outlook.ts';

/** How a method stands to a place. */
export type Watch = {
  /** Since when it says, without a break, that it is time to order. */
  readonly warnedSince: number | null;
  /** This morning it would write an order. */
  readonly warnsAnew: boolean;
};

export const unwatched: Watch = { warnedSince: null, warnsAnew: false };

type Morning = {
  readonly day: number;
  readonly stockUnits: number;
  /** On the day before. */
  readonly cameInUnits: number;
};

/**
 * One order for one episode, as with shortages: it is over when stock is a tenth above the level or nothing sells any
 * more. Goods that came and were not enough call for another order, but the warning has stood all the while.
 */
export function watchedOn(
  { warnedSince }: Watch,
  { day, stockUnits, cameInUnits }: Morning,
  { isDue, unitsPerDay, reorderPointUnits }: Pick<Outlook, 'isDue' | 'unitsPerDay' | 'reorderPointUnits'>,
): Watch {
  const marginUnits = Math.max(1, Math.ceil(reorderPointUnits / 10));
  const isOver = unitsPerDay === 0 || stockUnits > reorderPointUnits + marginUnits;
  if (warnedSince === null || isOver) return isDue ? { warnedSince: day, warnsAnew: true } : unwatched;
  return { warnedSince, warnsAnew: isDue && cameInUnits > marginUnits };
}
