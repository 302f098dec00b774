import type { Client, Row } from '@libsql/client';
import { invariants } from '../test/badday/invariant.ts';
import { placeOf } from './model.ts';
import type { Life } from './program.ts';
import type { Book, Change, Outcome } from './record.ts';

/** What is left when all is quiet. */
export type Evidence = {
  client: Client;
  books: Book[];
  /** The last movement from before the clients came. */
  lastOfSetUp: number;
  /** How often each letter reached the mail server. */
  delivered: Map<number, number>;
  /** What clients were told otherwise than it may be. */
  surprises: string[];
  /** What programs did that nobody told them. */
  collapses: string[];
  /** What the queues still had, and whether they could be asked. */
  stuck: string[];
  lives: Life[];
};

export type Check = { promise: string; looked: number; breaches: string[] };

/** Each promise, how much was looked at for it, and what breaks it. */
export async function judge(evidence: Evidence): Promise<Check[]> {
  const { client, surprises, collapses, stuck, delivered } = evidence;
  const outcomes = evidence.books.flatMap(({ outcomes }) => [...outcomes.values()]);
  const open = evidence.books.flatMap(({ open }) => (open ? [`${open.key} never got a clear answer`] : []));
  const ledger = await ledgerOf(evidence);
  const checks: Check[] = [
    {
      promise: 'every acknowledged write is there once, and whole',
      looked: outcomes.filter(({ became }) => became === 'done').length,
      breaches: [...open, ...missing(outcomes, ledger), ...(await ordersOff(client, outcomes))],
    },
    {
      promise: 'nothing is there that was refused, and nothing by halves',
      looked: ledger.size,
      breaches: unasked(outcomes, ledger),
    },
    await stockCheck(evidence, outcomes, ledger),
    await balanceCheck(client),
    { promise: 'every answer was one of those promised', looked: outcomes.length, breaches: surprises },
    await lettersCheck(client, delivered),
    await wholeCheck(client),
  ];
  for (const [promise, faults] of invariants)
    checks.push({ promise, looked: 1, breaches: await faults(client, { delivered }) });
  checks.push(
    { promise: 'no job is stuck in a queue', looked: 1, breaches: stuck },
    { promise: 'no program ended by itself', looked: evidence.lives.length, breaches: collapses },
    memoryCheck(evidence.lives),
  );
  return checks;
}

type Ledger = Map<string, Change[]>;

/** A reversal carries its key as reason, everything else as reference. */
async function ledgerOf({ client, lastOfSetUp }: Evidence): Promise<Ledger> {
  const { rows } = await client.execute({
    sql: `select iif(reverses_id is null, reference, reason) as key, product_id, warehouse_id, quantity
      from movements where id > ? order by id`,
    args: [lastOfSetUp],
  });
  const ledger: Ledger = new Map();
  for (const { key, product_id, warehouse_id, quantity } of rows) {
    const change = { product: Number(product_id), warehouse: Number(warehouse_id), change: Number(quantity) };
    ledger.set(String(key), [...(ledger.get(String(key)) ?? []), change]);
  }
  return ledger;
}

const told = (changes: Change[]): string =>
  changes
    .map((each) => `${placeOf(each)} ${each.change > 0 ? '+' : ''}${each.change}`)
    .sort()
    .join(', ') || 'nothing';

const missing = (outcomes: Outcome[], ledger: Ledger): string[] =>
  outcomes.flatMap(({ key, became, changes }) => {
    const [was, is] = [told(changes), told(ledger.get(key) ?? [])];
    return became === 'done' && was !== is
      ? [`${key} was acknowledged with ${was}, and the ledger has ${is}`]
      : [];
  });

/** Drafts carry the key in their note. */
async function ordersOff(client: Client, outcomes: Outcome[]): Promise<string[]> {
  const { rows } = await client.execute('select note, count(*) as times from orders group by note');
  const times = new Map(rows.map((row) => [String(row.note), Number(row.times)]));
  return outcomes.flatMap(({ key, became, order }) => {
    const found = times.get(key) ?? 0;
    const isRight = order !== undefined ? found === 1 : found === 0 || (became === 'late' && found === 1);
    return isRight ? [] : [`${key}: ${found} orders, and it was ${became}`];
  });
}

function unasked(outcomes: Outcome[], ledger: Ledger): string[] {
  const known = new Map(outcomes.map((outcome) => [outcome.key, outcome]));
  return [...ledger].flatMap(([key, changes]) => {
    const outcome = known.get(key);
    if (!outcome) return [`${key}: ${told(changes)}, and no client asked for it`];
    if (outcome.became === 'refused')
      return [`${key}: ${told(changes)}, though it was refused (${outcome.code})`];
    const isHalf =
      outcome.became === 'late' && outcome.changes.length > 0 && told(outcome.changes) !== told(changes);
    return isHalf ? [`${key}: ${told(changes)}, half of ${told(outcome.changes)}`] : [];
  });
}

/** On hand = what the movements add up to = what the clients kept. */
async function stockCheck(
  { client, lastOfSetUp }: Evidence,
  outcomes: Outcome[],
  ledger: Ledger,
): Promise<Check> {
  const { rows } = await client.execute({
    sql: `select product_id, warehouse_id, on_hand, coalesce(sum(quantity), 0) as moved,
        coalesce(sum(quantity) filter (where m.id <= ?), 0) as at_first
      from inventory i left join movements m using (company_id, product_id, warehouse_id)
      group by company_id, product_id, warehouse_id`,
    args: [lastOfSetUp],
  });
  const kept = new Map<string, number>();
  const late = outcomes.flatMap(({ key, became }) => (became === 'late' ? (ledger.get(key) ?? []) : []));
  const done = outcomes.flatMap(({ became, changes }) => (became === 'done' ? changes : []));
  for (const each of [...done, ...late])
    kept.set(placeOf(each), (kept.get(placeOf(each)) ?? 0) + each.change);
  const breaches = rows.flatMap((row) => {
    const place = `${row.product_id}@${row.warehouse_id}`;
    const figures = [row.on_hand, row.moved, Number(row.at_first) + (kept.get(place) ?? 0)].map(Number);
    return new Set(figures).size === 1
      ? []
      : [`${place}: on hand ${figures[0]}, moved ${figures[1]}, kept ${figures[2]}`];
  });
  return { promise: 'on hand = Σ movements = what the clients kept', looked: rows.length, breaches };
}

async function balanceCheck(client: Client): Promise<Check> {
  const { rows } =
    await client.execute(`select id, balance, sum(quantity) over (partition by company_id, product_id, warehouse_id
      order by id) as running from movements`);
  const isOff = ({ balance, running }: Row) =>
    Number(running) < 0 || (balance !== null && Number(balance) !== Number(running));
  return {
    promise: 'at no time was there less than nothing, or another stock than was told',
    looked: rows.length,
    breaches: rows
      .filter(isOff)
      .map(({ id, balance, running }) => `movement ${id}: ${running}, told ${balance}`),
  };
}

/** A letter that was sent came; one that was not, did not. Of an uncertain one nobody knows. */
async function lettersCheck(client: Client, delivered: Map<number, number>): Promise<Check> {
  const { rows } = await client.execute('select id, status, channel from letters');
  return {
    promise: 'a letter that is said to be sent came once, another did not',
    looked: rows.length,
    breaches: rows.flatMap(({ id, status, channel }) => {
      const came = delivered.get(Number(id)) ?? 0;
      const isRight =
        came === (status === 'sent' && channel === 'smtp' ? 1 : 0) || (status === 'uncertain' && came === 1);
      return isRight ? [] : [`letter ${id} is ${status} and came ${came} times`];
    }),
  };
}

/** Nothing on the disk is damaged, and no row cites one that is not there. */
async function wholeCheck(client: Client): Promise<Check> {
  const { rows: findings } = await client.execute('pragma integrity_check');
  const { rows: orphans } = await client.execute('pragma foreign_key_check');
  return {
    promise: 'the database is whole, and no row cites one that is not there',
    looked: 1,
    breaches: [
      ...findings.map((row) => String(row[0])).filter((finding) => finding !== 'ok'),
      ...orphans.map((row) => `a row of ${row[0]} cites one of ${row[2]} that is not there`),
    ],
  };
}

const WARM_AFTER_SECONDS = 20;
const LOOKED_SECONDS = 10;
const GROWS_MB_MAX = 96;

/** From what a program has after its first seconds to what it has in its last ones. */
function memoryCheck(lives: Life[]): Check {
  const long = lives.filter(({ megabytes }) => megabytes.length >= WARM_AFTER_SECONDS + 2 * LOOKED_SECONDS);
  const breaches = long.flatMap(({ program, megabytes }) => {
    const first = median(megabytes.slice(WARM_AFTER_SECONDS, WARM_AFTER_SECONDS + LOOKED_SECONDS));
    const last = median(megabytes.slice(-LOOKED_SECONDS));
    return last - first > GROWS_MB_MAX
      ? [`${program} grew from ${first} to ${last} MB in ${megabytes.length} s`]
      : [];
  });
  return {
    promise: `no program that runs for longer grows by more than ${GROWS_MB_MAX} MB`,
    looked: long.length,
    breaches,
  };
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
