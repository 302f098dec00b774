import type { JobsOptions } from 'bullmq';
import * as z from 'zod';

/** A job says only what to look at. What is to be done there is in the database, where it cannot get lost. */
export type Payloads = {
  recompute: { company: number };
  order: { company: number; order: number };
  letter: { company: number; letter: number };
  link: { company: number; link: number };
  sweep: { company: number };
  digest: { company: number };
  calendar: Record<string, never>;
};

export type JobName = keyof Payloads;

/** Jobs of one lane never wait for those of another: a mail server that does not answer must not stop the rest. */
export const lanes = ['jobs', 'letters'] as const;
export type Lane = (typeof lanes)[number];

type Job<Payload> = {
  lane: Lane;
  payload: z.ZodType<Payload>;
  attempts: number;
  backoffMs: number;
  dedup: Dedup<Payload> | undefined;
};

/** While one is waiting, another is the same one. `again`: one added while it runs makes one more run after it. */
type Dedup<Payload> = { key: (payload: Payload) => string; again: boolean };

const id = z.int().positive();
const ofCompany = { key: ({ company }: { company: number }) => `${company}` };
const company = z.strictObject({ company: id });

export const jobs: { readonly [Name in JobName]: Job<Payloads[Name]> } = {
  recompute: {
    lane: 'jobs',
    payload: company,
    attempts: 5,
    backoffMs: 1000,
    dedup: { ...ofCompany, again: true },
  },
  // Whether one that failed is tried again is for its row in the database to say. This is for a database that is away.
  order: {
    lane: 'jobs',
    payload: z.strictObject({ company: id, order: id }),
    attempts: 5,
    backoffMs: 1000,
    dedup: { key: ({ company, order }) => `${company}:${order}`, again: true },
  },
  letter: {
    lane: 'letters',
    payload: z.strictObject({ company: id, letter: id }),
    attempts: 5,
    backoffMs: 1000,
    dedup: { key: ({ company, letter }) => `${company}:${letter}`, again: false },
  },
  // Whoever asks for a link is of no company yet: 0.
  link: {
    lane: 'letters',
    payload: z.strictObject({ company: z.int().min(0), link: id }),
    attempts: 5,
    backoffMs: 1000,
    dedup: { key: ({ link }) => `${link}`, again: false },
  },
  sweep: {
    lane: 'jobs',
    payload: company,
    attempts: 3,
    backoffMs: 500,
    dedup: { ...ofCompany, again: false },
  },
  digest: {
    lane: 'jobs',
    payload: company,
    attempts: 3,
    backoffMs: 500,
    dedup: { ...ofCompany, again: false },
  },
  // The next minute makes the next one.
  calendar: { lane: 'jobs', payload: z.strictObject({}), attempts: 1, backoffMs: 0, dedup: undefined },
};

export const isJobName = (name: string): name is JobName => Object.hasOwn(jobs, name);

const FAILED_KEPT = 1000;
/** A job whose process died this often is given up: it is likely to be what kills it. */
export const STALLED_MAX = 20;

/** What BullMQ is told about a job of this name, whatever its payload. */
export const templateOf = (name: JobName) => ({
  attempts: jobs[name].attempts,
  backoff: { type: 'exponential', delay: jobs[name].backoffMs },
  removeOnComplete: true,
  removeOnFail: { count: FAILED_KEPT },
  stackTraceLimit: 3,
});

export function optionsOf<Name extends JobName>(
  name: Name,
  payload: Payloads[Name],
  delayMs: number,
): JobsOptions {
  const { dedup } = jobs[name];
  return {
    ...templateOf(name),
    delay: delayMs,
    ...(dedup && {
      deduplication: { id: `${name}:${dedup.key(payload)}`, keepLastIfActive: dedup.again },
    }),
  };
}
