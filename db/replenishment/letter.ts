import { type SQL, sql } from 'drizzle-orm';
import { type Answer, date, json, time, timeOrNull } from '../answer.ts';
import { Fault } from '../fault.ts';
import { type Page, pageById } from '../page.ts';
import { letterKinds, letterStatuses, letters } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { type Command, command, conditionsOf, perCombination, query, type Slot } from '../statement.ts';
import { addressToday, orderLeaves } from './departure.ts';

export { letterKinds, letterStatuses };
export type LetterKind = (typeof letterKinds)[number];
export type LetterStatus = (typeof letterStatuses)[number];
export type LetterHead = Answer<typeof head>;
export type Letter = Answer<typeof whole>;

const head = {
  id: letters.id,
  kind: letters.kind,
  orderId: letters.orderId,
  day: sql<string | null>`${date(letters.day)}`,
  toName: letters.toName,
  toAddress: letters.toAddress,
  subject: letters.subject,
  status: letters.status,
  attempts: letters.attempts,
  createdAt: time(letters.createdAt),
  sentAt: timeOrNull(letters.sentAt),
  channel: letters.channel,
  response: letters.response,
  error: letters.error,
};

const whole = { ...head, text: letters.text, html: letters.html };

const own = (slot: Slot<{ id: number }>) =>
  sql`${letters.companyId} = ${slot('company')} and ${letters.id} = ${slot('id')}`;

const found = query<{ id: number }>()(
  (slot) => sql<Letter>`select ${json(whole)} as answer from ${letters} where ${own(slot)}`,
);

export const getLetter = (scope: Scope, id: number): Promise<Letter> =>
  scope.one(found({ id }), 'letter_not_found');

export type LetterFilter = { status?: LetterStatus; kind?: LetterKind; orderId?: number };

/** Newest first, without their text. */
export function listLetters(
  scope: Scope,
  filter: LetterFilter,
  limit: number,
  before: number = Number.MAX_SAFE_INTEGER,
): Promise<Page<LetterHead>> {
  return pageById(scope, limit, (rows) => newest(filter)({ ...filter, before, limit: rows }));
}

type Slots = LetterFilter & { before: number; limit: number };

const newest = perCombination((names) =>
  query<Slots>()(
    (slot) => sql<LetterHead>`select ${json(head)} as answer from ${letters}
      where ${letters.companyId} = ${slot('company')} and ${letters.id} < ${slot('before')}${conditions(slot, names)}
      order by ${letters.id} desc limit ${slot('limit')}`,
  ),
);

const conditions = (slot: Slot<Slots>, names: string[]): SQL =>
  conditionsOf(names, {
    status: sql`${letters.status} = ${slot('status')}`,
    kind: sql`${letters.kind} = ${slot('kind')}`,
    orderId: sql`${letters.orderId} = ${slot('orderId')}`,
  } satisfies Record<keyof LetterFilter, SQL>);

const changed = query<{ id: number }>()(
  (slot) => sql<Letter>`select ${json(whole)} as answer from ${letters} where ${own(slot)} and changes() > 0`,
);

/** The last command changes the letter, unless its status does not allow it. */
async function step(scope: Scope, id: number, commands: Command[]): Promise<Letter> {
  try {
    return await scope.write(commands, changed({ id }), 'letter_moved_on');
  } catch (error) {
    if (error instanceof Fault && error.code === 'letter_moved_on') {
      const { status } = await getLetter(scope, id);
      throw new Fault(error.code, [{ field: 'status', message: `is ${status}` }], error);
    }
    throw error;
  }
}

/** Whoever sends it again stands behind it: neither the refusal nor a pause holds its order any more. */
const takeOnOrder = command<{ id: number }>(
  (slot) => sql`update orders set held_by = null, approved_by = ${slot('actor')}, approved_at = ${slot('now')}
    where company_id = ${slot('company')} and status = 'approved'
    and id = (select order_id from letters where company_id = ${slot('company')} and id = ${slot('id')}
      and kind = 'order' and status in ('failed', 'uncertain'))`,
);

/** Its tries count from here. */
const requeued = sql`update letters set status = 'queued', attempts = 0, handed_at = null, error = null, to_address = ${addressToday}`;

const ofApproved = sql`(kind <> 'order' or exists (select 1 from orders o
  where o.company_id = letters.company_id and o.id = letters.order_id and o.status = 'approved'))`;

const requeue = command<{ id: number }>(
  (slot) => sql`${requeued} where company_id = ${slot('company')} and id = ${slot('id')}
    and status in ('failed', 'uncertain') and ${ofApproved}`,
);

/** Of an order, if its letter was refused or taken back. One that may have arrived waits for a person who knows. */
export const requeueRefused = command<{ id: number }>(
  (
    slot,
  ) => sql`${requeued} where company_id = ${slot('company')} and order_id = ${slot('id')} and kind = 'order'
    and status = 'failed' and ${ofApproved}`,
);

/** Of an order that was held with its letter written. */
export const heldLetterIsDue = command<{ id: number }>(
  (slot) => sql`update outbox set due_at = 0 where company_id = ${slot('company')} and topic = 'letter'
    and subject_id = (select l.id from letters l join orders o on o.company_id = l.company_id and o.id = l.order_id
      where l.company_id = ${slot('company')} and l.order_id = ${slot('id')} and l.kind = 'order' and l.status = 'queued'
        and o.held_by is not null)`,
);

export const resendLetter = (scope: Scope, id: number): Promise<Letter> =>
  step(scope, id, [takeOnOrder({ id }), requeue({ id })]);

const settle = command<{ id: number; response: string }>(
  (
    slot,
  ) => sql`update letters set status = 'sent', sent_at = ${slot('now')}, error = null, response = ${slot('response')}
    where company_id = ${slot('company')} and id = ${slot('id')} and status in ('queued', 'failed', 'uncertain')`,
);

/** A person knows that it arrived, or told the supplier otherwise: its order counts as sent today. */
export const markLetterSent = (scope: Scope, id: number): Promise<Letter> =>
  step(scope, id, [
    orderLeaves({ letterId: id, day: scope.localDay(scope.now) }),
    settle({ id, response: `Marked as sent by ${scope.actor}` }),
  ]);

const arrive = command<{ id: number; response: string }>(
  (
    slot,
  ) => sql`update letters set status = 'sent', sent_at = ${slot('now')}, error = null, response = ${slot('response')}
    where company_id = ${slot('company')} and id = ${slot('id')} and status <> 'sent'`,
);

/** An answer to a letter proves that it arrived, whatever became of our account of it. */
export const letterArrived = (scope: Scope, id: number): Promise<Letter> =>
  step(scope, id, [
    orderLeaves({ letterId: id, day: scope.localDay(scope.now) }),
    arrive({ id, response: 'The supplier answered it.' }),
  ]);
