import { type JobName, templateOf } from './job.ts';
import type { BullQueue } from './store.ts';

/** Sees to it that a job is made again and again, also after the store was emptied or the clock was set back. */
export async function keepSchedule(queue: BullQueue, name: JobName, everyMs: number): Promise<void> {
  const scheduler = await queue.getJobScheduler(name);
  const next = scheduler?.next;
  if (next !== undefined && scheduler?.every === everyMs) {
    const dueInMs = next - Date.now();
    if (Math.abs(dueInMs) <= 2 * everyMs) return;
    // Long overdue is well as long as it is in the line.
    if (dueInMs < 0 && (await queue.getJob(`repeat:${name}:${next}`))) return;
    await queue.removeJobScheduler(name);
  }
  await queue.upsertJobScheduler(name, { every: everyMs }, { name, data: {}, opts: templateOf(name) });
}

const CLOCKS_DIFFER_MS = 300_000;
const LOOKED_AT_MAX = 100;

/** A job from the future was delayed by a clock since set back: its time would come only when that time is here again. */
export async function releaseFromFuture(queue: BullQueue): Promise<void> {
  const latest = await queue.getJobs(['delayed'], 0, LOOKED_AT_MAX - 1, false);
  const fromFuture = latest.filter(
    (job) => job !== undefined && job.timestamp > Date.now() + CLOCKS_DIFFER_MS && !job.repeatJobKey,
  );
  for (const job of fromFuture) await job.promote();
}
