import { sql } from 'drizzle-orm';
import { type Answer, decimal, json, time } from '../answer.ts';
import { Fault, type FaultDetail, faultOf } from '../fault.ts';
import { fold } from '../page.ts';
import { recordOf } from '../record.ts';
import {
  inventory,
  movements,
  products,
  productTypes,
  suppliers,
  terms,
  warehouses,
} from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, type Command, command, query, type Slot } from '../statement.ts';
import { ensureProductType } from './type.ts';

export type ProductFacts = {
  sku: string;
  name: string;
  /** Hundredths of the company's currency. */
  price: number;
  productType: string | null;
  lowStockThreshold: number | null;
  description: string | null;
  isActive: boolean;
};
export type NewProduct = ProductFacts & {
  supplierId: number | null;
  warehouseId: number | null;
  initialQuantity: number | null;
};
export type Product = Answer<typeof fields>;

const here = sql`from ${inventory}
  where ${inventory.companyId} = ${products.companyId} and ${inventory.productId} = ${products.id}`;

const fields = {
  id: products.id,
  sku: products.sku,
  name: products.name,
  price: decimal(products.price),
  productType: sql<string | null>`(select ${productTypes.name} from ${productTypes}
    where ${productTypes.companyId} = ${products.companyId} and ${productTypes.id} = ${products.productTypeId})`,
  lowStockThreshold: products.lowStockThreshold,
  supplier: sql<string | null>`(select ${suppliers.name} from ${terms} join ${suppliers}
      on ${suppliers.companyId} = ${terms.companyId} and ${suppliers.id} = ${terms.supplierId}
    where ${terms.companyId} = ${products.companyId} and ${terms.productId} = ${products.id}
      and ${terms.isPrimary} and ${terms.isActive})`,
  onHand: sql<number>`(select coalesce(sum(${inventory.onHand}), 0) ${here})`,
  lowWarehouses: sql<number>`(select count(*) ${here} and ${inventory.isListed}
    and ${inventory.onHand} <= ${inventory.threshold})`,
  description: products.description,
  isActive: products.isActive,
  createdAt: time(products.createdAt),
  updatedAt: time(products.updatedAt),
};

const record = recordOf(products, fields, {
  missing: 'product_not_found',
  searched: [products.skuKey, products.nameKey],
  filters: { isActive: products.isActive, productTypeId: products.productTypeId },
  only: sql`${products.kind} = 'product'`,
});

/** The keys by which a SKU is unique. */
type SkuKeys = { skuKey: string; skuScope: number };

const insert = command<
  Omit<ProductFacts, 'productType'> & SkuKeys & { nameKey: string; productTypeKey: string | null }
>((slot) =>
  build.insert(products).values({
    companyId: slot('company'),
    kind: 'product',
    sku: slot('sku'),
    skuKey: slot('skuKey'),
    skuScope: slot('skuScope'),
    name: slot('name'),
    nameKey: slot('nameKey'),
    price: slot('price'),
    productTypeId: typeNamed(slot),
    lowStockThreshold: slot('lowStockThreshold'),
    description: slot('description'),
    isActive: slot('isActive'),
    createdAt: slot('now'),
    updatedAt: slot('now'),
  }),
);

function typeNamed(slot: Slot<{ productTypeKey: string | null }>) {
  return sql`(select ${productTypes.id} from ${productTypes}
    where ${productTypes.companyId} = ${slot('company')} and ${productTypes.nameKey} = ${slot('productTypeKey')})`;
}

const productWithSku = (slot: Slot<SkuKeys>) =>
  sql`(select ${products.id} from ${products} where ${products.skuScope} = ${slot('skuScope')} and ${products.skuKey} = ${slot('skuKey')})`;

const insertTerms = command<SkuKeys & { supplierId: number }>((slot) =>
  build.insert(terms).values({
    companyId: slot('company'),
    productId: productWithSku(slot),
    supplierId: slot('supplierId'),
    isPrimary: true,
    createdAt: slot('now'),
  }),
);

const insertOpening = command<SkuKeys & { warehouseId: number; quantity: number; day: number }>((slot) =>
  build.insert(movements).values({
    companyId: slot('company'),
    productId: productWithSku(slot),
    warehouseId: slot('warehouseId'),
    type: 'initial',
    quantity: slot('quantity'),
    actor: slot('actor'),
    occurredAt: slot('now'),
    recordedAt: slot('now'),
    day: slot('day'),
  }),
);

const insertEmptyStock = command<SkuKeys & { warehouseId: number }>((slot) =>
  build.insert(inventory).values({
    companyId: slot('company'),
    productId: productWithSku(slot),
    warehouseId: slot('warehouseId'),
  }),
);

const withSku = query<SkuKeys>()(
  (slot) => sql<Product>`select ${json(fields)} as answer from ${products}
    where ${products.companyId} = ${slot('company')} and ${products.id} = ${productWithSku(slot)}`,
);

/** The product, its first supplier and its opening balance: everything, or nothing. */
export async function createProduct(scope: Scope, product: NewProduct): Promise<Product> {
  const { supplierId, warehouseId, initialQuantity, productType, ...facts } = product;
  const keys = { skuKey: fold(facts.sku), skuScope: scope.skuScope };
  const commands: Command[] = [
    ...typeCommands(productType),
    insert({
      ...facts,
      ...keys,
      nameKey: fold(facts.name),
      productTypeKey: productType && fold(productType),
    }),
  ];
  if (supplierId !== null) commands.push(insertTerms({ ...keys, supplierId }));
  if (warehouseId !== null)
    commands.push(
      initialQuantity === null
        ? insertEmptyStock({ ...keys, warehouseId })
        : insertOpening({ ...keys, warehouseId, quantity: initialQuantity, day: scope.localDay(scope.now) }),
    );
  try {
    return await scope.write(commands, withSku(keys), 'product_not_found');
  } catch (error) {
    const fault = faultOf(error);
    if (fault.code !== 'warehouse_not_found' && fault.code !== 'supplier_not_found') throw fault;
    throw new Fault('invalid_input', await unknownReferences(scope, { warehouseId, supplierId }), error);
  }
}

const references = query<{ warehouseId: number | null; supplierId: number | null }>()(
  (slot) => sql<{ warehouse: number | null; supplier: number | null }>`select json_object(
    'warehouse', (select ${warehouses.id} from ${warehouses}
      where ${warehouses.companyId} = ${slot('company')} and ${warehouses.id} = ${slot('warehouseId')}),
    'supplier', (select ${suppliers.id} from ${suppliers}
      where ${suppliers.companyId} = ${slot('company')} and ${suppliers.id} = ${slot('supplierId')})) as answer`,
);

/** The database refuses at the first unknown reference; the caller is told all of them. */
async function unknownReferences(
  scope: Scope,
  given: { warehouseId: number | null; supplierId: number | null },
): Promise<FaultDetail[]> {
  const known = await scope.one(references(given), 'internal');
  const details: FaultDetail[] = [];
  if (given.warehouseId !== null && known.warehouse === null)
    details.push({
      field: 'warehouseId',
      message: 'There is no such warehouse',
      code: 'warehouse_not_found',
    });
  if (given.supplierId !== null && known.supplier === null)
    details.push({ field: 'supplierId', message: 'There is no such supplier', code: 'supplier_not_found' });
  return details;
}

export const getProduct = record.get;
export const listProducts = record.list;

export function updateProduct(scope: Scope, id: number, change: Partial<ProductFacts>): Promise<Product> {
  const { productType, ...facts } = change;
  const update = command<{ id: number; productTypeKey: string | null }>((slot) =>
    build
      .update(products)
      .set({
        ...facts,
        skuKey: facts.sku && fold(facts.sku),
        nameKey: facts.name && fold(facts.name),
        productTypeId: productType === undefined ? undefined : typeNamed(slot),
        updatedAt: sql`${slot('now')}`,
      })
      .where(sql`${record.own(slot)} and ${products.kind} = 'product'`),
  );
  return record.update(scope, id, [
    ...typeCommands(productType),
    update({ id, productTypeKey: productType ? fold(productType) : null }),
  ]);
}

const typeCommands = (name: string | null | undefined): Command[] =>
  name ? [ensureProductType({ name, nameKey: fold(name) })] : [];
