import { sql } from 'drizzle-orm';
import { type Answer, json, jsonList } from '../answer.ts';
import { Fault, type FaultDetail } from '../fault.ts';
import { type Event, eventValues } from '../ledger/event.ts';
import { orderLines, orders, receiptLines, receipts } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, command, lastInserted, query } from '../statement.ts';
import { expectedLeadDays } from './departure.ts';
import { found, foundBy, type Order, receiptFields } from './order/answer.ts';
import { refusalOf } from './order/refusal.ts';

export type ReceiptLine = { productId: number; quantity: number };
export type NewReceipt = Event & { orderId: number; allowsSurplus: boolean; lines: ReceiptLine[] | null };
export type Receipt = Answer<typeof receiptFields>;

const insert = command<Omit<NewReceipt, 'lines'> & { day: number }>((slot) =>
  build.insert(receipts).values({
    companyId: slot('company'),
    orderId: slot('orderId'),
    allowsSurplus: slot('allowsSurplus'),
    ...eventValues(slot),
  }),
);

const insertSome = command<{ lines: string }>(
  (slot) => sql`insert into ${receiptLines} (company_id, receipt_id, product_id, quantity)
    select ${slot('company')}, ${lastInserted}, value ->> 0, value ->> 1 from json_each(${slot('lines')}) order by key`,
);

const insertOutstanding = command<{ orderId: number }>(
  (slot) => sql`insert into ${receiptLines} (company_id, receipt_id, product_id, quantity)
    select company_id, ${lastInserted}, product_id, quantity - received from ${orderLines}
    where ${orderLines.companyId} = ${slot('company')} and ${orderLines.orderId} = ${slot('orderId')}
      and ${orderLines.quantity} > ${orderLines.received}`,
);

/** It reached the supplier on some other way: what is left is expected as if it had been sent then. */
const expectRest = command<{ orderId: number; day: number }>(
  (slot) => sql`update ${orders} set held_by = null,
      expected_day = coalesce(expected_day, ${slot('day')} + ${expectedLeadDays})
    where ${orders.companyId} = ${slot('company')} and ${orders.id} = ${slot('orderId')}
      and ${orders.status} = 'partly_received' and ${orders.sentAt} is null`,
);

/** Goods of an order came in: all that are outstanding, or the lines given. Triggers post them to the ledger. */
export async function receiveOrder(scope: Scope, { lines, ...receipt }: NewReceipt): Promise<Order> {
  const { orderId } = receipt;
  const day = scope.localDay(receipt.occurredAt);
  const text = JSON.stringify((lines ?? []).map(({ productId, quantity }) => [productId, quantity]));
  try {
    return await scope.write(
      [
        insert({ ...receipt, day }),
        lines ? insertSome({ lines: text }) : insertOutstanding({ orderId }),
        expectRest({ orderId, day }),
      ],
      found(foundBy(scope, orderId)),
      'order_not_found',
    );
  } catch (error) {
    const fault = await refusalOf(scope, orderId, error);
    if (!lines || (fault.code !== 'order_over_received' && fault.code !== 'product_not_found')) throw fault;
    throw new Fault(fault.code, await refusedLines(scope, orderId, lines), error);
  }
}

const outstanding = query<{ orderId: number }>()(
  (slot) =>
    sql<{ productId: number; outstanding: number }[]>`select ${jsonList(
      json({
        productId: orderLines.productId,
        outstanding: sql<number>`max(0, ${orderLines.quantity} - ${orderLines.received})`,
      }),
      sql`from ${orderLines} where ${orderLines.companyId} = ${slot('company')} and ${orderLines.orderId} = ${slot('orderId')}`,
    )} as answer`,
);

/** Which lines the order has no room for. Asked only after a refusal. */
async function refusedLines(scope: Scope, orderId: number, lines: ReceiptLine[]): Promise<FaultDetail[]> {
  const ordered = await scope.one(outstanding({ orderId }), 'internal');
  const left = new Map(ordered.map((line) => [line.productId, line.outstanding]));
  return lines.flatMap(({ productId, quantity }, index): FaultDetail[] => {
    const most = left.get(productId);
    if (most === undefined)
      return [
        { field: `lines.${index}.productId`, message: 'is not in this order', code: 'product_not_found' },
      ];
    if (quantity <= most) return [];
    const message = `More than is outstanding: ${most}`;
    return [{ field: `lines.${index}.quantity`, message, code: 'order_over_received' }];
  });
}

const one = query<{ id: number }>()(
  (slot) => sql<Receipt>`select ${json(receiptFields)} as answer from ${receipts}
    where ${receipts.companyId} = ${slot('company')} and ${receipts.id} = ${slot('id')}`,
);

/** What a movement's receipt_id leads to. */
export const getReceipt = (scope: Scope, id: number): Promise<Receipt> =>
  scope.one(one({ id }), 'receipt_not_found');
