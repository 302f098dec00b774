import * as z from 'zod';
import {
  createProductType,
  getProductType,
  listProductTypes,
  updateProductType,
} from '../../db/catalogue/type.ts';
import { late } from '../../db/kept.ts';
import { atLeastOne, id, isActive, momentText, name, pageOf, paging, text, threshold } from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';

const productType = late(() =>
  z.object({
    id: id(),
    name: z.string(),
    lowStockThreshold: threshold().nullable().meta({
      description: 'Low at or below this, for products of this type; null leaves it to the company',
    }),
    isActive: isActive(),
    createdAt: momentText(),
  }),
);
const one = late(() => z.strictObject({ productTypeId: id() }));

export const productTypeRouter = router({
  create: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/product-types',
        status: 201,
        summary: 'Create a product type',
        location: '/product-types/{id}',
      },
    })
    .input(
      z.lazy(() =>
        z.strictObject({
          name: name(),
          lowStockThreshold: threshold().nullable().default(null).meta({
            description: 'Low at or below this, for products of this type; null leaves it to the company',
          }),
        }),
      ),
    )
    .output(z.lazy(productType))
    .mutation(({ ctx, input }) => createProductType(ctx.scope, input)),

  get: viewer
    .meta({ rest: { method: 'GET', path: '/product-types/{product_type_id}', summary: 'One product type' } })
    .input(z.lazy(one))
    .output(z.lazy(productType))
    .query(({ ctx, input }) => getProductType(ctx.scope, input.productTypeId)),

  list: viewer
    .meta({
      rest: { method: 'GET', path: '/product-types', summary: 'Product types, with search and pages' },
    })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...paging(),
          search: text(100).optional().meta({ description: 'A part of the name' }),
          isActive: isActive().optional(),
        }),
      ),
    )
    .output(z.lazy(() => pageOf(productType())))
    .query(({ ctx, input }) => listProductTypes(ctx.scope, input)),

  update: operator
    .meta({
      rest: { method: 'PATCH', path: '/product-types/{product_type_id}', summary: 'Change a product type' },
    })
    .input(
      z.lazy(() =>
        atLeastOne(
          z.strictObject({
            productTypeId: id(),
            name: name().optional(),
            lowStockThreshold: threshold().nullable().optional().meta({
              description: 'Low at or below this, for products of this type; null leaves it to the company',
            }),
            isActive: isActive().optional(),
          }),
          'productTypeId',
        ),
      ),
    )
    .output(z.lazy(productType))
    .mutation(({ ctx, input: { productTypeId, ...change } }) =>
      updateProductType(ctx.scope, productTypeId, change),
    ),

  archive: operator
    .meta({
      rest: { method: 'DELETE', path: '/product-types/{product_type_id}', summary: 'Archive a product type' },
    })
    .input(z.lazy(one))
    .output(z.lazy(productType))
    .mutation(({ ctx, input }) => updateProductType(ctx.scope, input.productTypeId, { isActive: false })),
});
