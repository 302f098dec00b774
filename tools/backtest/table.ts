import { columns } from '../command/columns.ts';
import { count } from '../command/command.ts';
import { type ByMethod, methods, plainWindowDays } from './saying.ts';
import type { Score, Scores } from './tally.ts';
import type { Backtest } from './walk.ts';

/** For a person; what each row means is said by --help and docs/backtest.md. */
export function tableOf(company: number, { planning, scores }: Backtest): string[] {
  if (scores.places === 0)
    return [`Company ${company} has no past to replay yet. Record or import some weeks of sales first.`];
  return [
    `${about(company, scores)}:`,
    '',
    ...columns(rowsOf(scores).map(([label, ...cells]) => [label, ...cells.map((cell) => cell.padStart(10))])),
    '',
    `adaptive: the shipped forecast. mean_30: net sales ÷ days in stock, ${planning.windowDays} days. sales ÷ ${plainWindowDays}: what most systems do.`,
    `This company uses ${planning.method}.`,
    ...unknown,
  ];
}

type Row = [label: string, ...cells: string[]];

function rowsOf(scores: Scores): Row[] {
  const { of, stockOuts } = scores;
  const row = (label: string, cellOf: (score: Score) => string): Row => [
    label,
    ...methods.map((method) => cellOf(of[method])),
  ];
  return [
    ['', ...methods.map((method) => headings[method])],
    row('Sold out', () => whole(stockOuts)),
    row('  warned in time: by the lead time or more', (score) => whole(score.stockOutsInTime)),
    row('  warned later', (score) => whole(score.stockOutsLate)),
    row('  not warned', (score) => whole(score.stockOutsMissed)),
    row('  days of warning, in the median', (score) => whole(score.warnedDaysMedian)),
    row('Warnings', (score) => whole(score.warnings)),
    row('  stock lasted lead time + review', (score) => percent(score.warningsLasted, score.warningsJudged)),
    row('  stock lasted twice as long: false alarm', (score) =>
      percent(score.falseAlarms, score.warningsJudged),
    ),
    row('Orders to suppliers', (score) => whole(score.orders)),
    row('  held for a person, too little known', (score) => whole(score.ordersHeld)),
    row('Days left, off by (mean)', (score) => score.offDaysMean?.toFixed(1) ?? '-'),
    ['Ran out between the early and the late day', percent(scores.covered, scores.guesses), '-', '-'],
  ];
}

const headings: ByMethod<string> = { adaptive: 'ADAPTIVE', mean_30: 'MEAN_30', plain_mean: 'SALES ÷ 30' };

const unknown = [
  'What a replay cannot know: sales lost while a shelf was empty, what was on order at the time, and the thresholds,',
  "suppliers and lead times of then; today's are used.",
];

function about(company: number, { span, places, mornings, firstMorning }: Scores): string {
  const asked = span.lastDay - span.firstDay + 1;
  const first = firstMorning ?? span.firstDay;
  const days = span.lastDay - first + 1;
  const fewer = days < asked ? ` (of ${asked}; the ledger is younger)` : '';
  return `Company ${company}, ${count(days, 'day')}${fewer} from ${dateOf(first)} to ${dateOf(span.lastDay)}, ${count(places, 'place')} (a product in a warehouse), ${count(mornings, 'morning')}`;
}

/** One value for a script, in the names of the REST door. */
export const wireOf = (company: number, { planning, scores }: Backtest) => ({
  company_id: company,
  from: dateOf(scores.firstMorning ?? scores.span.firstDay),
  to: dateOf(scores.span.lastDay),
  method_in_force: planning.method,
  places: scores.places,
  mornings: scores.mornings,
  stock_outs: scores.stockOuts,
  days_left_judged: scores.guesses,
  days_left_within_interval: scores.covered,
  methods: methods.map((method) => ({ method, ...scoreOnWire(scores.of[method]) })),
});

const scoreOnWire = (score: Score) => ({
  stock_outs_in_time: score.stockOutsInTime,
  stock_outs_late: score.stockOutsLate,
  stock_outs_missed: score.stockOutsMissed,
  warned_days_median: score.warnedDaysMedian,
  warnings: score.warnings,
  warnings_judged: score.warningsJudged,
  warnings_lasted: score.warningsLasted,
  false_alarms: score.falseAlarms,
  orders: score.orders,
  orders_held: score.ordersHeld,
  days_left_error_mean: score.offDaysMean,
});

const whole = (number: number | null): string => number?.toLocaleString('en') ?? '-';
const percent = (part: number, whole: number): string =>
  whole > 0 ? `${Math.round((part / whole) * 100)} %` : '-';
const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

const barWidth = 30;

export function progressBar(done: number, places: number): string {
  const share = places > 0 ? Math.min(1, done / places) : 1;
  const filled = Math.round(share * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  return `${bar} ${Math.floor(share * 100)} %  ${whole(done)} of ${count(places, 'place')}`;
}
