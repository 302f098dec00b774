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
import { idempotency, movements, products, warehouses } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { command, query, type Slot } from '../statement.ts';
import type { Event } from './event.ts';
import type { MovementType } from './movement.ts';
import { isOtherwise, isRemembered, memory, memoryKey, remember, remembered } from './remembered.ts';
import { walked } from './verdict.ts';

/** A movement as people write it: by SKU and name of the warehouse, and by a key of its own. */
export type MovementLine = Event & {
  line: number;
  key: string;
  sku: string;
  warehouse: string;
  type: MovementType;
  /** Signed: what is added to stock. */
  change: number;
  /** What a repeated line must agree with. */
  fingerprint: string;
};

/** Stock after the line; null where there is no such shelf. */
export type ImportedMovement = Imported & { onHand: number | null };

/** For a preview: what earlier parts of the same file would leave on a shelf. */
export type Assumed = { sku: string; warehouse: string; onHand: number };

export async function importMovements(
  scope: Scope,
  lines: MovementLine[],
  preview: { assumed: Assumed[] } | null,
): Promise<ImportedMovement[]> {
  const { first, repeated } = apart(lines, ({ key }) => key);
  const input = {
    lines: JSON.stringify(first.map((line) => withKeys(scope, line))),
    skuScope: scope.skuScope,
    assumed: JSON.stringify(Object.fromEntries((preview?.assumed ?? []).map(assumption))),
  };
  const imported = await importLines(scope, preview !== null, foretold(input), [
    rememberAccepted(input),
    insertRemembered(input),
  ]);
  return inOrder([
    ...imported,
    ...repeated.map(({ line }) => ({
      ...refusal(line, 'idempotency_key_reused', 'key'),
      onHand: null,
    })),
  ]);
}

const withKeys = (scope: Scope, line: MovementLine) => ({
  ...line,
  key: memoryKey('movement', line.key),
  skuKey: fold(line.sku),
  warehouseKey: fold(line.warehouse),
  shelf: shelfOf(line),
  day: scope.localDay(line.occurredAt),
});

const shelfOf = ({ sku, warehouse }: { sku: string; warehouse: string }): string =>
  JSON.stringify([fold(sku), fold(warehouse)]);

const assumption = (given: Assumed): [string, number] => [shelfOf(given), given.onHand];

type Input = Lines & { skuScope: number; assumed: string };

/** Names become ids; what is left to judge is walked in turn; then each line has its outcome. */
const verdicts = (slot: Slot<Input>): SQL => sql`
  named as materialized (
    select value ->> 'line' as line, value, ${products.id} as product_id, ${warehouses.id} as warehouse_id,
      ${isRemembered} as is_remembered, ${remembered('id')} as known_id, ${remembered('onHand')} as known_on_hand,
      case when ${isOtherwise} then 'idempotency_key_reused key'
        when ${products.id} is null then 'product_not_found sku'
        when ${products.kind} = 'bundle' then 'product_is_bundle sku'
        when ${warehouses.id} is null then 'warehouse_not_found warehouse' end as obstacle
    from json_each(${slot('lines')}) ${shelf(slot)} ${memory(slot)}),
  line as materialized (
    select line, product_id, warehouse_id, value ->> 'change' as change, null as expected, value ->> 'shelf' as shelf,
      row_number() over (partition by product_id, warehouse_id order by line) as turn
    from named where obstacle is null and not is_remembered),
  ${walked(slot, assumed(slot))},
  decided as (
    select line, value, product_id, warehouse_id, problem,
      case when is_remembered then 'unchanged' when problem is null then 'created' else 'refused' end as outcome,
      iif(is_remembered, known_on_hand, on_hand) as on_hand,
      iif(is_remembered, known_id, (select coalesce(max(${movements.id}), 0) from ${movements})
        + count(*) filter (where problem is null and not is_remembered) over (order by line)) as row_id
    from (select n.*, j.on_hand, iif(n.is_remembered, null, coalesce(n.obstacle, j.code || ' quantity')) as problem
      from named n left join judged j on j.line = n.line and j.turn > 0))`;

const shelf = (slot: Slot<Input>): SQL => sql`
  left join ${products} on ${products.skuScope} = ${slot('skuScope')} and ${products.skuKey} = value ->> 'skuKey'
    and ${products.companyId} = ${slot('company')}
  left join ${warehouses} on ${warehouses.companyId} = ${slot('company')} and ${warehouses.nameKey} = value ->> 'warehouseKey'`;

const assumed = (slot: Slot<Input>): SQL =>
  sql`(select a.value from json_each(${slot('assumed')}) a where a.key = line.shelf)`;

const foretold = query<Input>()(
  (slot) =>
    sql<ImportedMovement[]>`with recursive ${verdicts(slot)} select ${jsonList(
      json({ ...importedFields, onHand: sql<number | null>`on_hand` }),
      sql`from (select * from decided order by line)`,
    )} as answer`,
);

const rememberAccepted = command<Input>((slot) =>
  remember(slot, verdicts(slot), sql`json_object('id', row_id, 'onHand', on_hand)`),
);

/** Those that are remembered and not yet there. */
const insertRemembered = command<Input>(
  (
    slot,
  ) => sql`insert into ${movements} (id, company_id, product_id, warehouse_id, type, quantity, reason, reference,
      occurred_at, day, actor, recorded_at)
    select ${remembered('id')}, ${slot('company')}, ${products.id}, ${warehouses.id}, value ->> 'type', value ->> 'change',
      value ->> 'reason', value ->> 'reference', value ->> 'occurredAt', value ->> 'day', ${slot('actor')}, ${slot('now')}
    from json_each(${slot('lines')}) ${shelf(slot)} ${memory(slot)}
    where ${isRemembered} and ${remembered('id')} > (select coalesce(max(${movements.id}), 0) from ${movements})
    order by ${idempotency.answer} ->> '$.id'`,
);
