import { minuteOfDay, momentOf } from '../db/day.ts';
import { FIGURES_AGE_MS_MAX } from '../db/replenishment/figures.ts';
import { type LineFacts, type OrderFacts, type OrderHold, POLICY } from '../db/replenishment/order-facts.ts';

export type Release =
  | { action: 'none' }
  | { action: 'wait'; dueAt: number }
  | { action: 'hold'; heldBy: OrderHold; dueAt: number | null }
  /** Some lines are fit, and go without the others. */
  | { action: 'split'; fit: { productIds: number[]; heldBy: OrderHold } }
  /** Its letter was written and then held: whether it may leave now is seen when it is claimed. */
  | { action: 'retry' }
  | { action: 'send'; toAddress: string };

export type ReleaseFacts = Pick<
  OrderFacts,
  | 'status'
  | 'origin'
  | 'heldBy'
  | 'releaseAt'
  | 'approvedBy'
  | 'address'
  | 'policy'
  | 'mailedToday'
  | 'letterId'
> & { lines: Pick<LineFacts, 'productId' | 'isChosen' | 'confidence' | 'velocityAt'>[] };

/** Where the clock stands for the company. */
export type Clock = { now: number; today: number; timeZone: string };

const COLLECTING_MS_MAX = 24 * 3_600_000;

/** What happens now to an order that may be ready. A person's approval overrides all but a missing address. */
export function releaseOf(facts: ReleaseFacts, clock: Clock): Release {
  const { status, letterId, heldBy, lines, approvedBy, address } = facts;
  const isOpen = status === 'draft' || status === 'approved';
  if (!isOpen || lines.length === 0) return { action: 'none' };
  if (letterId !== null)
    return heldBy === 'paused' || heldBy === 'review' ? { action: 'retry' } : { action: 'none' };
  const isByPerson = approvedBy !== null && approvedBy !== POLICY;
  const held = isByPerson ? null : heldByPolicy(facts, clock);
  if (held) return held;
  return address === null ? withoutAddress : { action: 'send', toAddress: address };
}

/** A draft stays one: until there is an address, its lines follow what is needed. */
const withoutAddress = { action: 'hold', heldBy: 'no_email', dueAt: null } as const;

function heldByPolicy(facts: ReleaseFacts, clock: Clock): Release | null {
  const { status, origin, heldBy, releaseAt, policy, address } = facts;
  const isDraft = status === 'draft';
  const isForPerson = isDraft && (heldBy === 'review' || origin === 'manual' || policy.mode === 'review');
  if (isForPerson) return { action: 'hold', heldBy: 'review', dueAt: null };
  if (policy.isPaused) return { action: 'hold', heldBy: 'paused', dueAt: null };
  if (isDraft && releaseAt !== null && isCollecting(releaseAt, clock))
    return { action: 'wait', dueAt: releaseAt };
  const unfit = isDraft ? unfitLines(facts, clock.now) : null;
  if (unfit && unfit.productIds.length === 0) return { action: 'hold', heldBy: unfit.heldBy, dueAt: null };
  if (address === null) return withoutAddress;
  return outsideHours(facts, clock) ?? overCap(facts, clock) ?? (unfit && { action: 'split', fit: unfit });
}

/** What lies further ahead than the longest collecting time was written by a clock that has since been set back. */
const isCollecting = (releaseAt: number, { now }: Clock): boolean =>
  releaseAt > now && releaseAt <= now + COLLECTING_MS_MAX;

/** Null: all lines are fit. Otherwise those that are, and why the others are not. */
function unfitLines(
  { lines }: ReleaseFacts,
  now: number,
): { productIds: number[]; heldBy: OrderHold } | null {
  const faults = lines.map((line) => faultOf(line, now));
  if (faults.every((fault) => fault === null)) return null;
  const fit = lines.filter((_, index) => faults[index] === null);
  return {
    productIds: fit.map(({ productId }) => productId),
    heldBy: faults.includes('low_confidence') ? 'low_confidence' : 'stale_velocity',
  };
}

/** What a person chose does not hang on what the worker believes. */
function faultOf(
  { isChosen, confidence, velocityAt }: ReleaseFacts['lines'][number],
  now: number,
): 'low_confidence' | 'stale_velocity' | null {
  if (isChosen) return null;
  if (confidence === null || confidence === 'low') return 'low_confidence';
  return velocityAt === null || velocityAt < now - FIGURES_AGE_MS_MAX ? 'stale_velocity' : null;
}

function outsideHours({ policy }: ReleaseFacts, { now, today, timeZone }: Clock): Release | null {
  const minute = minuteOfDay(now, timeZone);
  if (minute >= policy.opensMinute && minute < policy.closesMinute) return null;
  const day = minute < policy.opensMinute ? today : today + 1;
  return { action: 'hold', heldBy: 'hours', dueAt: opening(policy, day, timeZone) };
}

function overCap({ policy, mailedToday }: ReleaseFacts, { today, timeZone }: Clock): Release | null {
  if (mailedToday < policy.dailyCap) return null;
  return { action: 'hold', heldBy: 'daily_cap', dueAt: opening(policy, today + 1, timeZone) };
}

const opening = ({ opensMinute }: ReleaseFacts['policy'], day: number, timeZone: string): number =>
  momentOf(day, opensMinute, timeZone);
