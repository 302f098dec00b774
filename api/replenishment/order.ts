import * as z from 'zod';
import { late } from '../../db/kept.ts';
import { createOrder, setOrderLines, updateOrder } from '../../db/replenishment/order/draft.ts';
import {
  approveOrder,
  cancelOrder,
  closeOrderShort,
  confirmOrder,
  declineOrder,
  getOrder,
  listOrders,
  markOrderSent,
  orderStatuses,
} from '../../db/replenishment/order.ts';
import { receiveOrder } from '../../db/replenishment/receipt.ts';
import { atLeastOne, day, eachOnce, id, lines, money, pageOf, paging, quantity, text } from '../input.ts';
import { event, occurredAt } from '../ledger/event.ts';
import { operator, router, viewer } from '../procedure.ts';
import { orderPreview } from './letter.ts';
import { expectedDay, order, orderHead } from './order/shape.ts';

const one = late(() => z.strictObject({ orderId: id() }));
const note = late(() =>
  lines(2000)
    .nullable()
    .meta({ description: 'For the supplier, in the letter; it stands once that is written' }),
);
const reference = late(() => text(255).nullable().meta({ description: "The supplier's own number for it" }));
const reason = late(() => text(500).nullable().default(null).meta({ description: 'Why: kept in the note' }));
const unitCost = late(() =>
  money()
    .nullable()
    .optional()
    .meta({ description: 'Cost of one unit; left out: as in the draft, or as the terms have it' }),
);
const expected = late(() => day().meta({ description: 'The local day on which the goods are expected' }));

const linesOf = <Line extends z.ZodType<{ productId: number }>>(line: Line) =>
  z.array(line).max(1000).refine(eachOnce, 'names a product twice: add up its quantity');

export const orderRouter = router({
  list: viewer
    .meta({ rest: { method: 'GET', path: '/orders', summary: 'Orders, newest first, without their lines' } })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...paging(),
          status: z
            .array(z.enum(orderStatuses))
            .min(1)
            .max(orderStatuses.length)
            .optional()
            .meta({ description: 'One or several' }),
          supplierId: id().optional(),
          warehouseId: id().optional(),
          isOverdue: z.boolean().optional().meta({ description: 'true: only what should have come by now' }),
          isHeld: z
            .boolean()
            .optional()
            .meta({ description: 'true: only what is ready and does not go out by itself' }),
        }),
      ),
    )
    .output(z.lazy(() => pageOf(orderHead())))
    .query(({ ctx, input: { limit, cursor, ...filter } }) => listOrders(ctx.scope, filter, limit, cursor)),

  get: viewer
    .meta({
      rest: { method: 'GET', path: '/orders/{order_id}', summary: 'One order, with lines and receipts' },
    })
    .input(z.lazy(one))
    .output(z.lazy(order))
    .query(({ ctx, input }) => getOrder(ctx.scope, input.orderId)),

  preview: orderPreview,

  create: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/orders',
        status: 201,
        summary: 'Draft an order by hand: it leaves when it is approved',
        location: '/orders/{id}',
      },
    })
    .input(
      z.lazy(() =>
        z.strictObject({
          supplierId: id(),
          warehouseId: id().meta({ description: 'Where the goods shall go' }),
          lines: linesOf(z.strictObject({ productId: id(), quantity: quantity(), unitCost: unitCost() })).min(
            1,
          ),
          note: note().default(null),
        }),
      ),
    )
    .output(z.lazy(order))
    .mutation(({ ctx, input }) => createOrder(ctx.scope, input)),

  update: operator
    .meta({
      rest: {
        method: 'PATCH',
        path: '/orders/{order_id}',
        summary:
          "Change an order's note, the supplier's number, or the day that is expected once it was sent",
      },
    })
    .input(
      z.lazy(() =>
        atLeastOne(
          one().extend({
            note: note().optional(),
            reference: reference().optional(),
            expectedDay: expected().optional(),
          }),
          'orderId',
        ),
      ),
    )
    .output(z.lazy(order))
    .mutation(({ ctx, input: { orderId, ...change } }) =>
      updateOrder(ctx.scope, orderId, { ...change, expectedDay: expectedDay(change.expectedDay, ctx.scope) }),
    ),

  setLines: operator
    .meta({
      rest: {
        method: 'PUT',
        path: '/orders/{order_id}/lines',
        summary:
          'The lines of a draft as they shall be: a suggested one that is left out is not suggested again',
      },
    })
    .input(
      z.lazy(() =>
        one().extend({
          lines: linesOf(
            z.strictObject({
              productId: id(),
              quantity: z.int().min(0).max(1_000_000_000).meta({ description: '0 takes the line out' }),
              unitCost: unitCost(),
            }),
          ),
        }),
      ),
    )
    .output(z.lazy(order))
    .mutation(({ ctx, input }) => setOrderLines(ctx.scope, input.orderId, input.lines)),

  approve: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/orders/{order_id}/approve',
        summary: 'Approve a draft: its letter is written at once, whatever held it back',
      },
    })
    .input(z.lazy(one))
    .output(z.lazy(order))
    .mutation(({ ctx, input }) => approveOrder(ctx.scope, input.orderId)),

  markSent: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/orders/{order_id}/mark-sent',
        summary: 'You sent it by other means: no letter leaves any more',
      },
    })
    .input(
      z.lazy(() =>
        one().extend({
          expectedDay: expected().optional().meta({
            description: 'Left out: today and the lead time that was agreed, or a week where none is known',
          }),
        }),
      ),
    )
    .output(z.lazy(order))
    .mutation(({ ctx, input }) =>
      markOrderSent(ctx.scope, input.orderId, {
        expectedDay: expectedDay(input.expectedDay, ctx.scope) ?? null,
      }),
    ),

  confirm: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/orders/{order_id}/confirm',
        summary: 'The supplier said when it comes',
      },
    })
    .input(z.lazy(() => one().extend({ expectedDay: expected(), reference: reference().default(null) })))
    .output(z.lazy(order))
    .mutation(({ ctx, input: { orderId, ...answer } }) =>
      confirmOrder(ctx.scope, orderId, {
        ...answer,
        expectedDay: expectedDay(answer.expectedDay, ctx.scope),
      }),
    ),

  decline: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/orders/{order_id}/decline',
        summary: 'The supplier will not deliver: its shortages are open again',
      },
    })
    .input(z.lazy(() => one().extend({ reason: reason() })))
    .output(z.lazy(order))
    .mutation(({ ctx, input: { orderId, ...why } }) => declineOrder(ctx.scope, orderId, why)),

  cancel: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/orders/{order_id}/cancel',
        summary: 'Cancel an order of which nothing has come; tell the supplier if it was sent',
      },
    })
    .input(z.lazy(() => one().extend({ reason: reason() })))
    .output(z.lazy(order))
    .mutation(({ ctx, input: { orderId, ...why } }) => cancelOrder(ctx.scope, orderId, why)),

  closeShort: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/orders/{order_id}/close',
        summary: 'Close an order short: the rest will not come',
      },
    })
    .input(z.lazy(() => one().extend({ reason: reason() })))
    .output(z.lazy(order))
    .mutation(({ ctx, input: { orderId, ...why } }) => closeOrderShort(ctx.scope, orderId, why)),

  receive: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/orders/{order_id}/receipts',
        status: 201,
        summary: 'Goods of an order came in: all that is outstanding, or the lines given',
      },
    })
    .input(
      z.lazy(() =>
        one().extend({
          lines: linesOf(z.strictObject({ productId: id(), quantity: quantity() }))
            .min(1)
            .nullable()
            .default(null)
            .meta({ description: 'Left out: everything that is outstanding' }),
          allowsSurplus: z
            .boolean()
            .default(false)
            .meta({ description: 'true: more than was ordered came in, and you keep it' }),
          ...event(),
        }),
      ),
    )
    .output(z.lazy(order))
    .mutation(({ ctx, input }) =>
      receiveOrder(ctx.scope, { ...input, occurredAt: occurredAt(input.occurredAt, ctx) }),
    ),
});
