import { type SQL, sql } from 'drizzle-orm';
import {
  apart,
  decided,
  differs,
  differsOrCleared,
  given,
  type Imported,
  importLines,
  inOrder,
  type Lines,
  readLines,
  refusal,
  results,
} from '../import.ts';
import { fold } from '../page.ts';
import { products, productTypes, suppliers, terms } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { command, query, type Slot } from '../statement.ts';

/** Found by SKU. A product that is not there yet needs a name and a price. */
export type ProductLine = {
  line: number;
  sku: string;
  name?: string;
  /** Hundredths of the company's currency. */
  price?: number;
  productType?: string | null;
  lowStockThreshold?: number | null;
  description?: string | null;
  isActive?: boolean;
  /** Name of the supplier to order from first. */
  supplier?: string;
};

/** Products are created, changed or left alone, each line by itself. */
export async function importProducts(
  scope: Scope,
  lines: ProductLine[],
  isPreview: boolean,
): Promise<Imported[]> {
  const { first, repeated } = apart(lines, ({ sku }) => fold(sku));
  const input = { lines: JSON.stringify(first.map(withKeys)), skuScope: scope.skuScope };
  const namesType = first.some(({ productType }) => productType);
  const namesSupplier = first.some(({ supplier }) => supplier);
  const imported = await importLines(scope, isPreview, foretold(input), [
    ...(namesType ? [ensureTypes(input)] : []),
    insertNew(input),
    updateChanged(input),
    ...(namesSupplier ? [insertTerms(input), makePrimary(input)] : []),
  ]);
  return inOrder([...imported, ...repeated.map(({ line }) => refusal(line, 'duplicate_sku', 'sku'))]);
}

const withKeys = (line: ProductLine) => ({
  ...line,
  skuKey: fold(line.sku),
  nameKey: line.name && fold(line.name),
  typeKey: line.productType && fold(line.productType),
  supplierKey: line.supplier && fold(line.supplier),
});

type Input = Lines & { skuScope: number };

const kept = ['sku', 'skuKey', 'name', 'nameKey', 'price', 'productType', 'isActive', 'supplierKey'];
const clearable = ['typeKey', 'lowStockThreshold', 'description'];

const verdicts = (slot: Slot<Input>): SQL => sql`
  ${readLines(slot, kept, clearable)},
  wanted as materialized (
    select l.line, ${products.id} as id, l.sku as sku, l.skuKey as sku_key,
      coalesce(l.name, ${products.name}) as name,
      coalesce(l.nameKey, ${products.nameKey}) as name_key,
      coalesce(l.price, ${products.price}) as price,
      l.productType as type_name,
      ${given('typeKey', productTypes.nameKey)} as type_key,
      ${given('lowStockThreshold', products.lowStockThreshold)} as low_stock_threshold,
      ${given('description', products.description)} as description,
      coalesce(l.isActive, ${products.isActive}, 1) as is_active,
      ${suppliers.id} as supplier_id, ${terms.id} as terms_id,
      ${isSupplied} as is_supplied, ${factsChange} as facts_change,
      ${factsChange} or not ${isSupplied} as changes,
      case when ${products.companyId} <> ${slot('company')} then 'duplicate_sku sku'
        when ${products.kind} = 'bundle' then 'product_is_bundle sku'
        when coalesce(l.name, ${products.name}) is null then 'invalid_input name'
        when coalesce(l.price, ${products.price}) is null then 'invalid_input price'
        when l.supplierKey is not null and ${suppliers.id} is null then 'supplier_not_found supplier' end as problem
    from l
      left join ${products} on ${products.skuScope} = ${slot('skuScope')} and ${products.skuKey} = l.skuKey
      left join ${productTypes} on ${productTypes.companyId} = ${products.companyId} and ${productTypes.id} = ${products.productTypeId}
      left join ${suppliers} on ${suppliers.companyId} = ${slot('company')} and ${suppliers.nameKey} = l.supplierKey
      left join ${terms} on ${terms.companyId} = ${slot('company')} and ${terms.productId} = ${products.id}
        and ${terms.supplierId} = ${suppliers.id}),
  ${decided(products)}`;

/** The supplier that the line names, if any, is the first choice already. */
const isSupplied = sql`(l.supplierKey is null or coalesce(${terms.isPrimary} and ${terms.isActive}, 0))`;

const factsChange = sql`(${sql.join(
  [
    differs('name', products.name),
    differs('price', products.price),
    differsOrCleared('typeKey', productTypes.nameKey),
    differsOrCleared('lowStockThreshold', products.lowStockThreshold),
    differsOrCleared('description', products.description),
    differs('isActive', products.isActive),
  ],
  sql` or `,
)})`;

const foretold = query<Input>()(
  (slot) => sql<Imported[]>`with ${verdicts(slot)} select ${results} as answer`,
);

const ensureTypes = command<Input>(
  (slot) => sql`insert into ${productTypes} (company_id, name, name_key, created_at)
    with ${verdicts(slot)}
    select ${slot('company')}, type_name, type_key, ${slot('now')} from decided
    where problem is null and type_name is not null order by line on conflict do nothing`,
);

const typeId = (slot: Slot<Input>): SQL => sql`(select ${productTypes.id} from ${productTypes}
  where ${productTypes.companyId} = ${slot('company')} and ${productTypes.nameKey} = type_key)`;

const insertNew = command<Input>(
  (slot) => sql`insert into ${products} (id, company_id, kind, sku, sku_key, sku_scope, name, name_key, price,
      product_type_id, low_stock_threshold, description, is_active, created_at, updated_at)
    with ${verdicts(slot)}
    select row_id, ${slot('company')}, 'product', sku, sku_key, ${slot('skuScope')}, name, name_key, price,
      ${typeId(slot)}, low_stock_threshold, description, is_active, ${slot('now')}, ${slot('now')}
    from decided where outcome = 'created' order by line`,
);

/** The rows that were just inserted are as they should be, so they are not among those that change. */
const updateChanged = command<Input>(
  (slot) => sql`update ${products} set name = w.name, name_key = w.name_key, price = w.price,
      product_type_id = w.product_type_id, low_stock_threshold = w.low_stock_threshold, description = w.description,
      is_active = w.is_active, updated_at = ${slot('now')}
    from (with ${verdicts(slot)} select *, ${typeId(slot)} as product_type_id from decided
      where outcome = 'updated' and facts_change) w
    where ${products.companyId} = ${slot('company')} and ${products.id} = w.id`,
);

const insertTerms = command<Input>(
  (slot) => sql`insert into ${terms} (company_id, supplier_id, product_id, is_primary, created_at)
    with ${verdicts(slot)}
    select ${slot('company')}, supplier_id, id, 1, ${slot('now')} from decided
    where problem is null and supplier_id is not null and terms_id is null order by line`,
);

const makePrimary = command<Input>(
  (slot) => sql`update ${terms} set is_primary = 1, is_active = 1
    where ${terms.companyId} = ${slot('company')} and ${terms.id} in (
      with ${verdicts(slot)} select terms_id from decided where problem is null and not is_supplied)`,
);
