import * as z from 'zod';
import { getCompany, updateCompany } from '../../db/company/company.ts';
import { late } from '../../db/kept.ts';
import { atLeastOne, currency, id, momentText, name, nothing, threshold, timeZone } from '../input.ts';
import { owner, router, viewer } from '../procedure.ts';

const reorderPointStandsIn = late(() =>
  z.boolean().meta({
    description: 'What sells and has no threshold at any level is low at its computed reorder point',
  }),
);

const company = late(() =>
  z.object({
    id: id(),
    name: z.string(),
    timeZone: z.string().meta({ description: 'Days are cut in this zone, like Europe/Berlin' }),
    currency: z.string().meta({ description: 'Three letters, like EUR' }),
    lowStockThreshold: threshold().nullable().meta({
      description:
        'Low at or below this, where neither warehouse, product nor type says otherwise; null: no common threshold',
    }),
    reorderPointStandsIn: reorderPointStandsIn(),
    windowDays: z.int().meta({ description: 'Days of sales that the velocity is taken from' }),
    createdAt: momentText(),
  }),
);

export const companyRouter = router({
  get: viewer
    .meta({ rest: { method: 'GET', path: '/company', summary: 'Your company' } })
    .input(z.lazy(nothing))
    .output(z.lazy(company))
    .query(({ ctx }) => getCompany(ctx.scope)),

  update: owner
    .meta({ rest: { method: 'PATCH', path: '/company', summary: 'Change your company' } })
    .input(
      z.lazy(() =>
        atLeastOne(
          z.strictObject({
            name: name().optional(),
            timeZone: timeZone()
              .optional()
              .meta({ description: 'Days are cut in this zone, like Europe/Berlin' }),
            currency: currency().optional().meta({ description: 'Three letters, like EUR' }),
            lowStockThreshold: threshold().nullable().optional().meta({
              description:
                'Low at or below this, where neither warehouse, product nor type says otherwise; null: no common threshold',
            }),
            reorderPointStandsIn: reorderPointStandsIn().optional(),
            windowDays: z
              .int()
              .min(1)
              .max(365)
              .optional()
              .meta({ description: 'Days of sales that the velocity is taken from' }),
          }),
        ),
      ),
    )
    .output(z.lazy(company))
    .mutation(async ({ ctx, input }) => {
      const company = await updateCompany(ctx.scope, input);
      // Who calls next is in its new zone at once.
      ctx.forgetIdentities();
      return company;
    }),
});
