import { sql } from 'drizzle-orm';
import { json } from '../../answer.ts';
import { Fault, faultOf } from '../../fault.ts';
import { letters, orderLines, orders, shortages, terms } from '../../schema/index.ts';
import type { Scope } from '../../scope.ts';
import { build, command, lastInserted, query } from '../../statement.ts';
import { type Order, own, selectOrder } from './answer.ts';
import { orderNumber } from './number.ts';
import { step } from './refusal.ts';

/** Orders as people write them. */

export type DraftLine = {
  productId: number;
  quantity: number;
  /** Hundredths; left out: as the terms have it. */
  unitCost?: number | null;
};
export type NewOrder = { supplierId: number; warehouseId: number; note: string | null; lines: DraftLine[] };

const insert = command<Omit<NewOrder, 'lines'>>(
  (
    slot,
  ) => sql`insert into ${orders} (company_id, number, supplier_id, warehouse_id, origin, is_edited, note, created_at)
    select ${slot('company')}, coalesce(max(number), 0) + 1, ${slot('supplierId')}, ${slot('warehouseId')}, 'manual', 1,
      ${slot('note')}, ${slot('now')}
    from ${orders} where ${orders.companyId} = ${slot('company')}`,
);

/** Given as [product, quantity, unit cost or null]. */
const linesText = (lines: DraftLine[]): string =>
  JSON.stringify(lines.map(({ productId, quantity, unitCost }) => [productId, quantity, unitCost ?? null]));

const onTerms = sql`left join ${terms} on ${terms.companyId} = o.company_id and ${terms.productId} = given.value ->> 0
  and ${terms.supplierId} = o.supplier_id and ${terms.isActive}`;

/** A line written by hand answers what runs low, too: nobody is to be told that nothing is coming. */
const answered = sql`(select s.id from ${shortages} s where s.company_id = o.company_id
  and s.product_id = given.value ->> 0 and s.warehouse_id = o.warehouse_id and s.status <> 'resolved')`;

const insertLines = command<{ lines: string }>(
  (
    slot,
  ) => sql`insert into ${orderLines} (company_id, order_id, product_id, quantity, is_chosen, shortage_id, supplier_code, unit_cost, pack_size)
    select o.company_id, o.id, given.value ->> 0, given.value ->> 1, 1, ${answered}, ${terms.supplierCode},
      coalesce(given.value ->> 2, ${terms.unitCost}), coalesce(${terms.packSize}, 1)
    from ${orders} o cross join json_each(${slot('lines')}) given ${onTerms}
    where o.company_id = ${slot('company')} and o.id = ${lastInserted} order by given.key`,
);

const inserted = query<{ today: number }>()(
  (slot) =>
    sql<Order>`${selectOrder(slot)} where ${orders.companyId} = ${slot('company')} and ${orders.id} = ${lastInserted}`,
);

type Parties = { supplierId: number; warehouseId: number };

const standingDraft = query<Parties>()(
  (slot) => sql<{
    id: number;
    number: string;
  }>`select ${json({ id: orders.id, number: orderNumber(orders.number) })} as answer from ${orders}
    where ${orders.companyId} = ${slot('company')} and ${orders.supplierId} = ${slot('supplierId')}
      and ${orders.warehouseId} = ${slot('warehouseId')} and ${orders.status} = 'draft'`,
);

/** A draft; it leaves when a person approves it. */
export async function createOrder(scope: Scope, { lines, ...order }: NewOrder): Promise<Order> {
  const today = scope.localDay(scope.now);
  try {
    return await scope.write(
      [insert(order), insertLines({ lines: linesText(lines) })],
      inserted({ today }),
      'internal',
    );
  } catch (error) {
    const fault = faultOf(error);
    if (fault.code !== 'duplicate_draft') throw fault;
    const drafts = await scope.all(standingDraft(order));
    const details = drafts.map(({ id, number }) => ({
      field: 'supplierId',
      message: `has the draft ${number} for this warehouse`,
      code: fault.code,
      orderId: id,
    }));
    throw new Fault(fault.code, details, error);
  }
}

export type OrderChange = { note?: string | null; reference?: string | null; expectedDay?: number };

/** What was written by hand does not leave by itself any more. */
const review = sql`iif(${orders.status} = 'draft' and ${orders.origin} = 'automatic', 'review', held_by)`;

/** Once it was sent, the day on which it is expected may change too. */
export function updateOrder(scope: Scope, id: number, change: OrderChange): Promise<Order> {
  const { note, expectedDay } = change;
  const isNoted = note !== undefined;
  const update = command<{ id: number }>((slot) => {
    const mayExpect = expectedDay === undefined ? sql`true` : sql`${orders.status} in ${expectable}`;
    const mayNote = isNoted ? sql`not exists ${letterOf}` : sql`true`;
    return build
      .update(orders)
      .set({ ...change, ...(isNoted && { heldBy: review, isEdited: true, revision: sql`revision + 1` }) })
      .where(sql`${own(slot)} and ${mayExpect} and ${mayNote}`);
  });
  return step(scope, id, [update({ id })]);
}

/** The note is in it: what is noted later would never reach the supplier. */
const letterOf = sql`(select 1 from ${letters} where ${letters.companyId} = ${orders.companyId}
  and ${letters.orderId} = ${orders.id} and ${letters.kind} = 'order')`;

const expectable = sql.raw(`('sent', 'confirmed', 'partly_received')`);

type Lines = { id: number; lines: string };

/** Without this, the next computation would suggest again what a person has just struck out. */
const acknowledgeRemoved = command<Lines>(
  (
    slot,
  ) => sql`update ${shortages} set status = 'acknowledged', held_by = 'person', decided_by = ${slot('actor')}
    where ${shortages.companyId} = ${slot('company')} and ${shortages.status} = 'open' and ${shortages.id} in (
      select l.shortage_id from ${orderLines} l where l.company_id = ${slot('company')} and l.order_id = ${slot('id')}
        and l.suggested is not null
        and l.product_id not in (select value ->> 0 from json_each(${slot('lines')}) where value ->> 1 > 0))`,
);

const removeLines = command<Lines>(
  (
    slot,
  ) => sql`delete from ${orderLines} where ${orderLines.companyId} = ${slot('company')} and ${orderLines.orderId} = ${slot('id')}
    and ${orderLines.productId} not in (select value ->> 0 from json_each(${slot('lines')}) where value ->> 1 > 0)`,
);

/** A line that stays as it is stays the worker's; what a person changed is the person's. */
const writeLines = command<Lines>(
  (
    slot,
  ) => sql`insert into ${orderLines} (company_id, order_id, product_id, quantity, is_chosen, shortage_id, supplier_code, unit_cost, pack_size)
    select o.company_id, o.id, given.value ->> 0, given.value ->> 1,
      iif(old.quantity = given.value ->> 1 and (given.value ->> 2 is null or given.value ->> 2 is old.unit_cost), old.is_chosen, 1),
      ${answered}, ${terms.supplierCode}, coalesce(given.value ->> 2, old.unit_cost, ${terms.unitCost}), coalesce(${terms.packSize}, 1)
    from ${orders} o cross join json_each(${slot('lines')}) given
      left join ${orderLines} old on old.company_id = o.company_id and old.order_id = o.id and old.product_id = given.value ->> 0
      ${onTerms}
    where o.company_id = ${slot('company')} and o.id = ${slot('id')} and given.value ->> 1 > 0 order by given.key
    on conflict (company_id, order_id, product_id)
      do update set quantity = excluded.quantity, is_chosen = excluded.is_chosen, unit_cost = excluded.unit_cost,
        supplier_code = excluded.supplier_code, pack_size = excluded.pack_size`,
);

const markEdited = command<{ id: number }>(
  (slot) => sql`update ${orders} set held_by = ${review}, is_edited = 1, revision = revision + 1
    where ${own(slot)} and ${orders.status} = 'draft'`,
);

/** The lines of a draft as they shall be. */
export function setOrderLines(scope: Scope, id: number, lines: DraftLine[]): Promise<Order> {
  const written = { id, lines: linesText(lines) };
  const commands = [acknowledgeRemoved, removeLines, writeLines].map((one) => one(written));
  return step(scope, id, [...commands, markEdited({ id })]);
}
