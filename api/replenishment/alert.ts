import * as z from 'zod';
import type { Spell } from '../../db/answer.ts';
import { Fault } from '../../db/fault.ts';
import { alertsVersion, lowStockWritten, type WrittenAlert } from '../../db/replenishment/low-stock.ts';
import { confidences, shortageStatuses } from '../../db/replenishment/shortage.ts';
import type { Scope } from '../../db/scope.ts';
import { endsOf, wholeDays } from '../../worker/forecast/cover.ts';
import { dayText, id, momentText, reorderPointMeans } from '../input.ts';
import { router, viewer } from '../procedure.ts';
import { release } from '../release.ts';
import { sayStanding } from '../standing.ts';
import { Written } from '../written.ts';
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
      tagFor: (input) => {
        const asked = question.safeParse(input).data;
        if (!asked) return undefined;
        const { companyId, windowDays } = asked;
        return async (scope) =>
          companyId === scope.company ? tagOf(await alertsVersion(scope), scope, windowDays) : undefined;
      },
      rest: {
        method: 'GET',
        path: '/companies/{company_id}/alerts/low-stock',
        summary: 'What is low and sells, soonest to run out first',
      },
    })
    .input(question)
    .query(async ({ ctx, input: { companyId, ...input } }) => {
      if (companyId !== ctx.scope.company) throw new Fault('company_not_found');
      const { scope, spell } = ctx;
      const { nextCursor, alerts, version, ...found } = await lowStockWritten(scope, input, spell);
      if (!ctx.isBatch) sayStanding(ctx.reply, tagOf(version, scope, input.windowDays));
      const about = {
        ...found,
        generatedAt: new Date(ctx.now).toISOString(),
        nextCursor: nextCursor && Object.values(nextCursor).join('.'),
      };
      return new Written<z.output<typeof page>>(pageOf(alerts, about, spell));
    }),
});

/** A window of its own is counted from the local day, so its figures move on with that, too. */
const tagOf = (version: number, scope: Scope, windowDays: number | undefined): string =>
  `W/"${release}-${version}${windowDays === undefined ? '' : `-${scope.localDay(scope.now)}`}"`;

type About = Omit<z.output<typeof page>, 'alerts'>;

function pageOf(alerts: WrittenAlert[], about: About, spell: Spell): string {
  const names: IntervalNames = {
    early: spell('daysUntilStockoutEarly'),
    late: spell('daysUntilStockoutLate'),
    inTime: spell('canOrderInTime'),
  };
  const spelled = Object.fromEntries(Object.entries(about).map(([name, value]) => [spell(name), value]));
  const list = alerts.map((alert) => withInterval(alert, names));
  // Joined once: a page put together of parts is copied when it is read.
  return ['{"alerts":[', list.join(','), '],', JSON.stringify(spelled).slice(1)].join('');
}

type IntervalNames = Record<'early' | 'late' | 'inTime', string>;

/** The interval of the stock of this moment: early ≤ days until stock-out ≤ late, whatever moved since the computation. */
function withInterval(alert: WrittenAlert, { early, late, inTime }: IntervalNames): string {
  const { spread, velocity, onHand, leadDays, text } = alert;
  const { p10Days, p90Days } = spread
    ? endsOf(onHand, { unitsPerDay: velocity, spread })
    : { p10Days: null, p90Days: null };
  const isInTime = leadDays === null || p10Days === null ? null : leadDays <= p10Days;
  const ends = `"${early}":${wholeDays(p10Days)},"${late}":${wholeDays(p90Days)},"${inTime}":${isInTime}`;
  return `${text.slice(0, -1)},${ends}}`;
}
