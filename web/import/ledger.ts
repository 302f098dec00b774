import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../api/router.ts';
import { type Column, kept, needed, skus } from './column.ts';
import { text, when, whole, word } from './value.ts';

type Input = inferRouterInputs<AppRouter>['ledger'];
type Output = inferRouterOutputs<AppRouter>['ledger'];

/** A line of each import, and the item of the list that its export is made of. */
export type MovementLine = Input['movement']['import']['lines'][number];
export type CountLine = Input['count']['import']['lines'][number];
export type Movement = Output['movement']['list']['items'][number];
export type Inventory = Output['inventory']['list']['items'][number];

const UNITS_MAX = 1_000_000_000;
const warehouses = ['warehouse name', 'location', 'location name', 'store', 'site'];
const times = ['date', 'time', 'day', 'occurred at', 'happened', 'counted at', 'timestamp'];
const ownKey = {
  name: 'Key',
  synonyms: ['id', 'row id', 'external id', 'transaction id', 'movement id'],
  about: 'Your own name for the row, if it has one: the same key again takes no second effect.',
  example: 'till-4-10387',
};

const movementType = word([
  { word: 'sale', synonyms: ['sold', 'sales'] },
  { word: 'receipt', synonyms: ['received', 'purchase', 'delivery'] },
  { word: 'return', synonyms: ['returned', 'refund'] },
  { word: 'adjustment', synonyms: ['correction', 'adjusted'] },
  { word: 'scrap', synonyms: ['scrapped', 'damaged', 'lost', 'write-off'] },
  { word: 'initial', synonyms: ['opening', 'opening balance', 'initial stock'] },
]);

export const movementColumns: Column<MovementLine, Movement>[] = [
  kept({ ...ownKey, field: 'key' }, text(200), (key) => ({ key })),
  needed(
    {
      name: 'SKU',
      field: 'sku',
      synonyms: skus,
      about: 'The product.',
      example: 'TEA-EG-100',
      write: ({ sku }) => sku,
    },
    text(100),
    (sku) => ({ sku }),
  ),
  needed(
    {
      name: 'Warehouse',
      field: 'warehouse',
      synonyms: warehouses,
      about: 'Where it moved, by name.',
      example: 'Berlin',
      write: ({ warehouseName }) => warehouseName,
    },
    text(255),
    (warehouse) => ({ warehouse }),
  ),
  needed(
    {
      name: 'Movement',
      field: 'type',
      synonyms: ['type', 'movement type', 'kind', 'event'],
      about: 'sale, receipt, return, adjustment, scrap or initial.',
      example: 'sale',
      write: ({ type }) => type,
    },
    movementType,
    (type) => ({ type }),
  ),
  needed(
    {
      name: 'Quantity',
      field: 'quantity',
      synonyms: ['qty', 'units', 'amount'],
      about: 'Units. The movement says the direction; only an adjustment may be negative.',
      example: '3',
      write: ({ quantity }) => quantity,
    },
    whole(-UNITS_MAX, UNITS_MAX),
    (quantity) => ({ quantity }),
  ),
  kept(
    {
      name: 'When',
      field: 'occurredAt',
      synonyms: times,
      about: 'A day like 2026-08-03 or a time like 2026-08-03 09:30. Empty: now.',
      example: '2026-08-03',
      write: ({ occurredAt }) => occurredAt,
    },
    when,
    (occurredAt) => ({ occurredAt }),
  ),
  kept(
    {
      name: 'Reference',
      field: 'reference',
      synonyms: ['order', 'order number', 'document'],
      about: 'Your own name for it, like an order number.',
      example: 'order 10387',
      write: ({ reference }) => reference,
    },
    text(255),
    (reference) => ({ reference }),
  ),
  kept(
    {
      name: 'Reason',
      field: 'reason',
      synonyms: ['note', 'comment', 'notes'],
      about: 'Why, for people.',
      example: '',
      write: ({ reason }) => reason,
    },
    text(500),
    (reason) => ({ reason }),
  ),
];

export const countColumns: Column<CountLine, Inventory>[] = [
  kept({ ...ownKey, field: 'key' }, text(200), (key) => ({ key })),
  needed(
    {
      name: 'SKU',
      field: 'sku',
      synonyms: skus,
      about: 'The product.',
      example: 'TEA-EG-100',
      write: ({ sku }) => sku,
    },
    text(100),
    (sku) => ({ sku }),
  ),
  needed(
    {
      name: 'Warehouse',
      field: 'warehouse',
      synonyms: warehouses,
      about: 'Where it was counted, by name.',
      example: 'Berlin',
      write: ({ warehouseName }) => warehouseName,
    },
    text(255),
    (warehouse) => ({ warehouse }),
  ),
  needed(
    {
      name: 'Counted',
      field: 'counted',
      synonyms: ['quantity', 'qty', 'count', 'on hand', 'stock', 'units'],
      about: 'Units that were found.',
      example: '38',
      write: ({ onHand }) => onHand,
    },
    whole(0, UNITS_MAX),
    (counted) => ({ counted }),
  ),
  kept(
    {
      name: 'When',
      field: 'occurredAt',
      synonyms: times,
      about: 'A day like 2026-08-03 (its beginning) or a time like 2026-08-03 18:30. Empty: now.',
      example: '2026-08-03 18:30',
    },
    when,
    (occurredAt) => ({ occurredAt }),
  ),
  kept(
    {
      name: 'Reference',
      field: 'reference',
      synonyms: ['document'],
      about: 'Your own name for it.',
      example: '',
    },
    text(255),
    (reference) => ({ reference }),
  ),
  kept(
    {
      name: 'Reason',
      field: 'reason',
      synonyms: ['note', 'comment', 'notes'],
      about: 'Why, for people.',
      example: 'Yearly count',
    },
    text(500),
    (reason) => ({ reason }),
  ),
];
