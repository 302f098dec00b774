import { sql } from 'drizzle-orm';
import { type Answer, time } from '../answer.ts';
import { fold } from '../page.ts';
import { recordOf } from '../record.ts';
import { productTypes } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, command } from '../statement.ts';

export type NewProductType = { name: string; lowStockThreshold: number | null };
export type ProductTypeChange = Partial<NewProductType & { isActive: boolean }>;
export type ProductType = Answer<typeof fields>;

const fields = {
  id: productTypes.id,
  name: productTypes.name,
  lowStockThreshold: productTypes.lowStockThreshold,
  isActive: productTypes.isActive,
  createdAt: time(productTypes.createdAt),
};

const record = recordOf(productTypes, fields, {
  missing: 'product_type_not_found',
  searched: [productTypes.nameKey],
  filters: { isActive: productTypes.isActive },
});

const insert = command<NewProductType & { nameKey: string }>((slot) =>
  build.insert(productTypes).values({
    companyId: slot('company'),
    name: slot('name'),
    nameKey: slot('nameKey'),
    lowStockThreshold: slot('lowStockThreshold'),
    createdAt: slot('now'),
  }),
);

/** A product may name a type that is not there yet: it comes into being with its first product, and only with one. */
export const ensureProductType = command<{ name: string; nameKey: string }>(
  (slot) => sql`insert into ${productTypes} (company_id, name, name_key, created_at)
    values (${slot('company')}, ${slot('name')}, ${slot('nameKey')}, ${slot('now')}) on conflict do nothing`,
);

export const createProductType = (scope: Scope, type: NewProductType): Promise<ProductType> =>
  record.create(scope, [insert({ ...type, nameKey: fold(type.name) })]);

export const getProductType = record.get;
export const listProductTypes = record.list;

export function updateProductType(scope: Scope, id: number, change: ProductTypeChange): Promise<ProductType> {
  const update = command<{ id: number }>((slot) =>
    build
      .update(productTypes)
      .set({ ...change, nameKey: change.name && fold(change.name) })
      .where(record.own(slot)),
  );
  return record.update(scope, id, [update({ id })]);
}
