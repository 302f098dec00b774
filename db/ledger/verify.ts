import { sql } from 'drizzle-orm';
import { json } from '../answer.ts';
import type { Scope } from '../scope.ts';
import { query } from '../statement.ts';

/** A figure that does not follow from the movements. */
export type Difference = {
  figure: 'on_hand' | 'balance' | 'sold' | 'net' | 'threshold' | 'listed' | 'in_transit';
  productId: number;
  warehouseId: number | null;
  /** The local day, the movement or the transfer that it is about. */
  at: number | null;
  stored: number | null;
  expected: number | null;
};

export type ProductRange = { fromProduct: number; toProduct: number };

const fields = {
  figure: sql<Difference['figure']>`figure`,
  productId: sql<number>`product_id`,
  warehouseId: sql<number | null>`warehouse_id`,
  at: sql<number | null>`at`,
  stored: sql<number | null>`stored`,
  expected: sql<number | null>`expected`,
};

/** The movements of a range of products are read once; everything else is compared with what they add up to. */
const differences = query<ProductRange>()(
  (slot) => sql<Difference>`with
    moved as materialized (select * from movements where company_id = ${slot('company')}
      and product_id between ${slot('fromProduct')} and ${slot('toProduct')}),
    balance as (select id, product_id, warehouse_id, balance as stored,
      sum(quantity) over (partition by product_id, warehouse_id order by id) as expected from moved),
    on_hand as (select product_id, warehouse_id, sum(quantity) as quantity from moved group by product_id, warehouse_id),
    demand as (
      select m.product_id, coalesce(o.warehouse_id, m.warehouse_id) as warehouse_id, coalesce(o.day, m.day) as day,
        -m.quantity as sold, 0 as net
      from moved m left join movements o on o.id = coalesce(m.sale_id, m.reverses_id) where m.type in ('sale', 'return')
      union all select product_id, warehouse_id, day, 0, quantity from moved),
    day as (select product_id, warehouse_id, day, sum(sold) as sold, sum(net) as net from demand
      group by product_id, warehouse_id, day),
    stored_day as (select * from daily_demand where company_id = ${slot('company')}
      and product_id between ${slot('fromProduct')} and ${slot('toProduct')}),
    days as (select d.product_id, d.warehouse_id, d.day, s.sold as stored_sold, d.sold, s.net as stored_net, d.net
      from day d left join stored_day s on s.product_id = d.product_id and s.warehouse_id = d.warehouse_id and s.day = d.day
      union all select s.product_id, s.warehouse_id, s.day, s.sold, 0, s.net, 0 from stored_day s
        where not exists (select 1 from day d where d.product_id = s.product_id and d.warehouse_id = s.warehouse_id and d.day = s.day)),
    places as (select i.*, coalesce(h.quantity, 0) as moved from inventory i
      left join on_hand h on h.product_id = i.product_id and h.warehouse_id = i.warehouse_id
      where i.company_id = ${slot('company')} and i.product_id between ${slot('fromProduct')} and ${slot('toProduct')})
    select ${json(fields)} as answer from (
      select 'on_hand' as figure, product_id, warehouse_id, null as at, on_hand as stored, moved as expected from places
        where on_hand <> moved
      union all select 'on_hand', h.product_id, h.warehouse_id, null, null, h.quantity from on_hand h
        where not exists (select 1 from places p where p.product_id = h.product_id and p.warehouse_id = h.warehouse_id)
      union all select 'balance', product_id, warehouse_id, id, stored, expected from balance where stored is not expected
      union all select 'sold', product_id, warehouse_id, day, stored_sold, sold from days where stored_sold is not sold
      union all select 'net', product_id, warehouse_id, day, stored_net, net from days where stored_net is not net
      union all select 'threshold', p.product_id, p.warehouse_id, null, p.threshold, r.threshold from places p
        join inventory_rules r on r.company_id = p.company_id and r.product_id = p.product_id and r.warehouse_id = p.warehouse_id
        where p.threshold is not r.threshold
      union all select 'listed', p.product_id, p.warehouse_id, null, p.is_listed, r.is_listed from places p
        join inventory_rules r on r.company_id = p.company_id and r.product_id = p.product_id and r.warehouse_id = p.warehouse_id
        where p.is_listed is not r.is_listed
      union all select 'in_transit', product_id, null, transfer_id, stored, expected from (
        select l.product_id, l.transfer_id, l.quantity - l.arrived - l.returned as stored,
          -(select coalesce(sum(m.quantity), 0) from moved m where m.transfer_id = l.transfer_id and m.product_id = l.product_id) as expected
        from transfer_lines l where l.company_id = ${slot('company')}
          and l.product_id between ${slot('fromProduct')} and ${slot('toProduct')})
        where stored <> expected)`,
);

const nextProducts = query<{ after: number; limit: number }>()(
  (slot) => sql<{
    first: number | null;
    last: number | null;
  }>`select json_object('first', min(id), 'last', max(id)) as answer
    from (select id from products where company_id = ${slot('company')} and id > ${slot('after')} order by id limit ${slot('limit')})`,
);

/** Small enough that a running owner of the file keeps answering between two ranges. */
const PRODUCTS_AT_ONCE = 100;

/** The company's products in ranges, so that memory stays bounded however long the history is. */
export async function* productRanges(scope: Scope): AsyncGenerator<ProductRange> {
  let after = 0;
  for (;;) {
    const { first, last } = await scope.one(nextProducts({ after, limit: PRODUCTS_AT_ONCE }), 'internal');
    if (first === null || last === null) return;
    yield { fromProduct: first, toProduct: last };
    after = last;
  }
}

/** Every stored figure of a company that its movements do not bear out. */
export async function* verify(scope: Scope): AsyncGenerator<Difference> {
  for await (const range of productRanges(scope)) yield* await scope.all(differences(range));
}
