import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { growth } from './growth.ts';
import { localSales } from './local-sales.ts';
import { type Bench, measure, tableOf } from './measure.ts';
import { serverSales } from './server-sales.ts';
import { serverSharing } from './server-sharing.ts';
import { serverWorker } from './server-worker.ts';

/** `npm run bench -- <name> [--seconds N] [--rounds N]` */

const benches: Bench[] = [localSales, growth, serverSharing, serverSales, serverWorker];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string' }, rounds: { type: 'string' } },
});
const bench = benches.find(({ name }) => name === positionals[0]);
if (bench) await run(bench);
else for (const { name, about } of benches) console.log(`npm run bench -- ${name.padEnd(16)} ${about}`);

async function run(bench: Bench): Promise<void> {
  const seconds = Number(values.seconds ?? bench.seconds);
  const rounds = Number(values.rounds ?? bench.rounds);
  console.log(`${bench.about}; ${rounds} rounds of ${seconds} s after one to warm up\n`);
  const loadBefore = loadavg()[0];
  const rows = await measure(bench, { seconds, rounds });
  console.log(tableOf(rows));
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  const result = {
    bench: bench.name,
    at: new Date().toISOString(),
    seconds,
    rounds,
    machine,
    loadBefore,
    rows,
  };
  const folder = new URL('result/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${bench.name}.json`, folder), `${JSON.stringify(result, undefined, 2)}\n`);
  console.log(`\nbench/result/${bench.name}.json`);
}
