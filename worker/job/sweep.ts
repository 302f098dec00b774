import { sweep } from '../../db/replenishment/sweep.ts';
import { openScope, type Work } from './work.ts';

/** Marks every place of a company, some at a time, and has them computed before the next: what sells meanwhile does not wait for all. */
export async function sweepCompany(
  work: Work,
  { company }: { company: number },
  compute: (company: number) => Promise<void>,
): Promise<void> {
  await sweep(await openScope(work, company), () => compute(company));
}
