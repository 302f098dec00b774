import * as z from 'zod';
import { createTerms, getTerms, listTerms, updateTerms } from '../../db/catalogue/terms.ts';
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

const terms = z.object({
  id,
  supplierId: id,
  supplierName: z.string(),
  productId: id,
  productSku: z.string(),
  isPrimary: z.boolean(),
  supplierCode: z.string().nullable(),
  unitCost: moneyText.nullable(),
  minimumQuantity: quantity,
  packSize: z.int(),
  leadTimeDays: leadTimeDays.nullable(),
  isActive,
  createdAt: momentText,
});
const one = z.strictObject({ termsId: id });

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
      z.strictObject({
        supplierId: id,
        productId: id,
        isPrimary: z.boolean().default(false),
        supplierCode: text(100).nullable().default(null),
        unitCost: money.nullable().default(null),
        minimumQuantity: quantity.default(1),
        packSize: packSize.default(1),
        leadTimeDays: leadTimeDays.nullable().default(null),
      }),
    )
    .output(terms)
    .mutation(({ ctx, input }) => createTerms(ctx.scope, input)),

  get: viewer
    .meta({
      rest: { method: 'GET', path: '/terms/{terms_id}', summary: "One supplier's terms for a product" },
    })
    .input(one)
    .output(terms)
    .query(({ ctx, input }) => getTerms(ctx.scope, input.termsId)),

  list: viewer
    .meta({ rest: { method: 'GET', path: '/terms', summary: 'Terms, with search and pages' } })
    .input(
      z.strictObject({
        ...paging,
        productId: id.optional(),
        supplierId: id.optional(),
        isActive: isActive.optional(),
      }),
    )
    .output(pageOf(terms))
    .query(({ ctx, input }) => listTerms(ctx.scope, input)),

  update: operator
    .meta({
      rest: {
        method: 'PATCH',
        path: '/terms/{terms_id}',
        summary: "Change a supplier's terms for a product",
      },
    })
    .input(
      atLeastOne(
        z.strictObject({
          termsId: id,
          isPrimary: z.boolean().optional(),
          supplierCode: text(100).nullable().optional(),
          unitCost: money.nullable().optional(),
          minimumQuantity: quantity.optional(),
          packSize: packSize.optional(),
          leadTimeDays: leadTimeDays.nullable().optional(),
          isActive: isActive.optional(),
        }),
        'termsId',
      ),
    )
    .output(terms)
    .mutation(({ ctx, input: { termsId, ...change } }) => updateTerms(ctx.scope, termsId, change)),

  archive: operator
    .meta({
      rest: {
        method: 'DELETE',
        path: '/terms/{terms_id}',
        summary: "Archive a supplier's terms for a product",
      },
    })
    .input(one)
    .output(terms)
    .mutation(({ ctx, input }) => updateTerms(ctx.scope, input.termsId, { isActive: false })),
});
