import { type SQL, sql } from 'drizzle-orm';
import { json } from '../answer.ts';
import { type Page, pageById } from '../page.ts';
import { letterStatuses, letters, orderHolds, orderStatuses, orders } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { command, conditionsOf, perCombination, query, type Slot } from '../statement.ts';
import { agreedLeadDays, expectedLeadDays } from './departure.ts';
import { heldLetterIsDue, requeueRefused } from './letter.ts';
import {
  found,
  foundBy,
  fromOrders,
  head,
  isUnderWay,
  type Order,
  type OrderHead,
  own,
} from './order/answer.ts';
import { step } from './order/refusal.ts';
import { byPolicy } from './order-facts.ts';

export type { Order, OrderHead };
export { letterStatuses, orderHolds, orderStatuses };
export type OrderStatus = (typeof orderStatuses)[number];

export const getOrder = (scope: Scope, id: number): Promise<Order> =>
  scope.one(found(foundBy(scope, id)), 'order_not_found');

export type OrderFilter = {
  status?: OrderStatus[];
  supplierId?: number;
  warehouseId?: number;
  isOverdue?: boolean;
  isHeld?: boolean;
};

/** Newest first. */
export function listOrders(
  scope: Scope,
  { status, isOverdue, isHeld, ...filter }: OrderFilter,
  limit: number,
  before: number = Number.MAX_SAFE_INTEGER,
): Promise<Page<OrderHead>> {
  const areLive = status?.every((one) => liveStatuses.includes(one));
  const wanted = {
    ...filter,
    status: status && JSON.stringify(status),
    live: isOverdue || isHeld || areLive || undefined,
    overdue: isOverdue || undefined,
    inTime: isOverdue === false || undefined,
    held: isHeld || undefined,
    free: isHeld === false || undefined,
  };
  const today = scope.localDay(scope.now);
  return pageById(scope, limit, (rows) => newest(wanted)({ ...wanted, today, before, limit: rows }));
}

const liveStatuses: OrderStatus[] = ['draft', 'approved', 'sent', 'confirmed', 'partly_received'];

type Slots = { today: number; before: number; limit: number; status?: string } & Pick<
  OrderFilter,
  'supplierId' | 'warehouseId'
>;

const newest = perCombination((names) =>
  query<Slots>()((slot) => {
    const today = sql`${slot('today')}`;
    return sql<OrderHead>`select ${json(head(today))} as answer ${fromOrders}
      where ${orders.companyId} = ${slot('company')} and ${orders.id} < ${slot('before')}${conditions(slot, names)}
      order by ${orders.id} desc limit ${slot('limit')}`;
  }),
);

function conditions(slot: Slot<Slots>, names: string[]): SQL {
  const overdue = sql`${isUnderWay} and ${orders.expectedDay} < ${slot('today')}`;
  const held = sql`${orders.heldBy} is not null and ${orders.status} in ('draft', 'approved')`;
  return conditionsOf(names, {
    live: sql`${orders.id} in (${live(slot)})`,
    status: sql`${orders.status} in (select value from json_each(${slot('status')}))`,
    supplierId: sql`${orders.supplierId} = ${slot('supplierId')}`,
    warehouseId: sql`${orders.warehouseId} = ${slot('warehouseId')}`,
    overdue,
    inTime: sql`(${overdue}) is not true`,
    held,
    free: sql`(${held}) is not true`,
  });
}

/** Two partial indexes hold them, however many orders there were before. */
const live = (slot: Slot<Slots>): SQL => sql`
  select ${orders.id} from ${orders} indexed by order_draft
    where ${orders.companyId} = ${slot('company')} and ${orders.status} = 'draft'
  union all select ${orders.id} from ${orders} indexed by orders_open
    where ${orders.companyId} = ${slot('company')} and ${orders.status} in ('approved', 'sent', 'confirmed', 'partly_received')`;

const approve = command<{ id: number }>(
  (
    slot,
  ) => sql`update ${orders} set status = 'approved', approved_by = ${slot('actor')}, approved_at = ${slot('now')},
      held_by = null where ${own(slot)} and (${orders.status} = 'draft'
        or (${orders.status} = 'approved' and ${orders.heldBy} is not null
          and (${orders.approvedBy} = ${byPolicy} or ${orders.heldBy} = 'mail_failed')))`,
);

const post = command<{ id: number }>(
  (slot) => sql`insert into due (company_id, topic, subject_id, since, due_at)
    select company_id, 'order', id, ${slot('now')}, 0 from ${orders} where ${own(slot)}`,
);

/** A person decided that it goes out, whatever held it back: the release job writes its letter at once, a refused one goes again. */
export const approveOrder = (scope: Scope, id: number): Promise<Order> =>
  step(scope, id, [post({ id }), requeueRefused({ id }), heldLetterIsDue({ id }), approve({ id })]);

const send = command<{ id: number; today: number; expectedDay: number | null }>(
  (
    slot,
  ) => sql`update ${orders} set status = 'sent', held_by = null, sent_at = ${slot('now')}, sent_day = ${slot('today')},
      lead_days = ${agreedLeadDays}, expected_day = coalesce(${slot('expectedDay')}, ${slot('today')} + ${expectedLeadDays})
    where ${own(slot)} and ${orders.status} = 'approved' and not exists (select 1 from ${letters}
      where ${letters.companyId} = ${orders.companyId} and ${letters.orderId} = ${orders.id}
        and ${letters.kind} = 'order' and ${letters.status} = 'sending')`,
);

/** A person sent it by other means. A letter that still waits is withdrawn; one that is leaving right now refuses. */
export const markOrderSent = (
  scope: Scope,
  id: number,
  { expectedDay }: { expectedDay: number | null },
): Promise<Order> => step(scope, id, [approve({ id }), send({ ...foundBy(scope, id), expectedDay })]);

const confirm = command<{ id: number; expectedDay: number; reference: string | null }>(
  (slot) => sql`update ${orders} set status = 'confirmed', held_by = null, answered_at = ${slot('now')},
      expected_day = ${slot('expectedDay')}, reference = coalesce(${slot('reference')}, reference)
    where ${own(slot)} and ${orders.status} = 'sent'`,
);

/** The supplier said when it comes. Days are local, counted from 1970-01-01. */
export const confirmOrder = (
  scope: Scope,
  id: number,
  answer: { expectedDay: number; reference: string | null },
): Promise<Order> => step(scope, id, [confirm({ id, ...answer })]);

/** Why it ended stands before what was noted, so that a long note never pushes it out. */
export const noted = (what: string, reason: SQL): SQL =>
  sql`coalesce(substr(${sql.raw(`'${what}: '`)} || ${reason} || coalesce(char(10) || note, ''), 1, 2000), note)`;

type End = { id: number; reason: string | null };

const decline = command<End>(
  (
    slot,
  ) => sql`update ${orders} set status = 'declined', held_by = null, note = ${noted('Declined', sql`${slot('reason')}`)},
      answered_at = ${slot('now')}, closed_at = ${slot('now')}, closed_by = ${slot('actor')}
    where ${own(slot)} and ${orders.status} in ('sent', 'confirmed')`,
);

/** The supplier will not deliver. */
export const declineOrder = (
  scope: Scope,
  id: number,
  { reason }: { reason: string | null },
): Promise<Order> => step(scope, id, [decline({ id, reason })]);

const cancel = command<End>(
  (
    slot,
  ) => sql`update ${orders} set status = 'cancelled', held_by = null, note = ${noted('Cancelled', sql`${slot('reason')}`)},
      closed_at = ${slot('now')}, closed_by = ${slot('actor')}
    where ${own(slot)} and ${orders.status} in ('draft', 'approved', 'sent', 'confirmed')`,
);

/** Nothing of it is wanted any more, and nothing has come. */
export const cancelOrder = (
  scope: Scope,
  id: number,
  { reason }: { reason: string | null },
): Promise<Order> => step(scope, id, [cancel({ id, reason })]);

const closeShort = command<End>(
  (
    slot,
  ) => sql`update ${orders} set status = 'closed_short', held_by = null, note = ${noted('Closed', sql`${slot('reason')}`)},
      closed_at = ${slot('now')}, closed_by = ${slot('actor')}
    where ${own(slot)} and ${orders.status} in ('sent', 'confirmed', 'partly_received')`,
);

/** The rest will not come. */
export const closeOrderShort = (
  scope: Scope,
  id: number,
  { reason }: { reason: string | null },
): Promise<Order> => step(scope, id, [closeShort({ id, reason })]);
