import * as z from 'zod';
import { late } from '../../db/kept.ts';
import {
  getPolicy,
  getSupplierPolicy,
  orderModes,
  setSupplierPolicy,
  updatePolicy,
  velocityMethods,
} from '../../db/replenishment/policy.ts';
import { atLeastOne, id, nothing, timeOfDay, timeOfDayText } from '../input.ts';
import { owner, router, viewer } from '../procedure.ts';

const mode = late(() =>
  z.enum(orderModes).meta({
    description: 'automatic: orders leave by themselves; review: each waits for a person to approve it',
  }),
);
const collectingSeconds = late(() =>
  z
    .int()
    .min(0)
    .max(86_400)
    .meta({ description: 'How long a draft collects further lines before it leaves' }),
);
const dailyCap = late(() =>
  z.int().min(1).max(1000).meta({ description: 'The most orders mailed to one supplier on one local day' }),
);
const isPaused = late(() => z.boolean().meta({ description: 'Nothing leaves by itself' }));
const opens = { description: 'Orders leave from this local time of the day on, like "08:00"' };
const closes = { description: 'Orders leave until this local time of the day; "24:00" is its end' };

/** What a supplier may have otherwise than the company. */
const ordering = late(() => ({
  mode: mode(),
  collectingSeconds: collectingSeconds(),
  opensAt: timeOfDayText().meta(opens),
  closesAt: timeOfDayText().meta(closes),
  dailyCap: dailyCap(),
  isPaused: isPaused(),
}));

const planning = late(() => ({
  method: z.enum(velocityMethods).meta({
    description:
      'adaptive: weighted by what was in stock and how it sells; mean_30: the plain mean of 30 days',
  }),
  reviewDays: z.int().min(0).max(90).meta({ description: 'Days between two looks at what to order' }),
  targetDays: z
    .int()
    .min(0)
    .max(365)
    .meta({ description: 'Days that an order shall last beyond lead time and review' }),
  safetyDays: z.int().min(0).max(365).nullable().meta({
    description: 'Stock held beyond the expected demand, in days; null: service_percent speaks',
  }),
  servicePercent: z
    .int()
    .min(50)
    .max(99)
    .meta({ description: 'In so many cases of a hundred the stock lasts until the order is there' }),
}));

const policy = late(() => z.object({ ...ordering(), ...planning() }));

const supplierPolicy = late(() =>
  z.object({
    supplierId: id(),
    override: z
      .object({
        mode: mode().nullable(),
        collectingSeconds: collectingSeconds().nullable(),
        opensAt: ordering().opensAt.nullable(),
        closesAt: ordering().closesAt.nullable(),
        dailyCap: dailyCap().nullable(),
        isPaused: isPaused().nullable(),
      })
      .meta({ description: 'What is different for this supplier; null: as the company has it' }),
    inForce: z.object(ordering()).meta({ description: 'What counts for this supplier' }),
  }),
);

type Hours<Minute> = { opensAt?: Minute; closesAt?: Minute };

/** Minutes under the names that the database has for them. */
const inMinutes = <Minute, Rest extends object>({ opensAt, closesAt, ...rest }: Hours<Minute> & Rest) => ({
  ...rest,
  opensMinute: opensAt,
  closesMinute: closesAt,
});

export const policyRouter = router({
  get: viewer
    .meta({ rest: { method: 'GET', path: '/policy', summary: 'How your company orders and plans' } })
    .input(z.lazy(nothing))
    .output(z.lazy(policy))
    .query(({ ctx }) => getPolicy(ctx.scope)),

  update: owner
    .meta({ rest: { method: 'PATCH', path: '/policy', summary: 'Change how your company orders and plans' } })
    .input(
      z.lazy(() =>
        atLeastOne(
          z.strictObject({
            mode: mode().optional(),
            collectingSeconds: collectingSeconds().optional(),
            opensAt: timeOfDay().optional().meta(opens),
            closesAt: timeOfDay().optional().meta(closes),
            dailyCap: dailyCap().optional(),
            isPaused: isPaused().optional(),
            method: planning().method.optional(),
            reviewDays: planning().reviewDays.optional(),
            targetDays: planning().targetDays.optional(),
            safetyDays: planning().safetyDays.optional(),
            servicePercent: planning().servicePercent.optional(),
          }),
        ),
      ),
    )
    .output(z.lazy(policy))
    .mutation(({ ctx, input }) => updatePolicy(ctx.scope, inMinutes(input))),

  forSupplier: router({
    get: viewer
      .meta({
        rest: {
          method: 'GET',
          path: '/suppliers/{supplier_id}/policy',
          summary: 'How orders to one supplier leave: what is different, and what is in force',
        },
      })
      .input(z.lazy(() => z.strictObject({ supplierId: id() })))
      .output(z.lazy(supplierPolicy))
      .query(({ ctx, input }) => getSupplierPolicy(ctx.scope, input.supplierId)),

    set: owner
      .meta({
        rest: {
          method: 'PATCH',
          path: '/suppliers/{supplier_id}/policy',
          summary: 'Change what is different for one supplier; null: as the company has it',
        },
      })
      .input(
        z.lazy(() =>
          atLeastOne(
            z.strictObject({
              supplierId: id(),
              mode: mode().nullable().optional(),
              collectingSeconds: collectingSeconds().nullable().optional(),
              opensAt: timeOfDay().nullable().optional().meta(opens),
              closesAt: timeOfDay().nullable().optional().meta(closes),
              dailyCap: dailyCap().nullable().optional(),
              isPaused: isPaused().nullable().optional(),
            }),
            'supplierId',
          ),
        ),
      )
      .output(z.lazy(supplierPolicy))
      .mutation(({ ctx, input: { supplierId, ...change } }) =>
        setSupplierPolicy(ctx.scope, supplierId, inMinutes(change)),
      ),
  }),
});
