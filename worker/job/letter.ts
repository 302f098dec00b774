import { setTimeout as pause } from 'node:timers/promises';
import { Fault, isPassing } from '../../db/fault.ts';
import {
  claimLetter,
  type LetterToSend,
  letterIsDeferred,
  letterIsHanded,
  letterIsRefused,
  letterIsSent,
  letterIsUncertain,
  type Notice,
} from '../../db/replenishment/sending.ts';
import type { Scope } from '../../db/scope.ts';
import { noticeLetter } from '../letter.ts';
import { type Message, messageIdOf, type Outcome } from '../mail.ts';
import { homeOf, openScope, scopeNow, type Work } from './work.ts';

const MINUTE = 60_000;
const RETRIED_AFTER_MS = [1, 5, 30, 120, 360, 1440].map((minutes) => minutes * MINUTE);
/** After more than three days of trying, a person has to look. */
const TRIES_MAX = 9;

/** One letter to the mail server, at most once at a time. */
export async function letter(
  work: Work,
  { company, letter }: { company: number; letter: number },
): Promise<void> {
  const scope = await openScope(work, company);
  const claimed = await claimLetter(scope, letter);
  if (!claimed) return;
  const outcome = await work.mail.send(messageOf(work, claimed), {
    onHanding: () => letterIsHanded(scopeNow(work, scope), claimed),
  });
  work.log({
    level: 'info',
    event: `letter ${letter} ${outcome.outcome}`,
    company,
    error: 'reason' in outcome ? outcome.reason : undefined,
  });
  await recorded(work, company, () => record(work, scopeNow(work, scope), claimed, outcome));
}

const messageOf = (work: Work, letter: LetterToSend): Message => ({
  // With the time it was written, because a new database counts its letters from 1 again.
  messageId: messageIdOf(`${letter.letterId}-${letter.createdAt.toString(36)}`, work.mailFrom),
  to: { name: letter.toName, address: letter.toAddress },
  replyTo: letter.replyTo === null ? null : { name: letter.companyName, address: letter.replyTo },
  fromName: letter.companyName,
  subject: letter.subject,
  text: letter.text,
  html: letter.html,
  headers: { 'X-StockFlow-Letter': String(letter.letterId) },
});

function record(work: Work, scope: Scope, letter: LetterToSend, outcome: Outcome): Promise<void> {
  switch (outcome.outcome) {
    case 'sent':
      return letterIsSent(
        scope,
        letter,
        outcome.path === undefined
          ? { channel: 'smtp', response: outcome.response }
          : { channel: 'file', response: outcome.path },
      );
    case 'uncertain':
      return letterIsUncertain(scope, letter, outcome.reason);
    case 'refused':
      return letterIsRefused(scope, letter, {
        reason: outcome.reason,
        notice: noticeOf(work, scope, letter, outcome.reason),
      });
    case 'deferred':
      return putOff(work, scope, letter, outcome.reason);
  }
}

function putOff(work: Work, scope: Scope, letter: LetterToSend, reason: string): Promise<void> {
  if (letter.attempts >= TRIES_MAX) {
    const gaveUp = `Not taken in ${letter.attempts} tries. The last answer: ${reason}`;
    return letterIsRefused(scope, letter, { reason: gaveUp, notice: noticeOf(work, scope, letter, gaveUp) });
  }
  const waitMs = RETRIED_AFTER_MS[letter.attempts - 1] ?? Math.max(...RETRIED_AFTER_MS);
  return letterIsDeferred(scope, letter, { reason, dueAt: scope.now + waitMs });
}

/** Only for orders: a notice that cannot be delivered must not make another. */
function noticeOf(work: Work, scope: Scope, letter: LetterToSend, reason: string): Notice | null {
  const { kind, orderNumber, supplierName } = letter;
  if (kind !== 'order' || orderNumber === null || supplierName === null) return null;
  return noticeLetter({
    company: { name: letter.companyName },
    order: { number: orderNumber },
    supplier: { name: supplierName },
    address: letter.toAddress,
    serverSaid: reason,
    appUrl: homeOf(work, scope),
  });
}

const RECORDED_WITHIN_MS = 120_000;
const PAUSE_MS_MAX = 5000;

/** The letter is out of our hands, so a busy database is asked again and again rather than leave it uncertain. */
async function recorded(work: Work, company: number, write: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  for (let pauseMs = 100; ; pauseMs = Math.min(2 * pauseMs, PAUSE_MS_MAX))
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.code === 'letter_moved_on') {
        work.log({ level: 'error', event: 'letter settled by somebody else meanwhile', company });
        return;
      }
      if (!isPassing(error) || performance.now() - startedAt > RECORDED_WITHIN_MS) throw error;
      await pause(pauseMs);
    }
}
