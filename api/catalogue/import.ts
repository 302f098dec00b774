import * as z from 'zod';
import { importProducts } from '../../db/catalogue/product-import.ts';
import { importSuppliers } from '../../db/catalogue/supplier-import.ts';
import { importTerms } from '../../db/catalogue/terms-import.ts';
import { late } from '../../db/kept.ts';
import {
  importAnswer,
  imported,
  importedLines,
  importResult,
  type Messages,
  preview,
  sentenceFrom,
} from '../import.ts';
import {
  email,
  isActive,
  leadTimeDays,
  lines,
  money,
  name,
  packSize,
  quantity,
  sku,
  text,
  threshold,
} from '../input.ts';
import { operator } from '../procedure.ts';

/** Each line finds its row by name and creates or changes it: sent twice, the second time changes nothing. */

const messages: Messages = {
  'duplicate_sku sku': 'This SKU is taken, or in an earlier line: keep one of them',
  'duplicate_name name': 'This supplier is in an earlier line: keep one of them',
  'duplicate_terms supplier': 'This supplier of this product is in an earlier line: keep one of them',
  'duplicate_terms isPrimary': 'An earlier line makes another supplier the first choice for this product',
  'invalid_input name': 'is needed for a new product',
  'invalid_input price': 'is needed for a new product',
  product_not_found: 'There is no product with this SKU: import the products first',
  product_is_bundle: 'This SKU is a bundle: only products are imported',
  supplier_not_found: 'There is no supplier of this name: import the suppliers first',
};

const told = { messageOf: sentenceFrom(messages), empty: {} };
const answer = late(() => importAnswer(importResult()));

const numbered = <Given extends object>(given: Given, line: number) => ({ ...given, line });

const productLine = late(() =>
  z.strictObject({
    sku: sku().meta({
      description: 'Finds the product, whatever the case; one that is not there is created',
    }),
    name: name().optional().meta({ description: 'Needed for a product that is not there yet' }),
    price: money().optional(),
    productType: name()
      .nullable()
      .optional()
      .meta({ description: 'Name of its type, which is created if it is new' }),
    lowStockThreshold: threshold().nullable().optional(),
    description: lines(5000).nullable().optional(),
    isActive: isActive().optional(),
    supplier: name().optional().meta({
      description: 'Name of the supplier to order from first; its terms are created if they are new',
    }),
  }),
);

export const productImport = operator
  .meta({
    isImport: true,
    rest: {
      method: 'POST',
      path: '/products/import',
      summary: 'Create or change up to 1,000 products by SKU, each line by itself',
    },
  })
  .input(z.lazy(() => z.strictObject({ preview: preview(), lines: importedLines(productLine()) })))
  .output(z.lazy(answer))
  .mutation(({ ctx, input }) =>
    imported(input.lines, numbered, (usable) => importProducts(ctx.scope, usable, input.preview), told),
  );

const supplierLine = late(() =>
  z.strictObject({
    name: name().meta({
      description: 'Finds the supplier, whatever the case; one that is not there is created',
    }),
    contactEmail: email().nullable().optional().meta({ description: 'Where orders are mailed' }),
    leadTimeDays: leadTimeDays().nullable().optional(),
    isActive: isActive().optional(),
  }),
);

export const supplierImport = operator
  .meta({
    isImport: true,
    rest: {
      method: 'POST',
      path: '/suppliers/import',
      summary: 'Create or change up to 1,000 suppliers by name, each line by itself',
    },
  })
  .input(z.lazy(() => z.strictObject({ preview: preview(), lines: importedLines(supplierLine()) })))
  .output(z.lazy(answer))
  .mutation(({ ctx, input }) =>
    imported(input.lines, numbered, (usable) => importSuppliers(ctx.scope, usable, input.preview), told),
  );

/** What may be changed of terms, by their id or by an import. */
export const termsChange = late(() => ({
  isPrimary: z
    .boolean()
    .optional()
    .meta({ description: 'The supplier to order from first: one per product' }),
  supplierCode: text(100).nullable().optional().meta({ description: 'What the supplier calls the product' }),
  unitCost: money().nullable().optional().meta({ description: 'Cost of one unit, like "3.20"' }),
  minimumQuantity: quantity().optional().meta({ description: 'The least they deliver at once' }),
  packSize: packSize().optional(),
  leadTimeDays: leadTimeDays()
    .nullable()
    .optional()
    .meta({ description: 'Days from order to delivery; null leaves it to the supplier' }),
  isActive: isActive().optional(),
}));

const termsLine = late(() =>
  z.strictObject({
    sku: sku().meta({ description: 'Of the product' }),
    supplier: name().meta({ description: 'Name of the supplier' }),
    ...termsChange(),
  }),
);

export const termsImport = operator
  .meta({
    isImport: true,
    rest: {
      method: 'POST',
      path: '/terms/import',
      summary: 'Create or change up to 1,000 terms by SKU and supplier, each line by itself',
    },
  })
  .input(z.lazy(() => z.strictObject({ preview: preview(), lines: importedLines(termsLine()) })))
  .output(z.lazy(answer))
  .mutation(({ ctx, input }) =>
    imported(input.lines, numbered, (usable) => importTerms(ctx.scope, usable, input.preview), told),
  );
