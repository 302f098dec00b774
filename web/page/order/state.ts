import type { Output } from '../../client.ts';
import type { Format } from '../../format.ts';
import type { Tone } from '../../part/badge.tsx';

export type OrderHead = Output['replenishment']['order']['list']['items'][number];
export type Order = Output['replenishment']['order']['get'];
export type Status = OrderHead['status'];
type Hold = NonNullable<OrderHead['heldBy']>;

export type State = { name: string; tone: Tone; note: string | null };

/** Where an order stands, in a word or two, and what that hangs on. */
export function stateOf(order: OrderHead, format: Format): State {
  const { status, letter, isOverdue, daysLate } = order;
  if (status === 'draft') return { name: 'Draft', tone: 'warn', note: waitOf(order, format) };
  if (status === 'approved' && letter) return { ...leaving[letter.status], ...heldNote(order) };
  if (status === 'approved')
    return { name: 'Approved', tone: 'accent', note: waitOf(order, format) ?? 'its letter is being written' };
  if (isOverdue) return { ...under[status], tone: 'danger', note: `${format.units(daysLate)} days late` };
  return { ...under[status], note: null };
}

/** A written letter waits, too, while the sending is paused. */
const heldNote = ({ letter, heldBy }: OrderHead): Partial<State> =>
  letter?.status === 'queued' && heldBy ? { note: holds[heldBy] } : {};

const leaving: Record<NonNullable<OrderHead['letter']>['status'], State> = {
  queued: { name: 'Approved', tone: 'accent', note: 'its letter goes out' },
  sending: { name: 'Approved', tone: 'accent', note: 'its letter goes out' },
  sent: { name: 'Approved', tone: 'accent', note: null },
  failed: { name: 'Not sent', tone: 'danger', note: 'its letter was refused' },
  uncertain: { name: 'Unsure', tone: 'danger', note: 'it may have arrived, or not' },
};

const under: Record<Status, Omit<State, 'note'>> = {
  draft: { name: 'Draft', tone: 'warn' },
  approved: { name: 'Approved', tone: 'accent' },
  sent: { name: 'Sent', tone: 'link' },
  confirmed: { name: 'Confirmed', tone: 'good' },
  partly_received: { name: 'Partly in', tone: 'link' },
  received: { name: 'Received', tone: 'plain' },
  closed_short: { name: 'Closed short', tone: 'plain' },
  cancelled: { name: 'Cancelled', tone: 'plain' },
  declined: { name: 'Declined', tone: 'danger' },
};

/** What an order that has not left waits for. */
function waitOf(
  { heldBy, releaseAt, lineCount, supplier, origin, status }: OrderHead,
  format: Format,
): string | null {
  if (lineCount === 0) return 'nothing in it';
  if (supplier.contactEmail === null) return holds.no_email;
  if (status === 'draft' && origin === 'manual') return holds.review;
  if (heldBy) return holds[heldBy];
  const isCollecting = releaseAt !== null && Date.parse(releaseAt) > Date.now();
  return isCollecting ? `collects until ${format.clock(releaseAt)}` : null;
}

const holds: Record<Hold, string> = {
  review: 'waits for you',
  paused: 'sending is paused',
  low_confidence: 'figures are unsure',
  stale_velocity: 'figures are old',
  no_email: 'no e-mail address',
  hours: 'waits for the hours',
  daily_cap: 'waits for tomorrow',
  mail_failed: 'its letter was refused',
};

export const isUnderWay = (status: Status): boolean =>
  status === 'sent' || status === 'confirmed' || status === 'partly_received';

/** It can still become an order that nobody has heard of. */
export const isUnsent = (status: Status): boolean => status === 'draft' || status === 'approved';

/** There is one, or it can be seen how it would be. */
export const hasLetter = ({ letter, status, lineCount }: OrderHead): boolean =>
  letter !== null || (isUnsent(status) && lineCount > 0);
