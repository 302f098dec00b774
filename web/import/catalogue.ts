import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../api/router.ts';
import { type Column, clearable, kept, needed, skus } from './column.ts';
import { flag, mail, money, text, whole } from './value.ts';

type Input = inferRouterInputs<AppRouter>['catalogue'];
type Output = inferRouterOutputs<AppRouter>['catalogue'];

/** A line of each import, and the item of the list that its export is made of. */
export type ProductLine = Input['product']['import']['lines'][number];
export type SupplierLine = Input['supplier']['import']['lines'][number];
export type TermsLine = Input['terms']['import']['lines'][number];
export type Product = Output['product']['list']['items'][number];
export type Supplier = Output['supplier']['list']['items'][number];
export type Terms = Output['terms']['list']['items'][number];

const UNITS_MAX = 1_000_000_000;
const archived = ['is active', 'status', 'enabled'];

export const productColumns: Column<ProductLine, Product>[] = [
  needed(
    {
      name: 'SKU',
      field: 'sku',
      synonyms: skus,
      about: 'Finds the product, whatever the case. One that is not there is created.',
      example: 'TEA-EG-100',
      write: ({ sku }) => sku,
    },
    text(100),
    (sku) => ({ sku }),
  ),
  kept(
    {
      name: 'Name',
      field: 'name',
      synonyms: ['product', 'product name', 'title', 'item name'],
      about: 'Needed for a product that is not there yet. Empty: it stays.',
      example: 'Earl Grey, 100 g',
      write: ({ name }) => name,
    },
    text(255),
    (name) => ({ name }),
  ),
  kept(
    {
      name: 'Price',
      field: 'price',
      synonyms: ['selling price', 'unit price', 'variant price', 'retail price'],
      about: 'Needed for a product that is not there yet. Empty: it stays.',
      example: '8.90',
      write: ({ price }) => price,
    },
    money,
    (price) => ({ price }),
  ),
  clearable(
    {
      name: 'Type',
      field: 'productType',
      synonyms: ['product type', 'category', 'group'],
      about: 'Its type, which is created if it is new. Empty: none.',
      example: 'Tea',
      write: ({ productType }) => productType,
    },
    text(255),
    (productType) => ({ productType }),
  ),
  clearable(
    {
      name: 'Low at',
      field: 'lowStockThreshold',
      synonyms: ['low stock threshold', 'threshold', 'reorder point', 'reorder level', 'minimum stock'],
      about: 'Low at or below so many units. Empty: its type or the company decides.',
      example: '20',
      write: ({ lowStockThreshold }) => lowStockThreshold,
    },
    whole(0, UNITS_MAX),
    (lowStockThreshold) => ({ lowStockThreshold }),
  ),
  kept(
    {
      name: 'Supplier',
      field: 'supplier',
      synonyms: ['primary supplier', 'vendor', 'supplier name'],
      about: 'The supplier to order from first, by name. Empty: it stays.',
      example: 'Nordic Tea Trading',
      write: ({ supplier }) => supplier,
    },
    text(255),
    (supplier) => ({ supplier }),
  ),
  clearable(
    {
      name: 'Description',
      field: 'description',
      synonyms: ['body', 'notes', 'details'],
      about: 'Empty: none.',
      example: 'Black tea with bergamot',
      write: ({ description }) => description,
    },
    text(5000, true),
    (description) => ({ description }),
  ),
  kept(
    {
      name: 'Active',
      field: 'isActive',
      synonyms: archived,
      about: 'no: archived. Empty: it stays.',
      example: 'yes',
      write: ({ isActive }) => isActive,
    },
    flag,
    (isActive) => ({ isActive }),
  ),
];

export const supplierColumns: Column<SupplierLine, Supplier>[] = [
  needed(
    {
      name: 'Name',
      field: 'name',
      synonyms: ['supplier', 'supplier name', 'vendor', 'company'],
      about: 'Finds the supplier, whatever the case. One that is not there is created.',
      example: 'Nordic Tea Trading',
      write: ({ name }) => name,
    },
    text(255),
    (name) => ({ name }),
  ),
  clearable(
    {
      name: 'E-mail',
      field: 'contactEmail',
      synonyms: ['contact email', 'mail', 'email address'],
      about: 'Where orders are mailed. Empty: none.',
      example: 'orders@nordictea.example',
      write: ({ contactEmail }) => contactEmail,
    },
    mail,
    (contactEmail) => ({ contactEmail }),
  ),
  clearable(
    {
      name: 'Lead days',
      field: 'leadTimeDays',
      synonyms: ['lead time', 'lead time days', 'delivery days'],
      about: 'Days from order to delivery. Empty: unknown.',
      example: '9',
      write: ({ leadTimeDays }) => leadTimeDays,
    },
    whole(0, 365),
    (leadTimeDays) => ({ leadTimeDays }),
  ),
  kept(
    {
      name: 'Active',
      field: 'isActive',
      synonyms: archived,
      about: 'no: archived. Empty: it stays.',
      example: 'yes',
      write: ({ isActive }) => isActive,
    },
    flag,
    (isActive) => ({ isActive }),
  ),
];

export const termsColumns: Column<TermsLine, Terms>[] = [
  needed(
    {
      name: 'SKU',
      field: 'sku',
      synonyms: skus,
      about: 'The product.',
      example: 'TEA-EG-100',
      write: ({ productSku }) => productSku,
    },
    text(100),
    (sku) => ({ sku }),
  ),
  needed(
    {
      name: 'Supplier',
      field: 'supplier',
      synonyms: ['supplier name', 'vendor'],
      about: 'The supplier, by name.',
      example: 'Nordic Tea Trading',
      write: ({ supplierName }) => supplierName,
    },
    text(255),
    (supplier) => ({ supplier }),
  ),
  kept(
    {
      name: 'Primary',
      field: 'isPrimary',
      synonyms: ['is primary', 'first choice', 'preferred', 'main supplier'],
      about: 'yes: the supplier to order from first, one per product. Empty: it stays.',
      example: 'yes',
      write: ({ isPrimary }) => isPrimary,
    },
    flag,
    (isPrimary) => ({ isPrimary }),
  ),
  clearable(
    {
      name: 'Supplier code',
      field: 'supplierCode',
      synonyms: ['supplier sku', 'vendor sku', 'their code'],
      about: 'What the supplier calls the product. Empty: none.',
      example: 'NT-0815',
      write: ({ supplierCode }) => supplierCode,
    },
    text(100),
    (supplierCode) => ({ supplierCode }),
  ),
  clearable(
    {
      name: 'Cost',
      field: 'unitCost',
      synonyms: ['unit cost', 'cost price', 'purchase price', 'cost per item'],
      about: 'What one unit costs. Empty: unknown.',
      example: '3.20',
      write: ({ unitCost }) => unitCost,
    },
    money,
    (unitCost) => ({ unitCost }),
  ),
  kept(
    {
      name: 'Minimum',
      field: 'minimumQuantity',
      synonyms: ['minimum quantity', 'moq', 'minimum order quantity'],
      about: 'The least they deliver at once. Empty: it stays, or 1.',
      example: '48',
      write: ({ minimumQuantity }) => minimumQuantity,
    },
    whole(1, UNITS_MAX),
    (minimumQuantity) => ({ minimumQuantity }),
  ),
  kept(
    {
      name: 'Pack',
      field: 'packSize',
      synonyms: ['pack size', 'case size', 'units per pack'],
      about: 'Units in a pack. Empty: it stays, or 1.',
      example: '12',
      write: ({ packSize }) => packSize,
    },
    whole(1, 1_000_000),
    (packSize) => ({ packSize }),
  ),
  clearable(
    {
      name: 'Lead days',
      field: 'leadTimeDays',
      synonyms: ['lead time', 'lead time days', 'delivery days'],
      about: 'Days from order to delivery. Empty: as the supplier.',
      example: '7',
      write: ({ leadTimeDays }) => leadTimeDays,
    },
    whole(0, 365),
    (leadTimeDays) => ({ leadTimeDays }),
  ),
  kept(
    {
      name: 'Active',
      field: 'isActive',
      synonyms: archived,
      about: 'no: archived. Empty: it stays.',
      example: 'yes',
      write: ({ isActive }) => isActive,
    },
    flag,
    (isActive) => ({ isActive }),
  ),
];
