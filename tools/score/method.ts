import { type History, sharesOfFlags } from '../../worker/forecast/demand.ts';
import { type Answer, answerTo, type Question } from '../score.ts';

/** Two ways to look at the same past: what nearly everybody does, and what is shipped. */
export type Method = (past: Past, question: Question) => Answer;
export type Past = { sold: number[]; shares: number[] | null };

/** A year of history, as the worker reads it. */
export const HISTORY_DAYS = 365;

export const mean30: Method = ({ sold }, { stock }) => {
  const last = sold.slice(-30);
  const velocity = last.length > 0 ? sum(last) / last.length : 0;
  const daysUntilStockout = stock <= 0 ? 0 : velocity > 0 ? stock / velocity : null;
  return { velocity: Math.max(0, velocity), daysUntilStockout, p10: null, p90: null };
};

export const shipped: Method = (past, question) => answerTo(historyOf(past), question);

/** As if a file knew no more of a day than that it was in stock for more than half of it, or not. */
export const shippedByFlags: Method = ({ sold, shares }, question) => {
  const flags = shares?.map((share) => share > 0.5);
  return answerTo(
    flags ? { netUnits: sold, inStockShares: sharesOfFlags(sold, flags) } : { netUnits: sold },
    question,
  );
};

const historyOf = ({ sold, shares }: Past): History =>
  shares ? { netUnits: sold, inStockShares: shares } : { netUnits: sold };

export function sum(numbers: number[]): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

export const mean = (numbers: number[]): number => (numbers.length > 0 ? sum(numbers) / numbers.length : 0);
