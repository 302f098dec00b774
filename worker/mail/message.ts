import MailComposer from 'nodemailer/lib/mail-composer';
import { oneLine } from '../letter/plain.ts';
import { type Mailbox, mailboxOf } from './address.ts';
import { type Outcome, refused } from './outcome.ts';

type Named = { readonly name: string | null; readonly address: string };

export type Message = {
  /** See messageIdOf. */
  readonly messageId: string;
  readonly to: Named;
  readonly replyTo: Named | null;
  /** The company's name; where it is empty, the deployment's stands. */
  readonly fromName: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: { readonly 'X-StockFlow-Letter': string } & { readonly [name: `X-${string}`]: string };
};

/** The bytes are the whole letter, as it is handed over or written. */
export type ComposedLetter = {
  readonly id: string;
  readonly bytes: Buffer;
  readonly from: string;
  readonly to: string;
  readonly needsUtf8: boolean;
};

type Sender = { readonly name: string; readonly address: string };

export async function composed(message: Message, sender: Sender): Promise<ComposedLetter | Outcome> {
  const to = mailboxOf(message.to.address);
  const replyTo = message.replyTo && mailboxOf(message.replyTo.address);
  if (to === null) return refused(`${JSON.stringify(message.to.address)} is not one mail address.`);
  if (message.replyTo && replyTo === null)
    return refused(
      `The address for replies, ${JSON.stringify(message.replyTo.address)}, is not one mail address.`,
    );
  const fault = faultOf(message);
  if (fault !== null) return refused(fault);
  const node = new MailComposer({
    from: named(oneLine(message.fromName) || sender.name, sender),
    to: named(message.to.name, to),
    ...(replyTo && { replyTo: named(message.replyTo?.name ?? null, replyTo) }),
    subject: oneLine(message.subject),
    messageId: message.messageId,
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, oneLine(value)]),
    ),
    text: plainLines(message.text),
    html: plainLines(message.html),
    normalizeHeaderKey: (name) => ownSpelling(name, message.headers),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const needsUtf8 = to.needsUtf8 || replyTo?.needsUtf8 === true;
  const id = message.headers['X-StockFlow-Letter'];
  return { id, bytes: await node.build(), from: sender.address, to: to.address, needsUtf8 };
}

function faultOf({ messageId, headers }: Message): string | null {
  if (!/^<[\w.-]+@[\w.-]+>$/.test(messageId)) return `${JSON.stringify(messageId)} is not a Message-ID.`;
  const wrong = Object.keys(headers).find((name) => !/^X-[A-Za-z0-9-]+$/.test(name));
  if (wrong !== undefined) return `${JSON.stringify(wrong)} is not a header that a letter may carry.`;
  // The letter's id also names its file.
  if (!/^\w[\w.-]{0,99}$/.test(headers['X-StockFlow-Letter']))
    return 'The letter has no id that can name it.';
  return null;
}

/** nodemailer would write X-Stockflow-Letter. */
function ownSpelling(name: string, headers: Message['headers']): string {
  return Object.keys(headers).find((own) => own.toLowerCase() === name.toLowerCase()) ?? name;
}

function named(name: string | null, { address }: Pick<Mailbox, 'address'>) {
  const line = name === null ? '' : oneLine(name);
  return line === '' ? { address } : { name: line, address };
}

/** A lone CR ends a line for some servers and not for others. */
function plainLines(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\0', '');
}
