import { sql } from 'drizzle-orm';
import { orders } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { command, lastInserted, query, type Slot } from '../statement.ts';
import { heldLetterIsDue } from './letter.ts';
import { type Asked, byPolicy, dayStartOf, type OrderFacts, type OrderHold, state } from './order-facts.ts';

/** What may be decided about an order that is ready. Each write is refused with order_moved_on when the facts are others. */

/** What a write of a decision starts from. */
type Decided = Asked & { state: string; mark: number | null };

const decided = (scope: Scope, { id, state, mark }: OrderFacts): Decided => ({
  orderId: id,
  dayStart: dayStartOf(scope),
  state,
  mark,
});

const asDecided = (slot: Slot<Decided>) =>
  sql`${orders.companyId} = ${slot('company')} and ${orders.id} = ${slot('orderId')} and ${state(slot)} = ${slot('state')}`;

/** Something that was posted after the decision began is not lost with it. */
const waitingRow = (slot: Slot<{ orderId: number; mark: number | null }>) =>
  sql`company_id = ${slot('company')} and topic = 'order' and subject_id = ${slot('orderId')} and mark = ${slot('mark')}`;

const isDone = command<{ orderId: number; mark: number | null }>(
  (slot) => sql`delete from outbox where ${waitingRow(slot)}`,
);

const isDueAt = command<{ orderId: number; mark: number | null; dueAt: number }>(
  (slot) =>
    sql`update outbox set due_at = ${slot('dueAt')}, failures = 0, error = null where ${waitingRow(slot)}`,
);

/** Where nothing waits any more, as after a job that ran twice. */
const post = command<{ orderId: number; dueAt: number }>(
  (slot) => sql`insert into due (company_id, topic, subject_id, since, due_at)
    select ${slot('company')}, 'order', ${slot('orderId')}, ${slot('now')}, ${slot('dueAt')}
    where not exists (select 1 from outbox where topic = 'order' and subject_id = ${slot('orderId')})`,
);

const happened = sql`changes() > 0`;

const heldOrder = query<{ orderId: number }>()(
  (slot) => sql<{ id: number }>`select json_object('id', id) as answer from orders
    where company_id = ${slot('company')} and id = ${slot('orderId')} and ${happened}`,
);

const hold = command<Decided & { heldBy: OrderHold | null }>(
  (slot) => sql`update orders set held_by = ${slot('heldBy')} where ${asDecided(slot)}`,
);

/** Nothing happens to it now: again at that time, or when something changes. */
export async function holdOrder(
  scope: Scope,
  facts: OrderFacts,
  heldBy: OrderHold | null,
  dueAt: number | null,
): Promise<void> {
  const given = decided(scope, facts);
  const later = dueAt === null ? [isDone(given)] : [isDueAt({ ...given, dueAt }), post({ ...given, dueAt })];
  await scope.write([...later, hold({ ...given, heldBy })], heldOrder(given), 'order_moved_on');
}

/** There is nothing to decide about it. */
export async function leaveOrder(scope: Scope, { id, mark }: OrderFacts): Promise<void> {
  await scope.write([isDone({ orderId: id, mark })], anOrder({ orderId: id }), 'order_not_found');
}

const anOrder = query<{ orderId: number }>()(
  (slot) => sql<{ id: number }>`select json_object('id', id) as answer from orders
    where company_id = ${slot('company')} and id = ${slot('orderId')}`,
);

/** Its letter waits where it is: whoever claims it next sees whether it may leave. */
export async function retryHeldLetter(scope: Scope, facts: OrderFacts): Promise<void> {
  const given = decided(scope, facts);
  const commands = [isDone(given), heldLetterIsDue({ id: facts.id }), hold({ ...given, heldBy: null })];
  await scope.write(commands, heldOrder(given), 'order_moved_on');
}

const approve = command<Decided>(
  (slot) => sql`update orders set status = 'approved', held_by = null,
      approved_by = coalesce(approved_by, ${byPolicy}), approved_at = coalesce(approved_at, ${slot('now')})
    where ${asDecided(slot)}`,
);

export type Written = { toName: string; toAddress: string; subject: string; text: string; html: string };

const insertLetter = command<Written & { orderId: number }>(
  (
    slot,
  ) => sql`insert into letters (company_id, kind, order_id, to_name, to_address, subject, text, html, created_at)
    select ${slot('company')}, 'order', ${slot('orderId')}, ${slot('toName')}, ${slot('toAddress')}, ${slot('subject')},
      ${slot('text')}, ${slot('html')}, ${slot('now')} where ${happened}`,
);

const insertedLetter = query<{ orderId: number }>()(
  (slot) => sql<{ letterId: number }>`select json_object('letterId', id) as answer from letters
    where company_id = ${slot('company')} and order_id = ${slot('orderId')} and kind = 'order' and ${happened}`,
);

/** The only place where an order's letter is made: it says what the order is at that moment. */
export function releaseOrder(
  scope: Scope,
  facts: OrderFacts,
  letter: Written,
): Promise<{ letterId: number }> {
  const given = decided(scope, facts);
  const commands = [isDone(given), approve(given), insertLetter({ ...letter, orderId: given.orderId })];
  return scope.write(commands, insertedLetter(given), 'order_moved_on');
}

const openSecond = command<{ orderId: number }>(
  (
    slot,
  ) => sql`insert into orders (company_id, number, supplier_id, warehouse_id, status, origin, release_at, note,
      approved_by, approved_at, created_at)
    select company_id, (select max(number) + 1 from orders n where n.company_id = ${slot('company')}), supplier_id,
      warehouse_id, 'approved', origin, release_at, note, ${byPolicy}, ${slot('now')}, ${slot('now')}
    from orders where company_id = ${slot('company')} and id = ${slot('orderId')} and ${happened}`,
);

const moveLines = command<{ orderId: number; products: string }>(
  (slot) => sql`update order_lines set order_id = ${lastInserted}, shortage_id = coalesce(shortage_id, (
      select s.id from shortages s join orders o on o.company_id = s.company_id and o.warehouse_id = s.warehouse_id
      where o.company_id = ${slot('company')} and o.id = ${slot('orderId')} and s.product_id = order_lines.product_id
        and s.status <> 'resolved'))
    where company_id = ${slot('company')} and order_id = ${slot('orderId')} and ${happened}
      and product_id in (select value from json_each(${slot('products')}))`,
);

/** Into the outbox itself: behind its view nobody could tell that it happened. */
const postSecond = command(
  (slot) => sql`insert into outbox (company_id, topic, subject_id, mark, since, due_at)
    select ${slot('company')}, 'order', ${lastInserted}, abs(random() % 9007199254740991), ${slot('now')}, 0 where ${happened}`,
);

const second = query()(
  (slot) => sql<{ orderId: number }>`select json_object('orderId', subject_id) as answer from outbox
    where company_id = ${slot('company')} and id = ${lastInserted} and ${happened}`,
);

/** The fit lines become an order of their own, which is approved; what is left stays behind as the draft. */
export function splitOrder(
  scope: Scope,
  facts: OrderFacts,
  fit: { productIds: number[]; heldBy: OrderHold },
): Promise<{ orderId: number }> {
  const given = decided(scope, facts);
  const commands = [
    isDone(given),
    hold({ ...given, heldBy: fit.heldBy }),
    openSecond(given),
    moveLines({ ...given, products: JSON.stringify(fit.productIds) }),
    postSecond({}),
  ];
  return scope.write(commands, second({}), 'order_moved_on');
}
