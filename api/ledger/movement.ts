import * as z from 'zod';
import { Fault, type FaultDetail } from '../../db/fault.ts';
import { late } from '../../db/kept.ts';
import { recordAll, recordEach } from '../../db/ledger/bulk.ts';
import { listMovements } from '../../db/ledger/history.ts';
import { getMovement, recordMovement, reverseMovement } from '../../db/ledger/movement.ts';
import { messageOf } from '../../db/ledger/verdict.ts';
import { id, moment, pageOf, paging, text } from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';
import {
  type Call,
  changeOf,
  event,
  movement,
  movementType,
  occurredAt,
  recordedType,
  signIsRight,
  signRule,
  wireQuantity,
} from './event.ts';
import { movementImport } from './import.ts';

const line = late(() =>
  z.strictObject({
    productId: id(),
    warehouseId: id(),
    type: recordedType(),
    quantity: wireQuantity(),
    expectedQuantity: z
      .int()
      .min(0)
      .nullable()
      .default(null)
      .meta({ description: 'What you believe is on hand: recorded only if that is still so' }),
    ...event(),
  }),
);
type Line = z.output<ReturnType<typeof line>>;

const newMovement = late(() =>
  line()
    .extend({
      saleId: id()
        .nullable()
        .default(null)
        .meta({ description: 'For a return: the sale that the goods come from' }),
    })
    .refine(signIsRight, signRule)
    .refine(({ type, saleId }) => saleId === null || type === 'return', {
      path: ['saleId'],
      message: 'goes with a return only',
    }),
);

const bulkLines = late(() => z.array(line().refine(signIsRight, signRule)).min(1).max(1000));

const judged = (given: Line) => ({ ...given, change: changeOf(given), expected: given.expectedQuantity });

const bulkResult = late(() =>
  z.object({
    accepted: z.int(),
    refused: z.int(),
    results: z.array(
      z.object({
        line: z.int().meta({ description: 'Its place in lines, from 0' }),
        id: id().nullable().meta({ description: 'The movement; null if the line was refused' }),
        onHand: z.int().meta({ description: 'Stock after this line' }),
        code: z.string().nullable().meta({ description: 'Why it was refused, for programs' }),
        error: z.string().nullable().meta({ description: 'Why it was refused, for people' }),
      }),
    ),
  }),
);

const one = late(() => z.strictObject({ movementId: id() }));

export const movementRouter = router({
  record: operator
    .meta({
      output: z.lazy(movement),
      isLedger: true,
      rest: {
        method: 'POST',
        path: '/movements',
        status: 201,
        summary: 'Record a sale, return, receipt, adjustment, scrap or opening balance',
        location: '/movements/{id}',
      },
    })
    .input(z.lazy(newMovement))
    .mutation(
      ({ ctx, input }): Promise<z.output<ReturnType<typeof movement>>> =>
        recordMovement(ctx.scope, {
          ...judged(input),
          saleId: input.saleId,
          occurredAt: occurredAt(input.occurredAt, ctx),
        }),
    ),

  recordMany: operator
    .meta({
      isLedger: true,
      rest: {
        method: 'POST',
        path: '/movements/bulk',
        status: 201,
        summary: 'Record up to 1,000 movements: all or nothing, or each by itself',
      },
    })
    .input(
      z.lazy(() =>
        z.strictObject({
          mode: z
            .enum(['all_or_nothing', 'each'])
            .default('all_or_nothing')
            .meta({ description: 'each: a refused line does not hold back the others' }),
          lines: bulkLines(),
        }),
      ),
    )
    .output(z.lazy(bulkResult))
    .mutation(async ({ ctx, input }) => {
      const lines = timed(input.lines, ctx);
      const record = input.mode === 'each' ? recordEach : recordAll;
      const results = await record(ctx.scope, lines);
      const refused = results.filter(({ code }) => code !== null).length;
      return {
        accepted: results.length - refused,
        refused,
        results: results.map((result) => ({
          ...result,
          error: result.code && messageOf(result.code, result.onHand),
        })),
      };
    }),

  import: movementImport,

  reverse: operator
    .meta({
      isLedger: true,
      rest: {
        method: 'POST',
        path: '/movements/{movement_id}/reverse',
        status: 201,
        summary: 'Take a movement back with an equal one the other way',
        location: '/movements/{id}',
      },
    })
    .input(z.lazy(() => z.strictObject({ movementId: id(), reason: event().reason })))
    .output(z.lazy(movement))
    .mutation(({ ctx, input }) => reverseMovement(ctx.scope, input.movementId, input.reason)),

  get: viewer
    .meta({ rest: { method: 'GET', path: '/movements/{movement_id}', summary: 'One movement' } })
    .input(z.lazy(one))
    .output(z.lazy(movement))
    .query(({ ctx, input }) => getMovement(ctx.scope, input.movementId)),

  list: viewer
    .meta({
      rest: {
        method: 'GET',
        path: '/movements',
        summary: 'History, newest first, with the stock after each movement',
      },
    })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...paging(),
          productId: id().optional(),
          warehouseId: id().optional(),
          type: movementType().optional(),
          reference: text(255).optional().meta({ description: 'Exactly this reference' }),
          bundleSaleId: id().optional(),
          transferId: id().optional(),
          countId: id().optional(),
          receiptId: id().optional(),
          occurredFrom: moment().optional().meta({ description: 'Happened at this time or later' }),
          occurredTo: moment().optional().meta({ description: 'Happened before this time' }),
        }),
      ),
    )
    .output(z.lazy(() => pageOf(movement())))
    .query(({ ctx, input: { limit, cursor, ...filter } }) => listMovements(ctx.scope, filter, limit, cursor)),
});

/** Every line's time is judged before any line is recorded. */
function timed(given: Line[], call: Call) {
  const faults: FaultDetail[] = [];
  const lines = given.map((line, index) => {
    try {
      return { ...judged(line), occurredAt: occurredAt(line.occurredAt, call, `lines.${index}.occurredAt`) };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(...error.details);
      return { ...judged(line), occurredAt: call.now };
    }
  });
  if (faults.length > 0) throw new Fault('invalid_input', faults);
  return lines;
}
