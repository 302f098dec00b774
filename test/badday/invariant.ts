import type { Client } from '@libsql/client';
import { listCompanies, scopeOf } from '../../db/company/company.ts';
import { rebuild } from '../../db/ledger/rebuild.ts';
import { verify } from '../../db/ledger/verify.ts';
import { databaseOf } from '../../db/scope.ts';
import { recompute } from '../../worker/job/recompute.ts';

/** How often each letter reached the mail server. */
type Delivered = ReadonlyMap<number, number>;

/** The figures are computed anew as at the last computation, unless another moment is given. */
type Options = { delivered?: Delivered; now?: number };

/** What must hold after any bad day, when nothing works any more. Each fault is a sentence; none is well. */
export const invariants: [
  promise: string,
  faults: (client: Client, options: Options) => Promise<string[]>,
][] = [
  ['every shortage has somebody or something that sees to it', (client) => sayings(client, unanswered)],
  ['nothing waits any more, of places, orders, letters and links', (client) => sayings(client, leftOver)],
  ['no place has two open shortages', (client) => sayings(client, twiceOpen)],
  ['a letter and its order tell the same story', (client) => sayings(client, wrongStatus)],
  [
    'of a shortage one letter at most came by itself',
    (client, { delivered = new Map() }) => tooManyLetters(client, delivered),
  ],
  [
    'verify finds nothing; velocities, forecasts and shortages computed anew are the same',
    async (client, { now }) => unlikeComputedAnew(client, now ?? (await lastComputed(client))),
  ],
];

export async function faultsIn(client: Client, options: Options = {}): Promise<string[]> {
  const found: string[] = [];
  for (const [, faults] of invariants) found.push(...(await faults(client, options)));
  return found;
}

const sayings = async (client: Client, sql: string): Promise<string[]> =>
  (await client.execute(sql)).rows.map((row) => String(row[0]));

/** Every shortage has somebody or something that sees to it. */
const unanswered = `select 'shortage ' || s.id || ' (' || s.status || '): no line, no order, no reason' from shortages s
  where s.status <> 'resolved' and s.held_by is null and not exists (
    select 1 from order_lines l join orders o on o.company_id = l.company_id and o.id = l.order_id
    where l.company_id = s.company_id and l.product_id = s.product_id and o.warehouse_id = s.warehouse_id
      and o.status in ('draft', 'approved', 'sent', 'confirmed', 'partly_received'))`;

const leftOver = `select 'dirty: product ' || product_id || ' in warehouse ' || warehouse_id || coalesce(': ' || error, '') from dirty
  union all select 'outbox: ' || topic || ' ' || subject_id || coalesce(': ' || error, '') from outbox`;

const twiceOpen = `select 'product ' || product_id || ' in warehouse ' || warehouse_id || ': ' || count(*) || ' open shortages'
  from shortages where status <> 'resolved' group by company_id, product_id, warehouse_id having count(*) > 1`;

/** A letter and its order tell the same story. */
const wrongStatus = `select 'letter ' || l.id || ' is ' || l.status || ', its order ' || o.status from letters l
  join orders o on o.id = l.order_id where l.kind = 'order' and (
    (l.status = 'sent' and (o.status in ('draft', 'approved') or o.sent_at is null))
    or l.status = 'sending' or (l.status = 'queued' and o.status <> 'approved'))`;

/** Of an episode at most one letter has reached the server by itself: what a person approved beside it was meant. */
async function tooManyLetters(client: Client, delivered: Delivered): Promise<string[]> {
  const { rows } = await client.execute(`select l.shortage_id, json_group_array(t.id) as letters,
      count(*) filter (where t.status = 'uncertain') as uncertain
    from order_lines l join letters t on t.company_id = l.company_id and t.order_id = l.order_id and t.kind = 'order'
    join orders o on o.company_id = l.company_id and o.id = l.order_id and o.approved_by = 'policy'
    where l.shortage_id is not null group by l.shortage_id`);
  const episodes = rows.flatMap(({ shortage_id, letters, uncertain }) => {
    const ids: number[] = JSON.parse(String(letters));
    const came = ids.reduce((sum, id) => sum + (delivered.get(id) ?? 0), 0);
    const isTooMany = came > Math.max(1, Number(uncertain));
    return isTooMany ? [`shortage ${shortage_id}: ${came} letters came (${ids})`] : [];
  });
  const twice = [...delivered].filter(([, times]) => times > 1);
  return [...episodes, ...twice.map(([id, times]) => `letter ${id} came ${times} times`)];
}

const FIGURES = `select i.product_id, i.warehouse_id, i.on_hand, i.velocity, f.velocity as forecast, f.reorder_point, f.suggested,
    (select json_group_array(json_array(s.id, s.status, s.held_by)) from shortages s where s.company_id = i.company_id
      and s.product_id = i.product_id and s.warehouse_id = i.warehouse_id and s.status <> 'resolved') as shortages
  from inventory i left join forecasts f using (company_id, product_id, warehouse_id) order by i.company_id, 1, 2`;

const lastComputed = async (client: Client): Promise<number> =>
  Number((await client.execute('select max(computed_at) from forecasts')).rows[0]?.[0]);

/** From the movements alone, the same figures come out. */
async function unlikeComputedAnew(client: Client, now: number): Promise<string[]> {
  const database = databaseOf(client, 'company');
  const figures = async () =>
    (await client.execute(FIGURES)).rows.map((row) => JSON.stringify(Array.from(row)));
  const before = await figures();
  const findings: string[] = [];
  for (const { id } of await listCompanies(database, 0, 1000)) {
    const scope = await scopeOf(database, id, 'test', now);
    for await (const finding of verify(scope)) findings.push(`company ${id}: ${JSON.stringify(finding)}`);
    await Array.fromAsync(rebuild(scope));
    await recompute(scope);
  }
  const after = await figures();
  const changed = before.filter((row, index) => row !== after[index]);
  return [...findings, ...changed.map((row) => `figures differ when computed anew: ${row}`)];
}
