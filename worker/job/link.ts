import {
  INVITATION_DAYS,
  LINK_MINUTES,
  type LinkToWrite,
  linkIsSettled,
  linkToWrite,
  signInUrl,
  tokenForLink,
} from '../../db/company/sign-in.ts';
import { invitationLetter, type Letter, signInLetter } from '../letter.ts';
import { type Message, messageIdOf } from '../mail.ts';
import { addressOf, type Work } from './work.ts';

/**
 * A link in for whoever asked, if they are anybody, or was invited. Its token is made here and goes into the letter and
 * nowhere else. Sent twice it does no harm, so a letter that may have arrived is simply written again.
 */
export async function link(work: Work, { link }: { link: number }): Promise<void> {
  const found = await linkToWrite(work.database, link, work.now());
  if (!found) return;
  const token = await tokenForLink(work.database, found, work.now());
  const outcome = await work.mail.send(messageOf(work, found, letterOf(work, found, token)), {
    onHanding: () => Promise.resolve(),
  });
  work.log({
    level: outcome.outcome === 'refused' ? 'error' : 'info',
    event: `link ${link} ${outcome.outcome}`,
    error: 'reason' in outcome ? outcome.reason : undefined,
  });
  if (outcome.outcome === 'deferred') throw new Error(outcome.reason);
  await linkIsSettled(work.database, link);
}

function letterOf(work: Work, { invitation, device }: LinkToWrite, token: string): Letter {
  const url = signInUrl(work.publicUrl, token);
  if (!invitation) return signInLetter({ url, device, validMinutes: LINK_MINUTES });
  const { company, by } = invitation;
  return invitationLetter({
    url,
    company: { name: company },
    by,
    validDays: INVITATION_DAYS,
    signInUrl: addressOf(work, 'sign-in'),
  });
}

function messageOf(work: Work, { id, askedAt, toAddress, toName, invitation }: LinkToWrite, letter: Letter) {
  const name = `sign-in-${id}-${askedAt.toString(36)}`;
  return {
    messageId: messageIdOf(name, work.mailFrom),
    to: { name: toName, address: toAddress },
    replyTo: null,
    fromName: invitation?.company ?? '',
    ...letter,
    headers: { 'X-StockFlow-Letter': name },
  } satisfies Message;
}
