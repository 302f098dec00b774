import * as z from 'zod';
import { late } from '../../../db/kept.ts';

/** What a figure was made of, as the worker stores it (worker/forecast/outlook.ts). */

export const adaptive = late(() =>
  z.object({
    soldDays: z.int().meta({ description: 'Days on which it sold' }),
    cappedDays: z.int().meta({ description: 'Days that were cut down to cap_units' }),
    capUnits: z.number().meta({ description: '3.5 ordinary selling days' }),
    recentSoldDaysPerDay: z.number().meta({
      description: 'How often it sells, of late: Σ weight of the days that sold ÷ Σ weight × counted_share',
    }),
    usualSoldDaysPerDay: z
      .number()
      .meta({ description: 'How often it sells, all days alike: sold_days ÷ in_stock_days' }),
    soldDaysPerDay: z.number().meta({
      description:
        'recent_sold_days_per_day × (usual_sold_days_per_day ÷ recent_sold_days_per_day)^usual_weight',
    }),
    recentUnits: z.number().meta({
      description: 'How much at a time, of late: Σ weight × counted_units ÷ Σ weight of those days',
    }),
    usualUnits: z
      .number()
      .meta({ description: 'How much at a time, all selling days alike: cap_units ÷ 3.5' }),
    unitsPerSoldDay: z
      .number()
      .meta({ description: 'recent_units × (usual_units ÷ recent_units)^usual_weight' }),
    dayVariation: z.number().meta({
      description: 'Standard deviation of a day ÷ its mean; memory_days is 14 × its root, at least 7',
    }),
    recordWeeks: z.int().meta({ description: 'Past weeks whose pace was held against the fortnight after' }),
    usualWeight: z.number().meta({
      description:
        'How far demand went back from its recent pace towards the usual one: 0 not at all, 1 all the way',
    }),
    errorFactor: z.number().meta({ description: 'The errors of those weeks ÷ what was to be expected' }),
    silentDays: z.number().meta({ description: 'Days in stock since the last sale' }),
    soldDaysMissed: z
      .number()
      .meta({ description: 'Selling days that this silence should have held, at most 20' }),
    stillSelling: z.number().meta({
      description: '1 ÷ (1 + 0.01 × (e^sold_days_missed − 1)): how likely it is that it still sells',
    }),
  }),
);

export const mean30 = late(() =>
  z.object({
    netUnits: z.number().meta({ description: 'Sold less returned, within window_days' }),
    isLiftLimited: z.boolean().meta({ description: 'Three times the plain mean is less, and counts' }),
  }),
);

export const spread = late(() =>
  z
    .object({
      variation: z.number().meta({
        description: 'Standard deviation of a day ÷ its mean; adaptive: day_variation × error_factor',
      }),
      memoryDays: z.number(),
      evidenceDays: z.number(),
      levelSpreadMin: z
        .number()
        .meta({ description: 'No pace is known better; adaptive: 0.05 × error_factor, mean_30: 0.05' }),
    })
    .meta({ description: 'How far demand may stray from the velocity' }),
);

export const reorder = late(() =>
  z
    .object({
      protectedDays: z.number().meta({ description: 'Lead time and the time between two looks' }),
      safetyUnits: z.number().meta({ description: 'Held beyond the expected demand of those days' }),
      floorUnits: z.number().nullable().meta({ description: 'The threshold that somebody set' }),
      isRaisedToFloor: z.boolean(),
      levelUnits: z.number().meta({
        description: 'velocity × protected_days + safety_units, or floor_units where that is more',
      }),
      targetDays: z.number().meta({ description: 'What an order shall last beyond it' }),
      positionUnits: z
        .number()
        .meta({ description: 'On hand, requested, and due no later than an order placed now' }),
    })
    .meta({ description: 'What the reorder point and the quantity were made of' }),
);

const planning = late(() =>
  z
    .object({
      method: z.enum(['adaptive', 'mean_30']),
      windowDays: z.number().meta({ description: 'Asked of mean_30; adaptive looks at the whole history' }),
      reviewDays: z.number(),
      targetDays: z.number(),
      safetyDays: z.number().nullable().meta({ description: 'null: service_level speaks' }),
      serviceLevel: z.number().meta({ description: '0.9: in nine cases of ten the stock lasts' }),
    })
    .meta({ description: 'The policy that was in force' }),
);

/** Of the place, beside its history: with it, `outlookOf` makes every figure anew. */
export const given = late(() => ({
  onHand: z.number().meta({ description: 'Units on hand then' }),
  requestedUnits: z.number().meta({ description: 'In orders that no day is known of' }),
  threshold: z.number().nullable(),
  planning: planning(),
}));

export const terms = late(() =>
  z
    .object({
      leadDays: z.number().nullable().meta({ description: 'null: not known, and taken to be a week' }),
      minimumUnits: z.number(),
      packUnits: z.number(),
    })
    .nullable()
    .meta({ description: 'null: nobody supplies it' }),
);

export const stored = late(() =>
  z.object({
    ...given(),
    isDue: z.boolean(),
    today: z.int(),
    firstDay: z.int(),
    arrivals: z.array(z.object({ inDays: z.number(), units: z.number() })),
    leadDays: z.number(),
    isLeadAssumed: z.boolean(),
    minimumUnits: z.number().nullable(),
    packUnits: z.number().nullable(),
    velocity: z.union([adaptive(), mean30()]),
    spread: spread(),
    bulkFactor: z.number(),
    reorder: reorder(),
  }),
);
