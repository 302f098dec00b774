import { sql } from 'drizzle-orm';
import { type Answer, decimal, json, jsonList, time } from '../answer.ts';
import { fold } from '../page.ts';
import { recordOf } from '../record.ts';
import { components, inventory, products, warehouses } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, type Command, command, lastInserted } from '../statement.ts';

export type BundleFacts = {
  sku: string;
  name: string;
  price: number;
  description: string | null;
  isActive: boolean;
};
export type Component = { productId: number; quantity: number };
export type NewBundle = BundleFacts & { components: Component[] };
export type BundleChange = Partial<NewBundle>;
export type Bundle = Answer<typeof fields>;

/** The table again, as the product inside: in an answer `products` is the bundle. */
const part = {
  sku: sql<string>`part.sku`,
  name: sql<string>`part.name`,
};

const partsOfBundle = sql`from ${components} join ${products} part
    on part.company_id = ${components.companyId} and part.id = ${components.productId}
  where ${components.companyId} = ${products.companyId} and ${components.bundleId} = ${products.id}`;

const fields = {
  id: products.id,
  sku: products.sku,
  name: products.name,
  price: decimal(products.price),
  /** What the components cost one by one. */
  componentsPrice: sql<string>`(select printf('%d.%02d', sum(part.price * ${components.quantity}) / 100,
    sum(part.price * ${components.quantity}) % 100) ${partsOfBundle})`,
  description: products.description,
  isActive: products.isActive,
  components: jsonList(
    json({ productId: components.productId, sku: part.sku, name: part.name, quantity: components.quantity }),
    partsOfBundle,
  ),
  /** How many could be put together per warehouse, and the component that runs out first. */
  buildable: jsonList(
    json({
      warehouseId: sql<number>`w.id`,
      quantity: sql<number>`w.quantity`,
      limitedBy: sql<number>`w.limited_by`,
    }),
    sql`from (select ${warehouses.id} as id, min(coalesce(${inventory.onHand}, 0) / ${components.quantity}) as quantity,
        ${components.productId} as limited_by
      from ${warehouses} join ${components}
          on ${components.companyId} = ${warehouses.companyId} and ${components.bundleId} = ${products.id}
        left join ${inventory} on ${inventory.companyId} = ${components.companyId}
          and ${inventory.productId} = ${components.productId} and ${inventory.warehouseId} = ${warehouses.id}
      where ${warehouses.companyId} = ${products.companyId} and ${warehouses.isActive}
      group by ${warehouses.id}) w`,
  ),
  createdAt: time(products.createdAt),
  updatedAt: time(products.updatedAt),
};

const record = recordOf(products, fields, {
  missing: 'bundle_not_found',
  searched: [products.skuKey, products.nameKey],
  filters: { isActive: products.isActive },
  only: sql`${products.kind} = 'bundle'`,
});

const insert = command<BundleFacts & { skuKey: string; skuScope: number; nameKey: string }>((slot) =>
  build.insert(products).values({
    companyId: slot('company'),
    kind: 'bundle',
    sku: slot('sku'),
    skuKey: slot('skuKey'),
    skuScope: slot('skuScope'),
    name: slot('name'),
    nameKey: slot('nameKey'),
    price: slot('price'),
    description: slot('description'),
    isActive: slot('isActive'),
    createdAt: slot('now'),
    updatedAt: slot('now'),
  }),
);

/** Components have no rowid, so the bundle stays the last inserted row. */
const insertComponents = command<{ bundleId: number | null; parts: string }>(
  (slot) => sql`insert into ${components} (company_id, bundle_id, product_id, quantity)
    select ${slot('company')}, coalesce(${slot('bundleId')}, ${lastInserted}), value ->> 0, value ->> 1
    from json_each(${slot('parts')})`,
);

const removeComponents = command<{ id: number }>((slot) =>
  build
    .delete(components)
    .where(sql`${components.companyId} = ${slot('company')} and ${components.bundleId} = ${slot('id')}`),
);

const partsText = (parts: Component[]): string =>
  JSON.stringify(parts.map(({ productId, quantity }) => [productId, quantity]));

export function createBundle(scope: Scope, { components: parts, ...facts }: NewBundle): Promise<Bundle> {
  const keys = { skuKey: fold(facts.sku), skuScope: scope.skuScope, nameKey: fold(facts.name) };
  return record.create(scope, [
    insert({ ...facts, ...keys }),
    insertComponents({ bundleId: null, parts: partsText(parts) }),
  ]);
}

export const getBundle = record.get;
export const listBundles = record.list;

export function updateBundle(scope: Scope, id: number, change: BundleChange): Promise<Bundle> {
  const { components: parts, ...facts } = change;
  const update = command<{ id: number }>((slot) =>
    build
      .update(products)
      .set({
        ...facts,
        skuKey: facts.sku && fold(facts.sku),
        nameKey: facts.name && fold(facts.name),
        updatedAt: sql`${slot('now')}`,
      })
      .where(sql`${record.own(slot)} and ${products.kind} = 'bundle'`),
  );
  const replaced: Command[] = parts
    ? [removeComponents({ id }), insertComponents({ bundleId: id, parts: partsText(parts) })]
    : [];
  return record.update(scope, id, [update({ id }), ...replaced]);
}
