import * as bullmq from 'bullmq';
import { type Around, type Crew, type Handlers, startCrew } from './queue/crew.ts';
import { type JobName, jobs, type Lane, lanes, optionsOf, type Payloads } from './queue/job.ts';
import { type Log, sparingly } from './queue/log.ts';
import { mergedMetrics } from './queue/metrics.ts';
import { openPostgres } from './queue/postgres.ts';
import { openRedis } from './queue/redis.ts';
import { keepSchedule, releaseFromFuture } from './queue/schedule.ts';
import type { BullQueue, Store } from './queue/store.ts';

export type { Handlers } from './queue/crew.ts';
export type { JobName, Payloads } from './queue/job.ts';
export type { Log } from './queue/log.ts';
export { QueueOwned } from './queue/postgres.ts';
export { QueueUnreachable } from './queue/store.ts';

type Options = {
  /** Where several processes share one queue; without it the queue is this process's own, in `dataDir`. */
  redisUrl?: string | undefined;
  dataDir: string;
  log: Log;
  reachMs?: number;
  lockMs?: number;
  prefix?: string;
};

/** The queue is a list of what to look at. It may be lost at any time: the relay fills it again from the database. */
export async function openQueue({
  redisUrl,
  dataDir,
  log,
  reachMs = 5000,
  lockMs = 30_000,
  prefix = 'stockflow',
}: Options): Promise<Queue> {
  const store = redisUrl
    ? await openRedis(redisUrl, { reachMs, log })
    : await openPostgres({ dataDir, lockMs, log });
  return new Queue(store, { prefix, lockMs, log });
}

/** One job to add, of any name. */
export type Added = {
  [Name in JobName]: { name: Name; payload: Payloads[Name]; delayMs?: number };
}[JobName];

export type Failed = { name: string; payload: unknown; reason: string; attempts: number; failedAt: number };

const ADDED_AT_ONCE = 50;
const countedStates = ['waiting', 'active', 'delayed', 'failed'] as const;

export class Queue {
  readonly #store: Store;
  readonly #options: { prefix: string; lockMs: number; log: Log };
  readonly #lanes: ReadonlyMap<Lane, BullQueue>;
  readonly #tell: (event: string, error: Error) => void;
  readonly #schedules = new Map<JobName, number>();
  readonly #healing: NodeJS.Timeout;
  #crews: Crew[] = [];
  #closed: Promise<void> | undefined;

  constructor(store: Store, options: { prefix: string; lockMs: number; log: Log }) {
    this.#store = store;
    this.#options = options;
    this.#tell = sparingly(options.log);
    this.#lanes = new Map(lanes.map((lane) => [lane, this.#opened(lane)]));
    this.#healing = setInterval(() => this.#heal(), options.lockMs / 2);
    void this.#heal();
  }

  async add<Name extends JobName>(
    name: Name,
    payload: Payloads[Name],
    { delayMs = 0 }: { delayMs?: number } = {},
  ): Promise<void> {
    await this.#reach(() => this.#laneOf(name).add(name, payload, checkedOptions(name, payload, delayMs)));
  }

  async addMany(added: readonly Added[]): Promise<void> {
    for (const [lane, bull] of this.#lanes) {
      const entries = added.filter(({ name }) => jobs[name].lane === lane).map(entryOf);
      for (let first = 0; first < entries.length; first += ADDED_AT_ONCE)
        await this.#reach(() => bull.addBulk(entries.slice(first, first + ADDED_AT_ONCE)));
    }
  }

  /** As many at once in each lane. */
  work(handlers: Handlers, options: { concurrency: number; around?: Around }): void {
    if (this.#crews.length > 0) throw new Error('This queue is already being worked on.');
    const { prefix, lockMs, log } = this.#options;
    this.#crews = lanes.map((queueName) =>
      startCrew(this.#store, handlers, { ...options, queueName, prefix, lockMs, log }),
    );
  }

  /** Kept up from now on: if the store is away or emptied, as soon as it is back. */
  async schedule(name: 'calendar', everyMs: number): Promise<void> {
    this.#schedules.set(name, everyMs);
    await this.#heal();
  }

  async counts(): Promise<{ waiting: number; active: number; delayed: number; failed: number }> {
    const total = { waiting: 0, active: 0, delayed: 0, failed: 0 };
    for (const counts of await this.#each((bull) => bull.getJobCounts(...countedStates)))
      for (const state of countedStates) total[state] += counts[state] ?? 0;
    return total;
  }

  /** Jobs that will not be tried again, the latest first. */
  async failed(limit: number): Promise<Failed[]> {
    const found = (await this.#each((bull) => bull.getFailed(0, limit - 1))).flat();
    return found
      .map(({ name, data, failedReason, attemptsMade, finishedOn = 0 }) => ({
        name,
        payload: data,
        reason: failedReason,
        attempts: attemptsMade,
        failedAt: finishedOn,
      }))
      .sort((one, other) => other.failedAt - one.failedAt)
      .slice(0, limit);
  }

  async metricsText(): Promise<string> {
    return mergedMetrics(await this.#each((bull) => bull.exportPrometheusMetrics()));
  }

  get isShared(): boolean {
    return this.#store.isShared;
  }

  /** For bull-board, which shows either kind of queue and by its types asks for the Redis kind. */
  board(): bullmq.Queue[] {
    return [...this.#lanes.values()].map((bull) => bull as BullQueue & bullmq.Queue);
  }

  /** Takes no more jobs, waits for those that run, and hands back those that are not done in time. */
  close({ withinMs }: { withinMs: number }): Promise<void> {
    this.#closed ??= this.#close(withinMs);
    return this.#closed;
  }

  async #close(withinMs: number): Promise<void> {
    clearInterval(this.#healing);
    await Promise.all(this.#crews.map((crew) => crew.stop(withinMs)));
    for (const bull of this.#lanes.values()) await bull.close();
    await this.#store.close();
  }

  #opened(lane: Lane): BullQueue {
    const { prefix } = this.#options;
    // The store's factory brings the connection. Nobody reads the events.
    const options = { prefix, connection: {}, streams: { events: { maxLen: 100 } } };
    const bull: BullQueue = new bullmq.Queue(lane, options, this.#store.forQueue);
    bull.on('error', (error) => this.#say(error));
    return bull;
  }

  #laneOf(name: JobName): BullQueue {
    const bull = this.#lanes.get(jobs[name].lane);
    if (!bull) throw new Error(`There is no lane for ${name}`);
    return bull;
  }

  async #each<Answer>(ask: (bull: BullQueue) => Promise<Answer>): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (const bull of this.#lanes.values()) answers.push(await this.#reach(() => ask(bull)));
    return answers;
  }

  async #reach<Answer>(task: () => Promise<Answer>): Promise<Answer> {
    if (this.#closed) throw new Error('The queue is closed.');
    return this.#store.reach(task);
  }

  async #heal(): Promise<void> {
    try {
      await this.#reach(async () => {
        await this.#store.heal(this.#crews.flatMap((crew) => crew.running()));
        for (const bull of this.#lanes.values()) await releaseFromFuture(bull);
        for (const [name, everyMs] of this.#schedules) await keepSchedule(this.#laneOf(name), name, everyMs);
      });
    } catch (error) {
      if (error instanceof Error) this.#say(error);
    }
  }

  #say(error: Error): void {
    if (!this.#closed && !this.#store.isAbsence(error)) this.#tell('queue', error);
  }
}

const entryOf = (added: Added) => {
  const { name, payload, delayMs = 0 } = added;
  return { name, data: payload, opts: checkedOptions(name, payload, delayMs) };
};

function checkedOptions<Name extends JobName>(name: Name, payload: Payloads[Name], delayMs: number) {
  return optionsOf(name, jobs[name].payload.parse(payload), delayMs);
}
