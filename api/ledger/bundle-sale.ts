import * as z from 'zod';
import { late } from '../../db/kept.ts';
import { getBundleSale, reverseBundleSale, sellBundle } from '../../db/ledger/bundle-sale.ts';
import { id } from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';
import { event, eventOutput, movement, occurredAt } from './event.ts';

const bundleSale = late(() =>
  z.object({
    id: id(),
    bundleId: id(),
    warehouseId: id(),
    quantity: z.int(),
    ...eventOutput(),
    movements: z.array(movement()).meta({ description: 'One per component' }),
  }),
);

export const bundleSaleRouter = router({
  record: operator
    .meta({
      isLedger: true,
      rest: {
        method: 'POST',
        path: '/bundle-sales',
        status: 201,
        summary: 'Sell a bundle: every component leaves, or none',
        location: '/bundle-sales/{id}',
      },
    })
    .input(
      z.lazy(() =>
        z.strictObject({
          bundleId: id(),
          warehouseId: id(),
          quantity: z.int().min(1).max(1_000_000),
          ...event(),
        }),
      ),
    )
    .output(z.lazy(bundleSale))
    .mutation(({ ctx, input }) =>
      sellBundle(ctx.scope, { ...input, occurredAt: occurredAt(input.occurredAt, ctx) }),
    ),

  reverse: operator
    .meta({
      isLedger: true,
      rest: {
        method: 'POST',
        path: '/bundle-sales/{bundle_sale_id}/reverse',
        status: 201,
        summary: 'Take a bundle sale back, every component',
      },
    })
    .input(z.lazy(() => z.strictObject({ bundleSaleId: id(), reason: event().reason })))
    .output(z.lazy(bundleSale))
    .mutation(({ ctx, input }) => reverseBundleSale(ctx.scope, input.bundleSaleId, input.reason)),

  get: viewer
    .meta({
      rest: {
        method: 'GET',
        path: '/bundle-sales/{bundle_sale_id}',
        summary: 'One bundle sale and its movements',
      },
    })
    .input(z.lazy(() => z.strictObject({ bundleSaleId: id() })))
    .output(z.lazy(bundleSale))
    .query(({ ctx, input }) => getBundleSale(ctx.scope, input.bundleSaleId)),
});
