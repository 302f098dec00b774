import { sql } from 'drizzle-orm';
import { type Answer, decimalOrNull, flag, json, jsonList, jsonOne } from '../answer.ts';
import {
  companies,
  letters,
  members,
  orderLines,
  orders,
  products,
  secrets,
  suppliers,
  warehouses,
} from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { query } from '../statement.ts';
import { agreedLeadDays } from './departure.ts';
import { orderNumber } from './order/number.ts';

/** What a supplier may see of an order, and what it takes to find out whether they may. No notes: those may be internal. */

export type SupplierView = Answer<typeof fields>;

const line = {
  name: products.name,
  sku: products.sku,
  supplierCode: orderLines.supplierCode,
  quantity: orderLines.quantity,
  packSize: orderLines.packSize,
  unitCost: decimalOrNull(orderLines.unitCost),
};

const fields = {
  secret: secrets.link,
  isActive: companies.isActive,
  timeZone: companies.timeZone,
  company: companies.name,
  currency: companies.currency,
  /** Whether an answer to the letter reaches a person. */
  hasReader: flag(sql`exists (select 1 from ${members} where ${members.companyId} = ${companies.id}
    and ${members.role} = 'owner' and ${members.isActive})`),
  supplierId: orders.supplierId,
  supplier: suppliers.name,
  number: orderNumber(orders.number),
  status: orders.status,
  sentDay: orders.sentDay,
  leadDays: agreedLeadDays,
  expectedDay: orders.expectedDay,
  reference: orders.reference,
  isAnswered: flag(sql`${orders.answeredAt} is not null`),
  warehouse: warehouses.name,
  address: warehouses.address,
  letter: jsonOne(
    json({ id: letters.id, status: letters.status }),
    sql`from ${letters} where ${letters.companyId} = ${orders.companyId} and ${letters.orderId} = ${orders.id}
      and ${letters.kind} = 'order'`,
  ),
  lines: jsonList(
    json(line),
    sql`from ${orderLines} join ${products} on ${products.companyId} = ${orderLines.companyId} and ${products.id} = ${orderLines.productId}
      where ${orderLines.companyId} = ${orders.companyId} and ${orderLines.orderId} = ${orders.id}`,
  ),
};

const found = query<{ orderId: number }>()(
  (slot) => sql<SupplierView>`select ${json(fields)} as answer from ${orders}
    join ${companies} on ${companies.id} = ${orders.companyId}
    join ${secrets} on ${secrets.companyId} = ${orders.companyId}
    join ${suppliers} on ${suppliers.companyId} = ${orders.companyId} and ${suppliers.id} = ${orders.supplierId}
    join ${warehouses} on ${warehouses.companyId} = ${orders.companyId} and ${warehouses.id} = ${orders.warehouseId}
    where ${orders.companyId} = ${slot('company')} and ${orders.id} = ${slot('orderId')}`,
);

export async function supplierView(scope: Scope, orderId: number): Promise<SupplierView | null> {
  const [view] = await scope.all(found({ orderId }));
  return view ?? null;
}
