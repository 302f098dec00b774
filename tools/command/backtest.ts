import * as z from 'zod';
import { progressBar, tableOf, wireOf } from '../backtest/table.ts';
import { backtest } from '../backtest/walk.ts';
import { companyId, defineCommand } from './command.ts';
import { operatorIn } from './desk.ts';

const DAYS_MIN = 30;
const DAYS_MAX = 365;
const rule = `must be a whole number from ${DAYS_MIN} to ${DAYS_MAX}`;

export const backtestCommand = defineCommand({
  words: 'backtest',
  about: 'Replay the past of a company: what each forecast would have said each morning, and what came of it',
  input: {
    company: companyId,
    days: z
      .string()
      .regex(/^\d{1,3}$/, rule)
      .transform(Number)
      .refine((days) => days >= DAYS_MIN && days <= DAYS_MAX, rule)
      .default(90),
  },
  options: {
    company: ['ID', 'whose ledger'],
    days: ['NUMBER', 'how many days back from yesterday; 90 if left out'],
  },
  notes: [
    'Sold out    goods were there in the morning, they sold, and for a part of the day there were none.',
    'Warned      stock was at or below the reorder point on every morning since. In time: by the lead time or more.',
    'Warnings    times it became due to order. A false alarm: the stock of that morning would have lasted twice the',
    '            lead time and the review. Lasting them once is what a service level of 90 % means nine times in ten.',
    'Orders      one a day to each supplier for each warehouse, until the goods come or stock is well above the level.',
    'Days left   what was said against how long that stock lasted, both cut at 28 days, where a method said under 21.',
    'It reads only, and uses on each morning what the ledger could tell by then. All of it: docs/backtest.md',
  ],
  async work({ database, progress }, { company, days }) {
    const scope = await operatorIn(database, company);
    const found = await backtest(scope, {
      days,
      onProgress: (done, places) => progress(progressBar(done, places)),
    });
    return { json: wireOf(company, found), lines: tableOf(company, found) };
  },
});
