import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { scopeOf } from '../db/company/company.ts';
import { openLocal } from '../db/local.ts';
import { type Database, databaseOf } from '../db/scope.ts';
import { freePort } from '../test/room/port.ts';
import { recompute } from '../worker/job/recompute.ts';
import { type Added, type Handlers, openQueue, type Queue } from '../worker/queue.ts';
import type { Bench, Case } from './measure.ts';
import { makeShelves } from './shelves.ts';

const COMPANIES = 100;
const CONCURRENCY = 4;

/** Jobs that compute one place each, against jobs that do nothing, through the same queue. */
export const queue: Bench = {
  name: 'queue',
  about: `Recompute jobs of ${COMPANIES} companies, a changed place each, against empty jobs on the same queue`,
  seconds: 3,
  rounds: 3,
  bars: [bar('Redis'), bar('PGlite')],
  async open() {
    const { file, remove } = await makeShelves({ places: 4, suppliers: 1, low: 0, companies: COMPANIES });
    const client = openLocal({ file });
    const database = databaseOf(client, 'company');
    const redis = await startRedis();
    const folder = mkdtempSync(join(tmpdir(), 'stockflow-queue-'));
    const queues = {
      Redis: await openQueue({ dataDir: folder, redisUrl: redis.url, log: () => undefined }),
      PGlite: await openQueue({ dataDir: folder, log: () => undefined }),
    };
    const cases = Object.entries(queues).flatMap(([name, jobs]) => casesOf(name, jobs, database));
    return {
      cases,
      async close() {
        for (const jobs of Object.values(queues)) await jobs.close({ withinMs: 1000 });
        redis.stop();
        client.close();
        rmSync(folder, { recursive: true, force: true });
        remove();
      },
    };
  },
};

function bar(kind: string) {
  return {
    what: `Recompute jobs/s on ${kind}`,
    measuredAs: '÷ empty BullMQ jobs/s on the same backend',
    unit: '' as const,
    atLeast: 0.7,
    figure: (of: (name: string, figure: string) => number) =>
      of(`recompute on ${kind}`, 'perSecond') / of(`empty on ${kind}`, 'perSecond'),
  };
}

/** A crew is with its queue for good, so what its jobs do is decided by who asks for them. */
function casesOf(name: string, jobs: Queue, database: Database): Case[] {
  let done = 0;
  let isEmpty = true;
  const handlers: Handlers = {
    recompute: async ({ company }) => {
      if (!isEmpty) await recompute(await scopeOf(database, company, 'worker', Date.now()));
      done += 1;
    },
    order: nothing,
    letter: nothing,
    link: nothing,
    sweep: nothing,
    digest: nothing,
    calendar: nothing,
  };
  jobs.work(handlers, { concurrency: CONCURRENCY });
  const each = Array.from(
    { length: COMPANIES },
    (_, n): Added => ({ name: 'recompute', payload: { company: n + 1 } }),
  );
  const round = (empty: boolean) => async (ms: number) => {
    isEmpty = empty;
    done = 0;
    let spentMs = 0;
    for (let asked = 0; spentMs < ms; ) {
      await database.client.execute(
        'insert into touched select company_id, product_id, warehouse_id, 0 from inventory group by company_id',
      );
      const begun = performance.now();
      await jobs.addMany(each);
      for (asked += COMPANIES; done < asked; ) await new Promise((resolve) => setImmediate(resolve));
      spentMs += performance.now() - begun;
    }
    return { perSecond: (1000 * done) / spentMs };
  };
  return [
    { name: `empty on ${name}`, round: round(true) },
    { name: `recompute on ${name}`, round: round(false) },
  ];
}

const nothing = async (): Promise<void> => undefined;

async function startRedis(): Promise<{ url: string; stop: () => void }> {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server: ChildProcess = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  if (!server.stdout) throw new Error('redis-server says nothing');
  for await (const line of createInterface(server.stdout)) if (line.includes('Ready to accept')) break;
  return { url: `redis://127.0.0.1:${port}`, stop: () => void server.kill() };
}
