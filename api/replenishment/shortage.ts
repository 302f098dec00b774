import * as z from 'zod';
import { Fault } from '../../db/fault.ts';
import { late } from '../../db/kept.ts';
import { orderStatuses } from '../../db/replenishment/order.ts';
import {
  acknowledgeShortage,
  confidences,
  getShortage,
  listShortages,
  reopenShortage,
  shortageHolds,
  shortageResolutions,
  shortageStatuses,
  snoozeShortage,
} from '../../db/replenishment/shortage.ts';
import { dayText, id, lines, moment, momentText, pageOf, paging } from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';

const status = late(() =>
  z.enum(shortageStatuses).meta({
    description:
      'open, ordered (its order was sent), acknowledged or snoozed (a person has it), resolved (above the threshold again)',
  }),
);

export const shortageOrder = late(() =>
  z.object({
    id: id(),
    number: z.string(),
    status: z.enum(orderStatuses),
    quantity: z.int(),
    received: z.int(),
    expectedDay: dayText().nullable(),
  }),
);

const shortage = late(() =>
  z.object({
    id: id(),
    status: status(),
    heldBy: z
      .enum(shortageHolds)
      .nullable()
      .meta({ description: 'Why nothing is ordered by itself; null: nothing holds it' }),
    heldBecause: z.string().nullable().meta({ description: 'The same in words' }),
    productId: id(),
    productName: z.string(),
    sku: z.string(),
    warehouseId: id(),
    warehouseName: z.string(),
    supplier: z
      .object({ id: id(), name: z.string() })
      .nullable()
      .meta({ description: 'The primary supplier, else the one that delivers soonest' }),
    onHand: z.int().meta({ description: 'Units on hand now' }),
    threshold: z.int().nullable().meta({ description: 'Low at or below this; null: no threshold any more' }),
    daysUntilStockout: z
      .int()
      .nullable()
      .meta({ description: 'Whole days that the stock lasts; null: it does not sell' }),
    velocityPerDay: z.number().meta({ description: 'Units sold per day in stock' }),
    confidence: z
      .enum(confidences)
      .nullable()
      .meta({ description: 'How far the velocity can be trusted; null before the first computation' }),
    openedAt: momentText(),
    openedWith: z.int().meta({ description: 'Units on hand when it opened' }),
    snoozedUntil: momentText().nullable(),
    decidedBy: z.string().nullable().meta({ description: 'Who decided last, like key:7' }),
    note: z.string().nullable(),
    resolvedAt: momentText().nullable(),
    resolution: z.enum(shortageResolutions).nullable().meta({ description: 'What ended it' }),
    orders: z.array(shortageOrder()).meta({ description: 'The orders that answer it' }),
  }),
);

const one = late(() => z.strictObject({ shortageId: id() }));
const note = late(() => lines(500).nullable().default(null).meta({ description: 'Why, for people' }));

const DAY = 86_400_000;
const SNOOZE_DAYS_MAX = 90;

export const shortageRouter = router({
  list: viewer
    .meta({ rest: { method: 'GET', path: '/shortages', summary: 'Shortages, newest first' } })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...paging(),
          status: z
            .array(status())
            .min(1)
            .max(shortageStatuses.length)
            .optional()
            .meta({ description: 'One or several; left out: all but the resolved ones' }),
          warehouseId: id().optional(),
          productId: id().optional(),
        }),
      ),
    )
    .output(z.lazy(() => pageOf(shortage())))
    .query(({ ctx, input: { limit, cursor, ...filter } }) => listShortages(ctx.scope, filter, limit, cursor)),

  get: viewer
    .meta({ rest: { method: 'GET', path: '/shortages/{shortage_id}', summary: 'One shortage' } })
    .input(z.lazy(one))
    .output(z.lazy(shortage))
    .query(({ ctx, input }) => getShortage(ctx.scope, input.shortageId)),

  acknowledge: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/shortages/{shortage_id}/acknowledge',
        summary: 'Take a shortage over: nothing is ordered by itself any more',
      },
    })
    .input(z.lazy(() => one().extend({ note: note() })))
    .output(z.lazy(shortage))
    .mutation(({ ctx, input: { shortageId, ...decision } }) =>
      acknowledgeShortage(ctx.scope, shortageId, decision),
    ),

  snooze: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/shortages/{shortage_id}/snooze',
        summary: 'Put a shortage off for a while: until then nothing is ordered by itself',
      },
    })
    .input(
      z.lazy(() =>
        one().extend({ until: moment().meta({ description: 'At most 90 days from now' }), note: note() }),
      ),
    )
    .output(z.lazy(shortage))
    .mutation(({ ctx, input: { shortageId, ...decision } }) =>
      snoozeShortage(ctx.scope, shortageId, { ...decision, until: within(decision.until, ctx.now) }),
    ),

  reopen: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/shortages/{shortage_id}/reopen',
        summary: 'Take a decision back: the shortage is open again, or ordered if an order is under way',
      },
    })
    .input(z.lazy(one))
    .output(z.lazy(shortage))
    .mutation(({ ctx, input }) => reopenShortage(ctx.scope, input.shortageId)),
});

function within(until: number, now: number): number {
  if (until <= now) throw new Fault('invalid_input', [{ field: 'until', message: 'must be in the future' }]);
  if (until > now + SNOOZE_DAYS_MAX * DAY)
    throw new Fault('invalid_input', [{ field: 'until', message: 'is more than 90 days from now' }]);
  return until;
}
