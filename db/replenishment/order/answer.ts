import { type SQL, sql } from 'drizzle-orm';
import {
  type Answer,
  date,
  dateOrNull,
  decimal,
  decimalOrNull,
  flag,
  json,
  jsonList,
  jsonOne,
  time,
  timeOrNull,
} from '../../answer.ts';
import {
  letters,
  movements,
  orderLines,
  orders,
  products,
  receiptLines,
  receipts,
  suppliers,
  warehouses,
} from '../../schema/index.ts';
import type { Scope } from '../../scope.ts';
import { query, type Slot } from '../../statement.ts';
import { orderNumber } from './number.ts';

/** What is told of an order, and how one is found again after it was changed. */

export type Found = { id: number; today: number };
export type OrderHead = Answer<ReturnType<typeof head>>;
export type Order = Answer<ReturnType<typeof whole>>;

/** The goods have been asked for and not all have come. */
export const isUnderWay = sql`${orders.status} in ('sent', 'confirmed', 'partly_received')`;

const ofOrder = sql`${orderLines.companyId} = ${orders.companyId} and ${orderLines.orderId} = ${orders.id}`;

/** Hundredths, exact below 2^53; a real, because the product of two limits would not fit a whole number. */
const total = sql`sum(cast(${orderLines.quantity} as real) * ${orderLines.unitCost})`;

export const head = (today: SQL) => ({
  id: orders.id,
  number: orderNumber(orders.number),
  status: orders.status,
  origin: orders.origin,
  heldBy: orders.heldBy,
  supplier: { id: suppliers.id, name: suppliers.name, contactEmail: suppliers.contactEmail },
  warehouse: { id: warehouses.id, name: warehouses.name },
  lineCount: sql<number>`(select count(*) from ${orderLines} where ${ofOrder})`,
  totalCost: sql<string | null>`(select iif(count(*) = count(${orderLines.unitCost}) and ${total} < 9e15,
    ${decimal(sql`cast(${total} as integer)`)}, null) from ${orderLines} where ${ofOrder})`,
  note: orders.note,
  reference: orders.reference,
  expectedDay: dateOrNull(orders.expectedDay),
  isOverdue: flag(sql`${isUnderWay} and ${orders.expectedDay} < ${today}`),
  daysLate: sql<number>`iif(${isUnderWay}, max(0, coalesce(${today} - ${orders.expectedDay}, 0)), 0)`,
  leadDays: orders.leadDays,
  measuredLeadDays: orders.measuredLeadDays,
  approvedBy: orders.approvedBy,
  createdAt: time(orders.createdAt),
  releaseAt: timeOrNull(orders.releaseAt),
  approvedAt: timeOrNull(orders.approvedAt),
  sentAt: timeOrNull(orders.sentAt),
  answeredAt: timeOrNull(orders.answeredAt),
  closedAt: timeOrNull(orders.closedAt),
  closedBy: orders.closedBy,
  letter: jsonOne(
    json({ id: letters.id, status: letters.status }),
    sql`from ${letters} where ${letters.companyId} = ${orders.companyId} and ${letters.orderId} = ${orders.id}
      and ${letters.kind} = 'order'`,
  ),
});

const line = json({
  productId: orderLines.productId,
  productName: products.name,
  sku: products.sku,
  supplierCode: orderLines.supplierCode,
  suggested: orderLines.suggested,
  quantity: orderLines.quantity,
  isChosen: orderLines.isChosen,
  reason: sql<Record<string, unknown> | null>`json(${orderLines.reason})`,
  shortageId: orderLines.shortageId,
  packSize: orderLines.packSize,
  unitCost: decimalOrNull(orderLines.unitCost),
  received: orderLines.received,
  outstanding: sql<number>`iif(${orders.status} = 'approved' or ${isUnderWay},
    max(0, ${orderLines.quantity} - ${orderLines.received}), 0)`,
});

const lines = jsonList(
  line,
  sql`from ${orderLines} cross join ${products}
    where ${ofOrder} and ${products.companyId} = ${orderLines.companyId} and ${products.id} = ${orderLines.productId}`,
);

/** Of the movements that cite a receipt's line, the first is the one that brought the goods. */
const moved = sql`from ${movements} where ${movements.receiptId} = ${receipts.id}
  and ${movements.productId} = ${receiptLines.productId}`;

const receiptLine = json({
  productId: receiptLines.productId,
  quantity: receiptLines.quantity,
  movementId: sql<number>`(select min(${movements.id}) ${moved})`,
  isReversed: flag(sql`(select count(*) ${moved}) > 1`),
});

export const receiptFields = {
  id: receipts.id,
  orderId: receipts.orderId,
  allowsSurplus: receipts.allowsSurplus,
  reason: receipts.reason,
  reference: receipts.reference,
  actor: receipts.actor,
  occurredAt: time(receipts.occurredAt),
  recordedAt: time(receipts.recordedAt),
  day: date(receipts.day),
  lines: jsonList(
    receiptLine,
    sql`from ${receiptLines}
      where ${receiptLines.companyId} = ${receipts.companyId} and ${receiptLines.receiptId} = ${receipts.id}`,
  ),
};

const whole = (today: SQL) => ({
  ...head(today),
  lines,
  receipts: jsonList(
    json(receiptFields),
    sql`from ${receipts} where ${receipts.companyId} = ${orders.companyId} and ${receipts.orderId} = ${orders.id}`,
  ),
});

/** Each order with its parties; conditions come behind. */
export const fromOrders = sql`from ${orders}
  join ${suppliers} on ${suppliers.companyId} = ${orders.companyId} and ${suppliers.id} = ${orders.supplierId}
  join ${warehouses} on ${warehouses.companyId} = ${orders.companyId} and ${warehouses.id} = ${orders.warehouseId}`;

export const own = (slot: Slot<{ id: number }>): SQL =>
  sql`${orders.companyId} = ${slot('company')} and ${orders.id} = ${slot('id')}`;

export const selectOrder = (slot: Slot<{ today: number }>): SQL<Order> =>
  sql`select ${json(whole(sql`${slot('today')}`))} as answer ${fromOrders}`;

export const found = query<Found>()((slot) => sql<Order>`${selectOrder(slot)} where ${own(slot)}`);

/** The order, if the command just before changed something: a command that its status refuses changes nothing. */
export const changed = query<Found>()(
  (slot) => sql<Order>`${selectOrder(slot)} where ${own(slot)} and changes() > 0`,
);

export const foundBy = (scope: Scope, id: number): Found => ({ id, today: scope.localDay(scope.now) });
