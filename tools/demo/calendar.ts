import { startOfDay } from '../../db/day.ts';

export const TIME_ZONE = 'Europe/London';

/** The moment a number of minutes after a local midnight; no shop is open when the clocks change. */
export function momentOn(day: number, minutes: number): number {
  return startOfDay(day, TIME_ZONE) + Math.floor(minutes * 60_000);
}

export const clock = (hour: number, minute = 0): number => hour * 60 + minute;

/** 0 is Sunday; the count of days began on a Thursday. */
export const weekday = (day: number): number => (day + 4) % 7;

/** The day itself, or the Monday after a weekend. */
export function workingDay(day: number): number {
  if (weekday(day) === 6) return day + 2;
  return weekday(day) === 0 ? day + 1 : day;
}
