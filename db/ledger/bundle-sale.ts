import { sql } from 'drizzle-orm';
import { type Answer, date, json, jsonList, time } from '../answer.ts';
import { Fault, type FaultDetail, faultOf } from '../fault.ts';
import { bundleSales, components, inventory, movements } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, command, lastInserted, query } from '../statement.ts';
import { type Event, eventValues } from './event.ts';
import { movementFields } from './movement.ts';

export type NewBundleSale = Event & { bundleId: number; warehouseId: number; quantity: number };
export type BundleSale = Answer<typeof fields>;

const fields = {
  id: bundleSales.id,
  bundleId: bundleSales.bundleId,
  warehouseId: bundleSales.warehouseId,
  quantity: bundleSales.quantity,
  reason: bundleSales.reason,
  reference: bundleSales.reference,
  actor: bundleSales.actor,
  occurredAt: time(bundleSales.occurredAt),
  recordedAt: time(bundleSales.recordedAt),
  day: date(bundleSales.day),
  movements: jsonList(
    json(movementFields),
    sql`from ${movements} where ${movements.bundleSaleId} = ${bundleSales.id} order by ${movements.id}`,
  ),
};

const insert = command<NewBundleSale & { day: number }>((slot) =>
  build.insert(bundleSales).values({
    companyId: slot('company'),
    bundleId: slot('bundleId'),
    warehouseId: slot('warehouseId'),
    quantity: slot('quantity'),
    ...eventValues(slot),
  }),
);

const select = sql<BundleSale>`select ${json(fields)} as answer from ${bundleSales}`;

const inserted = query()(
  (slot) =>
    sql<BundleSale>`${select} where ${bundleSales.companyId} = ${slot('company')} and ${bundleSales.id} = ${lastInserted}`,
);

const found = query<{ id: number }>()(
  (slot) =>
    sql<BundleSale>`${select} where ${bundleSales.companyId} = ${slot('company')} and ${bundleSales.id} = ${slot('id')}`,
);

/** The trigger sells every component, or none. */
export async function sellBundle(scope: Scope, sale: NewBundleSale): Promise<BundleSale> {
  try {
    return await scope.write(
      [insert({ ...sale, day: scope.localDay(sale.occurredAt) })],
      inserted({}),
      'internal',
    );
  } catch (error) {
    const fault = faultOf(error);
    if (fault.code !== 'insufficient_stock') throw fault;
    throw new Fault(fault.code, await shortComponents(scope, sale), error);
  }
}

export const getBundleSale = (scope: Scope, id: number): Promise<BundleSale> =>
  scope.one(found({ id }), 'bundle_sale_not_found');

const isTakenBack = sql`exists (select 1 from ${movements} r where r.reverses_id = ${movements.id})`;

const reversal = command<{ id: number; reason: string | null; day: number }>(
  (
    slot,
  ) => sql`insert into ${movements} (company_id, product_id, warehouse_id, type, quantity, actor, reason, reference,
      occurred_at, recorded_at, day, reverses_id, bundle_sale_id)
    select company_id, product_id, warehouse_id, type, -quantity, ${slot('actor')}, ${slot('reason')}, reference,
      ${slot('now')}, ${slot('now')}, ${slot('day')}, id, bundle_sale_id
    from ${movements} where ${movements.companyId} = ${slot('company')} and ${movements.bundleSaleId} = ${slot('id')}
      and ${movements.reversesId} is null and (not ${isTakenBack} or not exists (select 1 from ${movements} m
        where m.company_id = ${slot('company')} and m.bundle_sale_id = ${slot('id')} and m.reverses_id is null
          and not exists (select 1 from ${movements} r where r.reverses_id = m.id))) order by id`,
);

/** Takes back what its components lost and what was not taken back yet; where that is nothing, all is refused. */
export const reverseBundleSale = (scope: Scope, id: number, reason: string | null): Promise<BundleSale> =>
  scope.write(
    [reversal({ id, reason, day: scope.localDay(scope.now) })],
    found({ id }),
    'bundle_sale_not_found',
  );

const short = query<{ bundleId: number; warehouseId: number; quantity: number }>()(
  (slot) => sql<{ productId: number; needed: number; onHand: number }>`select ${json({
    productId: components.productId,
    needed: sql<number>`${components.quantity} * ${slot('quantity')}`,
    onHand: sql<number>`coalesce(${inventory.onHand}, 0)`,
  })} as answer
    from ${components} left join ${inventory} on ${inventory.companyId} = ${components.companyId}
      and ${inventory.productId} = ${components.productId} and ${inventory.warehouseId} = ${slot('warehouseId')}
    where ${components.companyId} = ${slot('company')} and ${components.bundleId} = ${slot('bundleId')}
      and coalesce(${inventory.onHand}, 0) < ${components.quantity} * ${slot('quantity')}`,
);

async function shortComponents(
  scope: Scope,
  { bundleId, warehouseId, quantity }: NewBundleSale,
): Promise<FaultDetail[]> {
  const parts = await scope.all(short({ bundleId, warehouseId, quantity }));
  return parts.map(({ productId, needed, onHand }) => ({
    field: 'quantity',
    message: `Product ${productId}: ${needed} needed, ${onHand} on hand`,
    code: 'insufficient_stock',
    onHand,
  }));
}
