import { releaseClaims } from '../db/outbox.ts';
import { recoverLetters } from '../db/replenishment/sending.ts';
import type { Database } from '../db/scope.ts';
import type { WorkerEnv } from './env.ts';
import { calendar } from './job/calendar.ts';
import { companyTurns } from './job/company-turn.ts';
import { digest } from './job/digest.ts';
import { errand } from './job/errand.ts';
import { letter } from './job/letter.ts';
import { link } from './job/link.ts';
import { order } from './job/order.ts';
import { recompute } from './job/recompute.ts';
import { sweepCompany } from './job/sweep.ts';
import { openScope, type Work, type WorkLog } from './job/work.ts';
import { type MailOptions, openMail } from './mail.ts';
import { Meter } from './meter.ts';
import { serveOperations } from './operations.ts';
import { type Handlers, openQueue, type Queue } from './queue.ts';
import { LEASE_MS, startRelay } from './relay.ts';

type Options = {
  database: Database;
  env: WorkerEnv & { DATA_DIR: string };
  /** Where suppliers reach the pages that letters link to. */
  publicUrl: string;
  log: WorkLog;
  now?: () => number;
  limits?: Limits;
};

/** How long what is taken stays taken, where whoever took it may have died, and how long mail servers may keep silent. */
type Limits = { leaseMs?: number; lockMs?: number; mail?: MailOptions['limits'] };

export type Worker = {
  /** Of the operators' pages. */
  address: string;
  /** Finishes what runs, or hands it back, within a limit. */
  stop(): Promise<void>;
};

const CALENDAR_MS = 60_000;
const STOP_WITHIN_MS = 8000;

/** Everything that happens by itself: the relay adds jobs for what waits, the queue runs them, the calendar keeps time. */
export async function startWorker({
  database,
  env,
  publicUrl,
  log,
  now = Date.now,
  limits: { leaseMs, lockMs, mail: limits } = {},
}: Options): Promise<Worker> {
  const queue = await openQueue({ redisUrl: env.REDIS_URL, dataDir: env.DATA_DIR, log, lockMs });
  const mail = openMail({
    smtpUrl: env.SMTP_URL,
    folder: `${env.DATA_DIR}/letters`,
    from: { name: 'StockFlow', address: env.MAIL_FROM },
    limits,
  });
  const work: Work = { database, log, now, mail, mailFrom: env.MAIL_FROM, publicUrl };
  if (database.client.protocol === 'file') await takeOver(database, { now: now(), leaseMs });
  const meter = new Meter();
  queue.work(handlersOf(work, queue, meter), {
    concurrency: env.WORKER_CONCURRENCY,
    around: (job, run) => meter.timed(job, run),
  });
  await queue.schedule('calendar', CALENDAR_MS);
  await queue.add('calendar', {});
  const relay = startRelay({ database, addMany: (jobs) => queue.addMany(jobs), now, log, leaseMs });
  const { WORKER_HOST: host, WORKER_PORT: port, WORKER_TOKEN: token } = env;
  const operations = await serveOperations({ database, queue, relay, meter, now, host, port, token });
  return {
    address: operations.address,
    async stop() {
      await relay.stop();
      await queue.close({ withinMs: STOP_WITHIN_MS });
      await mail.close();
      await operations.close();
    },
  };
}

/** A file has one owner: what is under way there was begun by a process that is dead. */
async function takeOver(
  database: Database,
  { now, leaseMs = LEASE_MS }: { now: number; leaseMs: number | undefined },
): Promise<void> {
  await releaseClaims(database, { from: now, to: now + leaseMs });
  const always = Number.MAX_SAFE_INTEGER;
  await recoverLetters(database, { asking: always, sending: always });
}

function handlersOf(work: Work, queue: Queue, meter: Meter): Handlers {
  const inTurn = companyTurns();
  const compute = (company: number, signal: AbortSignal): Promise<void> =>
    inTurn(company, () => computeCompany(work, meter, company, signal));
  return {
    recompute: ({ company }, signal) => compute(company, signal),
    order: (payload) =>
      errand(work, { company: payload.company, topic: 'order', subject: payload.order }, () =>
        order(work, payload),
      ),
    letter: (payload) =>
      errand(work, { company: payload.company, topic: 'letter', subject: payload.letter }, () =>
        letter(work, payload),
      ),
    link: (payload) =>
      errand(work, { company: payload.company, topic: 'link', subject: payload.link }, () =>
        link(work, payload),
      ),
    sweep: (payload, signal) => sweepCompany(work, payload, (company) => compute(company, signal)),
    digest: (payload) => digest(work, payload),
    calendar: () => calendar(work, (jobs) => queue.addMany(jobs)),
  };
}

async function computeCompany(work: Work, meter: Meter, company: number, signal: AbortSignal): Promise<void> {
  const { failed } = await recompute(await openScope(work, company), {
    signal,
    onProgress: (places) => meter.places(places),
  });
  for (const { productId, warehouseId, error } of failed)
    work.log({
      level: 'error',
      event: 'recompute',
      company,
      error: `product ${productId} in warehouse ${warehouseId}: ${error}`,
    });
}
