import { cpSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@libsql/client';
import { randomFrom } from '../tools/demo/random.ts';
import { ShopClient } from './client.ts';
import { drawFaults, type Fault, inflict, kindsOf, untilUp } from './fault.ts';
import { openModel } from './model.ts';
import { type Kinds, openPlace, type Place } from './place.ts';
import { openShop, type Shop } from './shop.ts';
import { openTimeline, type Timeline } from './timeline.ts';
import { type Check, judge } from './verdict.ts';

export type RoundOptions = Kinds & {
  seed: number;
  minutes: number;
  /** Where its books and logs are kept. */
  folder: string;
  forgetsKeys: boolean;
  write: (line: string) => void;
};

export type RoundResult = { checks: Check[]; figures: Record<string, number> };

const CLIENTS = 8;
const LONG_MINUTES = 3;
/** More than any claim, back-off or lease of what can happen within a round. */
const LATER_MS = 45 * 60_000;
const READY_WITHIN_MS = 60_000;
const AT_REST_WITHIN_MS = 90_000;
const CLEAR_WITHIN_MS = 60_000;
const PATIENT_FOR_MS = 8_000;

export async function playRound(options: RoundOptions): Promise<RoundResult> {
  const { seed, minutes, database, queue, folder, write } = options;
  mkdirSync(folder, { recursive: true });
  const place = await openPlace({ database, queue, disk: 'little', rateLimit: 0, logs: folder });
  try {
    await until(READY_WITHIN_MS, 'everything runs', async () => isUp(place));
    const shop = await openShop(place, CLIENTS);
    const lastOfSetUp = await lastMovement(place);
    const clients = clientsOf(options, place, shop);
    const timeline = openTimeline(write);
    const ms = minutes * 60_000;
    const kinds = kindsOf(place, minutes >= LONG_MINUTES);
    const faults = drawFaults(randomFrom(seed), kinds, ms);
    if (!place.disk.fill) timeline.say('No right to mount a small disk: it will not be full.');
    await trade({ place, clients, faults, timeline, ms });
    const stuck = await quiet(place, timeline);
    const checks = await verdict(place, clients, { stuck, lastOfSetUp });
    if (checks.some(({ breaches }) => breaches.length > 0))
      cpSync(place.disk.folder, join(folder, 'data'), {
        recursive: true,
        filter: (path) => statSync(path).isFile() || statSync(path).isDirectory(),
      });
    return { checks, figures: figuresOf() };

    function figuresOf(): Record<string, number> {
      const sum = (of: (client: ShopClient) => number) =>
        clients.reduce((total, each) => total + of(each), 0);
      const outcomes = clients.flatMap(({ book }) => [...book.outcomes.values()]);
      const count = (became: string) => outcomes.filter((outcome) => outcome.became === became).length;
      return {
        operations: outcomes.length,
        acknowledged: count('done'),
        refused: count('refused'),
        late: count('late'),
        tries: sum(({ tally }) => tally.tries),
        unclear: sum(({ tally }) => tally.unclear),
        unavailable: sum(({ tally }) => tally.unavailable),
        slowestMs: Math.round(Math.max(...clients.map(({ tally }) => tally.slowestMs))),
        faults: faults.length,
        kills: faults.filter(({ kind }) => kind.name.includes('killed')).length,
        letters: [...place.post.delivered().values()].reduce((total, times) => total + times, 0),
      };
    }
  } finally {
    await place.close();
  }
}

const isUp = ({ programs }: Place): boolean => programs.every(({ isReady }) => isReady);

/** While the programs run, a file can only be asked through its owner, who has nothing else to do yet. */
async function lastMovement({ address, company }: Place): Promise<number> {
  const headers = { authorization: `Bearer ${company.key}` };
  const answer = await fetch(`${address}/api/movements?limit=1`, { headers });
  const { items }: { items: { id: number }[] } = JSON.parse(await answer.text());
  return items[0]?.id ?? 0;
}

const clientsOf = (
  { seed, folder, forgetsKeys }: RoundOptions,
  { ways, company }: Place,
  shop: Shop,
): ShopClient[] =>
  shop.own.map((own, index) => {
    const name = `client${index + 1}`;
    return new ShopClient({
      name,
      seed,
      address: ways.api.url,
      apiKey: company.key,
      model: openModel(shop, own),
      bookFile: join(folder, `${name}.jsonl`),
      forgetsKeys,
    });
  });

type Trade = { place: Place; clients: ShopClient[]; faults: Fault[]; timeline: Timeline; ms: number };

/** Clients at work while things break, until all is mended and every answer clear. */
async function trade({ place, clients, faults, timeline, ms }: Trade): Promise<void> {
  const begun = performance.now();
  let isOver = false;
  const working = clients.map((client) => client.run(() => isOver));
  await inflict(faults, { place, clients: [...clients] }, timeline);
  await pause(Math.max(0, ms - (performance.now() - begun)));
  isOver = true;
  timeline.say('everything is mended; the clients finish what they began');
  await mend(place);
  const finished = Promise.all(working).then(() => true);
  const isClear = await Promise.race([finished, pause(CLEAR_WITHIN_MS, false)]);
  timeline.say(
    isClear ? 'every client has a clear answer to everything' : 'some answers are still not clear',
  );
  for (const client of clients) client.leave();
}

async function mend({ programs, ways, server, post, disk }: Place): Promise<void> {
  disk.free();
  post.mood = 'well';
  for (const way of Object.values(ways)) {
    way.trouble = 'none';
    way.cut();
  }
  const isHealthy = await fetch(`${server?.url}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (server && !isHealthy) await untilUp(server);
  for (const program of programs) program.start();
}

/** Nothing left to do: at once, or after as much time as back-offs and claims last, which the programs then believe has passed. */
async function quiet(place: Place, timeline: Timeline): Promise<string[]> {
  const { programs } = place;
  await until(READY_WITHIN_MS, 'everything runs', async () => isUp(place));
  if (!(await comesToRest(place, PATIENT_FOR_MS))) {
    timeline.say('something waits for its time: all programs are told to stop, and start 45 minutes later');
    await stopAll(programs);
    for (const program of programs) program.start({ laterMs: LATER_MS });
    await until(READY_WITHIN_MS, 'everything runs', async () => isUp(place));
    await comesToRest(place, AT_REST_WITHIN_MS);
  }
  const stuck = await jobsLeft(place);
  timeline.say('at rest: all programs are told to stop');
  await stopAll(programs);
  return stuck;
}

async function stopAll(programs: Place['programs']): Promise<void> {
  await Promise.all(programs.map((program) => program.stop({ isInPeace: true })));
}

type Health = { waiting: Record<string, number>; letters: { sending: number } };

async function comesToRest({ workers }: Place, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  for (; performance.now() < until; await pause(250)) {
    const health = await asked<Health>(`${workers[0]}/healthz`);
    const isAtRest =
      health && health.letters.sending === 0 && Object.values(health.waiting).every((count) => count === 0);
    if (isAtRest) return true;
  }
  return false;
}

/** The calendar's own job may be running at the moment. */
async function jobsLeft({ workers }: Place): Promise<string[]> {
  let left: string[] = [];
  for (let tries = 0; tries < 40; tries += 1) {
    left = [];
    for (const worker of workers) {
      const state = await asked<{ queue: { waiting: number; active: number } }>(`${worker}/readyz`);
      if (!state) left.push(`${worker} does not tell`);
      else if (state.queue.waiting + state.queue.active > 0)
        left.push(`${worker}: ${JSON.stringify(state.queue)}`);
    }
    if (left.length === 0) return [];
    await pause(500);
  }
  return left;
}

async function asked<Answer>(url: string): Promise<Answer | null> {
  try {
    const answer = await fetch(url);
    const body: Answer = JSON.parse(await answer.text());
    return answer.ok ? body : null;
  } catch {
    return null;
  }
}

async function verdict(
  { reach, programs, post }: Place,
  clients: ShopClient[],
  found: { stuck: string[]; lastOfSetUp: number },
): Promise<Check[]> {
  const client: Client = reach();
  try {
    return await judge({
      ...found,
      client,
      books: clients.map(({ book }) => book),
      delivered: post.delivered(),
      surprises: clients.flatMap(({ surprises }) => surprises),
      collapses: programs.flatMap(({ collapses }) => collapses),
      lives: programs.flatMap(({ lives }) => lives),
    });
  } finally {
    client.close();
  }
}

async function until(withinMs: number, what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + withinMs; performance.now() < end; await pause(50))
    if (await holds()) return;
  throw new Error(`Not within ${withinMs / 1000} s: ${what}`);
}
