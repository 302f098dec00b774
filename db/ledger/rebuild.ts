import { sql } from 'drizzle-orm';
import type { Scope } from '../scope.ts';
import { command, query } from '../statement.ts';
import { demandOf, ofRange, type ProductRange, productRanges, receivedOf, transferredOf } from './verify.ts';

/** Derived rows anew from the movements, a range of products at a time; yields how many places each has for the worker. */
export async function* rebuild(scope: Scope): AsyncGenerator<number> {
  for await (const range of productRanges(scope)) {
    const steps = [
      forgetDays,
      countDays,
      openPlaces,
      sumUp,
      applyRules,
      settleTransfers,
      settleOrders,
      touchPlaces,
    ];
    const commands = steps.map((step) => step(range));
    const { count } = await scope.write(commands, places(range), 'internal');
    yield count;
  }
}

const forgetDays = command<ProductRange>(
  (slot) => sql`delete from daily_demand where ${ofRange(slot, 'daily_demand')}`,
);

const countDays = command<ProductRange>(
  (slot) => sql`insert into daily_demand (company_id, product_id, warehouse_id, day, sold, net)
    select ${slot('company')}, product_id, warehouse_id, day, sum(sold), sum(net)
    from (${demandOf(sql`select product_id, warehouse_id, day, type, quantity, coalesce(sale_id, reverses_id) as origin_id
      from movements where ${ofRange(slot, 'movements')}`)})
    group by product_id, warehouse_id, day`,
);

const openPlaces = command<ProductRange>(
  (slot) => sql`insert into inventory (company_id, product_id, warehouse_id)
    select distinct m.company_id, m.product_id, m.warehouse_id from movements m
    where ${ofRange(slot, 'm')} and not exists (select 1 from inventory i where i.company_id = m.company_id
      and i.product_id = m.product_id and i.warehouse_id = m.warehouse_id)`,
);

/** The guard lets on hand return to exactly this: what the movements add up to. */
const sumUp = command<ProductRange>(
  (slot) => sql`update inventory set (on_hand, last_movement_id) = (
      select coalesce(sum(quantity), 0), coalesce(max(id), 0) from movements m where m.company_id = inventory.company_id
        and m.product_id = inventory.product_id and m.warehouse_id = inventory.warehouse_id)
    where ${ofRange(slot, 'inventory')}`,
);

/** Out since the first movement after the last one that left something. */
const applyRules = command<ProductRange>(
  (
    slot,
  ) => sql`update inventory set (threshold, is_listed) = (select r.threshold, r.is_listed from inventory_rules r
      where r.company_id = inventory.company_id and r.product_id = inventory.product_id and r.warehouse_id = inventory.warehouse_id),
    out_since_day = iif(on_hand > 0, null, (select max(e.day) from movements e where e.company_id = inventory.company_id
      and e.product_id = inventory.product_id and e.warehouse_id = inventory.warehouse_id and e.id <= (
        select m.id from movements m where m.company_id = inventory.company_id
        and m.product_id = inventory.product_id and m.warehouse_id = inventory.warehouse_id
        and m.id > coalesce((select s.id from movements s where s.company_id = inventory.company_id
          and s.product_id = inventory.product_id and s.warehouse_id = inventory.warehouse_id and s.balance > 0
          order by s.id desc limit 1), 0)
        order by m.id limit 1)))
    where ${ofRange(slot, 'inventory')}`,
);

const settleTransfers = command<ProductRange>(
  (slot) => sql`update transfer_lines set quantity = m.sent, arrived = m.arrived, returned = m.returned
    from (${transferredOf(sql`select product_id, warehouse_id, transfer_id, type, quantity from movements
      where ${ofRange(slot, 'movements')}`)}) m
    where ${ofRange(slot, 'transfer_lines')} and transfer_lines.product_id = m.product_id
      and transfer_lines.transfer_id = m.transfer_id`,
);

const settleOrders = command<ProductRange>(
  (slot) => sql`update order_lines set received = m.received
    from (select l.product_id, l.order_id, coalesce(d.received, 0) as received from order_lines l
      left join (${receivedOf(sql`select product_id, quantity, receipt_id from movements where ${ofRange(slot, 'movements')}`)}) d
        on d.product_id = l.product_id and d.order_id = l.order_id
      where ${ofRange(slot, 'l')}) m
    where ${ofRange(slot, 'order_lines')} and order_lines.product_id = m.product_id
      and order_lines.order_id = m.order_id and order_lines.received <> m.received`,
);

/** What the worker made of the old figures is made anew. */
const touchPlaces = command<ProductRange>(
  (slot) => sql`insert into touched select company_id, product_id, warehouse_id, ${slot('now')} from inventory
    where ${ofRange(slot, 'inventory')}`,
);

const places = query<ProductRange>()(
  (slot) => sql<{ count: number }>`select json_object('count', count(*)) as answer
    from inventory where ${ofRange(slot, 'inventory')}`,
);
