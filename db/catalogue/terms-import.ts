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
import { products, suppliers, terms } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { command, query, type Slot } from '../statement.ts';

/** Found by SKU and name of the supplier. */
export type TermsLine = {
  line: number;
  sku: string;
  supplier: string;
  isPrimary?: boolean;
  supplierCode?: string | null;
  /** Hundredths of the company's currency. */
  unitCost?: number | null;
  minimumQuantity?: number;
  packSize?: number;
  leadTimeDays?: number | null;
  isActive?: boolean;
};

export async function importTerms(scope: Scope, lines: TermsLine[], isPreview: boolean): Promise<Imported[]> {
  const { first, repeated } = apart(lines, ({ sku, supplier }) =>
    JSON.stringify([fold(sku), fold(supplier)]),
  );
  const { first: agreed, repeated: rivals } = apart(first, (line) =>
    isClaim(line) ? fold(line.sku) : undefined,
  );
  const input = { lines: JSON.stringify(agreed.map(withKeys)), skuScope: scope.skuScope };
  const imported = await importLines(scope, isPreview, foretold(input), [
    giveWay(input),
    insertNew(input),
    updateChanged(input),
    makePrimary(input),
  ]);
  return inOrder([
    ...imported,
    ...repeated.map(({ line }) => refusal(line, 'duplicate_terms', 'supplier')),
    ...rivals.map(({ line }) => refusal(line, 'duplicate_terms', 'isPrimary')),
  ]);
}

/** A product has one primary supplier. */
const isClaim = ({ isPrimary, isActive = true }: TermsLine): boolean => isPrimary === true && isActive;

const withKeys = (line: TermsLine) => ({
  ...line,
  isClaim: isClaim(line),
  skuKey: fold(line.sku),
  supplierKey: fold(line.supplier),
});

type Input = Lines & { skuScope: number };

const kept = ['skuKey', 'supplierKey', 'isPrimary', 'isClaim', 'minimumQuantity', 'packSize', 'isActive'];
const clearable = ['supplierCode', 'unitCost', 'leadTimeDays'];

/** What a line does not say about being first choice is decided by whether another line of the product claims that. */
const verdicts = (slot: Slot<Input>): SQL => sql`
  ${readLines(slot, kept, clearable)},
  wanted as materialized (
    select l.line, ${terms.id} as id, ${products.id} as product_id, ${suppliers.id} as supplier_id,
      ${given('supplierCode', terms.supplierCode)} as supplier_code,
      ${given('unitCost', terms.unitCost)} as unit_cost,
      coalesce(l.minimumQuantity, ${terms.minimumQuantity}, 1) as minimum_quantity,
      coalesce(l.packSize, ${terms.packSize}, 1) as pack_size,
      ${given('leadTimeDays', terms.leadTimeDays)} as lead_time_days,
      coalesce(l.isActive, ${terms.isActive}, 1) as is_active,
      ${isPrimary} as is_primary, ${factsChange} as facts_change,
      ${factsChange} or ${isPrimary} <> ${terms.isPrimary} as changes,
      case when ${products.id} is null then 'product_not_found sku'
        when ${products.kind} = 'bundle' then 'product_is_bundle sku'
        when ${suppliers.id} is null then 'supplier_not_found supplier' end as problem
    from l
      left join ${products} on ${products.skuScope} = ${slot('skuScope')} and ${products.skuKey} = l.skuKey
        and ${products.companyId} = ${slot('company')}
      left join ${suppliers} on ${suppliers.companyId} = ${slot('company')} and ${suppliers.nameKey} = l.supplierKey
      left join ${terms} on ${terms.companyId} = ${slot('company')} and ${terms.productId} = ${products.id}
        and ${terms.supplierId} = ${suppliers.id}),
  ${decided(terms)}`;

/** Only a claim that is itself accepted counts, and one without its supplier is not. */
const isPrimary = sql`coalesce(l.isPrimary,
  iif(max(l.isClaim and ${suppliers.id} is not null) over (partition by l.skuKey), 0, ${terms.isPrimary}), 0)`;

const factsChange = sql`(${sql.join(
  [
    differsOrCleared('supplierCode', terms.supplierCode),
    differsOrCleared('unitCost', terms.unitCost),
    differs('minimumQuantity', terms.minimumQuantity),
    differs('packSize', terms.packSize),
    differsOrCleared('leadTimeDays', terms.leadTimeDays),
    differs('isActive', terms.isActive),
  ],
  sql` or `,
)})`;

const foretold = query<Input>()(
  (slot) => sql<Imported[]>`with ${verdicts(slot)} select ${results} as answer`,
);

/** Before anybody takes the first place, so that no row is changed by a statement and its trigger at once. */
const giveWay = command<Input>(
  (slot) => sql`update ${terms} set is_primary = 0
    where ${terms.companyId} = ${slot('company')} and ${terms.isPrimary} and ${terms.id} in (
      with ${verdicts(slot)} select id from decided where problem is null and not is_primary)`,
);

const insertNew = command<Input>(
  (
    slot,
  ) => sql`insert into ${terms} (id, company_id, supplier_id, product_id, is_primary, supplier_code, unit_cost,
      minimum_quantity, pack_size, lead_time_days, is_active, created_at)
    with ${verdicts(slot)}
    select row_id, ${slot('company')}, supplier_id, product_id, is_primary, supplier_code, unit_cost, minimum_quantity,
      pack_size, lead_time_days, is_active, ${slot('now')}
    from decided where outcome = 'created' order by line`,
);

const updateChanged = command<Input>(
  (slot) => sql`update ${terms} set supplier_code = w.supplier_code, unit_cost = w.unit_cost,
      minimum_quantity = w.minimum_quantity, pack_size = w.pack_size, lead_time_days = w.lead_time_days
    from (with ${verdicts(slot)} select * from decided where outcome = 'updated' and facts_change) w
    where ${terms.companyId} = ${slot('company')} and ${terms.id} = w.id`,
);

/** Being there and being first choice go together: the trigger takes the place from whoever has it. */
const makePrimary = command<Input>(
  (slot) => sql`update ${terms} set is_primary = w.is_primary, is_active = w.is_active
    from (with ${verdicts(slot)} select * from decided where outcome = 'updated') w
    where ${terms.companyId} = ${slot('company')} and ${terms.id} = w.id`,
);
