import { HISTORY_DAYS, type Planning } from '../../db/replenishment/place.ts';
import { SOLD_OUT_DAYS_MAX } from '../../db/replenishment/velocity.ts';
import { type Outlook, outlookOf, type Place } from '../../worker/forecast/outlook.ts';
import { historyOn, isOutFor, type Past, stockOn } from './past.ts';

/** The plain mean is what most of the trade divides: thirty days of sales by thirty, whatever stood on the shelf. */
export const methods = ['adaptive', 'mean_30', 'plain_mean'] as const;
export type MethodName = (typeof methods)[number];
export type ByMethod<Value> = Readonly<Record<MethodName, Value>>;

export const perMethod = <Value>(made: (method: MethodName) => Value): ByMethod<Value> => ({
  adaptive: made('adaptive'),
  mean_30: made('mean_30'),
  plain_mean: made('plain_mean'),
});

/** As they are now: what they were then is kept nowhere. */
export type Rules = Pick<Place, 'terms' | 'threshold'> & { readonly planning: Planning };

export const plainWindowDays = 30;

/** What each method would have said on a morning. What was on its way then is not known. */
export function sayingsOn(past: Past, day: number, { terms, threshold, planning }: Rules): ByMethod<Outlook> {
  const isForgotten = isOutFor(past, day, SOLD_OUT_DAYS_MAX);
  const history = historyOn(past, day, isForgotten ? 0 : HISTORY_DAYS);
  const place = { onHand: stockOn(past, day), arrivals: [], requestedUnits: 0, terms, threshold };
  const planned = { ...planning, serviceLevel: planning.servicePercent / 100 };
  return {
    adaptive: outlookOf({ ...place, history, planning: { ...planned, method: 'adaptive' } }),
    mean_30: outlookOf({ ...place, history, planning: { ...planned, method: 'mean_30' } }),
    plain_mean: outlookOf({
      ...place,
      history: { netUnits: history.netUnits },
      planning: { ...planned, method: 'mean_30', windowDays: plainWindowDays },
    }),
  };
}
