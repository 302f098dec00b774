import { createInterface } from 'node:readline';
import { coverOf } from '../worker/forecast/cover.ts';
import { sharesOfFlags } from '../worker/forecast/demand.ts';
import { reorderOf } from '../worker/forecast/reorder.ts';
import { velocityOf } from '../worker/forecast/velocity.ts';

/** The shipped forecast behind the scorer's protocol: `--module tools/score.ts`, or as a program, a JSON line each way. */

type Request = {
  history: number[];
  inStock?: boolean[] | null;
  stock: number;
  leadTimeDays: number;
  reviewDays: number;
  serviceLevel?: number;
};

type Answer = {
  velocity: number;
  daysUntilStockout: number | null;
  p10: number | null;
  p90: number | null;
  orderUpTo?: number;
};

export function forecast(request: Request): Answer {
  const { history: netUnits, inStock, stock: availableUnits, serviceLevel } = request;
  const pace = velocityOf(
    inStock ? { netUnits, inStockShares: sharesOfFlags(netUnits, inStock) } : { netUnits },
  );
  const cover = coverOf(availableUnits, pace);
  const answer = {
    velocity: pace.unitsPerDay,
    daysUntilStockout: cover.coverDays,
    p10: cover.p10Days,
    p90: cover.p90Days,
  };
  if (serviceLevel === undefined) return answer;
  const { orderUpToUnits } = reorderOf({
    pace,
    availableUnits,
    leadDays: request.leadTimeDays,
    reviewDays: request.reviewDays,
    policy: { rule: 'service', serviceLevel },
  });
  return { ...answer, orderUpTo: orderUpToUnits };
}

if (import.meta.main)
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line.trim()) process.stdout.write(`${JSON.stringify(forecast(JSON.parse(line)))}\n`);
