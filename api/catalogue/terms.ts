import * as z from 'zod';
import { createTerms, getTerms, listTerms, updateTerms } from '../../db/catalogue/terms.ts';
import { late } from '../../db/kept.ts';
import {
  atLeastOne,
  id,
  isActive,
  leadTimeDays,
  momentText,
  money,
  moneyText,
  packSize,
  pageOf,
  paging,
  quantity,
  text,
} from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';
import { termsChange, termsImport } from './import.ts';

const terms = late(() =>
  z.object({
    id: id(),
    supplierId: id(),
    supplierName: z.string(),
    productId: id(),
    productName: z.string(),
    productSku: z.string(),
    isPrimary: z.boolean().meta({ description: 'The supplier to order from first: one per product' }),
    supplierCode: z.string().nullable().meta({ description: 'What the supplier calls the product' }),
    unitCost: moneyText().nullable().meta({ description: 'Cost of one unit, like "3.20"' }),
    minimumQuantity: quantity().meta({ description: 'The least they deliver at once' }),
    packSize: z.int().meta({ description: 'Units in a pack: it is sold in whole packs' }),
    leadTimeDays: leadTimeDays()
      .nullable()
      .meta({ description: 'Days from order to delivery; null leaves it to the supplier' }),
    isActive: isActive(),
    createdAt: momentText(),
  }),
);
const one = late(() => z.strictObject({ termsId: id() }));

export const termsRouter = router({
  create: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/terms',
        status: 201,
        summary: "Create a supplier's terms for a product",
        location: '/terms/{id}',
      },
    })
    .input(
      z.lazy(() =>
        z.strictObject({
          supplierId: id(),
          productId: id(),
          isPrimary: z
            .boolean()
            .default(false)
            .meta({ description: 'The supplier to order from first: one per product' }),
          supplierCode: text(100)
            .nullable()
            .default(null)
            .meta({ description: 'What the supplier calls the product' }),
          unitCost: money().nullable().default(null).meta({ description: 'Cost of one unit, like "3.20"' }),
          minimumQuantity: quantity().default(1).meta({ description: 'The least they deliver at once' }),
          packSize: packSize().default(1),
          leadTimeDays: leadTimeDays()
            .nullable()
            .default(null)
            .meta({ description: 'Days from order to delivery; null leaves it to the supplier' }),
        }),
      ),
    )
    .output(z.lazy(terms))
    .mutation(({ ctx, input }) => createTerms(ctx.scope, input)),

  import: termsImport,

  get: viewer
    .meta({
      rest: { method: 'GET', path: '/terms/{terms_id}', summary: "One supplier's terms for a product" },
    })
    .input(z.lazy(one))
    .output(z.lazy(terms))
    .query(({ ctx, input }) => getTerms(ctx.scope, input.termsId)),

  list: viewer
    .meta({ rest: { method: 'GET', path: '/terms', summary: 'Terms, with search and pages' } })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...paging(),
          productId: id().optional(),
          supplierId: id().optional(),
          isActive: isActive().optional(),
        }),
      ),
    )
    .output(z.lazy(() => pageOf(terms())))
    .query(({ ctx, input }) => listTerms(ctx.scope, input)),

  update: operator
    .meta({
      rest: {
        method: 'PATCH',
        path: '/terms/{terms_id}',
        summary: "Change a supplier's terms for a product",
      },
    })
    .input(z.lazy(() => atLeastOne(z.strictObject({ termsId: id(), ...termsChange() }), 'termsId')))
    .output(z.lazy(terms))
    .mutation(({ ctx, input: { termsId, ...change } }) => updateTerms(ctx.scope, termsId, change)),

  archive: operator
    .meta({
      rest: {
        method: 'DELETE',
        path: '/terms/{terms_id}',
        summary: "Archive a supplier's terms for a product",
      },
    })
    .input(z.lazy(one))
    .output(z.lazy(terms))
    .mutation(({ ctx, input }) => updateTerms(ctx.scope, input.termsId, { isActive: false })),
});
