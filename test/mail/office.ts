import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';
import {
  type Limits,
  type Mail,
  type Message,
  messageIdOf,
  type Outcome,
  openMail,
} from '../../worker/mail.ts';

export type Delivered = {
  from: string;
  to: string[];
  raw: string;
  utf8: boolean;
  session: string;
  user: string;
};

/** What happens between the end of a letter and the answer that it is taken. */
type OfficeOptions = SMTPServerOptions & { whenWhole?: (to: string) => Promise<void> };

/** A real mail server that keeps what it takes. */
export async function openOffice({ whenWhole = async () => undefined, ...options }: OfficeOptions = {}) {
  const delivered: Delivered[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        delivered.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          utf8: mailFrom ? JSON.stringify(mailFrom.args).includes('SMTPUTF8') : false,
          raw: Buffer.concat(chunks).toString(),
          session: session.id,
          user: String(session.user),
        });
        whenWhole(rcptTo[0]?.address ?? '').then(() => done(), done);
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { delivered, port, url: `smtp://127.0.0.1:${port}` };
}

const from = { name: 'StockFlow', address: 'orders@stock.example' };

/** Limits that a test can wait for; only where a server keeps silent, for a busy machine is slow too. */
export const short: Partial<Limits> = { greetingMs: 300, commandMs: 500, replyMs: 300 };

export function mailTo(smtpUrl: string | undefined, limits: Partial<Limits> = {}, ca?: string): Mail {
  const mail = openMail({ smtpUrl, folder: newFolder(), from, limits: { quitMs: 100, ...limits }, ca });
  onTestFinished(() => mail.close());
  return mail;
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-mail-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const message = (id = '12', more: Partial<Message> = {}): Message => ({
  messageId: messageIdOf(id, from.address),
  to: { name: 'Hario Europe B.V.', address: 'sales@hario.example' },
  replyTo: { name: 'Fern & Kettle Ltd', address: 'buying@fernandkettle.example' },
  fromName: 'Fern & Kettle Ltd',
  subject: `Order PO-0000${id} from Fern & Kettle Ltd`,
  text: 'Fern & Kettle Ltd\nPurchase order\n',
  html: '<p>Fern &amp; Kettle Ltd</p>',
  headers: { 'X-StockFlow-Letter': id },
  ...more,
});

/** Sends, and counts how often the caller was asked to note that the letter may have been taken. */
export async function sent(mail: Mail, letter = message()): Promise<Outcome & { handings: number }> {
  let handings = 0;
  const onHanding = async () => {
    handings += 1;
  };
  const outcome = await mail.send(letter, { onHanding });
  return { ...outcome, handings };
}
