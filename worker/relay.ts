import { claimDirty, claimErrands, type Errand, type Lease, releaseClaims } from '../db/outbox.ts';
import type { Database } from '../db/scope.ts';
import type { WorkLog } from './job/work.ts';
import { sparingly } from './queue/log.ts';
import type { Added } from './queue.ts';

type Options = {
  database: Database;
  addMany: (jobs: Added[]) => Promise<void>;
  now: () => number;
  log: WorkLog;
  /** What was claimed and is not done by then comes up again. */
  leaseMs?: number;
};

export type Relay = {
  /** When it last looked, whatever it found. */
  readonly lookedAt: () => number;
  stop(): Promise<void>;
};

export const LEASE_MS = 60_000;
const PLACES_AT_ONCE = 1000;
const ERRANDS_AT_ONCE = 200;
const BUSY_MS = 50;
const IDLE_MS_MAX = 1000;

/** Looks for what waits and adds jobs for it: often while there is something, once a second while there is nothing. */
export function startRelay(options: Options): Relay {
  let isStopped = false;
  let wake = () => {};
  let lookedAt = options.now();
  const look = looking(options);
  const running = (async () => {
    for (let pauseMs = BUSY_MS; !isStopped; ) {
      const found = await look();
      lookedAt = options.now();
      pauseMs = { more: 0, some: BUSY_MS, none: Math.min(2 * pauseMs + 1, IDLE_MS_MAX) }[found];
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (isStopped) wake();
      });
    }
  })();
  return {
    lookedAt: () => lookedAt,
    async stop() {
      isStopped = true;
      wake();
      await running;
    },
  };
}

type Found = 'more' | 'some' | 'none';

/** A queue or database that is away is waited for; what was claimed in vain is given back before the next look. */
function looking({ database, addMany, now, log, leaseMs = LEASE_MS }: Options): () => Promise<Found> {
  const tell = sparingly(log);
  let inVain: number | undefined;
  return async () => {
    try {
      if (inVain !== undefined) await releaseClaims(database, { from: inVain, to: inVain });
      const lease = { now: now(), leaseMs };
      inVain = lease.now + lease.leaseMs;
      const found = await relayOnce({ database, addMany }, lease);
      inVain = undefined;
      return found;
    } catch (error) {
      tell('relay', error instanceof Error ? error : new Error(String(error)));
      return 'none';
    }
  };
}

export async function relayOnce(
  { database, addMany }: Pick<Options, 'database' | 'addMany'>,
  lease: Lease,
): Promise<Found> {
  const dirty = await claimDirty(database, { ...lease, limit: PLACES_AT_ONCE });
  const outbox = await claimErrands(database, { ...lease, limit: ERRANDS_AT_ONCE });
  const jobs = [...dirty.companies.map(recomputeOf), ...outbox.errands.map(jobOf)];
  if (jobs.length === 0) return 'none';
  await addMany(jobs);
  return dirty.isFull || outbox.isFull ? 'more' : 'some';
}

const recomputeOf = (company: number): Added => ({ name: 'recompute', payload: { company } });

function jobOf({ company, topic, subject }: Errand): Added {
  switch (topic) {
    case 'order':
      return { name: 'order', payload: { company, order: subject } };
    case 'letter':
      return { name: 'letter', payload: { company, letter: subject } };
    case 'link':
      return { name: 'link', payload: { company, link: subject } };
  }
}
