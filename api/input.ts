import * as z from 'zod';
import { roles } from '../db/company/key.ts';
import { isTimeZone } from '../db/day.ts';
import { late } from '../db/kept.ts';

/** The pieces that inputs and outputs are made of. Limits match the constraints in db/schema. */

/** For who asks without having to say anything: what is said all the same is refused, as everywhere. */
export const nothing = late(() => z.strictObject({}).optional());

export const id = late(() => z.int().positive());

const clean = (value: string): boolean => value.isWellFormed() && !/\p{Cc}/u.test(value);
const cleanLines = (value: string): boolean => value.isWellFormed() && !/[^\P{Cc}\n\r\t]/u.test(value);

/** One line of text, without control characters. */
export const text = (max: number) =>
  z.string().trim().min(1).max(max).refine(clean, 'must not contain control characters or broken Unicode');

export const lines = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(cleanLines, 'must not contain control characters or broken Unicode');

export const name = late(() => text(255));
export const sku = late(() => text(100));
export const email = late(() => z.email().max(254).refine(clean));
export const quantity = late(() => z.int().min(1).max(1_000_000_000));
export const threshold = late(() =>
  z.int().min(0).max(1_000_000_000).meta({ description: 'Stock is low at or below this many units' }),
);
export const reorderPointMeans = 'reorder_point: nobody set one, the computed reorder point stands in';
export const packSize = late(() =>
  z.int().min(1).max(1_000_000).meta({ description: 'Units in a pack: it is sold in whole packs' }),
);
export const leadTimeDays = late(() =>
  z.int().min(0).max(365).meta({ description: 'Days from order to delivery' }),
);
export const role = late(() =>
  z.enum(roles).meta({ description: 'viewer reads, operator also works, owner also administers' }),
);
export const isActive = late(() => z.boolean().meta({ description: 'false: archived' }));

const decimalText = /^\d{1,8}(\.\d{1,2})?$/;

/** Decimal text or a JSON number in, hundredths inside: never through binary fractions. */
export const money = late(() =>
  z
    .union([z.string(), z.number()])
    .transform(String)
    .refine(
      (value) => decimalText.test(value),
      'must be 0 or more, with at most 8 digits before and 2 after the point, like "12.50"',
    )
    .transform((value) => {
      const [whole = '', cents = ''] = value.split('.');
      return Number(whole) * 100 + Number(cents.padEnd(2, '0'));
    })
    .meta({
      description: 'Decimal text with at most two decimals, like "12.50"; a JSON number is taken too',
    }),
);

export const moneyText = late(() => z.string().meta({ description: 'decimal text', examples: ['12.50'] }));

/** An ISO moment in, milliseconds inside. */
export const moment = late(() =>
  z.iso
    .datetime({ offset: true })
    .transform((value) => Date.parse(value))
    .meta({ description: 'A time with its offset, like 2026-08-03T09:30:00Z' }),
);

export const timeZone = late(() =>
  z.string().max(64).refine(isTimeZone, 'must be a time zone like "Europe/Berlin"'),
);
export const currency = late(() =>
  z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters like "EUR"'),
);

/** A local day or time of the company, as in a spreadsheet, or a moment with its offset. */
export const localMoment = late(() =>
  z
    .string()
    .regex(
      /^\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?)?$/,
      {
        error: 'must be a day like 2026-08-03 or a time like 2026-08-03 09:30',
        abort: true,
      },
    )
    .refine((value) => z.iso.date().safeParse(value.slice(0, 10)).success, 'is a day that no calendar has'),
);

export const momentText = late(() => z.iso.datetime());
export const timeOfDayText = late(() => z.string().meta({ examples: ['08:30'] }));
export const dayText = late(() => z.iso.date().meta({ description: 'The local day of the company' }));

/** An ISO day in, days since 1970-01-01 inside. */
export const day = late(() =>
  z.iso
    .date()
    .transform((value) => Date.parse(value) / 86_400_000)
    .meta({ description: 'A local day of the company, like 2026-08-03' }),
);

/** A time of day in, minutes inside. 24:00 is the end of the day. */
export const timeOfDay = late(() =>
  z
    .string()
    .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time of day like "08:30"')
    .transform((value) => {
      const [hours = 0, minutes = 0] = value.split(':').map(Number);
      return hours * 60 + minutes;
    }),
);

const idCursor = late(() =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'is not a cursor: take it from next_cursor')
    .transform(Number)
    .meta({ description: 'next_cursor of the page before' }),
);

/** Lists are read in pages: as many as `limit`, then from `cursor` on. */
export const paging = late(() => ({
  limit: z.int().min(1).max(1000).default(50).meta({ description: 'Entries per page' }),
  cursor: idCursor().optional(),
}));

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Send it as cursor for the next page; null on the last' }),
  });

/** What a mutation that changes fields needs: at least one of them. */
export const atLeastOne = <Shape extends z.ZodObject>(object: Shape, ...keys: string[]) =>
  object.refine(
    (value) => Object.keys(value).some((key) => !keys.includes(key) && Reflect.get(value, key) !== undefined),
    'send at least one field to change',
  );

/** No product in two lines. */
export const eachOnce = (lines: { productId: number }[]): boolean =>
  new Set(lines.map(({ productId }) => productId)).size === lines.length;
