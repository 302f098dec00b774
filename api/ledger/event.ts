import * as z from 'zod';
import { momentOf, startOfDay } from '../../db/day.ts';
import { Fault } from '../../db/fault.ts';
import { late } from '../../db/kept.ts';
import { movementTypes } from '../../db/ledger/movement.ts';
import type { Scope } from '../../db/scope.ts';
import { dayText, id, localMoment, momentText, text } from '../input.ts';

/** Why and when, on everything that moves stock. */
export const event = late(() => ({
  reason: text(500).nullable().default(null).meta({ description: 'Why, for people' }),
  reference: text(255)
    .nullable()
    .default(null)
    .meta({ description: 'Your own name for it, like an order number' }),
  occurredAt: localMoment().optional().meta({
    description:
      'When it happened, up to three years ago: a local day (its beginning), a local time, or a time with offset; left out, it is now',
  }),
}));

export const countEvent = late(() => ({
  ...event(),
  occurredAt: event().occurredAt.meta({
    description:
      'When it was counted, up to three years ago: a local day (its end, or now), a local time, or a time with offset; left out, it is now',
  }),
}));

export const eventOutput = late(() => ({
  reason: z.string().nullable(),
  reference: z.string().nullable(),
  actor: z.string().meta({ description: 'Who did it, like key:7' }),
  occurredAt: momentText().meta({ description: 'When it happened' }),
  recordedAt: momentText().meta({ description: 'When it was written down' }),
  day: dayText().meta({ description: 'The local day of the company on which it happened' }),
}));

export const movementType = late(() => z.enum(movementTypes));

export const movement = late(() =>
  z.object({
    id: id(),
    productId: id(),
    sku: z.string(),
    warehouseId: id(),
    warehouseName: z.string(),
    type: movementType(),
    quantity: z.int().meta({ description: 'As it was recorded: the type gives the direction' }),
    change: z.int().meta({ description: 'Signed: what was added to stock' }),
    onHand: z.int().meta({ description: 'Stock after this movement' }),
    ...eventOutput(),
    reversesId: id().nullable().meta({ description: 'The movement that this one takes back' }),
    saleId: id().nullable().meta({ description: 'For a return: the sale that the goods come from' }),
    bundleSaleId: id().nullable(),
    transferId: id().nullable(),
    countId: id().nullable(),
    receiptId: id().nullable(),
  }),
);

/** What a caller may record by hand; counts and transfers have doors of their own. */
export const recordedType = late(() =>
  z.enum(['initial', 'sale', 'return', 'receipt', 'adjustment', 'scrap']),
);

/** Positive, and the type gives the direction; an adjustment says its own. */
export const wireQuantity = late(() =>
  z
    .int()
    .min(-1_000_000_000)
    .max(1_000_000_000)
    .meta({ description: 'Positive: the type gives the direction; only an adjustment is signed' }),
);

export const signIsRight = ({ type, quantity }: { type: string; quantity: number }): boolean =>
  type === 'adjustment' ? quantity !== 0 : type === 'initial' ? quantity >= 0 : quantity > 0;

export const signRule = {
  path: ['quantity'],
  message: 'must be positive: the type gives the direction. Only an adjustment is signed, and it is not 0',
};

export const changeOf = ({ type, quantity }: { type: string; quantity: number }): number =>
  type === 'sale' || type === 'scrap' ? -quantity : quantity;

const DAY = 86_400_000;
const LATE_DAYS_MAX = 1096;
const EARLY_MS_MAX = 300_000;

/** What a time is read by: where the company is, and what the clock says. */
export type Call = { scope: Pick<Scope, 'timeZone'>; now: number };

/** Events may come late, so that history can be imported, and a little early, because clocks differ. */
export function occurredAt(
  given: string | undefined,
  { scope, now }: Call,
  field: string = 'occurredAt',
): number {
  const at = given === undefined ? now : momentIn(given, scope.timeZone);
  if (at > now + EARLY_MS_MAX)
    throw new Fault('invalid_input', [{ field, message: 'is more than five minutes in the future' }]);
  if (at < now - LATE_DAYS_MAX * DAY)
    throw new Fault('invalid_input', [{ field, message: 'is more than three years ago' }]);
  return at;
}

/** A count of a day stands for its end, or for now: on a day of sales nobody counts at its beginning. */
export function countedAt(given: string | undefined, call: Call): number {
  const at = occurredAt(given, call);
  const isDay = given?.length === DAY_LENGTH;
  return Math.min(isDay ? startOfDay(dayIn(given) + 1, call.scope.timeZone) - 1 : at, call.now);
}

const DAY_LENGTH = '2026-08-03'.length;
const dayIn = (given: string): number => Date.parse(given.slice(0, DAY_LENGTH)) / DAY;

function momentIn(given: string, timeZone: string): number {
  const day = dayIn(given);
  if (given.length === DAY_LENGTH) return startOfDay(day, timeZone);
  if (/(Z|[+-]\d{2}:\d{2})$/.test(given)) return Date.parse(given.replace(' ', 'T'));
  const minute = Number(given.slice(11, 13)) * 60 + Number(given.slice(14, 16));
  return momentOf(day, minute, timeZone) + Math.round(Number(given.slice(17) || 0) * 1000);
}
