import type { Output } from '../../client.ts';
import type { Explained, Projection } from './outlook.ts';

type Movement = Output['ledger']['movement']['list']['items'][number];

export const PAST_DAYS = 45;
const DAY_S = 86_400;

/** One entry a day: past to the left, today, then what is expected. Null: nothing to draw there. */
export type ChartData = {
  /** Seconds since 1970, at midnight UTC of the local day. */
  days: number[];
  sold: (number | null)[];
  stock: (number | null)[];
  expected: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  supposed: (number | null)[];
};

export function chartDataOf(
  explained: Explained,
  movements: Movement[],
  now: Projection,
  supposed: Projection | null,
): ChartData {
  const today = Date.parse(explained.today) / 1000;
  const past = explained.days.slice(-PAST_DAYS);
  const stockBefore = stockAtEnds(explained.currentStock, movements);
  const aheadDays = now.expected.length - 1;
  const behind = past.map(() => null);
  const ahead = <Value>(values: Value[]): (Value | null)[] => [...behind, ...values];
  return {
    days: Array.from({ length: past.length + 1 + aheadDays }, (_, at) => today + (at - past.length) * DAY_S),
    sold: [
      ...past.map(({ netUnits }) => Math.max(0, netUnits)),
      ...Array.from({ length: aheadDays + 1 }, () => null),
    ],
    stock: [
      ...past.map(({ day }) => stockBefore(day)),
      explained.currentStock,
      ...Array.from({ length: aheadDays }, () => null),
    ],
    expected: ahead(now.expected),
    low: ahead(now.low),
    high: ahead(now.high),
    supposed: supposed ? ahead(supposed.expected) : ahead(now.expected.map(() => null)),
  };
}

/** What lay there when a day ended: what is there now, less all that has moved since. */
function stockAtEnds(onHand: number, movements: Movement[]): (day: string) => number | null {
  const oldest = movements.length < MOVEMENTS_MAX ? '' : (movements.at(-1)?.day ?? '');
  return (end) =>
    end < oldest
      ? null
      : movements.reduce((units, { day, change }) => (day > end ? units - change : units), onHand);
}

/** As many as one answer holds: beyond, the line begins later. */
export const MOVEMENTS_MAX = 1000;
