import { type Past, pastOf } from '../../tools/backtest/past.ts';
import { type Moved, rowsOf } from '../forecast/ledger.ts';
import { DAY } from '../shelf.ts';

export const startOfDay = (day: number): number => day * DAY;

/** At an hour of a day, in UTC. */
export const moved = (day: number, hour: number, type: Moved['type'], quantity: number): Moved => ({
  at: startOfDay(day) + hour * 3_600_000,
  type,
  quantity,
});

/** What a ledger with these movements tells on a day. */
export function pastFrom(
  movements: readonly Moved[],
  today: number,
  takenBack: Past['takenBack'] = [],
): Past {
  const { firstDay, days, events } = rowsOf(movements, { today, windowDays: today, timeZone: 'UTC' });
  const onHand = movements.reduce((sum, { quantity }) => sum + quantity, 0);
  return pastOf({ onHand, firstDay, days, events, takenBack }, { today, fromDay: 0, startOfDay });
}

/**
 * Four a day at 14:00, from day 101 on. 200 units last until day 150; the shelf is empty until 54 come on the morning
 * of day 160, which last until day 173; then nothing comes any more. The ledger is read on day 180.
 */
export const fourADay: readonly Moved[] = [
  moved(100, 0, 'receipt', 200),
  ...selling(101, 50, 4),
  moved(160, 8, 'receipt', 54),
  ...selling(160, 13, 4),
  moved(173, 14, 'sale', -2),
];

export const today = 180;

export function selling(firstDay: number, days: number, units: number): Moved[] {
  return Array.from({ length: days }, (_, index) => moved(firstDay + index, 14, 'sale', -units));
}
