import { type SQL, sql } from 'drizzle-orm';
import { json, jsonList } from '../answer.ts';
import {
  apart,
  type Imported,
  importedFields,
  importLines,
  inOrder,
  type Lines,
  refusal,
} from '../import.ts';
import { fold } from '../page.ts';
import { countLines, counts, inventory, movements, products, warehouses } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { command, query, type Slot } from '../statement.ts';
import type { Event } from './event.ts';
import { isOtherwise, isRemembered, memory, memoryKey, remember, remembered } from './remembered.ts';

/** What was found of one product in one warehouse. */
export type CountedLine = Event & {
  line: number;
  key: string;
  sku: string;
  warehouse: string;
  counted: number;
  /** What a repeated line must agree with. */
  fingerprint: string;
};

/** What the ledger says for that time, and stock after the line; null where there is no such shelf. */
export type ImportedCount = Imported & { expected: number | null; onHand: number | null };

/** Lines of one warehouse, time, reason and reference become one count. */
export async function importCounts(
  scope: Scope,
  lines: CountedLine[],
  isPreview: boolean,
): Promise<ImportedCount[]> {
  const { first, repeated } = apart(lines, ({ key }) => key);
  const { first: once, repeated: again } = apart(first, ({ sku, warehouse }) =>
    JSON.stringify([fold(sku), fold(warehouse)]),
  );
  const input = {
    lines: JSON.stringify(once.map((line) => withKeys(scope, line))),
    skuScope: scope.skuScope,
  };
  const imported = await importLines(scope, isPreview, foretold(input), [
    rememberAccepted(input),
    insertCounts(input),
    insertLines(input),
  ]);
  const refused = [
    ...repeated.map(({ line }) => refusal(line, 'idempotency_key_reused', 'key')),
    ...again.map(({ line }) => refusal(line, 'invalid_input', 'sku')),
  ];
  return inOrder([...imported, ...refused.map((result) => ({ ...result, expected: null, onHand: null }))]);
}

const withKeys = (scope: Scope, line: CountedLine) => ({
  ...line,
  key: memoryKey('count', line.key),
  skuKey: fold(line.sku),
  warehouseKey: fold(line.warehouse),
  day: scope.localDay(line.occurredAt),
});

type Input = Lines & { skuScope: number };

const verdicts = (slot: Slot<Input>): SQL => sql`
  named as materialized (
    select value ->> 'line' as line, value, value ->> 'counted' as counted, ${products.id} as product_id,
      ${warehouses.id} as warehouse_id, coalesce(${inventory.onHand}, 0) as on_hand,
      coalesce(${inventory.onHand} - ${movedSince(slot)}, 0) as expected,
      ${isRemembered} as is_remembered, ${remembered('id')} as known_id,
      ${remembered('expected')} as known_expected, ${remembered('onHand')} as known_on_hand,
      case when ${isOtherwise} then 'idempotency_key_reused key'
        when ${products.id} is null then 'product_not_found sku'
        when ${products.kind} = 'bundle' then 'product_is_bundle sku'
        when ${warehouses.id} is null then 'warehouse_not_found warehouse'
        when ${isSuperseded(slot)} then 'count_superseded occurredAt' end as obstacle
    from json_each(${slot('lines')}) ${shelf(slot)}
      left join ${inventory} on ${inventory.companyId} = ${slot('company')} and ${inventory.productId} = ${products.id}
        and ${inventory.warehouseId} = ${warehouses.id}
      ${memory(slot)}),
  judged as (
    select *, iif(is_remembered, null, case when obstacle is not null then obstacle
      when abs(counted - expected) > 1000000000 or on_hand + counted - expected > 1000000000000 then 'invalid_input counted'
      when on_hand + counted - expected < 0 then 'insufficient_stock counted' end) as problem from named),
  grouped as (
    select *, case when is_remembered then 'unchanged' when problem is null then 'created' else 'refused' end as outcome,
      dense_rank() over (partition by is_remembered, problem is null
        order by warehouse_id, value ->> 'occurredAt', value ->> 'reason', value ->> 'reference') as place
    from judged),
  decided as (
    select line, value, problem, outcome,
      case outcome when 'unchanged' then known_expected when 'created' then expected end as expected,
      case outcome when 'unchanged' then known_on_hand when 'created' then on_hand + counted - expected end as on_hand,
      iif(is_remembered, known_id, (select coalesce(max(${counts.id}), 0) from ${counts}) + place) as row_id
    from grouped)`;

const shelf = (slot: Slot<Input>): SQL => sql`
  left join ${products} on ${products.skuScope} = ${slot('skuScope')} and ${products.skuKey} = value ->> 'skuKey'
    and ${products.companyId} = ${slot('company')}
  left join ${warehouses} on ${warehouses.companyId} = ${slot('company')} and ${warehouses.nameKey} = value ->> 'warehouseKey'`;

/** As the trigger count_line_posts computes it. */
const movedSince = (slot: Slot<Input>): SQL => sql`(select coalesce(sum(m.quantity), 0) from ${movements} m
  where m.company_id = ${slot('company')} and m.product_id = ${products.id} and m.warehouse_id = ${warehouses.id}
    and coalesce((select o.occurred_at from ${movements} o where o.id = m.reverses_id), m.occurred_at) > value ->> 'occurredAt'
    and value ->> 'occurredAt' < ${slot('now')}
    and m.id > coalesce((select o.id from ${movements} o
      where o.company_id = ${slot('company')} and o.product_id = ${products.id} and o.warehouse_id = ${warehouses.id}
        and o.recorded_at < value ->> 'occurredAt' - 300000 order by o.id desc limit 1), 0))`;

/** As the trigger count_line_is_allowed asks. */
const isSuperseded = (slot: Slot<Input>): SQL => sql`exists (select 1 from ${countLines} l
  join ${counts} n on n.company_id = l.company_id and n.id = l.count_id
  where l.company_id = ${slot('company')} and l.product_id = ${products.id} and n.warehouse_id = ${warehouses.id}
    and n.occurred_at > value ->> 'occurredAt'
    and not exists (select 1 from ${movements} m join ${movements} r on r.reverses_id = m.id
      where m.count_id = n.id and m.product_id = l.product_id))`;

const foretold = query<Input>()(
  (slot) =>
    sql<ImportedCount[]>`with ${verdicts(slot)} select ${jsonList(
      json({
        ...importedFields,
        expected: sql<number | null>`expected`,
        onHand: sql<number | null>`on_hand`,
      }),
      sql`from (select * from decided order by line)`,
    )} as answer`,
);

const rememberAccepted = command<Input>((slot) =>
  remember(slot, verdicts(slot), sql`json_object('id', row_id, 'expected', expected, 'onHand', on_hand)`),
);

/** Those that are remembered and not yet there. */
const insertCounts = command<Input>(
  (
    slot,
  ) => sql`insert into ${counts} (id, company_id, warehouse_id, reason, reference, occurred_at, day, actor, recorded_at)
    select distinct ${remembered('id')}, ${slot('company')}, ${warehouses.id}, value ->> 'reason', value ->> 'reference',
      value ->> 'occurredAt', value ->> 'day', ${slot('actor')}, ${slot('now')}
    from json_each(${slot('lines')}) ${shelf(slot)} ${memory(slot)}
    where ${isRemembered} and ${remembered('id')} > (select coalesce(max(${counts.id}), 0) from ${counts})
    order by 1`,
);

/** Of the counts just made: those from before have lines. */
const insertLines = command<Input>(
  (slot) => sql`insert into ${countLines} (company_id, count_id, product_id, counted)
    select ${slot('company')}, ${remembered('id')}, ${products.id}, value ->> 'counted'
    from json_each(${slot('lines')}) ${shelf(slot)} ${memory(slot)}
    where ${isRemembered} and not exists (select 1 from ${countLines}
      where ${countLines.companyId} = ${slot('company')} and ${countLines.countId} = ${remembered('id')})
    order by value ->> 'line'`,
);
