import { oneLine } from './letter/plain.ts';
import { mailboxOf } from './mail/address.ts';
import { folderDelivery } from './mail/folder.ts';
import { composed, type Message } from './mail/message.ts';
import { type Handing, messageOf, type Outcome, refused } from './mail/outcome.ts';
import { pooledDelivery } from './mail/pool.ts';
import { type Limits, limitsOf, serverOf } from './mail/server.ts';

export { messageIdOf } from './mail/address.ts';
export type { Message } from './mail/message.ts';
export type { Handing, Outcome } from './mail/outcome.ts';
export type { Limits } from './mail/server.ts';

export type Mail = {
  /** Never rejects: whatever happens has an outcome. */
  send(message: Message, handing: Handing): Promise<Outcome>;
  /** Letters under way end first; those that still wait for a connection are deferred. */
  close(): Promise<void>;
};

export type MailOptions = {
  /** smtps://user:password@host or smtp://host, which takes TLS where offered. `?tls=required` insists,
   * as a password beyond this machine does by itself; `?tls=optional` lets that pass in the clear. */
  readonly smtpUrl?: string | undefined;
  /** Where letters are written, as .eml files, when there is no smtpUrl. */
  readonly folder: string;
  /** Letters go out under the company's name and this address. */
  readonly from: { readonly name: string; readonly address: string };
  /** A certificate authority of one's own, in PEM, beside those that Node trusts. */
  readonly ca?: string | undefined;
  readonly limits?: Partial<Limits> | undefined;
};

/** Throws a RangeError with a sentence when the address or the URL cannot be used. */
export function openMail({ smtpUrl, folder, from, ca, limits }: MailOptions): Mail {
  const mailbox = mailboxOf(from.address);
  if (mailbox === null || mailbox.needsUtf8)
    throw new RangeError(`${JSON.stringify(from.address)} is not an address that mail can be sent from`);
  const sender = { name: oneLine(from.name), address: mailbox.address };
  const delivery =
    smtpUrl === undefined ? folderDelivery(folder) : pooledDelivery(serverOf(smtpUrl, ca), limitsOf(limits));
  return {
    async send(message, handing) {
      const letter = await composed(message, sender).catch((fault: unknown) =>
        refused(`The letter could not be put together: ${messageOf(fault)}`),
      );
      return 'outcome' in letter ? letter : delivery.deliver(letter, handing);
    },
    close: () => delivery.close(),
  };
}
