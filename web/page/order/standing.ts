import type { Output } from '../../client.ts';
import { counted, type Format } from '../../format.ts';
import type { Tone } from '../../part/badge.tsx';
import { isUnderWay, type Order } from './state.ts';

export type Letter = Output['replenishment']['letter']['list']['items'][number];
export type Standing = { tone: Tone; title: string; text: string };

type Hours = { opensAt: string; closesAt: string };
/** What stands elsewhere than in the order: its letter, and when letters to this supplier leave. */
export type Beside = { letter: Letter | null; hours: Hours | null };

/** Where an order stands and what comes next, in words for somebody who sees it for the first time. */
export function standingOf(order: Order, beside: Beside, format: Format): Standing {
  if (order.status === 'draft') return draft(order, beside, format);
  if (order.status === 'approved') return approved(order, beside, format);
  return isUnderWay(order.status) ? underWay(order, beside, format) : ended(order, format);
}

function draft(order: Order, { hours }: Beside, format: Format): Standing {
  const { lineCount, supplier, heldBy, origin, releaseAt } = order;
  if (lineCount === 0)
    return { tone: 'plain', title: 'An empty draft', text: 'Add what you need, or cancel it.' };
  if (supplier.contactEmail === null) return nowhere(order);
  if (heldBy === 'review' || origin === 'manual')
    return {
      tone: 'warn',
      title: 'A draft that waits for you',
      text: 'Change what you like, then read the letter and send it. It does not leave by itself.',
    };
  const held = heldInWords(order, hours);
  if (held) return held;
  const isCollecting = releaseAt !== null && Date.parse(releaseAt) > Date.now();
  return {
    tone: 'accent',
    title: isCollecting ? 'A draft that collects lines' : 'A draft that leaves at any moment',
    text: `${isCollecting ? `Until ${format.clock(releaseAt)} more may be added; then its` : 'Its'} letter goes to ${supplier.contactEmail} by itself. Keep it here if you want to look first.`,
  };
}

const nowhere = ({ supplier }: Order): Standing => ({
  tone: 'warn',
  title: 'There is no address to send it to',
  text: `${supplier.name} has no e-mail address. Enter one; or order your own way, by telephone or in their shop, and mark it as sent.`,
});

/** What the policy holds back, and when that ends. */
function heldInWords({ heldBy, supplier }: Order, hours: Hours | null): Standing | null {
  switch (heldBy) {
    case 'paused':
      return {
        tone: 'warn',
        title: 'Sending is paused',
        text: 'Nothing leaves by itself until an owner ends the pause in Settings. You can send this one all the same.',
      };
    case 'low_confidence':
      return {
        tone: 'warn',
        title: 'The quantities are unsure, so it waits for you',
        text: 'Some of these products sell too seldom, or have been in stock too short a time. Look at the quantities, then send it.',
      };
    case 'stale_velocity':
      return {
        tone: 'warn',
        title: 'The figures are old, so it waits for you',
        text: 'They were computed more than two days ago. Look at the quantities, then send it; and see that the worker runs.',
      };
    case 'hours':
      return {
        tone: 'accent',
        title: 'It waits for the hours in which letters leave',
        text: `Letters to ${supplier.name} leave ${hours ? `between ${hours.opensAt} and ${hours.closesAt}` : 'at other hours'}. It goes by itself then; send it yourself if it cannot wait.`,
      };
    case 'daily_cap':
      return {
        tone: 'accent',
        title: 'Enough was mailed today',
        text: `${supplier.name} has had as many orders today as Settings allow. It goes by itself tomorrow; send it yourself if it cannot wait.`,
      };
    default:
      return null;
  }
}

function approved(order: Order, { letter, hours }: Beside, format: Format): Standing {
  if (letter) return leaving(order, letter, format);
  if (order.supplier.contactEmail === null) return nowhere(order);
  return (
    heldInWords(order, hours) ?? {
      tone: 'accent',
      title: 'Approved',
      text: 'Its letter is written and goes out within seconds.',
    }
  );
}

function leaving({ supplier, number }: Order, letter: Letter, format: Format): Standing {
  const { status, error, attempts, toAddress } = letter;
  if (status === 'failed')
    return {
      tone: 'danger',
      title: 'The letter was refused, so nobody has the order yet',
      text: `${error ?? 'No reason was given.'}\nCorrect the address if it is wrong, then send the letter again. If ${supplier.name} knows of the order by now, mark it as sent.`,
    };
  if (status === 'uncertain')
    return {
      tone: 'danger',
      title: 'The letter may have arrived, or not',
      text: `The mail server was given the letter, and the connection ended before it said that it took it. Ask ${supplier.name} whether ${number} is there. It is never sent again by itself, because two letters could become two deliveries.`,
    };
  if (status === 'queued' && error !== null && attempts > 0)
    return {
      tone: 'warn',
      title: 'The letter waits: it was not taken yet',
      text: `${counted(format.units(attempts), 'try', 'tries')} so far; the next comes by itself.\n${error}`,
    };
  return { tone: 'accent', title: 'The letter goes out', text: `To ${toAddress}, within seconds.` };
}

function underWay(order: Order, { letter }: Beside, format: Format): Standing {
  const { status, supplier, leadDays, expectedDay, isOverdue, daysLate, reference } = order;
  const number = reference ? ` Their number for it is ${reference}.` : '';
  if (isOverdue && expectedDay)
    return {
      tone: 'danger',
      title: `${counted(format.units(daysLate), 'day')} late`,
      text: `${status === 'partly_received' ? `${partOf(order, format)} The rest` : 'It'} was expected on ${format.weekday(expectedDay)}. Ask ${supplier.name}${supplier.contactEmail ? ` (${supplier.contactEmail})` : ''}, then enter the day they say.${number}`,
    };
  const day = expectedDay ? `on ${format.weekday(expectedDay)}, ${inDays(expectedDay, format)}` : null;
  if (status === 'confirmed')
    return {
      tone: 'good',
      title: `${supplier.name} confirmed it`,
      text: `${day ? `It is to come ${day}.` : 'No day is known.'}${number}`,
    };
  if (status === 'partly_received')
    return {
      tone: 'link',
      title: 'Part of it is in',
      text: `${partOf(order, format)} ${day ? `The rest is expected ${day}.` : 'No day is known for the rest.'}${number}`,
    };
  if (letter?.channel === 'file')
    return {
      tone: 'warn',
      title: `Its letter is a file: ${supplier.name} does not have it yet`,
      text: `No mail server is set, so it was written to ${letter.response ?? 'a file'}. Pass it on, then record here what they answer.${day ? ` It is expected ${day}.` : ''}`,
    };
  return {
    tone: 'link',
    title: `Sent; ${supplier.name} has not answered yet`,
    text: `${day ? `It is expected ${day}, ${leadDays === null ? 'a week after it was sent, because no lead time is known' : 'by the lead time that was agreed'}.` : 'No day is known.'} When they answer by telephone, record it here.`,
  };
}

function inDays(expectedDay: string, format: Format): string {
  const days = format.daysUntil(expectedDay);
  return days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${format.units(days)} days`;
}

const sum = (values: number[]): number => values.reduce((before, value) => before + value, 0);

function partOf({ lines }: Order, format: Format): string {
  const ordered = sum(lines.map(({ quantity }) => quantity));
  const received = sum(lines.map(({ received }) => received));
  return `${format.units(received)} of ${format.units(ordered)} units came.`;
}

function ended(order: Order, format: Format): Standing {
  const { status, supplier, sentAt, measuredLeadDays } = order;
  if (status === 'received')
    return {
      tone: 'good',
      title: 'All of it is in',
      text: measuredLeadDays ? `The first goods took ${counted(measuredLeadDays, 'day')}.` : '',
    };
  if (status === 'declined')
    return {
      tone: 'danger',
      title: `${supplier.name} declined it`,
      text: 'Its shortages are open on the worklist again: order elsewhere.',
    };
  if (status === 'closed_short')
    return {
      tone: 'plain',
      title: 'Closed short: the rest will not come',
      text: `${partOf(order, format)} What is still low is on the worklist.`,
    };
  return {
    tone: 'plain',
    title: 'Cancelled',
    text: sentAt === null ? 'It never left.' : `It had been sent: make sure that ${supplier.name} knows.`,
  };
}
