import type { Cell } from '../csv/write.ts';
import {
  type Product,
  type ProductLine,
  productColumns,
  type Supplier,
  type SupplierLine,
  supplierColumns,
  type Terms,
  type TermsLine,
  termsColumns,
} from './catalogue.ts';
import type { Column } from './column.ts';
import {
  type CountLine,
  countColumns,
  type Inventory,
  type Movement,
  type MovementLine,
  movementColumns,
} from './ledger.ts';

/** What can be brought in as a file. */
export type Kind<Line, Item> = {
  columns: Column<Line, Item>[];
  /** A whole line, or nothing if a needed part is missing. The key is that of its row. */
  complete: (part: Partial<Line>, key: string) => Line | undefined;
  /** Columns that tell a file of what is recorded from one of what shall be. */
  exportedOnly?: { name: string; write: (item: Item) => Cell }[];
  /** What a file may say only once, by the column that says it. */
  once: { column: string; of: (line: Line) => string | undefined }[];
};

const pair = (a: string, b: string): string => JSON.stringify([plain(a), plain(b)]);
/** As the server compares names and SKUs. */
const plain = (name: string): string => name.normalize('NFKC').toLowerCase();

const products: Kind<ProductLine, Product> = {
  columns: productColumns,
  complete: ({ sku, ...rest }) => (sku === undefined ? undefined : { sku, ...rest }),
  once: [{ column: 'SKU', of: ({ sku }) => plain(sku) }],
};

const suppliers: Kind<SupplierLine, Supplier> = {
  columns: supplierColumns,
  complete: ({ name, ...rest }) => (name === undefined ? undefined : { name, ...rest }),
  once: [{ column: 'Name', of: ({ name }) => plain(name) }],
};

const terms: Kind<TermsLine, Terms> = {
  columns: termsColumns,
  complete: ({ sku, supplier, ...rest }) =>
    sku === undefined || supplier === undefined ? undefined : { sku, supplier, ...rest },
  once: [
    { column: 'Supplier', of: ({ sku, supplier }) => pair(sku, supplier) },
    {
      column: 'Primary',
      of: ({ sku, isPrimary, isActive = true }) => (isPrimary && isActive ? plain(sku) : undefined),
    },
  ],
};

const movements: Kind<MovementLine, Movement> = {
  columns: movementColumns,
  exportedOnly: [{ name: 'On hand after', write: ({ onHand }) => onHand }],
  complete: ({ sku, warehouse, type, quantity, ...rest }, key) =>
    sku === undefined || warehouse === undefined || type === undefined || quantity === undefined
      ? undefined
      : { key, sku, warehouse, type, quantity, ...rest },
  once: [{ column: 'Key', of: ({ key }) => key }],
};

const counts: Kind<CountLine, Inventory> = {
  columns: countColumns,
  complete: ({ sku, warehouse, counted, ...rest }, key) =>
    sku === undefined || warehouse === undefined || counted === undefined
      ? undefined
      : { key, sku, warehouse, counted, ...rest },
  once: [
    { column: 'Key', of: ({ key }) => key },
    { column: 'SKU', of: ({ sku, warehouse }) => pair(sku, warehouse) },
  ],
};

export const kinds = { products, suppliers, terms, movements, counts };
