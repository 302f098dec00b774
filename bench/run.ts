import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { alerts } from './alerts.ts';
import { besideRecompute } from './beside-recompute.ts';
import { catalogue, history } from './catalogue.ts';
import { claims } from './claims.ts';
import { fullRecompute } from './full-recompute.ts';
import { growth } from './growth.ts';
import { localSales } from './local-sales.ts';
import { type Bench, type Mark, measure, short, tableOf } from './measure.ts';
import { memory } from './memory.ts';
import { queue } from './queue.ts';
import { saleToLetter } from './sale-to-letter.ts';
import { sales } from './sales.ts';
import { serverSales } from './server-sales.ts';
import { serverSharing } from './server-sharing.ts';
import { serverWorker } from './server-worker.ts';
import { start } from './start.ts';
import { boundText, isReached, RESULTS, writeTable } from './table.ts';

/** `npm run bench -- <name>… | all | table [--seconds N] [--rounds N]` */

const benches: Bench[] = [
  alerts,
  catalogue,
  sales,
  history,
  start,
  fullRecompute,
  besideRecompute,
  saleToLetter,
  queue,
  claims,
  memory,
  localSales,
  growth,
  serverSharing,
  serverSales,
  serverWorker,
];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string' }, rounds: { type: 'string' } },
});
const asked = benches.filter(({ name }) => positionals.includes('all') || positionals.includes(name));
for (const bench of asked) await run(bench);
if (asked.length > 0 || positionals.includes('table')) writeTable(benches.map(({ name }) => name));
else sayWhatThereIs();

function sayWhatThereIs(): void {
  for (const { name, about } of benches) console.log(`npm run bench -- ${name.padEnd(16)} ${about}`);
  console.log(`npm run bench -- ${'all'.padEnd(16)} One after the other`);
  console.log(`npm run bench -- ${'table'.padEnd(16)} The table of docs/performance.md, from bench/result`);
}

async function run(bench: Bench): Promise<void> {
  const seconds = Number(values.seconds ?? bench.seconds);
  const rounds = Number(values.rounds ?? bench.rounds);
  console.log(`${bench.about}; ${rounds} rounds of ${seconds} s after one to warm up\n`);
  const loadBefore = loadavg()[0];
  const { rows, marks } = await measure(bench, { seconds, rounds });
  console.log(tableOf(rows));
  for (const mark of marks) console.log(sentenceOf(mark));
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  const at = new Date().toISOString();
  const result = { bench: bench.name, at, seconds, rounds, machine, loadBefore, rows, marks };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(new URL(`${bench.name}.json`, RESULTS), `${JSON.stringify(result, undefined, 2)}\n`);
  console.log(`\nbench/result/${bench.name}.json\n`);
}

function sentenceOf({ what, measuredAs, unit, bound, found }: Mark): string {
  return `${isReached(bound, found.median) ? 'reached' : 'FALLS  '}  ${what}: ${short(found.median)} (${short(found.min)}–${short(found.max)}), ${boundText(bound, unit)}; ${measuredAs}`;
}
