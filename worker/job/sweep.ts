import { sweep } from '../../db/replenishment/sweep.ts';
import { openScope, type Work } from './work.ts';

/** Marks every place of a company, some at a time, and has them computed before the next: what sells meanwhile does not wait for all. */
export const sweepCompany =
  (work: Work, compute: (company: number) => Promise<void>) =>
  async ({ company }: { company: number }): Promise<void> => {
    await sweep(await openScope(work, company), () => compute(company));
  };
