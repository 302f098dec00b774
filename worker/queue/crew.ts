import { setTimeout as pause } from 'node:timers/promises';
import { UnrecoverableError, Worker } from 'bullmq';
import * as z from 'zod';
import { isJobName, type JobName, jobs, type Payloads, STALLED_MAX } from './job.ts';
import { type Log, sparingly } from './log.ts';
import type { BullJob, BullWorker, Store } from './store.ts';

/** What is done for each kind of job. The signal is raised when the job is handed back: somebody else will do it. */
export type Handlers = {
  readonly [Name in JobName]: (payload: Payloads[Name], signal: AbortSignal) => Promise<void>;
};

/** Runs a job, and may note how that went. */
export type Around = (job: JobName, run: () => Promise<void>) => Promise<void>;

export type Crew = {
  running(): string[];
  /** Takes nothing more, waits for what runs, and hands back what is not done by then. */
  stop(withinMs: number): Promise<void>;
};

type Options = {
  queueName: string;
  prefix: string;
  concurrency: number;
  lockMs: number;
  log: Log;
  around?: Around;
};
type Running = { job: BullJob; token: string; handBack: AbortController };

const LAST_WORDS_MS = 1000;
const RETRIED_AFTER_MS = 1000;

export function startCrew(store: Store, handlers: Handlers, options: Options): Crew {
  const { around = asItIs } = options;
  const running = new Set<Running>();
  const process = async (job: BullJob, token = ''): Promise<void> => {
    const handBack = new AbortController();
    const run = { job, token, handBack };
    running.add(run);
    try {
      await handle(handlers, job, handBack.signal, around);
    } catch (error) {
      throw tellable(error);
    } finally {
      running.delete(run);
    }
  };
  const worker: BullWorker = new Worker(options.queueName, process, workerOptions(options), store.forWorker);
  report(worker, store, options.log);
  return {
    running: () => [...running].map(({ job }) => String(job.id)),
    stop: (withinMs) => stop(worker, running, withinMs),
  };
}

const workerOptions = ({ prefix, concurrency, lockMs }: Options) => ({
  prefix,
  concurrency,
  // The store's factory brings the connection.
  connection: {},
  lockDuration: lockMs,
  stalledInterval: lockMs / 2,
  maxStalledCount: STALLED_MAX,
  runRetryDelay: RETRIED_AFTER_MS,
  metrics: { maxDataPoints: 60 },
});

const asItIs: Around = (_, run) => run();

async function handle(
  handlers: Handlers,
  { name, data }: BullJob,
  signal: AbortSignal,
  around: Around,
): Promise<void> {
  if (!isJobName(name))
    throw new UnrecoverableError(`This version of StockFlow knows no job called "${name}".`);
  await around(name, () => handleAs(name, handlers, data, signal));
}

async function handleAs<Name extends JobName>(
  name: Name,
  handlers: Handlers,
  data: unknown,
  signal: AbortSignal,
): Promise<void> {
  const { success, data: payload, error } = jobs[name].payload.safeParse(data);
  if (!success) {
    const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'payload'}: ${message}`);
    throw new UnrecoverableError(
      `The payload of this ${name} job is not of this version. ${faults.join('; ')}`,
    );
  }
  await handlers[name](payload, signal);
}

const MESSAGE_MAX = 2000;

/** An error as PostgreSQL can keep it, which knows neither NUL nor half a character. */
function tellable(thrown: unknown): Error {
  const { name, message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const clean = (text: unknown): string =>
    String(text).slice(0, MESSAGE_MAX).replaceAll('\0', '').toWellFormed();
  const error = new Error(clean(message));
  error.name = name;
  error.stack = clean(stack ?? '');
  return error;
}

const ofCompany = z.object({ company: z.int() });

function report(worker: BullWorker, store: Store, log: Log): void {
  const tell = sparingly(log);
  worker.on('error', (error) => {
    if (!store.isAbsence(error)) tell('queue worker', error);
  });
  worker.on('failed', (job, error) => {
    if (job?.finishedOn === undefined) return;
    const { data: whose } = ofCompany.safeParse(job.data);
    log({ level: 'error', event: 'job failed', ...whose, error: `${job.name}: ${error.message}` });
  });
}

async function stop(worker: BullWorker, running: ReadonlySet<Running>, withinMs: number): Promise<void> {
  await atMost(withinMs, worker.pause());
  const unfinished = [...running];
  const close = async () => {
    await Promise.allSettled(unfinished.map(({ job, token }) => job.moveToWait(token)));
    // Only now: a handler that gives up at once would otherwise have its job counted as failed.
    for (const { handBack } of unfinished) handBack.abort();
    await worker.close(unfinished.length > 0);
  };
  // A store that is away would let all of this wait for ever.
  await atMost(LAST_WORDS_MS, close());
}

async function atMost(limitMs: number, task: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  await Promise.race([task, pause(limitMs, undefined, { signal: done.signal })]).finally(() => done.abort());
}
