import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, vi } from 'vitest';
import { type Handlers, type JobName, type Log, openQueue, type Queue } from '../../worker/queue.ts';
import { hasRedis, RedisServer } from '../room/redis.ts';
import { emptyQueue } from './made.ts';

export { hasRedis, RedisServer } from '../room/redis.ts';

if (!hasRedis) console.log('There is no redis-server on the PATH: what is promised of Redis is not tested.');

export type Kind = 'PGlite' | 'Redis';
export const kinds: Kind[] = hasRedis ? ['PGlite', 'Redis'] : ['PGlite'];

export type Where = { dataDir: string; redisUrl?: string };
export type Line = Parameters<Log>[0];

/** Started before the file's tests and killed after them. */
export function redisOfFile(): RedisServer {
  const server = new RedisServer();
  beforeAll(async () => {
    if (hasRedis) await server.start();
  });
  afterAll(async () => {
    await server.kill();
    server.remove();
  });
  return server;
}

let rooms = 0;

/** Where a test keeps its queue, and how it opens it; what it leaves open is closed after it. */
export function roomFor(kind: Kind, redis?: RedisServer) {
  const dataDir = mkdtempSync(join(tmpdir(), 'stockflow-queue-'));
  if (kind === 'PGlite') cpSync(emptyQueue(), join(dataDir, 'queue'), { recursive: true });
  const prefix = `test-${process.pid}-${++rooms}`;
  const redisUrl = kind === 'Redis' ? redis?.url : undefined;
  const where = { dataDir, prefix, ...(redisUrl && { redisUrl }) };
  const lines: Line[] = [];
  const opened: Queue[] = [];
  onTestFinished(async () => {
    for (const queue of opened) await queue.close({ withinMs: 0 });
    rmSync(dataDir, { recursive: true, force: true });
  });
  const open = async (options: { reachMs?: number; lockMs?: number } = {}): Promise<Queue> => {
    const queue = await openQueue({ ...where, log: (line) => lines.push(line), lockMs: 1000, ...options });
    opened.push(queue);
    return queue;
  };
  return { where, lines, open, said: (event: string) => lines.filter((line) => line.event === event) };
}

/** Handlers that note what they were given, in order, before doing what the test wants. */
export function noting(handlers: Partial<Handlers> = {}): { handlers: Handlers; seen: unknown[] } {
  const seen: unknown[] = [];
  const note =
    <Payload>(name: JobName, handler?: (payload: Payload, signal: AbortSignal) => Promise<void>) =>
    async (payload: Payload, signal: AbortSignal) => {
      seen.push({ [name]: payload });
      await handler?.(payload, signal);
    };
  return {
    seen,
    handlers: {
      recompute: note('recompute', handlers.recompute),
      order: note('order', handlers.order),
      letter: note('letter', handlers.letter),
      link: note('link', handlers.link),
      sweep: note('sweep', handlers.sweep),
      digest: note('digest', handlers.digest),
      calendar: note('calendar', handlers.calendar),
    },
  };
}

export const until = (check: () => unknown, withinMs = 60_000) =>
  vi.waitFor(check, { timeout: withinMs, interval: 20 });

/** Long enough for what must not happen to happen. */
export const aWhile = () => pause(300);

export function raw(queue: Queue) {
  const [bull] = queue.board();
  return bull ?? expect.unreachable('no board');
}

/** Another process at the same queue: takes one job and hangs in it, or closes while it runs. */
export const stranger = `
  const { openQueue } = await import('./worker/queue.ts');
  const { writeSync } = await import('node:fs');
  const [where, what] = process.argv.slice(1);
  const say = (line) => writeSync(1, line + '\\n');
  const queue = await openQueue({ ...JSON.parse(where), lockMs: 1000, log: (line) => say(JSON.stringify(line)) });
  const nothing = async () => {};
  let taken;
  const isTaken = new Promise((resolve) => { taken = resolve; });
  const order = async () => {
    taken();
    say('taken');
    await new Promise((resolve) => setTimeout(resolve, what === 'hang' ? 60_000 : 300));
    say('done');
  };
  queue.work({ recompute: nothing, order, letter: nothing, link: nothing, sweep: nothing, digest: nothing, calendar: nothing }, { concurrency: 1 });
  await queue.add('order', { company: 1, order: 1 });
  if (what === 'close') await queue.add('order', { company: 1, order: 2 });
  await isTaken;
  if (what === 'close') {
    await queue.close({ withinMs: 5000 });
    say('closed');
  }`;
