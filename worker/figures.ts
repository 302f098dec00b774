import { dayAfter, startOfDay } from '../db/day.ts';
import type { Figures } from '../db/replenishment/figures.ts';
import { type DirtyPlace, HISTORY_DAYS, type Planning } from '../db/replenishment/place.ts';
import { SOLD_OUT_DAYS_MAX } from '../db/replenishment/velocity.ts';
import type { Scope } from '../db/scope.ts';
import { type Outlook, outlookOf } from './forecast/outlook.ts';
import { historyOf, type LedgerRows } from './forecast/shelf.ts';

/** From what the ledger says of a place to the figures that are stored: the dates come in here, the rest is pure. */
export function figuresOf(
  { today, timeZone }: Pick<Scope, 'timeZone'> & { today: number },
  place: DirtyPlace,
  planning: Planning,
): Figures {
  const { productId, warehouseId, mark, arrivals, terms } = place;
  const rows = { ...rowsOf(place, today), today, windowDays: HISTORY_DAYS };
  const { firstDay, ...history } = historyOf(
    { ...rows, startOfDay: (day) => startOfDay(day, timeZone) },
    place.onHand,
  );
  const outlook = outlookOf({
    history,
    onHand: place.onHand,
    arrivals: arrivals.map(([day, units]) => ({ inDays: Math.max(0, day - today), units })),
    requestedUnits: place.requestedUnits,
    terms,
    threshold: place.threshold,
    planning: { ...planning, serviceLevel: planning.servicePercent / 100 },
  });
  return {
    productId,
    warehouseId,
    mark,
    isConcerned: place.isConcerned || place.onHand <= outlook.reorderPointUnits,
    ...columnsOf(outlook, today),
    incoming: arrivals.reduce((sum, [, units]) => sum + units, 0),
    nextArrivalDay: arrivals.reduce<number | null>((next, [day]) => Math.min(next ?? day, day), null),
    supplierId: terms?.supplierId ?? null,
    leadDays: outlook.basis.leadDays,
    basis: { ...outlook.basis, isDue: outlook.isDue, today, firstDay },
  };
}

/** After half a year without stock, what was sold before says nothing any more. */
function rowsOf({ outSinceDay, firstDay, days, events }: DirtyPlace, today: number) {
  const isForgotten = outSinceDay !== null && outSinceDay < today - SOLD_OUT_DAYS_MAX;
  return isForgotten ? NOTHING : { firstDay, days, events };
}

const NOTHING: Pick<LedgerRows, 'firstDay' | 'days' | 'events'> = {
  firstDay: null,
  days: [[], [], []],
  events: [],
};

function columnsOf(outlook: Outlook, today: number) {
  const { suggested } = outlook;
  return {
    unitsPerDay: outlook.unitsPerDay,
    method: outlook.method,
    confidence: outlook.confidence,
    windowDays: outlook.windowDays,
    inStockDays: outlook.inStockDays,
    plainMean: outlook.plainMeanPerDay,
    coverDays: outlook.coverDays,
    p10Days: outlook.p10Days,
    p90Days: outlook.p90Days,
    firstStockoutDay: dayAfter(today, outlook.firstStockoutDays),
    runOutDay: dayAfter(today, outlook.runOutDays),
    reorderPoint: outlook.reorderPointUnits,
    orderUpTo: outlook.orderUpToUnits,
    suggestedRaw: suggested?.rawUnits ?? 0,
    suggestedRaised: suggested?.raisedUnits ?? 0,
    suggested: suggested?.roundedUnits ?? 0,
  };
}
