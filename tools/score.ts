import { createInterface } from 'node:readline';
import { coverOf } from '../worker/forecast/cover.ts';
import { type History, sharesOfFlags } from '../worker/forecast/demand.ts';
import { reorderOf } from '../worker/forecast/reorder.ts';
import { velocityOf } from '../worker/forecast/velocity.ts';

/** The shipped forecast behind the scorer's protocol: `--module tools/score.ts`, or as a program, a JSON line each way. */

type Request = Question & { history: number[]; inStock?: boolean[] | null };

export type Question = {
  stock: number;
  leadTimeDays: number;
  reviewDays: number;
  serviceLevel?: number;
};

export type Answer = {
  velocity: number;
  /** Null: never. */
  daysUntilStockout: number | null;
  p10: number | null;
  p90: number | null;
  orderUpTo?: number;
};

export function forecast({ history: netUnits, inStock, ...question }: Request): Answer {
  return answerTo(
    inStock ? { netUnits, inStockShares: sharesOfFlags(netUnits, inStock) } : { netUnits },
    question,
  );
}

export function answerTo(history: History, question: Question): Answer {
  const { stock: availableUnits, leadTimeDays: leadDays, reviewDays, serviceLevel } = question;
  const pace = velocityOf(history);
  const cover = coverOf(availableUnits, pace);
  const answer = {
    velocity: pace.unitsPerDay,
    daysUntilStockout: cover.coverDays,
    p10: cover.p10Days,
    p90: cover.p90Days,
  };
  if (serviceLevel === undefined) return answer;
  const policy = { rule: 'service', serviceLevel } as const;
  const { orderUpToUnits } = reorderOf({ pace, availableUnits, leadDays, reviewDays, policy });
  return { ...answer, orderUpTo: orderUpToUnits };
}

if (import.meta.main)
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line.trim()) process.stdout.write(`${JSON.stringify(forecast(JSON.parse(line)))}\n`);
