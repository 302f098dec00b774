import { isUnderWay, type Order } from './state.ts';

/** What can be done about an order, as its state allows. */
export type Deed =
  | 'send'
  | 'keep'
  | 'resend'
  | 'arrived'
  | 'markSent'
  | 'address'
  | 'receive'
  | 'answer'
  | 'day'
  | 'decline'
  | 'close'
  | 'cancel';

/** What is likely, and stands there as buttons; and what is seldom, and stands in a menu. */
export function deedsOf(order: Order): { main: Deed[]; more: Deed[] } {
  const { status, isOverdue } = order;
  if (status === 'draft') return draftDeeds(order);
  if (status === 'approved') return approvedDeeds(order);
  if (!isUnderWay(status)) return { main: [], more: [] };
  const asked: Deed[] = isOverdue ? ['day'] : status === 'sent' ? ['answer'] : [];
  const seldom: Deed[] = [
    ...(status === 'sent' && isOverdue ? (['answer'] as const) : []),
    ...(isOverdue ? [] : (['day'] as const)),
    ...(status === 'confirmed' ? (['decline'] as const) : []),
    'close',
    ...(status === 'partly_received' ? [] : (['cancel'] as const)),
  ];
  return { main: ['receive', ...asked], more: seldom };
}

function draftDeeds({ lineCount, supplier, heldBy, origin }: Order): { main: Deed[]; more: Deed[] } {
  if (lineCount === 0) return { main: [], more: ['cancel'] };
  if (supplier.contactEmail === null) return { main: ['address', 'markSent'], more: ['cancel'] };
  const leavesByItself = origin === 'automatic' && heldBy !== 'review';
  return { main: leavesByItself ? ['send', 'keep'] : ['send'], more: ['markSent', 'cancel'] };
}

function approvedDeeds({ letter, heldBy, approvedBy, supplier }: Order): { main: Deed[]; more: Deed[] } {
  if (letter?.status === 'failed') return { main: ['address', 'resend'], more: ['markSent', 'cancel'] };
  if (letter?.status === 'uncertain') return { main: ['arrived', 'resend'], more: [] };
  if (letter?.status === 'sending') return { main: [], more: [] };
  if (supplier.contactEmail === null) return { main: ['address', 'markSent'], more: ['cancel'] };
  const isHeldByPolicy = heldBy !== null && heldBy !== 'no_email' && approvedBy === 'policy';
  return { main: isHeldByPolicy ? ['send'] : [], more: ['markSent', 'cancel'] };
}
