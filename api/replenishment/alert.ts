import * as z from 'zod';
import { Fault } from '../../db/fault.ts';
import { type Alert, alertsVersion, lowStock } from '../../db/replenishment/low-stock.ts';
import { confidences, shortageStatuses } from '../../db/replenishment/shortage.ts';
import type { Scope } from '../../db/scope.ts';
import { coverOf, wholeDays } from '../../worker/forecast/cover.ts';
import { dayText, id, momentText, reorderPointMeans } from '../input.ts';
import { router, viewer } from '../procedure.ts';
import { release } from '../release.ts';
import { sayStanding } from '../standing.ts';
import { shortageOrder } from './shortage.ts';

const uncomputed = 'null before the first computation';
const wholeDaysOrNull = z.int().min(0).nullable();

const alert = z.object({
  productId: id,
  productName: z.string(),
  sku: z.string(),
  warehouseId: id,
  warehouseName: z.string(),
  currentStock: z.int().meta({ description: 'Units on hand' }),
  threshold: z.int().meta({ description: 'Low at or below this' }),
  daysUntilStockout: z.int().min(0).meta({ description: 'Whole days that the stock lasts' }),
  supplier: z
    .object({ id, name: z.string(), contactEmail: z.string().nullable() })
    .nullable()
    .meta({ description: 'The primary supplier, else the one that delivers soonest' }),
  velocityPerDay: z.number().meta({ description: 'Units sold per day in stock, over the window' }),
  thresholdSource: z
    .enum(['warehouse', 'product', 'product_type', 'company', 'reorder_point'])
    .meta({ description: `The level that the threshold comes from; ${reorderPointMeans}` }),
  episodeStatus: z
    .enum(shortageStatuses)
    .nullable()
    .meta({ description: 'Where its shortage stands; null until the worker has opened one' }),
  shortage: z
    .object({
      id,
      heldBecause: z.string().nullable().meta({ description: 'Why nothing is ordered by itself' }),
      snoozedUntil: momentText.nullable(),
      note: z.string().nullable(),
      orders: z.array(shortageOrder).meta({ description: 'The orders that answer it, drafted or under way' }),
    })
    .nullable()
    .meta({ description: 'Its shortage, to acknowledge or snooze; null until the worker has opened one' }),
  leadDays: z
    .int()
    .nullable()
    .meta({ description: `Days from order to delivery; null without a supplier; ${uncomputed}` }),
  incomingQuantity: z
    .int()
    .nullable()
    .meta({ description: `Units on their way in orders; ${uncomputed}` }),
  nextArrival: dayText
    .nullable()
    .meta({ description: 'The local day on which the next of them are expected' }),
  suggestedQuantity: z
    .int()
    .nullable()
    .meta({ description: `What to order now, in whole packs; ${uncomputed}` }),
  confidence: z
    .enum(confidences)
    .nullable()
    .meta({ description: `How far the velocity can be trusted; ${uncomputed}` }),
  inStockDays: z
    .number()
    .nullable()
    .meta({ description: `Days in stock that the velocity rests on; ${uncomputed}` }),
  firstStockout: dayText
    .nullable()
    .meta({ description: 'The local day on which it first runs out, given what is on its way' }),
  daysUntilStockoutEarly: wholeDaysOrNull.meta({
    description: `Whole days at the early end: in one case of ten it lasts less; ${uncomputed}`,
  }),
  daysUntilStockoutLate: wholeDaysOrNull.meta({
    description: `Whole days at the late end: in one case of ten it lasts longer; ${uncomputed}`,
  }),
  canOrderInTime: z
    .boolean()
    .nullable()
    .meta({
      description: `An order placed now would be there by the early end; null without a supplier; ${uncomputed}`,
    }),
});

/** Days left, gap, product and warehouse of the last alert: the order of the list. */
const alertCursor = z
  .string()
  .regex(/^\d{1,15}\.-?\d{1,15}\.\d{1,15}\.\d{1,15}$/, 'is not a cursor: take it from next_cursor')
  .transform((value) => {
    const [afterDays = 0, afterGap = 0, afterProduct = 0, afterWarehouse = 0] = value.split('.').map(Number);
    return { afterDays, afterGap, afterProduct, afterWarehouse };
  })
  .meta({ description: 'next_cursor of the page before' });

const question = z.strictObject({
  companyId: id,
  windowDays: z.int().min(1).max(365).optional().meta({
    description: 'Compute the velocity over this window now; left out, the stored one serves',
  }),
  warehouseId: id.optional(),
  supplierId: id.optional().meta({ description: 'Only what this one would deliver' }),
  limit: z.int().min(1).max(1000).default(1000).meta({ description: 'Alerts per page' }),
  cursor: alertCursor.optional(),
});

const page = z.object({
  alerts: z.array(alert),
  totalAlerts: z.int().meta({ description: 'All that match, not only this page' }),
  generatedAt: momentText.meta({
    description: 'When this was read. An answer with the same ETag says what it says now, too',
  }),
  velocityComputedAt: momentText.nullable().meta({ description: 'The oldest velocity on this page' }),
  windowDays: z.int(),
  nextCursor: z
    .string()
    .nullable()
    .meta({ description: 'Send it as cursor for the next page; null on the last' }),
});

export const alertRouter = router({
  lowStock: viewer
    .meta({
      output: page,
      tagNow: async (scope, input) => {
        const asked = question.safeParse(input);
        if (asked.data?.companyId !== scope.company) return undefined;
        return tagOf(await alertsVersion(scope), scope, asked.data.windowDays);
      },
      rest: {
        method: 'GET',
        path: '/companies/{company_id}/alerts/low-stock',
        summary: 'What is low and sells, soonest to run out first',
      },
    })
    .input(question)
    .output(z.custom<z.output<typeof page>>())
    .query(async ({ ctx, input: { companyId, ...input } }) => {
      if (companyId !== ctx.scope.company) throw new Fault('company_not_found');
      const { nextCursor, alerts, version, ...found } = await lowStock(ctx.scope, input);
      if (!ctx.isBatch) sayStanding(ctx.reply, tagOf(version, ctx.scope, input.windowDays));
      return {
        ...found,
        alerts: alerts.map(withInterval),
        generatedAt: new Date(ctx.now).toISOString(),
        nextCursor: nextCursor && Object.values(nextCursor).join('.'),
      };
    }),
});

/** A window of its own is counted from the local day, so its figures move on with that, too. */
const tagOf = (version: number, scope: Scope, windowDays: number | undefined): string =>
  `W/"${release}-${version}${windowDays === undefined ? '' : `-${scope.localDay(scope.now)}`}"`;

/** The interval of the stock of this moment: early ≤ days until stock-out ≤ late, whatever moved since the computation. */
function withInterval({ spread, ...alert }: Alert) {
  if (!spread)
    return { ...alert, daysUntilStockoutEarly: null, daysUntilStockoutLate: null, canOrderInTime: null };
  const { p10Days, p90Days } = coverOf(alert.currentStock, { unitsPerDay: alert.velocityPerDay, spread });
  return {
    ...alert,
    daysUntilStockoutEarly: wholeDays(p10Days),
    daysUntilStockoutLate: wholeDays(p90Days),
    canOrderInTime: alert.leadDays === null || p10Days === null ? null : alert.leadDays <= p10Days,
  };
}
