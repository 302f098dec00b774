import { type SQL, sql } from 'drizzle-orm';
import { type Answer, flag, json } from '../answer.ts';
import { letters } from '../schema/index.ts';
import type { Database, Scope } from '../scope.ts';
import { type Command, command, query, type Slot } from '../statement.ts';
import { addressToday, orderLeaves } from './departure.ts';
import { orderNumber } from './order/number.ts';
import { byPolicy } from './order-facts.ts';

/** A letter's way out. Every step after the claim names the claim, so that a worker who was given up for dead changes nothing. */

/** After this long nobody waits for the server's answer any more. */
export const SENDING_MS_MAX = 30 * 60_000;
/**
 * A server that takes longer before it asks for the letter is silent for a minute at every step. Whoever comes back
 * after that finds its claim gone and hands nothing over, so being wrong costs a connection and no second letter.
 */
export const ASKING_MS_MAX = 10 * 60_000;

/** Claims from before these moments belong to nobody any more. */
export type Abandoned = { asking: number; sending: number };

export const abandonedAt = (now: number): Abandoned => ({
  asking: now - ASKING_MS_MAX,
  sending: now - SENDING_MS_MAX,
});

export type LetterToSend = Answer<typeof content>;
export type Claim = { letterId: number; attempts: number; sendingAt: number };

const ofOrder = <Value extends string>(value: SQL<Value>) =>
  sql<Value | null>`(select ${value} from orders o join suppliers s on s.company_id = o.company_id and s.id = o.supplier_id
    where o.company_id = ${letters.companyId} and o.id = ${letters.orderId})`;

const content = {
  letterId: letters.id,
  createdAt: letters.createdAt,
  attempts: letters.attempts,
  sendingAt: sql<number>`${letters.sendingAt}`,
  kind: letters.kind,
  toName: letters.toName,
  toAddress: letters.toAddress,
  subject: letters.subject,
  text: letters.text,
  html: letters.html,
  companyName: sql<string>`(select c.name from companies c where c.id = ${letters.companyId})`,
  /** Suppliers answer to a person of the company. */
  replyTo: sql<string | null>`iif(${letters.kind} = 'order', (select m.email from members m
    where m.company_id = ${letters.companyId} and m.role = 'owner' and m.is_active order by m.id limit 1), null)`,
  orderId: letters.orderId,
  orderNumber: ofOrder(orderNumber(sql`o.number`)),
  supplierName: ofOrder(sql<string>`s.name`),
};

type One = { letterId: number };

const own = (slot: Slot<One>) =>
  sql`${letters.companyId} = ${slot('company')} and ${letters.id} = ${slot('letterId')}`;

/** Who sent it is gone. Before the server was given the letter it is safe to send again; after that only a person knows. */
const ABANDONED = `update letters set status = iif(handed_at is null, 'queued', 'uncertain'),
    error = iif(handed_at is null, error, 'StockFlow stopped while the letter was being sent.')
  where status = 'sending'`;

const recover = command<One & Abandoned>(
  (slot) => sql`${sql.raw(ABANDONED)} and company_id = ${slot('company')} and id = ${slot('letterId')}
    and iif(handed_at is null, sending_at <= ${slot('asking')}, handed_at <= ${slot('sending')})`,
);

const withdraw = command<One>(
  (slot) => sql`update letters set status = 'failed', error = 'Withdrawn: the order went on without it.'
    where company_id = ${slot('company')} and id = ${slot('letterId')} and status = 'queued' and kind = 'order'
      and not exists (select 1 from orders o where o.company_id = letters.company_id and o.id = letters.order_id
        and o.status = 'approved')`,
);

/** What nobody approved does not leave during a pause, nor to a supplier who was archived meanwhile. */
const heldByToday = sql`(select case when not s.is_active then 'review' when p.is_paused then 'paused' end
  from orders o join suppliers s on s.company_id = o.company_id and s.id = o.supplier_id
    join policies_in_force p on p.company_id = o.company_id and p.supplier_id = o.supplier_id
  where o.company_id = letters.company_id and o.id = letters.order_id and letters.kind = 'order'
    and o.status = 'approved' and o.approved_by = ${byPolicy})`;

const holdBack = command<One>(
  (
    slot,
  ) => sql`update orders set held_by = held.reason from (select order_id, ${heldByToday} as reason from letters
      where company_id = ${slot('company')} and id = ${slot('letterId')} and status = 'queued' and kind = 'order') held
    where company_id = ${slot('company')} and id = held.order_id and status = 'approved' and held_by is not held.reason`,
);

/** Looked at again now and then, though the end of a pause says so itself. */
const HELD_MS = 3_600_000;

const waitHeld = command<One>(
  (slot) => sql`update outbox set due_at = ${slot('now')} + ${sql.raw(`${HELD_MS}`)}
    where company_id = ${slot('company')} and topic = 'letter' and subject_id = ${slot('letterId')}
      and exists (select 1 from letters where ${own(slot)} and status = 'queued' and ${heldByToday} is not null)`,
);

const claim = command<One>(
  (
    slot,
  ) => sql`update letters set status = 'sending', attempts = attempts + 1, sending_at = ${slot('now')}, handed_at = null,
      to_address = ${addressToday}
    where company_id = ${slot('company')} and id = ${slot('letterId')} and status = 'queued' and ${heldByToday} is null`,
);

const claimed = query<One>()(
  (slot) =>
    sql<{ isMine: boolean; letter: LetterToSend }>`select ${json({
      isMine: flag(sql`changes() > 0`),
      letter: json(content),
    })} as answer from ${letters} where ${own(slot)}`,
);

/** Null: another has it, it is held, or there is nothing to send any more. */
export async function claimLetter(scope: Scope, letterId: number): Promise<LetterToSend | null> {
  const steps = [withdraw, holdBack, waitHeld, claim].map((step) => step({ letterId }));
  const { isMine, letter } = await scope.write(
    [recover({ letterId, ...abandonedAt(scope.now) }), ...steps],
    claimed({ letterId }),
    'letter_not_found',
  );
  return isMine ? letter : null;
}

const isClaimed = (slot: Slot<Claim>) => sql`company_id = ${slot('company')} and id = ${slot('letterId')}
  and attempts = ${slot('attempts')} and sending_at = ${slot('sendingAt')}`;

const changed = query()(
  (slot) => sql<{ letters: number }>`select json_object('letters', changes()) as answer
    where changes() > 0 and ${slot('company')} = ${slot('company')}`,
);

/** The last command changes the letter, unless the claim does not hold any more: letter_moved_on. */
async function step(scope: Scope, commands: Command[]): Promise<void> {
  await scope.write(commands, changed({}), 'letter_moved_on');
}

const handed = command<Claim>(
  (slot) =>
    sql`update letters set handed_at = ${slot('now')} where ${isClaimed(slot)} and status = 'sending'`,
);

/** Committed before the server gets the first byte: from here on it may have taken the letter. */
export const letterIsHanded = (scope: Scope, claim: Claim): Promise<void> => step(scope, [handed(claim)]);

export type Sent = { channel: 'smtp' | 'file'; response: string };

const sent = command<Claim & Sent>(
  (slot) => sql`update letters set status = 'sent', sent_at = ${slot('now')}, channel = ${slot('channel')},
      response = ${slot('response')}, error = null
    where ${isClaimed(slot)} and status in ('sending', 'uncertain')`,
);

/** The letter has left, and with it its order. */
export const letterIsSent = (scope: Scope, claim: Claim, how: Sent): Promise<void> =>
  step(scope, [
    orderLeaves({ letterId: claim.letterId, day: scope.localDay(scope.now) }),
    sent({ ...claim, ...how }),
  ]);

const putOff = command<One & { dueAt: number; reason: string }>(
  (slot) => sql`update outbox set due_at = ${slot('dueAt')}, error = ${slot('reason')}
    where company_id = ${slot('company')} and topic = 'letter' and subject_id = ${slot('letterId')}`,
);

const deferred = command<Claim & { reason: string }>(
  (slot) => sql`update letters set status = 'queued', handed_at = null, error = ${slot('reason')}
    where ${isClaimed(slot)} and status = 'sending'`,
);

/** Not taken now: again later. */
export const letterIsDeferred = (
  scope: Scope,
  claim: Claim,
  given: { reason: string; dueAt: number },
): Promise<void> => step(scope, [putOff({ ...claim, ...given }), deferred({ ...claim, ...given })]);

export type Notice = { subject: string; text: string; html: string };

const holdOrder = command<One>(
  (
    slot,
  ) => sql`update orders set held_by = 'mail_failed' where company_id = ${slot('company')} and status = 'approved'
    and id = (select order_id from letters where company_id = ${slot('company')} and id = ${slot('letterId')} and kind = 'order')`,
);

const notify = command<One & Notice>(
  (
    slot,
  ) => sql`insert into letters (company_id, kind, order_id, to_name, to_address, subject, text, html, created_at)
    select l.company_id, 'notice', l.order_id, m.name, m.email, ${slot('subject')}, ${slot('text')}, ${slot('html')}, ${slot('now')}
    from letters l join members m on m.company_id = l.company_id and m.role = 'owner' and m.is_active
    where l.company_id = ${slot('company')} and l.id = ${slot('letterId')}`,
);

const failed = command<Claim & { reason: string }>(
  (slot) => sql`update letters set status = 'failed', error = ${slot('reason')}
    where ${isClaimed(slot)} and status = 'sending'`,
);

/** It will never be taken: an order waits, and what there is to tell its owners is told. */
export const letterIsRefused = (
  scope: Scope,
  claim: Claim,
  { reason, notice }: { reason: string; notice: Notice | null },
): Promise<void> =>
  step(scope, [
    holdOrder(claim),
    ...(notice ? [notify({ ...claim, ...notice })] : []),
    failed({ ...claim, reason }),
  ]);

const uncertain = command<Claim & { reason: string }>(
  (slot) => sql`update letters set status = 'uncertain', error = ${slot('reason')}
    where ${isClaimed(slot)} and status = 'sending'`,
);

export const letterIsUncertain = (scope: Scope, claim: Claim, reason: string): Promise<void> =>
  step(scope, [uncertain({ ...claim, reason })]);

/** In all companies. Whoever starts alone knows that nobody else is at work on any. */
export async function recoverLetters({ client }: Database, { asking, sending }: Abandoned): Promise<number> {
  const results = await client.batch(
    [
      {
        sql: `update outbox set due_at = 0 where topic = 'letter' and subject_id in (
          select id from letters where status = 'sending' and handed_at is null and sending_at <= ?)`,
        args: [asking],
      },
      {
        sql: `${ABANDONED} and iif(handed_at is null, sending_at <= ?, handed_at <= ?)`,
        args: [asking, sending],
      },
    ],
    'write',
  );
  return results[1]?.rowsAffected ?? 0;
}
