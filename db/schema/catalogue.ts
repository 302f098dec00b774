import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { companies } from './company.ts';

export const warehouses = sqliteTable(
  'warehouses',
  {
    id: integer().primaryKey(),
    companyId: integer()
      .notNull()
      .references(() => companies.id),
    name: text().notNull(),
    nameKey: text().notNull(),
    address: text(),
    isActive: integer({ mode: 'boolean' }).notNull().default(true),
    createdAt: integer().notNull(),
  },
  (t) => [
    unique('warehouse_id').on(t.companyId, t.id),
    unique('duplicate_warehouse_name').on(t.companyId, t.nameKey),
    check('warehouse_name_length', sql`length(${t.name}) between 1 and 255`),
    check('warehouse_is_active_flag', sql`${t.isActive} in (0, 1)`),
  ],
);

export const productTypes = sqliteTable(
  'product_types',
  {
    id: integer().primaryKey(),
    companyId: integer()
      .notNull()
      .references(() => companies.id),
    name: text().notNull(),
    nameKey: text().notNull(),
    lowStockThreshold: integer(),
    isActive: integer({ mode: 'boolean' }).notNull().default(true),
    createdAt: integer().notNull(),
  },
  (t) => [
    unique('product_type_id').on(t.companyId, t.id),
    unique('duplicate_product_type_name').on(t.companyId, t.nameKey),
    check('product_type_name_length', sql`length(${t.name}) between 1 and 255`),
    check('product_type_threshold_range', sql`${t.lowStockThreshold} between 0 and 1000000000`),
    check('product_type_is_active_flag', sql`${t.isActive} in (0, 1)`),
  ],
);

/** Products that are stocked and bundles that are put together from them share one table, so that a SKU names one thing. */
export const products = sqliteTable(
  'products',
  {
    id: integer().primaryKey(),
    companyId: integer()
      .notNull()
      .references(() => companies.id),
    kind: text({ enum: ['product', 'bundle'] }).notNull(),
    sku: text().notNull(),
    /** The SKU without case. */
    skuKey: text().notNull(),
    /** The company, or 0 where SKUs are unique for the whole deployment. */
    skuScope: integer().notNull(),
    name: text().notNull(),
    nameKey: text().notNull(),
    /** Hundredths of the company's currency. */
    price: integer().notNull(),
    productTypeId: integer(),
    lowStockThreshold: integer(),
    description: text(),
    isActive: integer({ mode: 'boolean' }).notNull().default(true),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (t) => [
    unique('product_id').on(t.companyId, t.id),
    unique('product_kind').on(t.companyId, t.id, t.kind),
    unique('duplicate_sku').on(t.skuScope, t.skuKey),
    index('products_of_type').on(t.companyId, t.productTypeId),
    foreignKey({
      columns: [t.companyId, t.productTypeId],
      foreignColumns: [productTypes.companyId, productTypes.id],
    }),
    check('product_kind_known', sql`${t.kind} in ('product', 'bundle')`),
    check('product_sku_length', sql`length(${t.sku}) between 1 and 100`),
    check('product_sku_scope', sql`${t.skuScope} in (0, ${t.companyId})`),
    check('product_name_length', sql`length(${t.name}) between 1 and 255`),
    check('product_price_range', sql`${t.price} between 0 and 9999999999`),
    check('product_threshold_range', sql`${t.lowStockThreshold} between 0 and 1000000000`),
    check('product_description_length', sql`length(${t.description}) <= 5000`),
    check('bundle_has_no_threshold', sql`${t.kind} = 'product' or ${t.lowStockThreshold} is null`),
    check('product_is_active_flag', sql`${t.isActive} in (0, 1)`),
  ],
);

/** What one bundle holds. The kinds are columns so that a foreign key can refuse a bundle inside a bundle. */
export const components = sqliteTable(
  'components',
  {
    companyId: integer().notNull(),
    bundleId: integer().notNull(),
    bundleKind: text({ enum: ['bundle'] })
      .notNull()
      .default('bundle'),
    productId: integer().notNull(),
    productKind: text({ enum: ['product'] })
      .notNull()
      .default('product'),
    quantity: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.companyId, t.bundleId, t.productId] }),
    index('components_of_product').on(t.companyId, t.productId),
    foreignKey({
      columns: [t.companyId, t.bundleId, t.bundleKind],
      foreignColumns: [products.companyId, products.id, products.kind],
    }),
    foreignKey({
      columns: [t.companyId, t.productId, t.productKind],
      foreignColumns: [products.companyId, products.id, products.kind],
    }),
    check('component_of_bundle', sql`${t.bundleKind} = 'bundle'`),
    check('component_is_product', sql`${t.productKind} = 'product'`),
    check('component_quantity_range', sql`${t.quantity} between 1 and 1000000`),
  ],
);

export const suppliers = sqliteTable(
  'suppliers',
  {
    id: integer().primaryKey(),
    companyId: integer()
      .notNull()
      .references(() => companies.id),
    name: text().notNull(),
    nameKey: text().notNull(),
    contactEmail: text(),
    leadTimeDays: integer(),
    isActive: integer({ mode: 'boolean' }).notNull().default(true),
    createdAt: integer().notNull(),
  },
  (t) => [
    unique('supplier_id').on(t.companyId, t.id),
    unique('duplicate_supplier_name').on(t.companyId, t.nameKey),
    check('supplier_name_length', sql`length(${t.name}) between 1 and 255`),
    check('supplier_email_length', sql`length(${t.contactEmail}) between 3 and 254`),
    check('supplier_lead_time_range', sql`${t.leadTimeDays} between 0 and 365`),
    check('supplier_is_active_flag', sql`${t.isActive} in (0, 1)`),
  ],
);

/** On what terms a supplier delivers a product. */
export const terms = sqliteTable(
  'terms',
  {
    id: integer().primaryKey(),
    companyId: integer().notNull(),
    supplierId: integer().notNull(),
    productId: integer().notNull(),
    productKind: text({ enum: ['product'] })
      .notNull()
      .default('product'),
    isPrimary: integer({ mode: 'boolean' }).notNull().default(false),
    supplierCode: text(),
    /** Hundredths of the company's currency. */
    unitCost: integer(),
    minimumQuantity: integer().notNull().default(1),
    packSize: integer().notNull().default(1),
    leadTimeDays: integer(),
    isActive: integer({ mode: 'boolean' }).notNull().default(true),
    createdAt: integer().notNull(),
  },
  (t) => [
    unique('terms_id').on(t.companyId, t.id),
    unique('duplicate_terms').on(t.companyId, t.productId, t.supplierId),
    uniqueIndex('terms_primary').on(t.companyId, t.productId).where(sql`${t.isPrimary} and ${t.isActive}`),
    index('terms_of_supplier').on(t.companyId, t.supplierId),
    foreignKey({ columns: [t.companyId, t.supplierId], foreignColumns: [suppliers.companyId, suppliers.id] }),
    foreignKey({
      columns: [t.companyId, t.productId, t.productKind],
      foreignColumns: [products.companyId, products.id, products.kind],
    }),
    check('terms_product_kind', sql`${t.productKind} = 'product'`),
    check('terms_is_primary_flag', sql`${t.isPrimary} in (0, 1)`),
    check('terms_is_active_flag', sql`${t.isActive} in (0, 1)`),
    check('terms_supplier_code_length', sql`length(${t.supplierCode}) between 1 and 100`),
    check('terms_unit_cost_range', sql`${t.unitCost} between 0 and 9999999999`),
    check('terms_minimum_quantity_range', sql`${t.minimumQuantity} between 1 and 1000000000`),
    check('terms_pack_size_range', sql`${t.packSize} between 1 and 1000000`),
    check('terms_lead_time_range', sql`${t.leadTimeDays} between 0 and 365`),
  ],
);
