import { type SQL, sql } from 'drizzle-orm';
import { type Answer, dateOrNull, json, jsonList, jsonOne, time, timeOrNull } from '../answer.ts';
import { type Page, pageById } from '../page.ts';
import {
  confidences,
  forecasts,
  inventory,
  orderLines,
  orders,
  products,
  shortageHolds,
  shortageResolutions,
  shortageStatuses,
  shortages,
  suppliers,
  warehouses,
} from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { type Command, command, conditionsOf, perCombination, query, type Slot } from '../statement.ts';
import { isUnderWay } from './order/answer.ts';
import { orderNumber } from './order/number.ts';
import { supplierOf } from './supplier.ts';

export { confidences, shortageHolds, shortageResolutions, shortageStatuses };
export type ShortageStatus = (typeof shortageStatuses)[number];
export type Shortage = Answer<typeof fields>;

const reasons: Record<(typeof shortageHolds)[number], string> = {
  no_supplier: 'No supplier delivers this product. Enter terms with one.',
  incoming:
    'It is ordered, or there is enough with what is on its way. If the rest of an order will not come, close that order.',
  person: 'A person has taken this over.',
  order_ended: 'Its order was cancelled, declined or closed short. Decide what to do.',
};

export const heldBecause = sql<string | null>`case ${shortages.heldBy}
  ${sql.raw(
    Object.entries(reasons)
      .map(([hold, reason]) => `when '${hold}' then '${reason}'`)
      .join(' '),
  )} end`;

const fields = {
  id: shortages.id,
  status: shortages.status,
  heldBy: shortages.heldBy,
  heldBecause,
  productId: shortages.productId,
  productName: products.name,
  sku: products.sku,
  warehouseId: shortages.warehouseId,
  warehouseName: warehouses.name,
  supplier: jsonOne(
    json({ id: suppliers.id, name: suppliers.name }),
    supplierOf(sql`${shortages.companyId}`, sql`${shortages.productId}`),
  ),
  onHand: inventory.onHand,
  threshold: sql<number | null>`${inventory.threshold}`,
  daysUntilStockout: sql<number | null>`${inventory.daysUntilStockout}`,
  velocityPerDay: inventory.velocity,
  confidence: sql<(typeof confidences)[number] | null>`${forecasts.confidence}`,
  openedAt: time(shortages.openedAt),
  openedWith: shortages.onHand,
  snoozedUntil: timeOrNull(shortages.snoozedUntil),
  decidedBy: shortages.decidedBy,
  note: shortages.note,
  resolvedAt: timeOrNull(shortages.resolvedAt),
  resolution: shortages.resolution,
  orders: jsonList(
    json({
      id: orders.id,
      number: orderNumber(orders.number),
      status: orders.status,
      quantity: orderLines.quantity,
      received: orderLines.received,
      expectedDay: dateOrNull(orders.expectedDay),
    }),
    sql`from ${orderLines} indexed by order_lines_of_shortage join ${orders} on ${orders.companyId} = ${orderLines.companyId} and ${orders.id} = ${orderLines.orderId}
      where ${orderLines.companyId} = ${shortages.companyId} and ${orderLines.shortageId} = ${shortages.id}`,
  ),
};

const place = (table: SQL): SQL => sql`${table}.company_id = ${shortages.companyId}
  and ${table}.product_id = ${shortages.productId} and ${table}.warehouse_id = ${shortages.warehouseId}`;

const select = sql<Shortage>`select ${json(fields)} as answer from ${shortages}
  join ${products} on ${products.companyId} = ${shortages.companyId} and ${products.id} = ${shortages.productId}
  join ${warehouses} on ${warehouses.companyId} = ${shortages.companyId} and ${warehouses.id} = ${shortages.warehouseId}
  join ${inventory} on ${place(sql`${inventory}`)}
  left join ${forecasts} on ${place(sql`${forecasts}`)}`;

const own = (slot: Slot<{ id: number }>): SQL =>
  sql`${shortages.companyId} = ${slot('company')} and ${shortages.id} = ${slot('id')}`;

const found = query<{ id: number }>()((slot) => sql<Shortage>`${select} where ${own(slot)}`);

export const getShortage = (scope: Scope, id: number): Promise<Shortage> =>
  scope.one(found({ id }), 'shortage_not_found');

export type ShortageFilter = { status?: ShortageStatus[]; warehouseId?: number; productId?: number };

/** Newest first; those that are not resolved, unless the states that are wanted are named. */
export function listShortages(
  scope: Scope,
  { status, ...filter }: ShortageFilter,
  limit: number,
  before: number = Number.MAX_SAFE_INTEGER,
): Promise<Page<Shortage>> {
  const wanted = {
    ...filter,
    status: status && JSON.stringify(status),
    open: !status?.includes('resolved') || undefined,
  };
  return pageById(scope, limit, (rows) => newest(wanted)({ ...wanted, before, limit: rows }));
}

type Slots = { before: number; limit: number; status?: string; warehouseId?: number; productId?: number };

const newest = perCombination((names) =>
  query<Slots>()(
    (slot) => sql<Shortage>`${select}
      where ${shortages.companyId} = ${slot('company')} and ${shortages.id} < ${slot('before')}${conditions(slot, names)}
      order by ${shortages.id} desc limit ${slot('limit')}`,
  ),
);

const conditions = (slot: Slot<Slots>, names: string[]): SQL =>
  conditionsOf(names, {
    open: sql`${shortages.id} in (select ${shortages.id} from ${shortages} indexed by shortage_open
      where ${shortages.companyId} = ${slot('company')} and ${shortages.status} <> 'resolved')`,
    status: sql`${shortages.status} in (select value from json_each(${slot('status')}))`,
    warehouseId: sql`${shortages.warehouseId} = ${slot('warehouseId')}`,
    productId: sql`${shortages.productId} = ${slot('productId')}`,
  });

const decide = (scope: Scope, id: number, decision: Command): Promise<Shortage> =>
  scope.write([decision], found({ id }), 'shortage_not_found');

const acknowledge = command<{ id: number; note: string | null }>(
  (slot) => sql`update ${shortages} set status = 'acknowledged', held_by = 'person', snoozed_until = null,
      decided_by = ${slot('actor')}, note = ${slot('note')} where ${own(slot)}`,
);

/** A person takes it over: nothing is ordered by itself any more. */
export const acknowledgeShortage = (
  scope: Scope,
  id: number,
  { note }: { note: string | null },
): Promise<Shortage> => decide(scope, id, acknowledge({ id, note }));

const snooze = command<{ id: number; until: number; note: string | null }>(
  (
    slot,
  ) => sql`update ${shortages} set status = 'snoozed', held_by = 'person', snoozed_until = ${slot('until')},
      decided_by = ${slot('actor')}, note = ${slot('note')} where ${own(slot)}`,
);

/** The same for a while. */
export const snoozeShortage = (
  scope: Scope,
  id: number,
  { until, note }: { until: number; note: string | null },
): Promise<Shortage> => decide(scope, id, snooze({ id, until, note }));

const reopen = command<{ id: number }>(
  (slot) => sql`update ${shortages} set held_by = null, snoozed_until = null, decided_by = ${slot('actor')},
      status = iif(exists (select 1 from ${orderLines} indexed by order_lines_of_shortage join ${orders}
        on ${orders.companyId} = ${orderLines.companyId} and ${orders.id} = ${orderLines.orderId}
        where ${orderLines.companyId} = ${shortages.companyId} and ${orderLines.shortageId} = ${shortages.id}
          and ${isUnderWay}), 'ordered', 'open')
    where ${own(slot)}`,
);

/** Takes a decision back; it is ordered if an order for it is under way. */
export const reopenShortage = (scope: Scope, id: number): Promise<Shortage> =>
  decide(scope, id, reopen({ id }));
