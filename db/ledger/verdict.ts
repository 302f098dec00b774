import { type SQL, sql } from 'drizzle-orm';
import { json, jsonList } from '../answer.ts';
import type { FaultCode, FaultDetail } from '../fault.ts';
import { sentences } from '../fault.ts';
import { inventory, products, warehouses } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { query, type Slot } from '../statement.ts';

/** One line of several that are judged together, in their order. */
export type Line = { productId: number; warehouseId: number; change: number; expected: number | null };

export type Verdict = { line: number; code: FaultCode | null; onHand: number };

/** The fields that are judged come first; a caller may add others behind them. */
export const lineFields = (line: Line) => [line.productId, line.warehouseId, line.change, line.expected];

/**
 * Walks the lines of each product and warehouse in turn, as the triggers would: a refused line changes nothing,
 * the next one meets the stock that the accepted ones left. So an item named twice is judged rightly.
 */
export const verdicts = (slot: Slot<{ lines: string }>): SQL => sql`
  line as materialized (
    select key as line, value ->> 0 as product_id, value ->> 1 as warehouse_id, value ->> 2 as change, value ->> 3 as expected, value,
      row_number() over (partition by value ->> 0, value ->> 1 order by key) as turn
    from json_each(${slot('lines')})),
  ${walked(slot)}`;

/** The walk over the rows of `line`; before the first turn there is what is on hand, or what a caller assumes. */
export const walked = (slot: Slot<object>, assumed: SQL = sql`null`): SQL => sql`
  judged(line, product_id, warehouse_id, turn, code, on_hand, change) as (
    select line, product_id, warehouse_id, 0, null, coalesce(${assumed}, (select ${inventory.onHand} from ${inventory}
        where ${inventory.companyId} = ${slot('company')} and ${inventory.productId} = line.product_id
          and ${inventory.warehouseId} = line.warehouse_id), 0), 0
      from line where turn = 1
    union all
    select l.line, l.product_id, l.warehouse_id, l.turn, ${code(slot)},
        j.on_hand + iif(${code(slot)} is null, l.change, 0), l.change
      from judged j join line l on l.product_id = j.product_id and l.warehouse_id = j.warehouse_id and l.turn = j.turn + 1)`;

const code = (slot: Slot<object>): SQL<FaultCode | null> => sql`case
    coalesce((select ${products.kind} from ${products}
      where ${products.companyId} = ${slot('company')} and ${products.id} = l.product_id), 'none')
    when 'none' then 'product_not_found' when 'bundle' then 'product_is_bundle' else case
      when not exists (select 1 from ${warehouses}
        where ${warehouses.companyId} = ${slot('company')} and ${warehouses.id} = l.warehouse_id) then 'warehouse_not_found'
      when l.expected <> j.on_hand then 'stock_changed'
      when j.on_hand + l.change < 0 then 'insufficient_stock'
      when j.on_hand + l.change > 1000000000000 then 'invalid_input' end end`;

const verdictFields = {
  line: sql<number>`line`,
  code: sql<FaultCode | null>`code`,
  onHand: sql<number>`on_hand`,
};

const judge = query<{ lines: string }>()(
  (slot) =>
    sql<Verdict[]>`with recursive ${verdicts(slot)}
      select ${jsonList(json(verdictFields), sql`from (select * from judged order by line)`)} as answer`,
);

/** Which lines would be refused now, as details for the caller. Asked only after a refusal. */
export async function refusedLines(
  scope: Scope,
  lines: Line[],
  fieldOf: (line: number) => string,
): Promise<FaultDetail[]> {
  const judged = await scope.one(judge({ lines: JSON.stringify(lines.map(lineFields)) }), 'internal');
  return judged.flatMap(({ line, code, onHand }) =>
    code ? [{ field: fieldOf(line), message: messageOf(code, onHand), code, onHand }] : [],
  );
}

/** A line's refusal in its own words: the sentences of faults speak of a whole request. */
export function messageOf(code: FaultCode, onHand: number): string {
  const messages: Partial<Record<FaultCode, string>> = {
    insufficient_stock: `Not enough stock: ${onHand} on hand`,
    stock_changed: `Not what you expected: ${onHand} on hand`,
    product_not_found: 'There is no such product',
    warehouse_not_found: 'There is no such warehouse',
    product_is_bundle: 'This is a bundle: it has no stock of its own',
    invalid_input: 'Would bring the stock above 1000000000000 units',
  };
  return messages[code] ?? sentences[code];
}
