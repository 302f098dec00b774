import { sql } from 'drizzle-orm';
import { type Answer, date, json, time } from '../answer.ts';
import { Fault, faultOf } from '../fault.ts';
import { movements, movementTypes, products, warehouses } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, command, lastInserted, query } from '../statement.ts';
import { type Event, eventValues } from './event.ts';
import { refusedLines } from './verdict.ts';

export { movementTypes };
export type MovementType = (typeof movementTypes)[number];

export type NewMovement = Event & {
  productId: number;
  warehouseId: number;
  type: MovementType;
  /** Signed: what is added to stock. */
  change: number;
  expected: number | null;
  saleId: number | null;
};
export type Movement = Answer<typeof movementFields>;

/** Types whose wire quantity counts what left. */
const outward = sql.raw(`('sale', 'scrap', 'transfer_out')`);

export const movementFields = {
  id: movements.id,
  productId: movements.productId,
  sku: sql<string>`(select ${products.sku} from ${products} where ${products.id} = ${movements.productId})`,
  warehouseId: movements.warehouseId,
  warehouseName: sql<string>`(select ${warehouses.name} from ${warehouses} where ${warehouses.id} = ${movements.warehouseId})`,
  type: movements.type,
  quantity: sql<number>`iif(${movements.type} in ${outward}, -${movements.quantity}, ${movements.quantity})`,
  change: movements.quantity,
  onHand: sql<number>`${movements.balance}`,
  reason: movements.reason,
  reference: movements.reference,
  actor: movements.actor,
  occurredAt: time(movements.occurredAt),
  recordedAt: time(movements.recordedAt),
  day: date(movements.day),
  reversesId: movements.reversesId,
  saleId: movements.saleId,
  bundleSaleId: movements.bundleSaleId,
  transferId: movements.transferId,
  countId: movements.countId,
  receiptId: movements.receiptId,
};

const insert = command<NewMovement & { day: number }>((slot) =>
  build.insert(movements).values({
    companyId: slot('company'),
    productId: slot('productId'),
    warehouseId: slot('warehouseId'),
    type: slot('type'),
    quantity: slot('change'),
    expected: slot('expected'),
    ...eventValues(slot),
    saleId: slot('saleId'),
  }),
);

const select = sql<Movement>`select ${json(movementFields)} as answer from ${movements}`;

const inserted = query()(
  (slot) =>
    sql<Movement>`${select} where ${movements.companyId} = ${slot('company')} and ${movements.id} = ${lastInserted}`,
);

export async function recordMovement(scope: Scope, movement: NewMovement): Promise<Movement> {
  const day = scope.localDay(movement.occurredAt);
  try {
    return await scope.write([insert({ ...movement, day })], inserted({}), 'internal');
  } catch (error) {
    const fault = faultOf(error);
    if (fault.code !== 'insufficient_stock' && fault.code !== 'stock_changed') throw fault;
    throw new Fault(fault.code, await refusedLines(scope, [movement], () => 'quantity'), error);
  }
}

const reversal = command<{ id: number; reason: string | null; day: number }>(
  (
    slot,
  ) => sql`insert into ${movements} (company_id, product_id, warehouse_id, type, quantity, actor, reason, reference,
      occurred_at, recorded_at, day, reverses_id, sale_id, bundle_sale_id, receipt_id)
    select company_id, product_id, warehouse_id, type, -quantity, ${slot('actor')}, ${slot('reason')}, reference,
      ${slot('now')}, ${slot('now')}, ${slot('day')}, id, sale_id, bundle_sale_id, receipt_id
    from ${movements} where ${movements.companyId} = ${slot('company')} and ${movements.id} = ${slot('id')}`,
);

const reversing = query<{ id: number }>()(
  (slot) =>
    sql<Movement>`${select} where ${movements.companyId} = ${slot('company')} and ${movements.reversesId} = ${slot('id')}`,
);

/** History stays: a movement is taken back by an equal one the other way that cites it. */
export const reverseMovement = (scope: Scope, id: number, reason: string | null): Promise<Movement> =>
  scope.write(
    [reversal({ id, reason, day: scope.localDay(scope.now) })],
    reversing({ id }),
    'movement_not_found',
  );

const found = query<{ id: number }>()(
  (slot) =>
    sql<Movement>`${select} where ${movements.companyId} = ${slot('company')} and ${movements.id} = ${slot('id')}`,
);

export const getMovement = (scope: Scope, id: number): Promise<Movement> =>
  scope.one(found({ id }), 'movement_not_found');
