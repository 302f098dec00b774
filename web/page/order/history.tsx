import { useActorName } from '../../actor.ts';
import { counted, type Format, useFormat } from '../../format.ts';
import { Card } from '../../part/page.tsx';
import css from './history.module.css';
import type { Letter } from './standing.ts';
import type { Order } from './state.ts';

type Event = { at: string; what: string; note?: string | null; who?: string | null };

/** Who did what, oldest first, as far as the order, its letter and its receipts tell. */
export function History({ order, letter }: { order: Order; letter: Letter | null }) {
  const format = useFormat();
  const nameOf = useActorName();
  const events = eventsOf(order, letter, format).toSorted((one, other) => one.at.localeCompare(other.at));
  return (
    <Card title="History">
      <ol className={css.events}>
        {events.map(({ at, what, note, who }) => (
          <li key={at + what}>
            <strong>{what}</strong>
            {note && <p>{note}</p>}
            <p className={css.when}>
              {format.moment(at)}
              {who && ` · ${nameOf(who)}`}
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function eventsOf(order: Order, letter: Letter | null, format: Format): Event[] {
  const { origin, createdAt, approvedAt, approvedBy, sentAt, receipts } = order;
  return [
    {
      at: createdAt,
      what: origin === 'manual' ? 'Written by hand' : 'Drafted from what runs low',
      who: origin === 'automatic' ? 'worker' : null,
    },
    ...(approvedAt ? [{ at: approvedAt, what: 'Approved', who: approvedBy }] : []),
    ...(letter ? [letterEvent(letter)] : []),
    ...(sentAt ? [{ at: sentAt, what: 'Sent', note: letter?.sentAt ? howOf(letter) : 'not by letter' }] : []),
    ...answerOf(order, format),
    ...receipts.map((receipt) => receiptEvent(receipt, format)),
    ...endOf(order),
  ];
}

const letterEvent = ({ createdAt, toAddress }: Letter): Event => ({
  at: createdAt,
  what: 'Letter written',
  note: `to ${toAddress}`,
});

/** "Marked as sent by member:5" was written by a person, and is not an answer of a server. */
function howOf({ channel, response, toAddress }: Letter): string {
  if (channel === null) return response ?? `to ${toAddress}`;
  return channel === 'file' ? 'written to a file: no mail server is set' : `by mail to ${toAddress}`;
}

function answerOf({ answeredAt, status, expectedDay, reference }: Order, format: Format): Event[] {
  if (answeredAt === null || status === 'declined') return [];
  const note = [
    expectedDay && `for ${format.weekday(expectedDay)}`,
    reference && `their number ${reference}`,
  ].filter(Boolean);
  return [{ at: answeredAt, what: 'Confirmed by the supplier', note: note.join(', ') }];
}

function receiptEvent(
  { occurredAt, lines, actor, reference, reason }: Order['receipts'][number],
  format: Format,
): Event {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const isReversed = lines.length > 0 && lines.every((line) => line.isReversed);
  return {
    at: occurredAt,
    what: `${counted(format.units(units), 'unit')} came in${isReversed ? ', and were taken back' : ''}`,
    note: [reference, reason].filter(Boolean).join(' · '),
    who: actor,
  };
}

const endNames: Partial<Record<Order['status'], string>> = {
  received: 'Received in full',
  closed_short: 'Closed short',
  cancelled: 'Cancelled',
  declined: 'Declined by the supplier',
};

function endOf({ closedAt, closedBy, status }: Order): Event[] {
  const what = endNames[status];
  return closedAt && what ? [{ at: closedAt, what, who: closedBy }] : [];
}
