import * as z from 'zod';
import { late } from '../../db/kept.ts';
import { importCounts } from '../../db/ledger/count-import.ts';
import { importMovements } from '../../db/ledger/movement-import.ts';
import { messageOf } from '../../db/ledger/verdict.ts';
import { fold } from '../../db/page.ts';
import {
  importAnswer,
  imported,
  importedLines,
  importResult,
  type Messages,
  preview,
  sentenceFrom,
} from '../import.ts';
import { name, sku, text } from '../input.ts';
import { operator } from '../procedure.ts';
import {
  changeOf,
  countEvent,
  countedAt,
  event,
  occurredAt,
  recordedType,
  signIsRight,
  signRule,
  wireQuantity,
} from './event.ts';

/** Each line names its shelf as people do, and has a key by which it takes effect once. */

const messages: Messages = {
  'invalid_input sku': 'This product was counted in this warehouse in an earlier line: send the total',
  'invalid_input counted':
    'would move more than 1000000000 units at once, or bring the stock above 1000000000000',
  'invalid_input quantity': 'would bring the stock above 1000000000000 units',
  'insufficient_stock counted': 'More was sold since than was counted: check the time of the count',
  idempotency_key_reused: 'This key was used for another line: give each line a key of its own',
  product_not_found: 'There is no product with this SKU: import the products first',
  product_is_bundle: 'This SKU is a bundle: it has no stock of its own',
  warehouse_not_found: 'There is no warehouse of this name: create it first',
  count_superseded: 'This product was counted here after that time: leave the line out, or count it now',
};

const sentence = sentenceFrom(messages);

const shelf = late(() => ({
  key: text(200).meta({
    description: 'Your own name for this line: sent again within eight days, it takes effect once',
  }),
  sku: sku().meta({ description: 'Of the product' }),
  warehouse: name().meta({ description: 'Name of the warehouse' }),
}));

const onHand = late(() =>
  z.int().nullable().meta({ description: 'Stock after this line; null where it could not be told' }),
);

const movementLine = late(() =>
  z
    .strictObject({ ...shelf(), type: recordedType(), quantity: wireQuantity(), ...event() })
    .refine(signIsRight, signRule),
);

const assumed = late(() =>
  z
    .array(z.strictObject({ sku: sku(), warehouse: name(), onHand: z.int().min(0) }))
    .max(1000)
    .default([])
    .meta({
      description: 'For a preview of a long file: what its earlier parts would leave on these shelves',
    }),
);

export const movementImport = operator
  .meta({
    isLedger: true,
    rest: {
      method: 'POST',
      path: '/movements/import',
      summary: 'Record up to 1,000 movements by SKU and name of the warehouse, each line by itself',
    },
  })
  .input(
    z.lazy(() =>
      z.strictObject({ preview: preview(), assumed: assumed(), lines: importedLines(movementLine()) }),
    ),
  )
  .output(z.lazy(() => importAnswer(importResult().extend({ onHand: onHand() }))))
  .mutation(({ ctx, input }) =>
    imported(
      input.lines,
      ({ quantity, ...given }, line) => ({
        ...given,
        line,
        occurredAt: occurredAt(given.occurredAt, ctx),
        change: changeOf({ type: given.type, quantity }),
        fingerprint: fingerprintOf(given, [given.type, quantity]),
      }),
      (usable) => importMovements(ctx.scope, usable, input.preview ? { assumed: input.assumed } : null),
      {
        messageOf: (result) =>
          result.code === 'insufficient_stock'
            ? messageOf(result.code, result.onHand ?? 0)
            : sentence(result),
        empty: { onHand: null },
      },
    ),
  );

const countLine = late(() =>
  z.strictObject({
    ...shelf(),
    counted: z.int().min(0).max(1_000_000_000).meta({ description: 'Units that were found' }),
    ...countEvent(),
  }),
);

export const countImport = operator
  .meta({
    isLedger: true,
    rest: {
      method: 'POST',
      path: '/counts/import',
      summary: 'Record what was found, up to 1,000 lines by SKU and name of the warehouse, each by itself',
    },
  })
  .input(z.lazy(() => z.strictObject({ preview: preview(), lines: importedLines(countLine()) })))
  .output(
    z.lazy(() =>
      importAnswer(
        importResult().extend({
          expected: z.int().nullable().meta({ description: 'What the ledger says for that time' }),
          onHand: onHand(),
        }),
      ),
    ),
  )
  .mutation(({ ctx, input }) =>
    imported(
      input.lines,
      (given, line) => ({
        ...given,
        line,
        occurredAt: countedAt(given.occurredAt, ctx),
        fingerprint: fingerprintOf(given, [given.counted]),
      }),
      (usable) => importCounts(ctx.scope, usable, input.preview),
      { messageOf: sentence, empty: { expected: null, onHand: null } },
    ),
  );

type Given = {
  sku: string;
  warehouse: string;
  occurredAt?: string;
  reason: string | null;
  reference: string | null;
};

/** As it was sent: a line without a time happened when it was first taken. */
const fingerprintOf = ({ sku, warehouse, occurredAt, reason, reference }: Given, rest: unknown[]): string =>
  JSON.stringify([fold(sku), fold(warehouse), ...rest, occurredAt ?? null, reason, reference]);
