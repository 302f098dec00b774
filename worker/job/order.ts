import { ANSWER_DAYS, signAnswer } from '../../db/company/link.ts';
import { Fault } from '../../db/fault.ts';
import { type OrderFacts, orderFacts } from '../../db/replenishment/order-facts.ts';
import {
  holdOrder,
  leaveOrder,
  releaseOrder,
  retryHeldLetter,
  splitOrder,
} from '../../db/replenishment/release.ts';
import type { Scope } from '../../db/scope.ts';
import { type Letter, orderLetter, orderLetterOf } from '../letter.ts';
import { releaseOf } from '../release.ts';
import { addressOf, openScope, type Work } from './work.ts';

/** Whoever changes an order while it is decided on wins, and the decision is made again. */
const TRIES_MAX = 5;

/** An order that may be ready: it is held, or its letter is written. */
export async function order(
  work: Work,
  { company, order }: { company: number; order: number },
): Promise<void> {
  const scope = await openScope(work, company);
  const split = await untilDecided(work, scope, order);
  if (split !== null) await untilDecided(work, scope, split);
}

async function untilDecided(work: Work, scope: Scope, orderId: number): Promise<number | null> {
  for (let tries = 1; ; tries++) {
    const facts = await orderFacts(scope, orderId);
    if (!facts) return null;
    try {
      return await decide(work, scope, facts);
    } catch (error) {
      const isOvertaken = error instanceof Fault && error.code === 'order_moved_on';
      if (!isOvertaken || tries === TRIES_MAX) throw error;
    }
  }
}

/** The order that was split off, which is to be released in its turn. */
async function decide(work: Work, scope: Scope, facts: OrderFacts): Promise<number | null> {
  const today = scope.localDay(scope.now);
  const release = releaseOf(
    { ...facts, lines: facts.letter.lines },
    { now: scope.now, today, timeZone: scope.timeZone },
  );
  switch (release.action) {
    case 'none':
      await leaveOrder(scope, facts);
      return null;
    case 'wait':
      await holdOrder(scope, facts, facts.heldBy, release.dueAt);
      return null;
    case 'hold':
      await holdOrder(scope, facts, release.heldBy, release.dueAt);
      return null;
    case 'split':
      return (await splitOrder(scope, facts, release.fit)).orderId;
    case 'retry':
      await retryHeldLetter(scope, facts);
      return null;
    case 'send': {
      const letter = await letterOf(work, scope, facts, today);
      const to = { toName: facts.letter.supplier.name, toAddress: release.toAddress };
      await releaseOrder(scope, facts, { ...to, ...letter });
      return null;
    }
  }
}

async function letterOf(work: Work, scope: Scope, facts: OrderFacts, today: number): Promise<Letter> {
  const untilDay = today + ANSWER_DAYS;
  const link = { company: scope.company, order: facts.id, expiresDay: untilDay };
  const answerUrl = addressOf(work, `answer/${await signAnswer(facts.secret, link)}`);
  return orderLetter(orderLetterOf(facts, { today, answerUrl, untilDay }));
}
