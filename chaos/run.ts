import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hasRedis } from '../test/room/redis.ts';
import { hasServer } from '../test/room/server.ts';
import type { Kinds } from './place.ts';
import { playRound, type RoundResult } from './round.ts';

/** `npm run chaos -- [--minutes N] [--seed S] [--database sqld|file] [--queue redis|pglite] [--control]` */

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    database: { type: 'string' },
    queue: { type: 'string' },
    control: { type: 'boolean', default: false },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
const rounds = roundsOf(values.database, values.queue);
/** The time is shared by the rounds. */
const minutesEach = minutes / rounds.length;
if (!(minutes > 0 && minutes <= 600) || !Number.isInteger(seed) || rounds.length === 0) {
  console.error(
    'npm run chaos -- [--minutes 0.2 to 600] [--seed N] [--database sqld|file] [--queue redis|pglite] [--control]',
  );
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'stockflow-chaos-'));
/** Of the breaches of a promise. */
const SHOWN = 12;
let failed = 0;
let passed = 0;
for (const kinds of rounds) await play(kinds);
console.log(`\n${passed} checks passed, ${failed} failed`);
if (failed === 0) rmSync(folder, { recursive: true, force: true });
else console.log(`Books and logs are kept in ${folder}`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

function roundsOf(database: string | undefined, queue: string | undefined): Kinds[] {
  const all: Kinds[] = [
    { database: 'sqld', queue: 'redis' },
    { database: 'file', queue: 'pglite' },
    { database: 'sqld', queue: 'pglite' },
    { database: 'file', queue: 'redis' },
  ];
  const isUsual = database === undefined && queue === undefined;
  const wanted = all.filter(
    (kinds) => (database ?? kinds.database) === kinds.database && (queue ?? kinds.queue) === kinds.queue,
  );
  return isUsual ? wanted.slice(0, 2) : wanted.slice(0, 1);
}

async function play(kinds: Kinds): Promise<void> {
  const name = `${kinds.database} and ${kinds.queue}`;
  if ((kinds.database === 'sqld' && !hasServer) || (kinds.queue === 'redis' && !hasRedis)) {
    console.log(`\n${name}: not played, for it is not installed here`);
    return;
  }
  console.log(`\n${name}: ${minutesEach} minutes, seed ${seed}`);
  const failedBefore = failed;
  try {
    const result = await playRound({
      ...kinds,
      minutes: minutesEach,
      seed,
      folder: join(folder, `${kinds.database}-${kinds.queue}`),
      forgetsKeys: values.control,
      write: console.log,
    });
    if (values.control) judgeControl(result);
    else tell(result);
  } catch (error) {
    failed += 1;
    console.log(
      `  FAILED  the round is played to its end\n            ${error instanceof Error ? error.stack : error}`,
    );
  }
  if (failed > failedBefore)
    console.log(
      `Again: npm run chaos -- --minutes ${minutesEach} --seed ${seed} --database ${kinds.database} --queue ${kinds.queue}`,
    );
}

/** Whoever takes another key for every try records things twice: a verdict that does not see it is worth nothing. */
function judgeControl({ checks }: RoundResult): void {
  const broken = checks.filter(({ breaches }) => breaches.length > 0);
  const isCaught = broken.some(({ promise }) => promise.startsWith('every acknowledged write'));
  console.log(`  ${isCaught ? 'passed' : 'FAILED'}  clients that forget their keys are caught`);
  for (const { promise, breaches } of broken) console.log(`            ${promise}: ${breaches[0]}`);
  if (isCaught) passed += 1;
  else failed += 1;
}

function tell({ checks, figures }: RoundResult): void {
  console.log(
    `  ${Object.entries(figures)
      .map(([name, figure]) => `${name} ${figure}`)
      .join(', ')}`,
  );
  for (const { promise, looked, breaches } of checks) {
    console.log(`  ${breaches.length === 0 ? 'passed' : 'FAILED'}  ${promise} (${looked})`);
    for (const breach of breaches.slice(0, SHOWN)) console.log(`            ${breach}`);
    if (breaches.length > SHOWN) console.log(`            and ${breaches.length - SHOWN} more`);
    if (breaches.length === 0) passed += 1;
    else failed += 1;
  }
}
