import { UnrecoverableError } from 'bullmq';
import { faultOf, isPassing } from '../../db/fault.ts';
import { type Errand, failErrand } from '../../db/outbox.ts';
import { scopeTo } from '../../db/scope.ts';
import { causeText } from './recompute.ts';
import { ACTOR, type Work } from './work.ts';

/**
 * What fails says so on its row: there it is counted, put off and in the end put aside, and the queue leaves it alone.
 * A database that is away is no failure of an order or a letter: then the queue tries again, long before a lease ends.
 */
export async function errand(
  work: Pick<Work, 'database' | 'now'>,
  row: Errand,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (isPassing(faultOf(error))) throw error;
    const caller = { company: row.company, timeZone: 'UTC', actor: ACTOR };
    await failErrand(scopeTo(work.database, caller, work.now()), row, causeText(error));
    throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
  }
}
