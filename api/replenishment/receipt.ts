import * as z from 'zod';
import { late } from '../../db/kept.ts';
import { getReceipt } from '../../db/replenishment/receipt.ts';
import { id } from '../input.ts';
import { eventOutput } from '../ledger/event.ts';
import { router, viewer } from '../procedure.ts';

export const receipt = late(() =>
  z.object({
    id: id(),
    orderId: id(),
    allowsSurplus: z.boolean().meta({ description: 'More than was ordered was allowed to come in' }),
    ...eventOutput(),
    lines: z.array(
      z.object({
        productId: id(),
        quantity: z.int(),
        movementId: id().meta({
          description: 'The movement that brought it: reverse that one to take it back',
        }),
        isReversed: z.boolean().meta({ description: 'Taken back: it is outstanding again' }),
      }),
    ),
  }),
);

export const receiptRouter = router({
  get: viewer
    .meta({
      rest: {
        method: 'GET',
        path: '/receipts/{receipt_id}',
        summary: 'One receipt: what a movement with a receipt_id belongs to',
      },
    })
    .input(z.lazy(() => z.strictObject({ receiptId: id() })))
    .output(z.lazy(receipt))
    .query(({ ctx, input }) => getReceipt(ctx.scope, input.receiptId)),
});
