import * as z from 'zod';
import { Fault } from '../../../db/fault.ts';
import { late } from '../../../db/kept.ts';
import { letterStatuses, orderHolds, orderStatuses } from '../../../db/replenishment/order.ts';
import type { Scope } from '../../../db/scope.ts';
import { dayText, id, momentText, moneyText } from '../../input.ts';
import { receipt } from '../receipt.ts';

/** What is told of an order: in lists, and by itself. */

export const orderHead = late(() =>
  z.object({
    id: id(),
    number: z.string().meta({ description: 'Counted in your company, like PO-000012' }),
    status: z.enum(orderStatuses),
    origin: z
      .enum(['automatic', 'manual'])
      .meta({ description: 'Drafted by StockFlow from shortages, or by a person' }),
    heldBy: z
      .enum(orderHolds)
      .nullable()
      .meta({ description: 'Why it does not go out by itself; null: nothing holds it' }),
    supplier: z.object({ id: id(), name: z.string(), contactEmail: z.string().nullable() }),
    warehouse: z.object({ id: id(), name: z.string() }),
    lineCount: z.int(),
    totalCost: moneyText()
      .nullable()
      .meta({ description: 'Decimal text; null while a line has no cost, or there are no lines' }),
    note: z.string().nullable(),
    reference: z.string().nullable().meta({ description: "The supplier's own number for it" }),
    expectedDay: dayText().nullable().meta({ description: 'The local day on which the goods are expected' }),
    isOverdue: z.boolean().meta({ description: 'That day is over, and goods are outstanding' }),
    daysLate: z.int().meta({ description: 'Days since then; 0 when it is not overdue' }),
    leadDays: z.int().nullable().meta({
      description:
        'Days from order to delivery as agreed when it was sent; null: not known, and a week is assumed',
    }),
    measuredLeadDays: z.int().nullable().meta({ description: 'Days from sending to the first receipt' }),
    approvedBy: z.string().nullable().meta({ description: 'Who approved it, like key:7' }),
    createdAt: momentText(),
    releaseAt: momentText().nullable().meta({ description: 'When a draft has collected its lines' }),
    approvedAt: momentText().nullable(),
    sentAt: momentText().nullable(),
    answeredAt: momentText().nullable().meta({ description: 'When the supplier confirmed or declined' }),
    closedAt: momentText().nullable(),
    closedBy: z.string().nullable().meta({
      description:
        'Who cancelled it or closed it short, or took the refusal down; supplier:3 is their own answer',
    }),
    letter: z
      .object({ id: id(), status: z.enum(letterStatuses) })
      .nullable()
      .meta({ description: 'The mail that carries it; null before it is written' }),
  }),
);

const line = late(() =>
  z.object({
    productId: id(),
    productName: z.string(),
    sku: z.string(),
    supplierCode: z.string().nullable().meta({ description: 'What the supplier calls the product' }),
    suggested: z
      .int()
      .nullable()
      .meta({ description: 'What StockFlow would order; null on a line written by hand' }),
    quantity: z.int().meta({ description: 'Units ordered' }),
    isChosen: z.boolean().meta({ description: 'A person decided the quantity' }),
    reason: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: 'The figures behind the suggestion' }),
    shortageId: id().nullable().meta({ description: 'The shortage that it answers' }),
    packSize: z.int().meta({ description: 'Units in a pack' }),
    unitCost: moneyText().nullable().meta({ description: 'Cost of one unit, like "3.20"' }),
    received: z.int(),
    outstanding: z.int().meta({ description: 'Units still to come; 0 in a draft and once it has ended' }),
  }),
);

export const order = late(() =>
  orderHead().extend({
    lines: z.array(line()),
    receipts: z.array(receipt()),
  }),
);

const PAST_DAYS_MAX = 31;
const AHEAD_DAYS_MAX = 730;

/** A slip of the pen in a date would be overdue for ever, or never. */
export function expectedDay<Day extends number | undefined>(given: Day, scope: Scope): Day {
  const ahead = (given ?? scope.localDay(scope.now)) - scope.localDay(scope.now);
  if (ahead < -PAST_DAYS_MAX || ahead > AHEAD_DAYS_MAX)
    throw new Fault('invalid_input', [
      { field: 'expectedDay', message: 'must be within the last month or the next two years' },
    ]);
  return given;
}
