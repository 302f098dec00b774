import { sql } from 'drizzle-orm';
import { type Answer, time } from '../answer.ts';
import { fold } from '../page.ts';
import { recordOf } from '../record.ts';
import { orders, suppliers } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, command } from '../statement.ts';

export type NewSupplier = { name: string; contactEmail: string | null; leadTimeDays: number | null };
export type SupplierChange = Partial<NewSupplier & { isActive: boolean }>;
export type Supplier = Answer<typeof fields>;

/** The median of the last ten orders that were measured; of an even number the mean of the middle two. */
const measuredLeadDays = sql<number | null>`(select avg(days) from (
    select days, row_number() over (order by days) as place, count(*) over () as total from (
      select ${orders.measuredLeadDays} as days from ${orders}
      where ${orders.companyId} = ${suppliers.companyId} and ${orders.supplierId} = ${suppliers.id}
        and ${orders.measuredLeadDays} is not null order by ${orders.id} desc limit 10))
  where place in ((total + 1) / 2, (total + 2) / 2))`;

const fields = {
  id: suppliers.id,
  name: suppliers.name,
  contactEmail: suppliers.contactEmail,
  leadTimeDays: suppliers.leadTimeDays,
  measuredLeadDays,
  isActive: suppliers.isActive,
  createdAt: time(suppliers.createdAt),
};

const record = recordOf(suppliers, fields, {
  missing: 'supplier_not_found',
  searched: [suppliers.nameKey, suppliers.contactEmail],
  filters: { isActive: suppliers.isActive },
});

const insert = command<NewSupplier & { nameKey: string }>((slot) =>
  build.insert(suppliers).values({
    companyId: slot('company'),
    name: slot('name'),
    nameKey: slot('nameKey'),
    contactEmail: slot('contactEmail'),
    leadTimeDays: slot('leadTimeDays'),
    createdAt: slot('now'),
  }),
);

export const createSupplier = (scope: Scope, supplier: NewSupplier): Promise<Supplier> =>
  record.create(scope, [insert({ ...supplier, nameKey: fold(supplier.name) })]);

export const getSupplier = record.get;
export const listSuppliers = record.list;

export function updateSupplier(scope: Scope, id: number, change: SupplierChange): Promise<Supplier> {
  const update = command<{ id: number }>((slot) =>
    build
      .update(suppliers)
      .set({ ...change, nameKey: change.name && fold(change.name) })
      .where(record.own(slot)),
  );
  return record.update(scope, id, [update({ id })]);
}
