import * as z from 'zod';
import { createBundle, getBundle, listBundles, updateBundle } from '../../db/catalogue/bundle.ts';
import { late } from '../../db/kept.ts';
import {
  atLeastOne,
  eachOnce,
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
} from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';

const bundle = late(() =>
  z.object({
    id: id(),
    sku: z.string(),
    name: z.string(),
    price: moneyText(),
    componentsPrice: moneyText().meta({ description: 'What the components cost one by one' }),
    description: z.string().nullable(),
    isActive: isActive(),
    components: z.array(z.object({ productId: id(), sku: z.string(), name: z.string(), quantity: z.int() })),
    buildable: z
      .array(
        z.object({
          warehouseId: id(),
          quantity: z.int(),
          limitedBy: id().meta({ description: 'The component that runs out first' }),
        }),
      )
      .meta({ description: 'How many could be put together in each warehouse' }),
    createdAt: momentText(),
    updatedAt: momentText(),
  }),
);
/** Products only, each once. */
const components = late(() =>
  z
    .array(z.strictObject({ productId: id(), quantity: z.int().min(1).max(1_000_000) }))
    .min(1)
    .max(100)
    .refine(eachOnce, 'names a product twice: add up its quantity')
    .meta({ description: 'Products only, each once' }),
);

const one = late(() => z.strictObject({ bundleId: id() }));

export const bundleRouter = router({
  create: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/bundles',
        status: 201,
        summary: 'Create a bundle',
        location: '/bundles/{id}',
      },
    })
    .input(
      z.lazy(() =>
        z.strictObject({
          sku: sku().meta({ description: 'Unique in the company, whatever the case' }),
          name: name(),
          price: money(),
          description: lines(5000).nullable().default(null),
          isActive: isActive().default(true),
          components: components(),
        }),
      ),
    )
    .output(z.lazy(bundle))
    .mutation(({ ctx, input }) => createBundle(ctx.scope, input)),

  get: viewer
    .meta({ rest: { method: 'GET', path: '/bundles/{bundle_id}', summary: 'One bundle' } })
    .input(z.lazy(one))
    .output(z.lazy(bundle))
    .query(({ ctx, input }) => getBundle(ctx.scope, input.bundleId)),

  list: viewer
    .meta({ rest: { method: 'GET', path: '/bundles', summary: 'Bundles, with search and pages' } })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...paging(),
          search: text(100).optional().meta({ description: 'A part of the SKU or of the name' }),
          isActive: isActive().optional(),
        }),
      ),
    )
    .output(z.lazy(() => pageOf(bundle())))
    .query(({ ctx, input }) => listBundles(ctx.scope, input)),

  update: operator
    .meta({ rest: { method: 'PATCH', path: '/bundles/{bundle_id}', summary: 'Change a bundle' } })
    .input(
      z.lazy(() =>
        atLeastOne(
          z.strictObject({
            bundleId: id(),
            sku: sku().optional(),
            name: name().optional(),
            price: money().optional(),
            description: lines(5000).nullable().optional(),
            components: components().optional(),
            isActive: isActive().optional(),
          }),
          'bundleId',
        ),
      ),
    )
    .output(z.lazy(bundle))
    .mutation(({ ctx, input: { bundleId, ...change } }) => updateBundle(ctx.scope, bundleId, change)),

  archive: operator
    .meta({ rest: { method: 'DELETE', path: '/bundles/{bundle_id}', summary: 'Archive a bundle' } })
    .input(z.lazy(one))
    .output(z.lazy(bundle))
    .mutation(({ ctx, input }) => updateBundle(ctx.scope, input.bundleId, { isActive: false })),
});
