import * as z from 'zod';
import { Fault } from '../../db/fault.ts';
import { dayText, id, moment, momentText, text } from '../input.ts';

/** Why and when, on everything that moves stock. */
export const event = {
  reason: text(500).nullable().default(null),
  reference: text(255).nullable().default(null),
  occurredAt: moment.optional(),
};

export const eventOutput = {
  reason: z.string().nullable(),
  reference: z.string().nullable(),
  actor: z.string(),
  occurredAt: momentText,
  recordedAt: momentText,
  day: dayText,
};

export const movementType = z.enum([
  'initial',
  'sale',
  'return',
  'receipt',
  'adjustment',
  'count',
  'scrap',
  'transfer_out',
  'transfer_in',
]);

export const movement = z.object({
  id,
  productId: id,
  warehouseId: id,
  type: movementType,
  quantity: z.int(),
  change: z.int(),
  onHand: z.int(),
  ...eventOutput,
  reversesId: id.nullable(),
  saleId: id.nullable(),
  bundleSaleId: id.nullable(),
  transferId: id.nullable(),
  countId: id.nullable(),
});

const DAY = 86_400_000;
const LATE_DAYS_MAX = 1096;
const EARLY_MS_MAX = 300_000;

/** Events may come late, so that history can be imported, and a little early, because clocks differ. */
export function occurredAt(given: number | undefined, now: number, field = 'occurredAt'): number {
  const at = given ?? now;
  if (at > now + EARLY_MS_MAX)
    throw new Fault('invalid_input', [{ field, message: 'is more than five minutes in the future' }]);
  if (at < now - LATE_DAYS_MAX * DAY)
    throw new Fault('invalid_input', [{ field, message: 'is more than three years ago' }]);
  return at;
}
