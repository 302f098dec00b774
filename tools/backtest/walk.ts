import { startOfDay } from '../../db/day.ts';
import { getPlanning, HISTORY_DAYS, type Planning } from '../../db/replenishment/place.ts';
import { countSoldPlaces, soldPlaces } from '../../db/replenishment/replay.ts';
import type { Scope } from '../../db/scope.ts';
import { pastOf } from './past.ts';
import { replay } from './replay.ts';
import { count, emptyTally, type Scores, scoresOf } from './tally.ts';

export type Backtest = { planning: Planning; scores: Scores };

type Options = { days: number; onProgress: (done: number, places: number) => void };

/** So many places are read at once; one at a time is in memory as what it was day by day. */
const PLACES_AT_ONCE = 100;
/** The longest lead time that terms can have: so long before the span a warning may have to come. */
const LEAD_DAYS_MAX = 365;

/** The ledger of a company, place by place. It reads and changes nothing. */
export async function backtest(scope: Scope, { days, onProgress }: Options): Promise<Backtest> {
  const today = scope.localDay(scope.now);
  const span = { firstDay: today - days, lastDay: today - 1 };
  const fromDay = span.firstDay - LEAD_DAYS_MAX - HISTORY_DAYS;
  const calendar = { today, fromDay, startOfDay: (day: number) => startOfDay(day, scope.timeZone) };
  const planning = await getPlanning(scope);
  const { places } = await countSoldPlaces(scope, fromDay);
  const tally = emptyTally(span);
  let done = 0;
  onProgress(done, places);
  for (let cursor = { afterProduct: 0, afterWarehouse: 0 }; ; ) {
    const page = await soldPlaces(scope, fromDay, cursor, PLACES_AT_ONCE);
    for (const place of page) {
      const { terms, threshold, warehouseId } = place;
      const replayed = replay(pastOf(place, calendar), { terms, threshold, planning }, span);
      count(tally, replayed, { supplierId: terms?.supplierId ?? null, warehouseId });
    }
    done += page.length;
    onProgress(done, places);
    const last = page.at(-1);
    if (!last || page.length < PLACES_AT_ONCE) return { planning, scores: scoresOf(tally) };
    cursor = { afterProduct: last.productId, afterWarehouse: last.warehouseId };
  }
}
