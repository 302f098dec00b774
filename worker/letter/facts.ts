import type { OrderLetter } from './order.ts';

/** What is kept of an order, and all of its letter that is no matter of dates and links. */
export type OrderOnFile = {
  /** Null where nobody agreed on any. */
  readonly leadDays: number | null;
  readonly letter: Omit<OrderLetter, 'order' | 'answerUrl' | 'answerUntilDay'> & {
    readonly order: Pick<OrderLetter['order'], 'number' | 'note'>;
  };
};

/** Days counted from 1970-01-01, in the company's time zone. */
export type Answering = { readonly today: number; readonly answerUrl: string; readonly untilDay: number };

export function orderLetterOf(
  { leadDays, letter }: OrderOnFile,
  { today, answerUrl, untilDay }: Answering,
): OrderLetter {
  const wantedDay = leadDays === null ? null : isoDay(today + leadDays);
  return {
    ...letter,
    order: { ...letter.order, orderDay: isoDay(today), wantedDay },
    answerUrl,
    answerUntilDay: isoDay(untilDay),
  };
}

const DAY_MS = 86_400_000;

export const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
