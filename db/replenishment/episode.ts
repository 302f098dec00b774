import { type SQL, sql } from 'drizzle-orm';
import { command, type Slot } from '../statement.ts';

/** Places as [product, warehouse, mark]. */
export type Places = { places: string };

/** The rows of inventory that a batch is about. */
export const inPlaces = (slot: Slot<Places>): SQL =>
  sql`json_each(${slot('places')}) cross join inventory i on i.company_id = ${slot('company')}
    and i.product_id = value ->> 0 and i.warehouse_id = value ->> 1`;

/** Left to itself SQLite begins with all shortages or lines of the company: hence the named indexes, and what is materialized. */
const unresolved = sql`cross join shortages s indexed by shortage_open on s.company_id = i.company_id
  and s.product_id = i.product_id and s.warehouse_id = i.warehouse_id and s.status <> 'resolved'`;

const ofEpisode = sql`from order_lines l indexed by order_lines_of_shortage
  join orders o on o.company_id = l.company_id and o.id = l.order_id
  where l.company_id = s.company_id and l.shortage_id = s.id`;

/** Stock must rise a tenth above the threshold before an episode ends, or it would open and close with every sale. */
const isRestocked = sql`i.on_hand > i.threshold + max(1, (i.threshold + 9) / 10)`;

/** Asked for by this episode, and not here yet. */
const isOrdered = (statuses: SQL): SQL =>
  sql`exists (select 1 ${ofEpisode} and l.quantity > l.received and o.status in (${statuses}))`;

const isWithSupplier = sql`'sent', 'confirmed', 'partly_received'`;
const mayCome = sql`'approved', ${isWithSupplier}`;

/** What this episode ordered has come, and it was not enough: what follows is another episode. */
const isDelivered = sql`exists (select 1 ${ofEpisode} and l.received > 0
    and (l.received >= l.quantity or o.status = 'closed_short'))
  and not ${isOrdered(mayCome)}`;

export const wakeSnoozed = command<Places>(
  (slot) => sql`update shortages set status = 'open', snoozed_until = null
    where status = 'snoozed' and snoozed_until <= ${slot('now')} and id in (
      select s.id from ${inPlaces(slot)} ${unresolved})`,
);

export const resolveShortages = command<Places>(
  (slot) => sql`with ended as materialized (
      select s.id, case when not i.is_listed or (i.threshold is null and i.velocity > 0) then 'not_listed' when ${isRestocked} then 'restocked'
        when i.velocity = 0 then 'not_selling' when ${isDelivered} then 'delivered' end as resolution
      from ${inPlaces(slot)} ${unresolved})
    update shortages set status = 'resolved', resolved_at = ${slot('now')}, snoozed_until = null, held_by = null,
      resolution = ended.resolution
    from ended where shortages.id = ended.id and ended.resolution is not null`,
);

/** The rule of the alerts: listed, at or below its threshold, and it sells. */
export const openShortages = command<Places>(
  (slot) => sql`insert into shortages (company_id, product_id, warehouse_id, opened_at, on_hand, threshold)
    select i.company_id, i.product_id, i.warehouse_id, ${slot('now')}, i.on_hand, i.threshold
    from ${inPlaces(slot)}
    where i.is_listed and i.on_hand <= i.threshold and i.velocity > 0 and not exists (select 1 from shortages s
      where s.company_id = i.company_id and s.product_id = i.product_id and s.warehouse_id = i.warehouse_id and s.status <> 'resolved')`,
);

/** Whoever asked for it. */
const isComing = (
  statuses: SQL,
): SQL => sql`exists (select 1 from order_lines l indexed by order_lines_outstanding
    join orders o on o.company_id = l.company_id and o.id = l.order_id
    where l.company_id = i.company_id and l.product_id = i.product_id and l.quantity > l.received
      and o.warehouse_id = i.warehouse_id and o.status in (${statuses}))`;

/**
 * Why nothing more is ordered by itself; null where a draft is the answer. What is left of an order for an earlier episode
 * counts as far as it goes: one missing unit must not keep the next order back.
 */
export const holdShortages = command<Places>(
  (slot) => sql`with judged as materialized (
      select s.id, ${isOrdered(isWithSupplier)} or (f.suggested = 0 and ${isComing(isWithSupplier)}) as is_sent,
        case when s.status in ('acknowledged', 'snoozed') then 'person'
          when ${isOrdered(mayCome)} or (f.suggested = 0 and ${isComing(mayCome)}) then 'incoming'
          when exists (select 1 ${ofEpisode} and o.status in ('cancelled', 'declined', 'closed_short')) then 'order_ended'
          when f.supplier_id is null then 'no_supplier'
          when f.suggested = 0 then 'incoming' end as held_by
      from ${inPlaces(slot)} ${unresolved}
      cross join forecasts f on f.company_id = i.company_id and f.product_id = i.product_id and f.warehouse_id = i.warehouse_id)
    update shortages set status = iif(status = 'open' and judged.is_sent, 'ordered', status), held_by = judged.held_by
    from judged where shortages.id = judged.id
      and (shortages.held_by is not judged.held_by or (shortages.status = 'open' and judged.is_sent))`,
);
