import { type SQL, sql } from 'drizzle-orm';
import { json, jsonList } from '../answer.ts';
import { dailyDemand, movements } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { query } from '../statement.ts';

/** Ascending, a list for each figure: units sold, and net change of stock. */
export type PlaceDays = [day: number[], sold: number[], net: number[]];
export type PlaceEvent = [at: number, quantity: number];

type Placed = typeof dailyDemand | typeof movements;

export function ofPlace({ companyId, productId, warehouseId }: Placed) {
  return sql`${companyId} = i.company_id and ${productId} = i.product_id and ${warehouseId} = i.warehouse_id`;
}

/** Of the place `i`, what the ledger keeps per day, from a day on. */
export const daysFrom = (firstDay: SQL): SQL<PlaceDays> => sql`json(${daysTextFrom(firstDay)})`;

/**
 * The same as JSON within JSON: to make it a part of the answer SQLite would read through it once more. And in three
 * lists, because a list for each day takes a fifth longer here, and more than twice as long to be parsed.
 */
export const daysTextFrom = (firstDay: SQL): SQL<string> =>
  sql`(select '[' || json_group_array(day) || ',' || json_group_array(sold) || ',' || json_group_array(net) || ']'
    from (select day, sold, net from ${dailyDemand} where ${since(firstDay)} order by day))`;

const since = (firstDay: SQL): SQL => sql`${ofPlace(dailyDemand)} and ${dailyDemand.day} >= ${firstDay}`;

/** The same days as mayTouchZero in worker/forecast/shelf.ts: what stood there when the day began is on hand less all since. */
export const eventsFrom = (firstDay: SQL): SQL<PlaceEvent[]> =>
  jsonList(
    sql`json_array(occurred_at, quantity)`,
    sql`from (select ${movements.occurredAt} as occurred_at, ${movements.quantity} as quantity
      from (select day, sold, net, i.on_hand - sum(net) over (order by day desc) as start_units
        from ${dailyDemand} where ${since(firstDay)}) t
      cross join ${movements} indexed by movements_of_day on ${ofPlace(movements)} and ${movements.day} = t.day
      where t.start_units <= 0 or t.start_units + t.net <= 0 or t.start_units - t.sold <= 0
      order by ${movements.occurredAt}, ${movements.id})`,
  );

type Past = { productId: number; warehouseId: number; onHand: number; days: PlaceDays };

/**
 * The events of many places, asked for once it is known on which days: to find those in SQL takes longer than all the
 * rest of the past. A movement that comes in between is noticed where figures are written.
 */
export async function withEvents<Place extends Past>(
  scope: Scope,
  places: Place[],
): Promise<(Place & { events: PlaceEvent[] })[]> {
  const today = scope.localDay(scope.now);
  const asked = places.flatMap((place) => {
    const days = daysToLookUp(place, today);
    return days.length > 0 ? [[place.productId, place.warehouseId, days]] : [];
  });
  const found = asked.length > 0 ? await scope.all(moved({ places: JSON.stringify(asked) })) : [];
  let next = 0;
  return places.map((place) => {
    const past = found[next];
    if (!past || !isOf(place, past)) return { ...place, events: [] };
    next += 1;
    return { ...place, events: past.events };
  });
}

/** The same days as mayTouchZero in worker/forecast/shelf.ts: of those that are over. */
function daysToLookUp({ onHand, days: [dayAt, soldAt, netAt] }: Past, today: number): number[] {
  const found: number[] = [];
  let units = onHand;
  for (let row = dayAt.length - 1; row >= 0; row--) {
    const [day = today, sold = 0, net = 0] = [dayAt[row], soldAt[row], netAt[row]];
    units -= net;
    const mayTouchZero = units <= 0 || units + net <= 0 || units - sold <= 0;
    if (day < today && mayTouchZero) found.push(day);
  }
  return found;
}

type Moved = { productId: number; warehouseId: number; events: PlaceEvent[] };

const isOf = (place: Past, { productId, warehouseId }: Moved): boolean =>
  productId === place.productId && warehouseId === place.warehouseId;

/** One row a place, in their order: a row each event would cost ten times what is in it. */
const moved = query<{ places: string }>()(
  (slot) =>
    sql<Moved>`select ${json({
      productId: sql<number>`p.value ->> 0`,
      warehouseId: sql<number>`p.value ->> 1`,
      events: jsonList<PlaceEvent>(
        sql`json_array(occurred_at, quantity)`,
        sql`from (select ${movements.occurredAt} as occurred_at, ${movements.quantity} as quantity
        from json_each(p.value, '$[2]') d cross join ${movements} indexed by movements_of_day
          on ${movements.companyId} = ${slot('company')} and ${movements.productId} = p.value ->> 0
            and ${movements.warehouseId} = p.value ->> 1 and ${movements.day} = d.value
        order by ${movements.occurredAt}, ${movements.id})`,
      ),
    })} as answer from json_each(${slot('places')}) p order by p.key`,
);
