import * as z from 'zod';
import { late } from '../../db/kept.ts';
import { getCount, listCounts, recordCount } from '../../db/ledger/count.ts';
import { eachOnce, id, pageOf, paging } from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';
import { countEvent, countedAt, eventOutput } from './event.ts';
import { countImport } from './import.ts';

const count = late(() =>
  z.object({
    id: id(),
    warehouseId: id(),
    ...eventOutput(),
    lines: z.array(
      z.object({
        productId: id(),
        counted: z.int(),
        expected: z.int().meta({ description: 'What the ledger said for that time' }),
        difference: z.int().meta({ description: 'Counted less expected: what was posted' }),
      }),
    ),
  }),
);

const countLines = late(() =>
  z
    .array(
      z.strictObject({
        productId: id(),
        counted: z.int().min(0).max(1_000_000_000).meta({ description: 'Units that were found' }),
      }),
    )
    .min(1)
    .max(1000)
    .refine(eachOnce, 'names a product twice: send the total you counted'),
);

export const countRouter = router({
  record: operator
    .meta({
      isLedger: true,
      rest: {
        method: 'POST',
        path: '/counts',
        status: 201,
        summary: 'Record what was found: the difference to the books at that time is posted',
        location: '/counts/{id}',
      },
    })
    .input(z.lazy(() => z.strictObject({ warehouseId: id(), lines: countLines(), ...countEvent() })))
    .output(z.lazy(count))
    .mutation(({ ctx, input }) =>
      recordCount(ctx.scope, { ...input, occurredAt: countedAt(input.occurredAt, ctx) }),
    ),

  import: countImport,

  get: viewer
    .meta({ rest: { method: 'GET', path: '/counts/{count_id}', summary: 'One count' } })
    .input(z.lazy(() => z.strictObject({ countId: id() })))
    .output(z.lazy(count))
    .query(({ ctx, input }) => getCount(ctx.scope, input.countId)),

  list: viewer
    .meta({ rest: { method: 'GET', path: '/counts', summary: 'Counts, newest first' } })
    .input(z.lazy(() => z.strictObject(paging())))
    .output(z.lazy(() => pageOf(count())))
    .query(({ ctx, input }) => listCounts(ctx.scope, input.limit, input.cursor)),
});
