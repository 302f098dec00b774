import { type SQL, sql } from 'drizzle-orm';
import { command, type Slot } from '../statement.ts';
import { inPlaces, type Places } from './episode.ts';
import { noted } from './order.ts';

/** Open shortages that nothing holds back, with what was computed for them. What a person chose from another supplier is enough. */
const needs = (slot: Slot<Places>): SQL =>
  sql`${inPlaces(slot)} join shortages s on s.company_id = i.company_id and s.product_id = i.product_id
      and s.warehouse_id = i.warehouse_id and s.status <> 'resolved' and s.held_by is null
    join forecasts f on f.company_id = i.company_id and f.product_id = i.product_id and f.warehouse_id = i.warehouse_id
      and f.supplier_id is not null and f.suggested > 0
      and not exists (select 1 from order_lines l join orders o on o.company_id = l.company_id and o.id = l.order_id
        where l.company_id = s.company_id and l.shortage_id = s.id and l.is_chosen and o.status = 'draft'
          and o.supplier_id <> f.supplier_id)`;

/** Lines that the worker wrote and that are no longer needed, or not from this supplier. What a person chose stays. */
export const dropLines = command<Places>(
  (
    slot,
  ) => sql`delete from order_lines where company_id = ${slot('company')} and not is_chosen and shortage_id is not null
    and (order_id, product_id) in (
      select l.order_id, l.product_id from ${inPlaces(slot)}
        cross join order_lines l indexed by order_lines_outstanding
          on l.company_id = i.company_id and l.product_id = i.product_id and l.quantity > l.received
        cross join orders o on o.company_id = l.company_id and o.id = l.order_id and o.warehouse_id = i.warehouse_id
          and o.status = 'draft'
      where not exists (select 1 from shortages s
        join forecasts f on f.company_id = s.company_id and f.product_id = s.product_id and f.warehouse_id = s.warehouse_id
        where s.company_id = i.company_id and s.product_id = i.product_id and s.warehouse_id = i.warehouse_id
          and s.status <> 'resolved' and s.held_by is null and f.supplier_id = o.supplier_id))`,
);

/** Not deleted: the next order would get its id and number, and an approval from a page still open would be of that one. */
export const cancelEmptyDrafts = command<Places>(
  (
    slot,
  ) => sql`update orders set status = 'cancelled', held_by = null, closed_at = ${slot('now')}, closed_by = ${slot('actor')},
      note = ${noted('Cancelled', sql`'its lines are needed no more, or from another supplier.'`)}
    where id in (
      select o.id from (select distinct value ->> 1 as warehouse_id from json_each(${slot('places')})) w
        join orders o indexed by order_draft on o.company_id = ${slot('company')} and o.warehouse_id = w.warehouse_id
          and o.status = 'draft' and o.origin = 'automatic'
      where not exists (select 1 from order_lines l where l.company_id = o.company_id and l.order_id = o.id))`,
);

/** One draft per supplier and warehouse, which collects lines for a while. */
export const openDrafts = command<Places>(
  (
    slot,
  ) => sql`insert into orders (company_id, number, supplier_id, warehouse_id, origin, release_at, created_at)
    select ${slot('company')}, row_number() over (order by supplier_id, warehouse_id)
        + (select coalesce(max(number), 0) from orders where company_id = ${slot('company')}),
      supplier_id, warehouse_id, 'automatic', ${slot('now')} + collecting_seconds * 1000, ${slot('now')}
    from (select distinct f.supplier_id, f.warehouse_id, p.collecting_seconds from ${needs(slot)}
      join policies_in_force p on p.company_id = f.company_id and p.supplier_id = f.supplier_id
      where not exists (select 1 from orders o where o.company_id = f.company_id and o.supplier_id = f.supplier_id
        and o.warehouse_id = f.warehouse_id and o.status = 'draft'))`,
);

/** The figures behind the suggestion, for whoever looks at the order. */
const reason = sql`json_object('velocity', i.velocity, 'daysUntilStockout', i.days_until_stockout, 'onHand', i.on_hand,
  'threshold', i.threshold, 'incoming', f.incoming, 'leadDays', f.lead_days, 'reorderPoint', f.reorder_point,
  'orderUpTo', f.order_up_to, 'needed', f.suggested_raw, 'minimumQuantity', t.minimum_quantity, 'raised', f.suggested_raised,
  'packSize', t.pack_size, 'suggested', f.suggested, 'confidence', f.confidence)`;

export const writeLines = command<Places>(
  (
    slot,
  ) => sql`insert into order_lines (company_id, order_id, product_id, suggested, quantity, reason, shortage_id,
      supplier_code, unit_cost, pack_size)
    select i.company_id, o.id, i.product_id, f.suggested, min(f.suggested, 1000000000), ${reason}, s.id,
      t.supplier_code, t.unit_cost, t.pack_size
    from ${needs(slot)}
      join orders o on o.company_id = i.company_id and o.supplier_id = f.supplier_id and o.warehouse_id = i.warehouse_id
        and o.status = 'draft'
      join terms t on t.company_id = i.company_id and t.product_id = i.product_id and t.supplier_id = f.supplier_id
    where true
    on conflict do update set suggested = excluded.suggested, reason = excluded.reason, shortage_id = excluded.shortage_id,
      quantity = iif(is_chosen, quantity, excluded.quantity), unit_cost = iif(is_chosen, unit_cost, excluded.unit_cost),
      supplier_code = excluded.supplier_code, pack_size = excluded.pack_size`,
);

/** A draft that waits for a person is not looked at again by itself. */
export const postDrafts = command<Places>(
  (slot) => sql`insert into due (company_id, topic, subject_id, since, due_at)
    select distinct o.company_id, 'order', o.id, ${slot('now')}, coalesce(o.release_at, 0) from ${needs(slot)}
      join orders o on o.company_id = i.company_id and o.supplier_id = f.supplier_id and o.warehouse_id = i.warehouse_id
        and o.status = 'draft'
    where o.held_by is null or o.held_by in ('low_confidence', 'stale_velocity')`,
);
