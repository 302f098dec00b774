import { type SQL, sql } from 'drizzle-orm';
import { json } from '../answer.ts';
import { type Page, pageById } from '../page.ts';
import { movements, warehouses } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { conditionsOf, perCombination, query, type Slot } from '../statement.ts';
import { type Movement, type MovementType, movementFields } from './movement.ts';

export type MovementFilter = {
  productId?: number;
  warehouseId?: number;
  type?: MovementType;
  reference?: string;
  bundleSaleId?: number;
  transferId?: number;
  countId?: number;
  receiptId?: number;
  occurredFrom?: number;
  occurredTo?: number;
};

/** Newest first, in the order recorded, so that `onHand` runs without a gap. */
export const listMovements = (
  scope: Scope,
  filter: MovementFilter,
  limit: number,
  before: number = Number.MAX_SAFE_INTEGER,
): Promise<Page<Movement>> =>
  pageById(scope, limit, (rows) => newest(filter)({ ...filter, before, limit: rows }));

type Slots = MovementFilter & { before: number; limit: number };

/** The index of a product's history goes by warehouse: without one, the newest of each are merged. */
const newest = perCombination((names) =>
  query<Slots>()((slot) => {
    const mine = sql`${movements.companyId} = ${slot('company')} and ${movements.id} < ${slot('before')}${conditions(slot, names)}`;
    const last = sql`order by ${ofOneRecord(names) ? sql`+` : sql``}${movements.id} desc limit ${slot('limit')}`;
    const everywhere = names.includes('productId') && !names.includes('warehouseId');
    return everywhere
      ? sql<Movement>`select ${json(movementFields)} as answer from ${warehouses} cross join ${movements}
          where ${warehouses.companyId} = ${slot('company')} and ${movements.id} in (
            select ${movements.id} from ${movements} where ${mine} and ${movements.warehouseId} = ${warehouses.id} ${last})
          ${last}`
      : sql<Movement>`select ${json(movementFields)} as answer from ${movements} where ${mine} ${last}`;
  }),
);

/**
 * Few movements: better found by their record and sorted (the plus) than met on a walk through the whole history. Those of
 * a receipt are found so by themselves.
 */
const ofOneRecord = (names: string[]): boolean =>
  names.some((name) => name === 'bundleSaleId' || name === 'transferId' || name === 'countId');

const conditions = (slot: Slot<Slots>, names: string[]): SQL =>
  conditionsOf(names, {
    productId: sql`${movements.productId} = ${slot('productId')}`,
    warehouseId: sql`${movements.warehouseId} = ${slot('warehouseId')}`,
    type: sql`${movements.type} = ${slot('type')}`,
    reference: sql`${movements.reference} = ${slot('reference')}`,
    bundleSaleId: sql`${movements.bundleSaleId} = ${slot('bundleSaleId')}`,
    transferId: sql`${movements.transferId} = ${slot('transferId')}`,
    countId: sql`${movements.countId} = ${slot('countId')}`,
    receiptId: sql`${movements.receiptId} = ${slot('receiptId')}`,
    occurredFrom: sql`${movements.occurredAt} >= ${slot('occurredFrom')}`,
    occurredTo: sql`${movements.occurredAt} < ${slot('occurredTo')}`,
  } satisfies Record<keyof MovementFilter, SQL>);
