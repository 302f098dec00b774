import { type SQL, sql } from 'drizzle-orm';
import { json, jsonList } from '../answer.ts';
import { dailyDemand, inventory, movements } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { query, type Slot } from '../statement.ts';
import { daysFrom, eventsFrom, ofPlace } from './past.ts';
import { type DirtyPlace, offer, type PlaceCursor, thresholdSet } from './place.ts';

/** A product in a warehouse with its past, as the worker reads it, and what is known of it now. */
export type PastPlace = Pick<
  DirtyPlace,
  'productId' | 'warehouseId' | 'onHand' | 'threshold' | 'firstDay' | 'days' | 'events' | 'terms'
> & {
  /** Sales that came back on a later day, which days count on the day of the sale. */
  takenBack: [soldDay: number, backDay: number, units: number][];
};

type Since = { fromDay: number };

/** How many places have sold anything since then. */
export const countSoldPlaces = (scope: Scope, fromDay: number): Promise<{ places: number }> =>
  scope.one(counted({ fromDay }), 'internal');

/** Those places, in the order of their ids. */
export const soldPlaces = (
  scope: Scope,
  fromDay: number,
  cursor: PlaceCursor,
  limit: number,
): Promise<PastPlace[]> => scope.all(read({ fromDay, ...cursor, limit }));

const hasSold = (slot: Slot<Since>): SQL => sql`i.company_id = ${slot('company')} and exists (
  select 1 from ${dailyDemand} where ${ofPlace(dailyDemand)} and ${dailyDemand.day} >= ${slot('fromDay')} and sold > 0)`;

const counted = query<Since>()(
  (slot) => sql<{ places: number }>`select json_object('places', count(*)) as answer
    from ${inventory} i where ${hasSold(slot)}`,
);

/** As the triggers of the ledger count it: what cites a sale, and what reverses one. */
const cites =
  (index: string, condition: string) =>
  (slot: Slot<Since>): SQL =>
    sql`
  select o.day as sold_day, r.day as back_day, r.quantity as units
  from ${movements} o indexed by movements_of_day cross join ${movements} r indexed by ${sql.raw(index)}
  where o.company_id = i.company_id and o.product_id = i.product_id and o.warehouse_id = i.warehouse_id
    and o.day >= ${slot('fromDay')} and r.type in ('sale', 'return') and r.day > o.day and ${sql.raw(condition)}`;

const returned = cites('returns_of_sale', 'r.sale_id = o.id');
const reversed = cites('movement_reversed_once', 'r.reverses_id = o.id and r.sale_id is null');

const takenBack = (slot: Slot<Since>) =>
  jsonList<[soldDay: number, backDay: number, units: number]>(
    sql`json_array(sold_day, back_day, units)`,
    sql`from (${returned(slot)} union all ${reversed(slot)})`,
  );

const read = query<Since & PlaceCursor & { limit: number }>()(
  (slot) => sql<PastPlace>`select ${json({
    productId: sql<number>`i.product_id`,
    warehouseId: sql<number>`i.warehouse_id`,
    onHand: sql<number>`i.on_hand`,
    threshold: thresholdSet,
    firstDay: sql<number | null>`(select min(day) from ${dailyDemand} where ${ofPlace(dailyDemand)})`,
    days: daysFrom(sql`${slot('fromDay')}`),
    events: eventsFrom(sql`${slot('fromDay')}`),
    terms: offer,
    takenBack: takenBack(slot),
  })} as answer
  from ${inventory} i where ${hasSold(slot)}
    and (i.product_id, i.warehouse_id) > (${slot('afterProduct')}, ${slot('afterWarehouse')})
  order by i.product_id, i.warehouse_id limit ${slot('limit')}`,
);
