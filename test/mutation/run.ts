import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Bench, type Verdict } from '../control/trial.ts';
import { equivalents } from './equivalent.ts';
import { type Area, mutantsOf, type Tried } from './target.ts';

/**
 * `npm run mutate -- [area …]`: the program with one small mistake after another, and whether the tests notice.
 * `--every 5` tries each fifth; `--again` what survived or was not tried before, `--only text` what is named so.
 */

const REPORT = 'node_modules/.cache/mutation';
const AT_ONCE = 12;
const areas: Area[] = ['scoping', 'idempotency', 'outbox', 'stock'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '1' },
    again: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const asked = areas.filter((area) => positionals.length === 0 || positionals.includes(area));
if (asked.length === 0) throw new Error(`There are these areas: ${areas.join(', ')}`);

type Line = { name: string; at: string; outcome: 'killed' | 'survived' | 'impossible'; by: string };

const isAgain = values.again || values.only !== undefined;

async function tryArea(area: Area, triggers: Map<string, string>): Promise<void> {
  const report = `${REPORT}/${area}.json`;
  const kept: Line[] = isAgain && existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : [];
  const all = await mutantsOf(area, triggers);
  const exists = new Set(all.map(({ name }) => name));
  const known = new Map(kept.filter(({ name }) => exists.has(name)).map((line) => [line.name, line]));
  const chosen = all.filter(({ name }, index) => {
    if (values.again && equivalents.has(name)) return false;
    if (values.again && (known.get(name)?.outcome ?? 'survived') !== 'survived') return false;
    if (values.only !== undefined && !name.includes(values.only)) return false;
    return index % Number(values.every) === 0;
  });
  await allGreen(chosen);
  mkdirSync(REPORT, { recursive: true });
  for (let first = 0; first < chosen.length; first += AT_ONCE) {
    const some = chosen.slice(first, first + AT_ONCE);
    const verdicts = await bench.judge(some);
    const lines = some.map((mutant, index) => lineOf(mutant, verdicts[index]));
    for (const line of lines) known.set(line.name, line);
    writeFileSync(report, JSON.stringify([...known.values()], null, 1));
    console.info(`${area}: ${first + some.length} of ${chosen.length}${survivorsAmong(lines)}`);
  }
  console.info(sumOf(area, [...known.values()], all.length));
}

/** What is red without a mistake notices none. */
async function allGreen(chosen: Tried[]): Promise<void> {
  const files = [...new Set(chosen.flatMap(({ tests }) => tests.map(({ file }) => file)))];
  const verdicts = await bench.judge(files.map((file) => ({ change: null, tests: [{ file }] })));
  for (const verdict of verdicts)
    if (verdict.outcome !== 'green') throw new Error(`Red as it is: ${JSON.stringify(verdict)}`);
}

const survivorsAmong = (lines: Line[]): string =>
  lines
    .filter(({ outcome, name }) => outcome === 'survived' && !equivalents.has(name))
    .map(({ name, at }) => `\n  survived at ${at}: ${name}`)
    .join('');

function lineOf(mutant: Tried, verdict: Verdict | undefined): Line {
  if (!verdict) throw new Error(`No verdict on ${mutant.name}`);
  return { name: mutant.name, at: mutant.where, ...outcomeOf(mutant, verdict) };
}

function outcomeOf({ kind }: Tried, verdict: Verdict): Pick<Line, 'outcome' | 'by'> {
  switch (verdict.outcome) {
    case 'green':
      return { outcome: 'survived', by: `${verdict.passed} tests passed` };
    case 'gone':
      return { outcome: 'killed', by: 'it did not end' };
    case 'impossible':
      return { outcome: 'impossible', by: verdict.message };
    case 'red':
      // A text that is no SQL is no mistake that anybody could make and not see.
      return verdict.isNoSql && kind.startsWith('SQL')
        ? { outcome: 'impossible', by: 'no SQL' }
        : { outcome: 'killed', by: verdict.red.map(({ test, message }) => `${test}: ${message}`).join('\n') };
  }
}

function sumOf(area: Area, lines: Line[], all: number): string {
  const count = (wanted: (line: Line) => boolean): number => lines.filter(wanted).length;
  const killed = count(({ outcome }) => outcome === 'killed');
  const survived = count(({ outcome }) => outcome === 'survived');
  const same = count(({ outcome, name }) => outcome === 'survived' && equivalents.has(name));
  const impossible = count(({ outcome }) => outcome === 'impossible');
  const percent = (of: number): string => `${((100 * killed) / of).toFixed(1)} %`;
  return `${area}: ${lines.length} of ${all} tried, ${impossible} were no program; ${killed} killed, ${survived} survived, \
${same} of those the same program: ${percent(killed + survived)} killed, ${percent(killed + survived - same)} of those that differ`;
}

const bench = await Bench.open();
try {
  const triggers = await bench.triggers();
  for (const area of asked) await tryArea(area, triggers);
} finally {
  await bench.close();
}
