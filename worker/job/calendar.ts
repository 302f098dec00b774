import { dueCompanies, wakeSnoozes } from '../../db/calendar.ts';
import { freeFromFuture } from '../../db/outbox.ts';
import { abandonedAt, recoverLetters } from '../../db/replenishment/sending.ts';
import type { Added } from '../queue.ts';
import type { Work } from './work.ts';

/** Every minute: what a local midnight or morning brings to each company, snoozes that end, letters whose sender is gone. */
export async function calendar(
  { database, now }: Pick<Work, 'database' | 'now'>,
  addMany: (jobs: Added[]) => Promise<void>,
): Promise<void> {
  await freeFromFuture(database, now());
  await wakeSnoozes(database, now());
  await recoverLetters(database, abandonedAt(now()));
  const { toSweep, toDigest } = await dueCompanies(database, now());
  await addMany([
    ...toSweep.map((company): Added => ({ name: 'sweep', payload: { company } })),
    ...toDigest.map((company): Added => ({ name: 'digest', payload: { company } })),
  ]);
}
