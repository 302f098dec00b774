import { parseArgs } from 'node:util';
import { type DaysScore, scoreDays } from './days.ts';
import { shipped, shippedByFlags } from './method.ts';
import { type ReorderScore, scoreReorder } from './reorder.ts';
import { FileError, readSeries, type Series } from './series.ts';

const usage = `Usage: npm run score -- FILE.csv [options]

How well the shipped forecast would have done on your own history, beside the mean of the last 30 days.
FILE.csv has a line per product and day: product,day,units and, if you know it, in_stock (0 to 1: how much of the day
had stock) and demand (what customers wanted, to judge by). Days without a line sold nothing.

  --horizon N   days to look ahead (56, or 28 where the file has fewer than 180 days)
  --step N      days between two looks back (28, or 7)
  --from N      days of the file before the first look (91, or 35)
  --trial N,M   the reorder trial begins on day N and lasts M days (150,224 or 35,55)
  --lead N,…    lead times of the reorder trial (7,14,28 or 7,14)
  --flags       take a day as in stock or out, as files do that do not know its hours
  --json        as JSON`;

const options = {
  horizon: { type: 'string' },
  step: { type: 'string' },
  from: { type: 'string' },
  trial: { type: 'string' },
  lead: { type: 'string' },
  flags: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Report = { series: number; days: DaysScore | null; reorder: ReorderScore | null };

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [file] = positionals;
  if (values.help || !file || positionals.length > 1) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const all = await readSeries(file);
  const isLong = Math.max(...all.map(({ sold }) => sold.length)) >= LONG_DAYS;
  const unit = all.every(({ wanted }) => wanted.every(Number.isInteger)) ? 1 : 0.1;
  const method = values.flags ? shippedByFlags : shipped;
  const [horizon = 0] = numbersOf('horizon', values.horizon ?? (isLong ? '56' : '28'));
  const [step = 0] = numbersOf('step', values.step ?? (isLong ? '28' : '7'));
  const [from = 0] = numbersOf('from', values.from ?? (isLong ? '91' : '35'));
  const [begin = 0, days = 0] = numbersOf('trial', values.trial ?? (isLong ? '150,224' : '35,55'));
  const leadDays = numbersOf('lead', values.lead ?? (isLong ? '7,14,28' : '7,14'));
  const report = {
    series: all.length,
    days: scoreDays(all, { horizon, step, from, unit }, method),
    reorder: scoreReorder(all, { from: begin, days, leadDays, unit, seriesMax: 150 }, method),
  };
  console.log(values.json ? JSON.stringify(report, null, 2) : linesOf(report, all, horizon).join('\n'));
  return 0;
}

const LONG_DAYS = 180;

function numbersOf(name: string, text: string): number[] {
  const numbers = text.split(',').map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  throw new FileError(`--${name} takes whole numbers from 1 on, not "${text}"`);
}

function linesOf({ days, reorder }: Report, all: Series[], horizon: number): string[] {
  const knows = all.some(({ shares }) => shares) ? 'with' : 'without';
  const head = `${count(all.length, 'product')}, ${knows} in-stock time`;
  return [
    head,
    '',
    ...(days ? daysLines(days, horizon) : tooShort),
    '',
    ...(reorder ? reorderLines(reorder) : noTrial),
  ];
}

const tooShort = [
  'Too short to score: a product needs 28 days of history before a look, and the horizon after it.',
];
const noTrial = ['No reorder trial: no product sells before and all through it. See --trial.'];

const row = (name: string, ...cells: string[]): string =>
  `${name.padEnd(36)}${cells.map((cell) => cell.padStart(14)).join('')}`.trimEnd();

function daysLines(
  { looks, errorDays, gain, alertError, interval, millisecondsEach }: DaysScore,
  horizon: number,
) {
  return [
    row(`Days until stock-out, ${horizon} days ahead`, '30-day mean', 'shipped'),
    row('  mean error, days', errorDays.mean30.toFixed(2), errorDays.shipped.toFixed(2)),
    row('  wrong about the next 14 days', percent(alertError.mean30), percent(alertError.shipped)),
    row('  gain', '', percent(gain.percent)),
    row('  95 % of resamplings', '', `${gain.from.toFixed(1)} to ${percent(gain.to)}`),
    row('  early to late covers (aim: 80 %)', '', percent(interval.covers)),
    row(
      '  ran out before early / after late',
      '',
      `${interval.before.toFixed(1)} / ${percent(interval.after)}`,
    ),
    `${count(looks, 'look')} back, ${millisecondsEach.toFixed(3)} ms each`,
  ];
}

const reorderLines = ({ series, leadDays, cost, savedPercent }: ReorderScore): string[] => [
  row(`Ordering weekly, lead ${leadDays.join(', ')} days`, '30-day mean', 'shipped'),
  row('  lost margin and stock, % of sales', cost.mean30.toFixed(2), cost.shipped.toFixed(2)),
  row('  saved', '', percent(savedPercent)),
  count(series, 'product'),
];

const percent = (value: number): string => `${value.toFixed(1)} %`;
const count = (number: number, one: string): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : `${one}s`}`;

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof FileError ? 2 : 1;
  },
);
