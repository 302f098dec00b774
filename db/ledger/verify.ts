import { type SQL, sql } from 'drizzle-orm';
import { json, jsonList } from '../answer.ts';
import type { Scope } from '../scope.ts';
import { query, type Slot } from '../statement.ts';

/** A figure that does not follow from the movements. */
export type Difference = {
  figure:
    | 'on_hand'
    | 'last_movement'
    | 'out_since'
    | 'balance'
    | 'sold'
    | 'net'
    | 'threshold'
    | 'listed'
    | 'in_transit'
    | 'arrived'
    | 'received';
  productId: number;
  /** Of a transfer or an order: where it goes. */
  warehouseId: number | null;
  /** The local day, the movement, the transfer or the order that it is about. */
  at: number | null;
  stored: number | null;
  expected: number | null;
};

export type ProductRange = { fromProduct: number; toProduct: number };
export type Findings = { figures: number; differences: Difference[] };

/** Every stored figure of a company that its movements do not bear out. */
export async function* verify(scope: Scope): AsyncGenerator<Difference> {
  for await (const range of productRanges(scope)) yield* (await verifyRange(scope, range)).differences;
}

/** One statement, so that it sees one moment however busy the ledger is. */
export const verifyRange = (scope: Scope, range: ProductRange): Promise<Findings> =>
  scope.one(findings(range), 'internal');

/** Small enough that a running owner of the file keeps answering between two ranges. */
const PRODUCTS_AT_ONCE = 100;

/** All product ids there can be, in ranges that memory can hold however long the history is. */
export async function* productRanges(scope: Scope): AsyncGenerator<ProductRange & { products: number }> {
  let after = 0;
  for (;;) {
    const { products, last } = await scope.one(nextProducts({ after, limit: PRODUCTS_AT_ONCE }), 'internal');
    const isLast = last === null || products < PRODUCTS_AT_ONCE;
    yield { fromProduct: after + 1, toProduct: isLast ? Number.MAX_SAFE_INTEGER : last, products };
    if (isLast) return;
    after = last;
  }
}

const nextProducts = query<{ after: number; limit: number }>()(
  (slot) => sql<{
    products: number;
    last: number | null;
  }>`select json_object('products', count(*), 'last', max(id)) as answer
    from (select id from products where company_id = ${slot('company')} and kind = 'product' and id > ${slot('after')}
      order by id limit ${slot('limit')})`,
);

export const ofRange = (slot: Slot<ProductRange>, table: string): SQL => {
  const [company, product] = [sql.raw(`${table}.company_id`), sql.raw(`${table}.product_id`)];
  return sql`${company} = ${slot('company')} and ${product} between ${slot('fromProduct')} and ${slot('toProduct')}`;
};

/** Sales, and what reversals and returns take back on the day and in the warehouse of the sale; then the net change. */
export const demandOf = (moved: SQL): SQL => sql`
  select m.product_id, coalesce(o.warehouse_id, m.warehouse_id) as warehouse_id, coalesce(o.day, m.day) as day,
    -m.quantity as sold, 0 as net
  from (${moved}) m left join movements o on o.id = m.origin_id where m.type in ('sale', 'return')
  union all select m.product_id, m.warehouse_id, m.day, 0, m.quantity from (${moved}) m`;

/** What each transfer took away, brought to where it goes, and brought back. */
export const transferredOf = (moved: SQL): SQL => sql`
  select m.product_id, m.transfer_id,
    sum(iif(m.type = 'transfer_out', -m.quantity, 0)) as sent,
    sum(iif(m.type = 'transfer_in' and m.warehouse_id = t.to_warehouse_id, m.quantity, 0)) as arrived,
    sum(iif(m.type = 'transfer_in' and m.warehouse_id = t.from_warehouse_id, m.quantity, 0)) as returned
  from (${moved}) m join transfers t on t.id = m.transfer_id group by m.product_id, m.transfer_id`;

/** What came in for each order, less what was taken back. */
export const receivedOf = (moved: SQL): SQL => sql`
  select m.product_id, r.order_id, sum(m.quantity) as received
  from (${moved}) m join receipts r on r.id = m.receipt_id group by m.product_id, r.order_id`;

/** The movements are read once; everything that is stored is compared with what they add up to. */
const movedSums = (slot: Slot<ProductRange>): SQL => sql`
  moved as materialized (select m.id, m.product_id, m.warehouse_id, m.type, m.quantity, m.balance, m.day, m.transfer_id, m.receipt_id,
      coalesce(m.sale_id, m.reverses_id) as origin_id,
      sum(m.quantity) over (partition by m.product_id, m.warehouse_id order by m.id) as running,
      max(m.day) over (partition by m.product_id, m.warehouse_id order by m.id) as latest_day
    from movements m where ${ofRange(slot, 'm')}),
  place as (select product_id, warehouse_id, sum(quantity) as on_hand, max(id) as last_id from moved
    group by product_id, warehouse_id),
  left_some as (select product_id, warehouse_id, max(id) as id from moved where running > 0 group by product_id, warehouse_id),
  out_since as (select m.product_id, m.warehouse_id, min(m.id) as id, m.latest_day as day
    from moved m left join left_some l on l.product_id = m.product_id and l.warehouse_id = m.warehouse_id
    where m.id > coalesce(l.id, 0) group by m.product_id, m.warehouse_id),
  transferred as (${transferredOf(sql`select * from moved`)}),
  delivered as (${receivedOf(sql`select * from moved`)})`;

const storedRows = (slot: Slot<ProductRange>): SQL => sql`
  day as materialized (select product_id, warehouse_id, day, sum(stored_sold) as stored_sold, sum(stored_net) as stored_net,
      coalesce(sum(sold), 0) as sold, coalesce(sum(net), 0) as net
    from (select product_id, warehouse_id, day, sold, net, null as stored_sold, null as stored_net
        from (${demandOf(sql`select * from moved`)})
      union all select d.product_id, d.warehouse_id, d.day, null, null, d.sold, d.net
        from daily_demand d where ${ofRange(slot, 'd')})
    group by product_id, warehouse_id, day),
  stocked as materialized (select i.product_id, i.warehouse_id, i.on_hand as stored_on_hand,
      i.last_movement_id as stored_last, i.out_since_day as stored_out, i.threshold as stored_threshold,
      i.is_listed as stored_listed, coalesce(p.on_hand, 0) as on_hand, coalesce(p.last_id, 0) as last_id,
      o.day as out_day, r.threshold, r.is_listed
    from inventory i left join place p on p.product_id = i.product_id and p.warehouse_id = i.warehouse_id
      left join out_since o on o.product_id = i.product_id and o.warehouse_id = i.warehouse_id
      join inventory_rules r on r.company_id = i.company_id and r.product_id = i.product_id and r.warehouse_id = i.warehouse_id
    where ${ofRange(slot, 'i')}),
  line as materialized (select l.product_id, l.transfer_id, t.to_warehouse_id as warehouse_id,
      l.quantity - l.arrived - l.returned as stored_transit, l.arrived as stored_arrived,
      coalesce(m.sent - m.arrived - m.returned, 0) as transit, coalesce(m.arrived, 0) as arrived
    from transfer_lines l join transfers t on t.id = l.transfer_id
      left join transferred m on m.product_id = l.product_id and m.transfer_id = l.transfer_id
    where ${ofRange(slot, 'l')}),
  ordered as materialized (select l.product_id, l.order_id, o.warehouse_id, l.received as stored_received,
      coalesce(m.received, 0) as received
    from order_lines l join orders o on o.id = l.order_id
      left join delivered m on m.product_id = l.product_id and m.order_id = l.order_id
    where ${ofRange(slot, 'l')})`;

const compared = (figure: Difference['figure'], from: string, at: string, stored: string, expected: string) =>
  sql.raw(`select '${figure}' as figure, product_id, warehouse_id, ${at} as at, ${stored} as stored, ${expected} as expected
    from ${from} where ${stored} is not ${expected}`);

const difference = sql.join(
  [
    compared('on_hand', 'stocked', 'null', 'stored_on_hand', 'on_hand'),
    sql`select 'on_hand', p.product_id, p.warehouse_id, null, null, p.on_hand from place p
      left join stocked s on s.product_id = p.product_id and s.warehouse_id = p.warehouse_id where s.product_id is null`,
    compared('last_movement', 'stocked', 'null', 'stored_last', 'last_id'),
    compared('out_since', 'stocked', 'null', 'stored_out', 'out_day'),
    compared('balance', 'moved', 'id', 'balance', 'running'),
    compared('sold', 'day', 'day', 'stored_sold', 'sold'),
    compared('net', 'day', 'day', 'stored_net', 'net'),
    compared('threshold', 'stocked', 'null', 'stored_threshold', 'threshold'),
    compared('listed', 'stocked', 'null', 'stored_listed', 'is_listed'),
    compared('in_transit', 'line', 'transfer_id', 'stored_transit', 'transit'),
    sql`select 'in_transit', m.product_id, null, m.transfer_id, null, m.sent - m.arrived - m.returned from transferred m
      left join line l on l.product_id = m.product_id and l.transfer_id = m.transfer_id where l.product_id is null`,
    compared('arrived', 'line', 'transfer_id', 'stored_arrived', 'arrived'),
    compared('received', 'ordered', 'order_id', 'stored_received', 'received'),
  ],
  sql` union all `,
);

const fields = {
  figure: sql<Difference['figure']>`figure`,
  productId: sql<number>`product_id`,
  warehouseId: sql<number | null>`warehouse_id`,
  at: sql<number | null>`at`,
  stored: sql<number | null>`stored`,
  expected: sql<number | null>`expected`,
};

const findings = query<ProductRange>()(
  (slot) => sql<Findings>`with ${movedSums(slot)}, ${storedRows(slot)}
    select ${json({
      figures: sql<number>`(select count(*) from moved) + (select 5 * count(*) from stocked)
        + (select 2 * count(*) from day) + (select 2 * count(*) from line)
        + (select count(*) from ordered)`,
      differences: jsonList(json(fields), sql`from (${difference})`),
    })} as answer`,
);
