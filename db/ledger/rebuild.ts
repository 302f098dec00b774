import { sql } from 'drizzle-orm';
import { fillVelocity } from '../replenishment/velocity.ts';
import type { Scope } from '../scope.ts';
import { type Command, command, query } from '../statement.ts';
import { type ProductRange, productRanges } from './verify.ts';

const inRange = 'product_id between';

const forgetDays = command<ProductRange>(
  (slot) => sql`delete from daily_demand where company_id = ${slot('company')}
    and ${sql.raw(inRange)} ${slot('fromProduct')} and ${slot('toProduct')}`,
);

const countDays = command<ProductRange>(
  (slot) => sql`insert into daily_demand (company_id, product_id, warehouse_id, day, sold, net)
    select ${slot('company')}, product_id, warehouse_id, day, sum(sold), sum(net) from (
      select m.product_id, coalesce(o.warehouse_id, m.warehouse_id) as warehouse_id, coalesce(o.day, m.day) as day,
        -m.quantity as sold, 0 as net
      from movements m left join movements o on o.id = coalesce(m.sale_id, m.reverses_id)
      where m.company_id = ${slot('company')} and m.product_id between ${slot('fromProduct')} and ${slot('toProduct')}
        and m.type in ('sale', 'return')
      union all select product_id, warehouse_id, day, 0, quantity from movements
      where company_id = ${slot('company')} and product_id between ${slot('fromProduct')} and ${slot('toProduct')})
    group by product_id, warehouse_id, day`,
);

const openPlaces = command<ProductRange>(
  (slot) => sql`insert into inventory (company_id, product_id, warehouse_id)
    select distinct m.company_id, m.product_id, m.warehouse_id from movements m
    where m.company_id = ${slot('company')} and m.product_id between ${slot('fromProduct')} and ${slot('toProduct')}
      and not exists (select 1 from inventory i where i.company_id = m.company_id and i.product_id = m.product_id
        and i.warehouse_id = m.warehouse_id)`,
);

/** The guard lets on hand return to exactly this: what the movements add up to. */
const sumUp = command<ProductRange>(
  (slot) => sql`update inventory set (on_hand, last_movement_id) = (
      select coalesce(sum(quantity), 0), coalesce(max(id), 0) from movements m where m.company_id = inventory.company_id
        and m.product_id = inventory.product_id and m.warehouse_id = inventory.warehouse_id)
    where company_id = ${slot('company')} and product_id between ${slot('fromProduct')} and ${slot('toProduct')}`,
);

/** Out since the first movement after the last one that left something. */
const applyRules = command<ProductRange>(
  (
    slot,
  ) => sql`update inventory set (threshold, is_listed) = (select r.threshold, r.is_listed from inventory_rules r
      where r.company_id = inventory.company_id and r.product_id = inventory.product_id and r.warehouse_id = inventory.warehouse_id),
    out_since_day = iif(on_hand > 0, null, (select m.day from movements m where m.company_id = inventory.company_id
        and m.product_id = inventory.product_id and m.warehouse_id = inventory.warehouse_id
        and m.id > coalesce((select max(s.id) from movements s where s.company_id = inventory.company_id
          and s.product_id = inventory.product_id and s.warehouse_id = inventory.warehouse_id and s.balance > 0), 0)
        order by m.id limit 1))
    where company_id = ${slot('company')} and product_id between ${slot('fromProduct')} and ${slot('toProduct')}`,
);

const places = query<ProductRange>()(
  (slot) => sql<number>`select count(*) as answer from inventory where company_id = ${slot('company')}
    and product_id between ${slot('fromProduct')} and ${slot('toProduct')}`,
);

/** Derived rows anew from the movements, a range of products at a time; yields how many places each range has. */
export async function* rebuild(scope: Scope): AsyncGenerator<number> {
  for await (const range of productRanges(scope)) {
    const commands: Command[] = [forgetDays, countDays, openPlaces, sumUp, applyRules].map((each) =>
      each(range),
    );
    yield await scope.write(commands, places(range), 'internal');
    await fillVelocity(scope, range.fromProduct, range.toProduct);
  }
}
