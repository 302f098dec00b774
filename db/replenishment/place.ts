import { type SQL, sql } from 'drizzle-orm';
import { flag, json, jsonList, jsonOne } from '../answer.ts';
import {
  companies,
  dailyDemand,
  dirty,
  inventory,
  orderLines,
  orders,
  policies,
  shortages,
  suppliers,
  terms,
  transferLines,
  transfers,
} from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { query, type Slot } from '../statement.ts';
import { daysTextFrom, ofPlace, type PlaceDays, type PlaceEvent, withEvents } from './past.ts';
import { supplierOf } from './supplier.ts';

/** A year: longer windows changed nothing in the scores, shorter ones cost lumpy goods some. */
export const HISTORY_DAYS = 365;

/** A product in a warehouse that something changed, with all that its figures depend on. Days are local. */
export type DirtyPlace = {
  productId: number;
  warehouseId: number;
  /** Whether another change came is seen by it. */
  mark: number;
  onHand: number;
  /** That somebody set. */
  threshold: number | null;
  outSinceDay: number | null;
  firstDay: number | null;
  days: PlaceDays;
  /** Ascending, of the days on which stock may have touched zero. */
  events: PlaceEvent[];
  terms: { supplierId: number; leadDays: number | null; minimumUnits: number; packUnits: number } | null;
  /** What is on its way; late orders come with the day they are now expected. */
  arrivals: [day: number, units: number][];
  /** In orders that are approved and not yet with the supplier. */
  requestedUnits: number;
  /** Short, or it was when it was last looked at: there may be a shortage to open or end, or a draft to change. */
  isConcerned: boolean;
};

export type Planning = {
  method: 'adaptive' | 'mean_30';
  windowDays: number;
  reviewDays: number;
  targetDays: number;
  safetyDays: number | null;
  servicePercent: number;
};

/** Where the last batch ended. */
export type PlaceCursor = { afterProduct: number; afterWarehouse: number };

const planning = query()(
  (slot) => sql<Planning>`select ${json({
    method: policies.method,
    windowDays: companies.windowDays,
    reviewDays: policies.reviewDays,
    targetDays: policies.targetDays,
    safetyDays: policies.safetyDays,
    servicePercent: policies.servicePercent,
  })} as answer from ${policies} join ${companies} on ${companies.id} = ${policies.companyId}
    where ${policies.companyId} = ${slot('company')}`,
);

export const getPlanning = (scope: Scope): Promise<Planning> => scope.one(planning({}), 'company_not_found');

type Slots = PlaceCursor & { today: number; limit: number };

/** The next places to look at, in the order of their ids. */
export async function dirtyPlaces(scope: Scope, cursor: PlaceCursor, limit: number): Promise<DirtyPlace[]> {
  const rows = await scope.all(read({ ...cursor, limit, today: scope.localDay(scope.now) }));
  const places = rows.map((row) => {
    const days: PlaceDays = JSON.parse(row.days);
    return { ...row, days };
  });
  return withEvents(scope, places);
}

/** Of the place `i`. A reorder point that stands in is none: it would be its own floor and never fall. */
export const thresholdSet = sql<number | null>`(select r.threshold from inventory_rules r
  where r.company_id = i.company_id and r.product_id = i.product_id and r.warehouse_id = i.warehouse_id
    and r.threshold_source <> 'reorder_point')`;

const windowStart = (slot: Slot<Slots>): SQL => sql`(${slot('today')} - ${sql.raw(String(HISTORY_DAYS))})`;

/** Of the supplier that alerts name. */
export const offer = jsonOne(
  json({
    supplierId: terms.supplierId,
    leadDays: sql<number | null>`coalesce(${terms.leadTimeDays}, ${suppliers.leadTimeDays})`,
    minimumUnits: terms.minimumQuantity,
    packUnits: terms.packSize,
  }),
  supplierOf(sql`i.company_id`, sql`i.product_id`),
);

/** How many days later than agreed this supplier's goods came, in the middle of the last ten orders; at least one. */
const usualLateness = sql`max(1, coalesce((select late from (
  select late, row_number() over (order by late) as place, count(*) over () as orders from (
    select p.measured_lead_days - p.lead_days as late from orders p
    where p.company_id = ${orders.companyId} and p.supplier_id = ${orders.supplierId}
      and p.measured_lead_days is not null and p.lead_days is not null order by p.id desc limit 10))
  where place = (orders + 1) / 2), 1))`;

const outstanding = sql`from ${orderLines} indexed by order_lines_outstanding join ${orders} on ${orders.companyId} = ${orderLines.companyId} and ${orders.id} = ${orderLines.orderId}
  where ${orderLines.companyId} = i.company_id and ${orderLines.productId} = i.product_id
    and ${orderLines.quantity} > ${orderLines.received} and ${orders.warehouseId} = i.warehouse_id`;

/** Goods in transit from another warehouse carry no date: they are taken to be there tomorrow. */
const arrivals = (slot: Slot<Slots>) =>
  jsonList<[number, number]>(
    sql`json_array(day, units)`,
    sql`from (select iif(${orders.expectedDay} < ${slot('today')}, ${slot('today')} + ${usualLateness}, ${orders.expectedDay}) as day,
        ${orderLines.quantity} - ${orderLines.received} as units
      ${outstanding} and ${orders.status} in ('sent', 'confirmed', 'partly_received') and ${orders.expectedDay} is not null
      union all select ${slot('today')} + 1, ${transferLines.quantity} - ${transferLines.arrived} - ${transferLines.returned}
      from ${transferLines} indexed by transfer_lines_in_transit join ${transfers} on ${transfers.companyId} = ${transferLines.companyId} and ${transfers.id} = ${transferLines.transferId}
      where ${transferLines.companyId} = i.company_id and ${transferLines.productId} = i.product_id
        and ${transferLines.quantity} > ${transferLines.arrived} + ${transferLines.returned}
        and ${transfers.toWarehouseId} = i.warehouse_id order by day)`,
  );

const requested = sql<number>`(select coalesce(sum(${orderLines.quantity} - ${orderLines.received}), 0)
  ${outstanding} and (${orders.status} = 'approved' or (${orders.status} in ('sent', 'confirmed', 'partly_received') and ${orders.expectedDay} is null)))`;

/** What makes a place short, or no longer, also marks it: one that is not concerned now comes up again when it is. */
const isConcerned = flag(sql`i.on_hand <= i.threshold
  or exists (select 1 from ${shortages} where ${shortages.companyId} = i.company_id and ${shortages.productId} = i.product_id
    and ${shortages.warehouseId} = i.warehouse_id and ${shortages.status} <> 'resolved')
  or exists (select 1 ${outstanding} and ${orders.status} = 'draft')`);

const read = query<Slots>()(
  (slot) => sql<Omit<DirtyPlace, 'days' | 'events'> & { days: string }>`select ${json({
    productId: sql<number>`i.product_id`,
    warehouseId: sql<number>`i.warehouse_id`,
    mark: sql<number>`d.mark`,
    onHand: sql<number>`i.on_hand`,
    threshold: thresholdSet,
    outSinceDay: sql<number | null>`i.out_since_day`,
    firstDay: sql<number | null>`(select min(day) from ${dailyDemand} where ${ofPlace(dailyDemand)})`,
    days: daysTextFrom(windowStart(slot)),
    terms: offer,
    arrivals: arrivals(slot),
    requestedUnits: requested,
    isConcerned,
  })} as answer
  from (select * from ${dirty} where ${dirty.companyId} = ${slot('company')} and ${dirty.parkedAt} is null
      and (${dirty.productId}, ${dirty.warehouseId}) > (${slot('afterProduct')}, ${slot('afterWarehouse')})
      order by ${dirty.productId}, ${dirty.warehouseId} limit ${slot('limit')}) d
    join ${inventory} i on i.company_id = d.company_id and i.product_id = d.product_id and i.warehouse_id = d.warehouse_id
  order by i.product_id, i.warehouse_id`,
);
