import { localDay, startOfDay } from '../../db/day.ts';
import {
  type LedgerDays,
  type LedgerEvent,
  type LedgerRows,
  mayTouchZero,
} from '../../worker/forecast/shelf.ts';

export type Moved = {
  readonly at: number;
  readonly type: 'sale' | 'return' | 'receipt' | 'scrap' | 'count' | 'transfer_out';
  /** What it adds to stock. */
  readonly quantity: number;
};

type Day = readonly [day: number, sold: number, net: number];

export const inLists = (days: readonly Day[]): LedgerDays => [
  days.map(([day]) => day),
  days.map(([, sold]) => sold),
  days.map(([, , net]) => net),
];

type View = { readonly today: number; readonly windowDays: number; readonly timeZone: string };

/** What the ledger would hand out for these movements: days of the window, and events of the days that touch zero. */
export function rowsOf(moved: readonly Moved[], { today, windowDays, timeZone }: View): LedgerRows {
  const inOrder = moved.toSorted((one, other) => one.at - other.at);
  const days = new Map<number, Day>();
  for (const { at, type, quantity } of inOrder) {
    const day = localDay(at, timeZone);
    const [, sold, net] = days.get(day) ?? [day, 0, 0];
    const sells = type === 'sale' || type === 'return';
    days.set(day, [day, sold - (sells ? quantity : 0), net + quantity]);
  }
  const touching = new Set<number>();
  let units = 0;
  for (const [day, sold, net] of days.values()) {
    if (mayTouchZero(units, sold, net)) touching.add(day);
    units += net;
  }
  const [firstDay = null] = days.keys();
  const events = inOrder
    .filter(({ at }) => touching.has(localDay(at, timeZone)) && localDay(at, timeZone) >= today - windowDays)
    .map(({ at, quantity }): LedgerEvent => [at, quantity]);
  return {
    today,
    windowDays,
    firstDay,
    days: inLists([...days.values()].filter(([day]) => day >= today - windowDays)),
    events,
    startOfDay: (day) => startOfDay(day, timeZone),
  };
}

const HALF_DAY = 12 * 3_600_000;

/** Each day begins with the day's units and has sold the last of them at noon. */
export function soldOutAtNoon(place: {
  readonly today: number;
  readonly dailyUnits: number;
  readonly count: number;
  readonly timeZone: string;
}): Moved[] {
  return Array.from({ length: place.count }, (_, index) => {
    const start = startOfDay(place.today - place.count + index, place.timeZone);
    return [
      { at: start, type: 'receipt', quantity: place.dailyUnits } as const,
      { at: start + HALF_DAY, type: 'sale', quantity: -place.dailyUnits } as const,
    ];
  }).flat();
}
