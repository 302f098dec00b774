import { sql } from 'drizzle-orm';
import { type Answer, decimalOrNull, time } from '../answer.ts';
import { recordOf } from '../record.ts';
import { products, suppliers, terms } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, command } from '../statement.ts';

export type TermsOffer = {
  isPrimary: boolean;
  supplierCode: string | null;
  /** Hundredths of the company's currency. */
  unitCost: number | null;
  minimumQuantity: number;
  packSize: number;
  leadTimeDays: number | null;
};
export type NewTerms = TermsOffer & { supplierId: number; productId: number };
export type TermsChange = Partial<TermsOffer & { isActive: boolean }>;
export type Terms = Answer<typeof fields>;

const fields = {
  id: terms.id,
  supplierId: terms.supplierId,
  supplierName: sql<string>`(select ${suppliers.name} from ${suppliers} where ${suppliers.id} = ${terms.supplierId})`,
  productId: terms.productId,
  productSku: sql<string>`(select ${products.sku} from ${products} where ${products.id} = ${terms.productId})`,
  productName: sql<string>`(select ${products.name} from ${products} where ${products.id} = ${terms.productId})`,
  isPrimary: terms.isPrimary,
  supplierCode: terms.supplierCode,
  unitCost: decimalOrNull(terms.unitCost),
  minimumQuantity: terms.minimumQuantity,
  packSize: terms.packSize,
  leadTimeDays: terms.leadTimeDays,
  isActive: terms.isActive,
  createdAt: time(terms.createdAt),
};

const record = recordOf(terms, fields, {
  missing: 'terms_not_found',
  filters: { productId: terms.productId, supplierId: terms.supplierId, isActive: terms.isActive },
});

const insert = command<NewTerms>((slot) =>
  build.insert(terms).values({
    companyId: slot('company'),
    supplierId: slot('supplierId'),
    productId: slot('productId'),
    isPrimary: slot('isPrimary'),
    supplierCode: slot('supplierCode'),
    unitCost: slot('unitCost'),
    minimumQuantity: slot('minimumQuantity'),
    packSize: slot('packSize'),
    leadTimeDays: slot('leadTimeDays'),
    createdAt: slot('now'),
  }),
);

export const createTerms = (scope: Scope, offer: NewTerms): Promise<Terms> =>
  record.create(scope, [insert(offer)]);

export const getTerms = record.get;
export const listTerms = record.list;

export function updateTerms(scope: Scope, id: number, change: TermsChange): Promise<Terms> {
  const update = command<{ id: number }>((slot) => build.update(terms).set(change).where(record.own(slot)));
  return record.update(scope, id, [update({ id })]);
}
