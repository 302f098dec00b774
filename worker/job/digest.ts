import {
  type DigestFacts,
  digestFacts,
  type HeldFacts,
  type ShortageFacts,
  writeDigest,
} from '../../db/replenishment/digest.ts';
import { type DigestLetter, digestLetter, isoDay, type NewShortage } from '../letter.ts';
import { homeOf, openScope, type Work } from './work.ts';

/** What was new and what waits for a person, once on a local day; a day without news makes no letter. */
export async function digest(work: Work, { company }: { company: number }): Promise<void> {
  const scope = await openScope(work, company);
  const today = scope.localDay(scope.now);
  const facts = await digestFacts(scope);
  if (facts.digestedDay >= today) return;
  const data = letterOf(facts, isoDay(today), homeOf(work, scope));
  await writeDigest(scope, hasNews(facts) ? digestLetter(data) : null);
}

const hasNews = ({ shortages, held, letters, overdue }: DigestFacts): boolean =>
  shortages.length + held.length + letters.length + overdue.length > 0;

const letterOf = (facts: DigestFacts, day: string, appUrl: string): DigestLetter => ({
  company: { name: facts.companyName },
  day,
  shortages: facts.shortages.map(shortageOf),
  held: facts.held.map(({ orderNumber, supplier, heldBy }) => ({
    what: `${orderNumber} to ${supplier}`,
    why: waitsFor[heldBy],
  })),
  letters: facts.letters,
  overdue: facts.overdue,
  appUrl,
});

const waitsFor: Record<HeldFacts['heldBy'], string> = {
  review: 'It waits for approval.',
  paused: 'Orders to this supplier are paused.',
  low_confidence: 'Too little is known of how these products sell: look at the quantities, then approve it.',
  stale_velocity:
    'Its figures are more than two days old. It goes out when they are new, or when you approve it.',
  no_email: 'The supplier has no e-mail address: enter one, and it goes out.',
};

const shortageOf = ({ product, sku, warehouse, onHand, daysLeft, ...facts }: ShortageFacts): NewShortage => ({
  product,
  sku,
  warehouse,
  onHand,
  daysLeft,
  done: doneAbout(facts),
});

function doneAbout(
  facts: Pick<
    ShortageFacts,
    'heldBy' | 'orderNumber' | 'orderWaits' | 'supplier' | 'incomingNumber' | 'incomingDay'
  >,
): NewShortage['done'] {
  const { heldBy, orderNumber, orderWaits, supplier, incomingNumber, incomingDay } = facts;
  if (orderNumber !== null && supplier !== null) {
    return { action: orderWaits ? 'drafted' : 'ordered', orderNumber, supplier };
  }
  if (heldBy === 'incoming' && incomingNumber !== null)
    return { action: 'incoming', orderNumber: incomingNumber, dueDay: incomingDay };
  return { action: 'none', why: heldBy === null ? 'its order is not written yet.' : nothingBecause[heldBy] };
}

const nothingBecause: Record<NonNullable<ShortageFacts['heldBy']>, string> = {
  no_supplier: 'no supplier is set for this product.',
  incoming: 'it is ordered, or enough is on its way.',
  person: 'a person has taken it over.',
  order_ended: 'its order was declined, cancelled or closed. Decide what to do.',
};
