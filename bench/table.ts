import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { type Mark, short } from './measure.ts';

const PAGE = new URL('../docs/performance.md', import.meta.url);
export const RESULTS = new URL('result/', import.meta.url);
const [BEGIN, END] = ['<!-- what npm run bench -- table writes -->', '<!-- until here -->'];

const spread = z.object({ median: z.number(), min: z.number(), max: z.number() });
const resultShape = z.object({
  bench: z.string(),
  at: z.string(),
  machine: z.object({ cpu: z.string().optional(), cores: z.number(), node: z.string() }),
  marks: z
    .array(
      z.object({
        what: z.string(),
        measuredAs: z.string(),
        unit: z.enum(['', 'ms', 's', 'MB']),
        bound: z.union([z.object({ atLeast: z.number() }), z.object({ atMost: z.number() })]),
        found: spread,
      }),
    )
    .default([]),
});

/** The table of docs/performance.md, from the last result of every bench that keeps a promise, in the order given. */
export function writeTable(names: string[]): void {
  const written = readdirSync(RESULTS).filter((file) => file.endsWith('.json'));
  const results = written
    .map((file) => resultShape.parse(JSON.parse(readFileSync(new URL(file, RESULTS), 'utf8'))))
    .filter(({ marks }) => marks.length > 0)
    .sort((one, other) => names.indexOf(one.bench) - names.indexOf(other.bench));
  const lines = results.flatMap(({ bench, marks }) => marks.map((mark) => lineOf(bench, mark)));
  const table = [
    '| what | measured as | figure (lowest–highest round) | bar | reached | `npm run bench --` |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
    ...new Set(results.map(({ at, machine }) => `${at.slice(0, 10)}, ${machineOf(machine)}.`)),
  ].join('\n');
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${PAGE.pathname} has lost its marks`);
  writeFileSync(PAGE, `${before}${BEGIN}\n${table}\n${END}${after}`);
}

const lineOf = (bench: string, { what, measuredAs, unit, bound, found }: Mark): string => {
  const inUnit = (value: number): string => `${short(value)}${unit && ` ${unit}`}`;
  const figure = `${inUnit(found.median)} (${short(found.min)}–${short(found.max)})`;
  return `| ${[what, measuredAs, figure, boundText(bound, unit), isReached(bound, found.median) ? 'yes' : '**no**', bench].join(' | ')} |`;
};

export const boundText = (bound: Mark['bound'], unit: Mark['unit']): string =>
  `${'atLeast' in bound ? `≥ ${bound.atLeast}` : `≤ ${bound.atMost}`}${unit && ` ${unit}`}`;

export const isReached = (bound: Mark['bound'], value: number): boolean =>
  'atLeast' in bound ? value >= bound.atLeast : value <= bound.atMost;

const machineOf = ({ cpu, cores, node }: z.infer<typeof resultShape>['machine']): string =>
  `${cpu ?? 'unknown processor'}, ${cores} cores, Node ${node}`;
