import * as z from 'zod';
import { createProduct, getProduct, listProducts, updateProduct } from '../../db/catalogue/product.ts';
import { Fault } from '../../db/fault.ts';
import { late } from '../../db/kept.ts';
import { isObject } from '../casing.ts';
import {
  atLeastOne,
  id,
  isActive,
  lines,
  momentText,
  money,
  moneyText,
  name,
  pageOf,
  paging,
  sku,
  text,
  threshold,
} from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';
import { productImport } from './import.ts';

const product = late(() =>
  z.object({
    id: id(),
    sku: z.string(),
    name: z.string(),
    price: moneyText(),
    productType: z.string().nullable().meta({ description: 'Name of its type' }),
    lowStockThreshold: threshold().nullable().meta({
      description: 'Low at or below this; null leaves it to the product type, then the company',
    }),
    supplier: z.string().nullable().meta({ description: 'Name of the supplier to order from first' }),
    onHand: z.int().meta({ description: 'In all warehouses together' }),
    lowWarehouses: z.int().meta({ description: 'In how many warehouses it is at or below its threshold' }),
    description: z.string().nullable(),
    isActive: isActive(),
    createdAt: momentText(),
    updatedAt: momentText(),
  }),
);

const newProduct = late(() =>
  z
    .strictObject({
      name: name(),
      sku: sku().meta({ description: 'Unique in the company, whatever the case' }),
      price: money(),
      productType: name()
        .nullable()
        .default(null)
        .meta({ description: 'Name of its type, which is created if it is new' }),
      lowStockThreshold: threshold().nullable().default(null).meta({
        description: 'Low at or below this; null leaves it to the product type, then the company',
      }),
      supplierId: id().nullable().default(null).meta({ description: 'Becomes the primary supplier' }),
      description: lines(5000).nullable().default(null),
      isActive: isActive().default(true),
      warehouseId: id()
        .nullable()
        .default(null)
        .meta({ description: 'Where the product is stocked from the start' }),
      initialQuantity: z
        .int()
        .min(0)
        .max(1_000_000_000)
        .nullable()
        .default(null)
        .meta({ description: 'Opening balance in that warehouse, recorded as a movement' }),
      companyId: id().optional().meta({ description: 'Not needed: the key says it. If sent, it must agree' }),
    })
    .refine(({ warehouseId, initialQuantity }) => initialQuantity === null || warehouseId !== null, {
      path: ['warehouseId'],
      message: 'is needed with initial_quantity: say where the stock is',
      when: ({ value }) => isObject(value),
    }),
);

const one = late(() => z.strictObject({ productId: id() }));

export const productRouter = router({
  create: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/products',
        status: 201,
        summary: 'Create a product, with its supplier and opening stock if you like',
        location: '/products/{product_id}',
      },
    })
    .input(z.lazy(newProduct))
    .output(z.lazy(() => z.object({ message: z.string(), productId: id(), product: product() })))
    .mutation(async ({ ctx, input: { companyId, ...facts } }) => {
      if (companyId !== undefined && companyId !== ctx.scope.company)
        throw new Fault('invalid_input', [{ field: 'companyId', message: 'is not the company of this key' }]);
      const created = await createProduct(ctx.scope, facts);
      return { message: 'Product created successfully', productId: created.id, product: created };
    }),

  import: productImport,

  get: viewer
    .meta({ rest: { method: 'GET', path: '/products/{product_id}', summary: 'One product' } })
    .input(z.lazy(one))
    .output(z.lazy(product))
    .query(({ ctx, input }) => getProduct(ctx.scope, input.productId)),

  list: viewer
    .meta({ rest: { method: 'GET', path: '/products', summary: 'Products, with search and pages' } })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...paging(),
          search: text(100).optional().meta({ description: 'A part of the SKU or of the name' }),
          isActive: isActive().optional(),
          productTypeId: id().optional(),
        }),
      ),
    )
    .output(z.lazy(() => pageOf(product())))
    .query(({ ctx, input }) => listProducts(ctx.scope, input)),

  update: operator
    .meta({ rest: { method: 'PATCH', path: '/products/{product_id}', summary: 'Change a product' } })
    .input(
      z.lazy(() =>
        atLeastOne(
          z.strictObject({
            productId: id(),
            name: name().optional(),
            sku: sku().optional().meta({ description: 'Unique in the company, whatever the case' }),
            price: money().optional(),
            productType: name()
              .nullable()
              .optional()
              .meta({ description: 'Name of its type, which is created if it is new' }),
            lowStockThreshold: threshold().nullable().optional().meta({
              description: 'Low at or below this; null leaves it to the product type, then the company',
            }),
            description: lines(5000).nullable().optional(),
            isActive: isActive().optional(),
          }),
          'productId',
        ),
      ),
    )
    .output(z.lazy(product))
    .mutation(({ ctx, input: { productId, ...change } }) => updateProduct(ctx.scope, productId, change)),

  archive: operator
    .meta({ rest: { method: 'DELETE', path: '/products/{product_id}', summary: 'Archive a product' } })
    .input(z.lazy(one))
    .output(z.lazy(product))
    .mutation(({ ctx, input }) => updateProduct(ctx.scope, input.productId, { isActive: false })),
});
