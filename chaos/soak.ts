import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { invariants } from '../test/badday/invariant.ts';
import { crowdAt, type Load, openLoad, ratesOf, type Second } from './load.ts';
import { openPlace, type Place } from './place.ts';
import { openTimeline } from './timeline.ts';
import type { Check } from './verdict.ts';

/** `npm run soak -- [--minutes N] [--database file|sqld]`: most of what it can do for long, then five times what it can do. */

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, database: { type: 'string', default: 'file' } },
});
const minutes = Number(values.minutes);
const isFile = values.database === 'file';
if (!(minutes > 0 && minutes <= 600) || !(isFile || values.database === 'sqld')) {
  console.error('npm run soak -- [--minutes 0.2 to 600] [--database file|sqld]');
  process.exit(2);
}

const SHARE = 0.7;
const BURST = 5;
const BURST_SECONDS = 10;
const MEASURED_SECONDS = 8;
const CALLERS = 64;
const AFTER_SECONDS = 15;
const RECOVERED_SECONDS_MAX = 5;
/** Beside the answers of the steady part: twice their 99 %, or a quarter of a second where they are quick. */
const WELL_MS = 250;
const ANSWERED_MS_MAX = 10_000;
const GROWS_SHARE_MAX = 0.15;
const GROWS_MB_MAX = 64;

const folder = mkdtempSync(join(tmpdir(), 'stockflow-soak-'));
const place = await openPlace({
  database: isFile ? 'file' : 'sqld',
  queue: 'pglite',
  disk: 'plenty',
  logs: folder,
});
const checks = await soak(place).finally(() => place.close());
rmSync(folder, { recursive: true, force: true });
for (const { promise, looked, breaches } of checks) {
  console.log(`  ${breaches.length === 0 ? 'passed' : 'FAILED'}  ${promise} (${looked})`);
  for (const breach of breaches.slice(0, 12)) console.log(`            ${breach}`);
}
const failed = checks.filter(({ breaches }) => breaches.length > 0).length;
console.log(`\n${checks.length - failed} checks passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function soak(place: Place): Promise<Check[]> {
  const { say } = openTimeline(console.log);
  while (!place.programs.every(({ isReady }) => isReady)) await pause(50);
  const load = await openLoad(place);
  await crowdAt(load, CALLERS, 3);
  const limit = await crowdAt(load, CALLERS, MEASURED_SECONDS);
  say(`the limit: ${limit.toFixed(0)} calls/s by ${CALLERS} callers, on ${cpus().length} cores`);
  const steady = await phase(load, 'steady', SHARE * limit, minutes * 60);
  const burst = await phase(load, 'burst', BURST * limit, BURST_SECONDS);
  const after = await phase(load, 'after', SHARE * limit, AFTER_SECONDS);
  await load.settled();
  const [main] = place.programs.map((program) => program.lives.at(-1)?.megabytes ?? []);
  const rested = await atRest(place);
  for (const program of place.programs) await program.stop({ isInPeace: true });
  return [
    answersCheck([...steady, ...burst, ...after]),
    quickCheck([...steady, ...burst, ...after]),
    recoveryCheck(steady, after),
    memoryCheck((main ?? []).slice(0, Math.floor(minutes * 60))),
    await ledgerCheck(place, load),
    {
      promise: 'the worker has caught up within a minute',
      looked: 1,
      breaches: rested ? [] : ['it has not'],
    },
    ...(await leftCheck(place)),
  ];

  async function phase(load: Load, name: string, perSecond: number, seconds: number): Promise<Second[]> {
    const found = await load.pace(perSecond, seconds);
    const { done, refused, p50Ms, p99Ms, maxMs } = ratesOf(found);
    say(
      `${name}: ${perSecond.toFixed(0)} calls/s for ${seconds} s: ${done} done, ${refused} refused, half within ${p50Ms} ms, 99 % within ${p99Ms} ms, all within ${maxMs} ms; ${place.programs.map((program) => `${program.name} ${program.lives.at(-1)?.megabytes.at(-1)} MB`).join(', ')}`,
    );
    return found;
  }
}

function answersCheck(seconds: Second[]): Check {
  return {
    promise: 'every answer is yes, 429 or 503, and these two say when to come again',
    looked: seconds.length,
    breaches: [...new Set(seconds.flatMap(({ others }) => others))],
  };
}

function quickCheck(seconds: Second[]): Check {
  return {
    promise: `every answer comes within ${ANSWERED_MS_MAX / 1000} s, also in the burst`,
    looked: seconds.length,
    breaches: seconds.flatMap((second, at) => {
      const { maxMs } = ratesOf([second]);
      return maxMs > ANSWERED_MS_MAX ? [`second ${at}: ${maxMs} ms`] : [];
    }),
  };
}

function recoveryCheck(steady: Second[], after: Second[]): Check {
  const wellMs = Math.max(WELL_MS, 2 * ratesOf(steady).p99Ms);
  const isWell = (second: Second) => second.refused === 0 && ratesOf([second]).p99Ms <= wellMs;
  const lastBad = after.findLastIndex((second) => !isWell(second)) + 1;
  return {
    promise: `after the burst all is as before within ${RECOVERED_SECONDS_MAX} s (99 % within ${wellMs.toFixed(0)} ms)`,
    looked: after.length,
    breaches: lastBad > RECOVERED_SECONDS_MAX ? [`it took ${lastBad} s`] : [],
  };
}

/** From the second fifth of the steady part to its last: the first one warms up. */
function memoryCheck(megabytes: number[]): Check {
  const fifth = Math.floor(megabytes.length / 5);
  const middle = (values: number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  const [first, last] = [middle(megabytes.slice(fifth, 2 * fifth)), middle(megabytes.slice(-fifth))];
  const isFlat = last - first <= Math.max(GROWS_MB_MAX, GROWS_SHARE_MAX * first);
  return {
    promise: `memory is flat: ${first} MB early on, ${last} MB at the end`,
    looked: megabytes.length,
    breaches: isFlat ? [] : [`it grew by ${last - first} MB`],
  };
}

async function ledgerCheck({ reach }: Place, { sold }: Load): Promise<Check> {
  const client = reach();
  const { rows } = await client.execute(
    "select count(*) as times, count(distinct reference) as sales from movements where reference like 'soak-%'",
  );
  client.close();
  const [times, sales] = [Number(rows[0]?.times), Number(rows[0]?.sales)];
  const isRight = times === sales && sales >= sold.done && sales <= sold.done + sold.unclear;
  return {
    promise: 'every acknowledged sale is there once',
    looked: sold.done,
    breaches: isRight
      ? []
      : [`${times} movements of ${sales} sales; ${sold.done} acknowledged, ${sold.unclear} unclear`],
  };
}

async function atRest({ workers }: Place): Promise<boolean> {
  for (let tries = 0; tries < 120; tries += 1, await pause(500)) {
    const { waiting }: { waiting: Record<string, number> } = JSON.parse(
      await (await fetch(`${workers[0]}/healthz`)).text(),
    );
    if (Object.values(waiting).every((count) => count === 0)) return true;
  }
  return false;
}

async function leftCheck({ reach }: Place): Promise<Check[]> {
  const client = reach();
  const found: Check[] = [];
  for (const [promise, faults] of invariants)
    found.push({ promise, looked: 1, breaches: await faults(client, {}) });
  client.close();
  return found;
}
