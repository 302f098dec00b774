import * as z from 'zod';
import { late } from '../../../db/kept.ts';
import { velocityMethods } from '../../../db/replenishment/policy.ts';
import { confidences } from '../../../db/replenishment/shortage.ts';
import { dayText, id, momentText } from '../../input.ts';
import { adaptive, given, mean30, reorder, spread, terms } from './basis.ts';

const days = late(() => z.number().nullable());
const wholeDays = late(() => z.int().min(0).nullable());

const day = late(() =>
  z.object({
    day: dayText(),
    netUnits: z.number().meta({ description: 'Sold less returned' }),
    inStockShare: z.number().meta({ description: 'How much of the day had stock, 0 to 1' }),
    countedUnits: z.number().meta({
      description: 'What counts of it: adaptive takes returns off the sales before them, and cuts at the cap',
    }),
    countedShare: z.number().meta({ description: 'A day that sold counts as a third of a day at least' }),
    cappedTo: z.number().nullable().meta({ description: 'What it was cut down to; null: it was not' }),
    weight: z.number().meta({
      description:
        'adaptive: e^(−days ago ÷ memory_days) of the last day of its week, 1 for the last seven days; mean_30: 1 within window_days, else 0',
    }),
  }),
);

/** How long it lasts. */
const cover = late(() => ({
  coverDays: days().meta({
    description: 'Days that the stock lasts at this velocity; null: it does not sell',
  }),
  coverDaysEarly: days().meta({ description: 'In one case of ten it runs out before' }),
  coverDaysLate: days().meta({ description: 'In one case of ten it runs out after' }),
  daysUntilStockout: wholeDays().meta({ description: 'cover_days, whole days' }),
  daysUntilStockoutEarly: wholeDays().meta({
    description: 'Whole days at the early end: warnings go by these',
  }),
  daysUntilStockoutLate: wholeDays().meta({ description: 'Whole days at the late end' }),
  stockoutDay: dayText().nullable().meta({ description: 'The local day that cover_days means' }),
  stockoutDayEarly: dayText().nullable(),
  stockoutDayLate: dayText().nullable(),
  firstStockout: dayText()
    .nullable()
    .meta({ description: 'The local day on which it first runs out, given what is on its way' }),
  runOut: dayText()
    .nullable()
    .meta({ description: 'The local day on which all that is on its way is used up, too' }),
}));

export const explained = late(() =>
  z.object({
    productId: id(),
    productName: z.string(),
    sku: z.string(),
    warehouseId: id(),
    warehouseName: z.string(),
    currentStock: z.int().meta({ description: 'Units on hand now; inputs.on_hand is what was counted with' }),
    computedAt: momentText(),
    isStale: z.boolean().meta({
      description:
        'Stock, policy or terms have changed since and this is not computed yet, or nothing was computed for two days',
    }),
    today: dayText().meta({
      description: 'The local day of the computation: the days before it were looked at',
    }),
    method: z.enum(velocityMethods),
    confidence: z.enum(confidences).meta({ description: 'How far the velocity can be trusted' }),
    velocityPerDay: z.number().meta({
      description:
        'adaptive: sold_days_per_day × units_per_sold_day × still_selling; mean_30: net_units ÷ in_stock_days, or three times the plain mean where that is less',
    }),
    plainMeanPerDay: z
      .number()
      .meta({ description: 'To compare: net units of the last 30 days ÷ those days, out of stock or not' }),
    windowDays: z.int().meta({ description: 'Days looked at' }),
    inStockDays: z.number().meta({ description: 'Of them in stock' }),
    ...cover(),
    incomingQuantity: z.int().meta({ description: 'Units on their way' }),
    supplier: z
      .object({ id: id(), name: z.string() })
      .nullable()
      .meta({ description: 'Who would deliver; null: nobody does' }),
    leadDays: z.number(),
    isLeadAssumed: z.boolean().meta({ description: 'No lead time is known: a week is taken' }),
    isDue: z.boolean().meta({ description: 'It sells, and the position is at or below the reorder point' }),
    reorderPoint: z.int().meta({ description: 'Order at or below this: level_units, whole' }),
    orderUpTo: z.number().meta({ description: 'level_units + velocity × target_days' }),
    needed: z.number().meta({ description: 'order_up_to − position_units' }),
    raised: z.number().meta({ description: 'needed, raised to the least that the supplier takes' }),
    suggested: z.int().meta({ description: 'raised, in whole packs' }),
    adaptive: adaptive().nullable().meta({ description: 'null: the method is another' }),
    mean30: mean30().nullable().meta({ description: 'null: the method is another' }),
    spread: spread(),
    bulkFactor: z.number().meta({ description: 'Units sold ÷ units under the cap, at most 2' }),
    reorder: reorder(),
    inputs: z
      .object({
        ...given(),
        arrivals: z.array(z.object({ inDays: z.number(), units: z.number(), day: dayText().nullable() })),
        terms: terms(),
      })
      .meta({ description: 'With the days, all that the figures depend on' }),
    days: z.array(day()).meta({ description: 'The days looked at, oldest first' }),
  }),
);
