import { sql } from 'drizzle-orm';
import { type Answer, decimalOrNull, flag, json, jsonList } from '../answer.ts';
import { startOfDay } from '../day.ts';
import {
  companies,
  type orderHolds,
  orderLines,
  orders,
  outbox,
  products,
  secrets,
  suppliers,
  warehouses,
} from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { query, type Slot } from '../statement.ts';
import { agreedLeadDays } from './departure.ts';
import { orderNumber } from './order/number.ts';

/** Who approves what no person looked at, as orders name it. */
export const POLICY = 'policy';
export const byPolicy = sql.raw(`'${POLICY}'`);

export type OrderHold = (typeof orderHolds)[number];
export type OrderFacts = Answer<ReturnType<typeof fieldsFor>>;
export type LineFacts = Answer<typeof line>;

export type Asked = { orderId: number; dayStart: number };

/** Orders mailed to this supplier since the local day began: letters of that day only. What was refused was not mailed. */
const mailedToday = (slot: Slot<Asked>) => sql<number>`(select count(*) from letters l
  join orders o on o.company_id = l.company_id and o.id = l.order_id and o.supplier_id = ${orders.supplierId}
  where l.company_id = ${orders.companyId} and l.kind = 'order' and l.status <> 'failed'
    and l.id > coalesce((select b.id from letters b where b.company_id = ${orders.companyId}
      and b.created_at < ${slot('dayStart')} order by b.id desc limit 1), 0))`;

const letterOf = (column: string) =>
  sql`(select ${sql.raw(column)} from letters l where l.company_id = ${orders.companyId} and l.order_id = ${orders.id} and l.kind = 'order')`;

const policy = (column: string) =>
  sql`(select ${sql.raw(column)} from policies_in_force p where p.company_id = ${orders.companyId} and p.supplier_id = ${orders.supplierId})`;

/** All that a decision rests on, as one text: whoever writes it down changes nothing when this has become another. */
export const state = (
  slot: Slot<Asked>,
) => sql<string>`('' || json_array(${orders.status}, ${orders.heldBy}, ${orders.approvedBy},
  ${orders.releaseAt}, ${orders.revision}, ${mailedToday(slot)},
  (select contact_email from suppliers s where s.company_id = ${orders.companyId} and s.id = ${orders.supplierId}),
  (select json_array(mode, opens_minute, closes_minute, daily_cap, is_paused) from policies_in_force p
    where p.company_id = ${orders.companyId} and p.supplier_id = ${orders.supplierId}),
  ${letterOf('id')}))`;

const place = sql`from forecasts f where f.company_id = ${orders.companyId} and f.product_id = ${orderLines.productId}
  and f.warehouse_id = ${orders.warehouseId}`;

const line = {
  productId: orderLines.productId,
  sku: products.sku,
  name: products.name,
  supplierCode: orderLines.supplierCode,
  quantity: orderLines.quantity,
  packSize: orderLines.packSize,
  unitCost: decimalOrNull(orderLines.unitCost),
  /** A person stands behind the quantity, not the worker. */
  isChosen: flag(sql`${orderLines.isChosen} or ${orderLines.suggested} is null`),
  confidence: sql<'high' | 'medium' | 'low' | null>`(select f.confidence ${place})`,
  velocityAt: sql<
    number | null
  >`(select i.velocity_computed_at from inventory i where i.company_id = ${orders.companyId}
    and i.product_id = ${orderLines.productId} and i.warehouse_id = ${orders.warehouseId})`,
};

/** The parts of the letter that are no matter of dates. */
const letter = {
  company: json({
    name: companies.name,
    replyTo: sql<string | null>`(select m.email from members m where m.company_id = ${companies.id}
      and m.role = 'owner' and m.is_active order by m.id limit 1)`,
  }),
  supplier: json({ name: suppliers.name }),
  order: json({ number: orderNumber(orders.number), note: orders.note }),
  deliverTo: json({ warehouse: warehouses.name, address: warehouses.address }),
  currency: companies.currency,
  lines: jsonList(
    json(line),
    sql`from ${orderLines} join ${products} on ${products.companyId} = ${orderLines.companyId} and ${products.id} = ${orderLines.productId}
      where ${orderLines.companyId} = ${orders.companyId} and ${orderLines.orderId} = ${orders.id}`,
  ),
};

const fields = {
  id: orders.id,
  status: orders.status,
  origin: orders.origin,
  heldBy: orders.heldBy,
  releaseAt: orders.releaseAt,
  approvedBy: orders.approvedBy,
  address: suppliers.contactEmail,
  leadDays: agreedLeadDays,
  policy: json({
    mode: sql<'automatic' | 'review'>`${policy('mode')}`,
    opensMinute: sql<number>`${policy('opens_minute')}`,
    closesMinute: sql<number>`${policy('closes_minute')}`,
    dailyCap: sql<number>`${policy('daily_cap')}`,
    isPaused: flag(policy('is_paused')),
  }),
  letterId: sql<number | null>`${letterOf('id')}`,
  secret: sql<string>`(select ${secrets.link} from ${secrets} where ${secrets.companyId} = ${orders.companyId})`,
  /** Of the row that waits for the decision; null where none does any more. */
  mark: sql<
    number | null
  >`(select ${outbox.mark} from ${outbox} where ${outbox.topic} = 'order' and ${outbox.subjectId} = ${orders.id})`,
  letter: json(letter),
};

const fieldsFor = (slot: Slot<Asked>) => ({ ...fields, mailedToday: mailedToday(slot), state: state(slot) });

const found = query<Asked>()(
  (slot) => sql<OrderFacts>`select ${json(fieldsFor(slot))} as answer
    from ${orders} join ${companies} on ${companies.id} = ${orders.companyId}
    join ${suppliers} on ${suppliers.companyId} = ${orders.companyId} and ${suppliers.id} = ${orders.supplierId}
    join ${warehouses} on ${warehouses.companyId} = ${orders.companyId} and ${warehouses.id} = ${orders.warehouseId}
    where ${orders.companyId} = ${slot('company')} and ${orders.id} = ${slot('orderId')}`,
);

/** Null: there is no such order any more. */
export async function orderFacts(scope: Scope, orderId: number): Promise<OrderFacts | null> {
  const [facts] = await scope.all(found({ orderId, dayStart: dayStartOf(scope) }));
  return facts ?? null;
}

export const dayStartOf = (scope: Scope): number => startOfDay(scope.localDay(scope.now), scope.timeZone);
