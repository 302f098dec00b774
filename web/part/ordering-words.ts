import { counted } from '../counted.ts';

/** How orders to one supplier, or to all, leave. */
export type Ordering = {
  mode: 'automatic' | 'review';
  collectingSeconds: number;
  opensAt: string;
  closesAt: string;
  dailyCap: number;
  isPaused: boolean;
};

/** What will happen to the orders for `name`, sentence by sentence, in the order in which it happens. */
export function orderingWords(
  { mode, collectingSeconds, opensAt, closesAt, dailyCap, isPaused }: Ordering,
  name: string,
): string[] {
  const drafted = `When something falls low, StockFlow drafts an order for ${name}`;
  if (mode === 'review')
    return [
      `${drafted}. It waits until one of you approves it, and then leaves at once, at any hour.`,
      'Nothing leaves by itself.',
    ];
  if (isPaused)
    return [
      `${drafted}, and nothing leaves by itself while ordering is paused.`,
      'What one of you approves leaves at once. When the pause is over, the rest leaves, too.',
    ];
  const collects = collectingSeconds === 0 ? '' : ` and collects for ${duration(collectingSeconds)}`;
  const more = collectingSeconds === 0 ? '' : ' whatever else runs low';
  return [
    `${drafted}${collects}${more}. Then one letter leaves by itself, ${hours(opensAt, closesAt)}.`,
    ...(isAllDay(opensAt, closesAt) ? [] : [`What is ready at another time leaves at ${opensAt}.`]),
    `${name} gets at most ${counted(dailyCap, 'order')} a day; more wait for the next.`,
    'What StockFlow is unsure of, because it has sold too little or too oddly, waits for one of you.',
  ];
}

const isAllDay = (opensAt: string, closesAt: string): boolean => opensAt === '00:00' && closesAt === '24:00';

const hours = (opensAt: string, closesAt: string): string =>
  isAllDay(opensAt, closesAt) ? 'at any hour' : `between ${opensAt} and ${closesAt}`;

/** 90 → "90 seconds", 3600 → "1 hour" */
export function duration(seconds: number): string {
  if (seconds > 0 && seconds % 3600 === 0) return counted(seconds / 3600, 'hour');
  if (seconds > 0 && seconds % 60 === 0) return counted(seconds / 60, 'minute');
  return counted(seconds, 'second');
}
