import { sweep } from '../../db/replenishment/sweep.ts';
import { openScope, type Work } from './work.ts';

/** Marks every place of a company: the relay brings them up like any other change. */
export const sweepCompany =
  (work: Work) =>
  async ({ company }: { company: number }): Promise<void> => {
    await sweep(await openScope(work, company));
  };
