import { type SQL, sql } from 'drizzle-orm';
import { type Answer, date, flag, json, jsonList } from '../answer.ts';
import { companies } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { command, query, type Slot } from '../statement.ts';
import { orderNumber } from './order/number.ts';
import type { OrderHold } from './order-facts.ts';

/** What a company's people are told once a day. */

/** A longer list is for the page, not for a letter. */
const ITEMS_MAX = sql.raw('200');
const DAY_MS = 86_400_000;

type Asked = { today: number; earliest: number; yesterday: number };

export type DigestFacts = Answer<ReturnType<typeof fields>>;
export type ShortageFacts = Answer<typeof shortage>;
export type HeldFacts = Answer<typeof held>;

const NUMBER = orderNumber(sql`o.number`);

/** The last digest said what was new before it; without one, the last day counts. */
const since = (
  slot: Slot<Asked>,
) => sql`max(${slot('earliest')}, coalesce((select max(l.created_at) from letters l
  where l.company_id = ${slot('company')} and l.kind = 'digest'), ${slot('yesterday')}))`;

/** The newest order that a shortage has a line in. */
const answering = (value: SQL) => sql<string | null>`(select ${value} from order_lines l
  join orders o on o.company_id = l.company_id and o.id = l.order_id
  join suppliers u on u.company_id = o.company_id and u.id = o.supplier_id
  where l.company_id = s.company_id and l.shortage_id = s.id and o.status not in ('cancelled', 'declined', 'closed_short')
  order by o.id desc limit 1)`;

/** What is on its way to the place, soonest first. */
const arriving = (value: SQL) => sql<string | null>`(select ${value} from order_lines l
  join orders o on o.company_id = l.company_id and o.id = l.order_id
  where l.company_id = s.company_id and l.product_id = s.product_id and o.warehouse_id = s.warehouse_id
    and l.quantity > l.received and o.status in ('approved', 'sent', 'confirmed', 'partly_received')
  order by o.expected_day is null, o.expected_day limit 1)`;

const shortage = {
  product: sql<string>`p.name`,
  sku: sql<string>`p.sku`,
  warehouse: sql<string>`w.name`,
  onHand: sql<number>`i.on_hand`,
  daysLeft: sql<number | null>`i.days_until_stockout`,
  heldBy: sql<'no_supplier' | 'incoming' | 'person' | 'order_ended' | null>`s.held_by`,
  orderNumber: answering(NUMBER),
  orderWaits: flag(
    sql`coalesce(${answering(sql`iif(o.status = 'draft' or o.held_by is not null, 1, 0)`)}, 0)`,
  ),
  supplier: answering(sql`u.name`),
  incomingNumber: arriving(NUMBER),
  incomingDay: arriving(sql`date(o.expected_day * 86400, 'unixepoch')`),
};

const shortagesOf = (slot: Slot<Asked>) =>
  jsonList(
    json(shortage),
    sql`from (select * from shortages where company_id = ${slot('company')} and status <> 'resolved'
        and opened_at > ${since(slot)} order by id limit ${ITEMS_MAX}) s
      join products p on p.company_id = s.company_id and p.id = s.product_id
      join warehouses w on w.company_id = s.company_id and w.id = s.warehouse_id
      join inventory i on i.company_id = s.company_id and i.product_id = s.product_id and i.warehouse_id = s.warehouse_id`,
  );

const held = {
  orderNumber: NUMBER,
  supplier: sql<string>`u.name`,
  heldBy: sql<Exclude<OrderHold, 'hours' | 'daily_cap' | 'mail_failed'>>`o.held_by`,
};

const supplierOf = sql`join suppliers u on u.company_id = o.company_id and u.id = o.supplier_id`;

/** Hours and the cap end by themselves; a letter that failed is told of as a letter. */
const heldOf = (slot: Slot<Asked>) =>
  jsonList(
    json(held),
    sql`from orders o ${supplierOf} where o.id in (
      select id from orders where company_id = ${slot('company')} and status in ('draft', 'approved')
        and held_by in ('review', 'paused', 'low_confidence', 'stale_velocity', 'no_email') order by id limit ${ITEMS_MAX})`,
  );

const unsure = {
  state: sql<'failed' | 'uncertain'>`l.status`,
  orderNumber: NUMBER,
  supplier: sql<string>`u.name`,
  address: sql<string>`l.to_address`,
  reason: sql<string>`coalesce(l.error, 'no reason is known')`,
};

const lettersOf = (slot: Slot<Asked>) =>
  jsonList(
    json(unsure),
    sql`from (select * from letters where company_id = ${slot('company')} and status in ('failed', 'uncertain')
        and kind = 'order' order by id limit ${ITEMS_MAX}) l
      join orders o on o.company_id = l.company_id and o.id = l.order_id and o.status = 'approved' ${supplierOf}`,
  );

const overdue = (slot: Slot<Asked>) => ({
  orderNumber: NUMBER,
  supplier: sql<string>`u.name`,
  dueDay: date(sql`o.expected_day`),
  daysLate: sql<number>`cast(${slot('today')} as integer) - o.expected_day`,
});

const overdueOf = (slot: Slot<Asked>) =>
  jsonList(
    json(overdue(slot)),
    sql`from (select * from orders where company_id = ${slot('company')} and expected_day < ${slot('today')}
        and status in ('sent', 'confirmed', 'partly_received') order by expected_day limit ${ITEMS_MAX}) o ${supplierOf}`,
  );

const fields = (slot: Slot<Asked>) => ({
  companyName: companies.name,
  digestedDay: companies.digestedDay,
  shortages: shortagesOf(slot),
  held: heldOf(slot),
  letters: lettersOf(slot),
  overdue: overdueOf(slot),
});

const found = query<Asked>()(
  (slot) => sql<DigestFacts>`select ${json(fields(slot))} as answer from ${companies}
    where ${companies.id} = ${slot('company')}`,
);

/** After a long silence, a week is told of and not more. */
export const digestFacts = (scope: Scope): Promise<DigestFacts> =>
  scope.one(
    found({
      today: scope.localDay(scope.now),
      earliest: scope.now - 7 * DAY_MS,
      yesterday: scope.now - DAY_MS,
    }),
    'company_not_found',
  );

export type Digest = { subject: string; text: string; html: string };

const write = command<Digest & { today: number }>(
  (
    slot,
  ) => sql`insert into letters (company_id, kind, day, to_name, to_address, subject, text, html, created_at)
    select c.id, 'digest', ${slot('today')}, m.name, m.email, ${slot('subject')}, ${slot('text')}, ${slot('html')}, ${slot('now')}
    from companies c join members m on m.company_id = c.id and m.wants_digest and m.is_active
    where c.id = ${slot('company')} and c.digested_day < ${slot('today')}
    order by m.id`,
);

const settle = command<{ today: number }>(
  (slot) => sql`update companies set digested_day = ${slot('today')}
    where id = ${slot('company')} and digested_day < ${slot('today')}`,
);

const digested = query()(
  (slot) => sql<{ day: number }>`select json_object('day', digested_day) as answer from companies
    where id = ${slot('company')}`,
);

/** The day is done, with a letter to each who wants one, or without. Done twice, it is done once. */
export async function writeDigest(scope: Scope, digest: Digest | null): Promise<void> {
  const today = scope.localDay(scope.now);
  const letters = digest ? [write({ ...digest, today })] : [];
  await scope.write([...letters, settle({ today })], digested({}), 'company_not_found');
}
