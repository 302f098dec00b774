import * as z from 'zod';
import { late } from '../../db/kept.ts';
import { dispatchTransfer, getTransfer, listTransfers, settleTransfer } from '../../db/ledger/transfer.ts';
import { id, pageOf, paging, quantity } from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';
import { event, eventOutput, occurredAt } from './event.ts';

const transfer = late(() =>
  z.object({
    id: id(),
    fromWarehouseId: id(),
    fromWarehouseName: z.string(),
    toWarehouseId: id(),
    toWarehouseName: z.string(),
    isInTransit: z.boolean().meta({ description: 'Something is still on its way' }),
    ...eventOutput(),
    lines: z.array(
      z.object({
        productId: id(),
        productName: z.string(),
        sku: z.string(),
        quantity: z.int().meta({ description: 'Units that left' }),
        arrived: z.int(),
        returned: z.int().meta({ description: 'Units that went back' }),
        inTransit: z.int(),
      }),
    ),
  }),
);

const transferLines = late(() =>
  z
    .array(z.strictObject({ productId: id(), quantity: quantity() }))
    .min(1)
    .max(1000),
);

/** Without lines: everything that is still in transit. */
const settled = late(() =>
  z.strictObject({
    transferId: id(),
    lines: transferLines()
      .nullable()
      .default(null)
      .meta({ description: 'Left out: everything that is still in transit' }),
    ...event(),
  }),
);

export const transferRouter = router({
  dispatch: operator
    .meta({
      isLedger: true,
      rest: {
        method: 'POST',
        path: '/transfers',
        status: 201,
        summary: 'Send goods to another warehouse: they leave now and are in transit until they arrive',
        location: '/transfers/{id}',
      },
    })
    .input(
      z.lazy(() =>
        z
          .strictObject({ fromWarehouseId: id(), toWarehouseId: id(), lines: transferLines(), ...event() })
          .refine(({ fromWarehouseId, toWarehouseId }) => fromWarehouseId !== toWarehouseId, {
            path: ['toWarehouseId'],
            message: 'must be another warehouse than from_warehouse_id',
          }),
      ),
    )
    .output(z.lazy(transfer))
    .mutation(({ ctx, input }) =>
      dispatchTransfer(ctx.scope, { ...input, occurredAt: occurredAt(input.occurredAt, ctx) }),
    ),

  receive: operator
    .meta({
      isLedger: true,
      rest: {
        method: 'POST',
        path: '/transfers/{transfer_id}/receive',
        status: 201,
        summary: 'Goods of a transfer arrived: all, or the lines given',
      },
    })
    .input(z.lazy(settled))
    .output(z.lazy(transfer))
    .mutation(({ ctx, input }) =>
      settleTransfer(ctx.scope, {
        ...input,
        isReturn: false,
        occurredAt: occurredAt(input.occurredAt, ctx),
      }),
    ),

  cancel: operator
    .meta({
      isLedger: true,
      rest: {
        method: 'POST',
        path: '/transfers/{transfer_id}/cancel',
        status: 201,
        summary: 'Goods in transit go back to where they came from: all, or the lines given',
      },
    })
    .input(z.lazy(settled))
    .output(z.lazy(transfer))
    .mutation(({ ctx, input }) =>
      settleTransfer(ctx.scope, {
        ...input,
        isReturn: true,
        occurredAt: occurredAt(input.occurredAt, ctx),
      }),
    ),

  get: viewer
    .meta({ rest: { method: 'GET', path: '/transfers/{transfer_id}', summary: 'One transfer' } })
    .input(z.lazy(() => z.strictObject({ transferId: id() })))
    .output(z.lazy(transfer))
    .query(({ ctx, input }) => getTransfer(ctx.scope, input.transferId)),

  list: viewer
    .meta({ rest: { method: 'GET', path: '/transfers', summary: 'Transfers, newest first' } })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...paging(),
          isInTransit: z.boolean().optional().meta({ description: 'true: only what is still on its way' }),
        }),
      ),
    )
    .output(z.lazy(() => pageOf(transfer())))
    .query(({ ctx, input: { limit, cursor, ...filter } }) => listTransfers(ctx.scope, filter, limit, cursor)),
});
