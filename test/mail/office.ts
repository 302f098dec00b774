import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type Limits,
  type Mail,
  type Message,
  messageIdOf,
  type Outcome,
  openMail,
} from '../../worker/mail.ts';
import { type OfficeOptions, startOffice } from '../room/office.ts';

export type { Delivered } from '../room/office.ts';

/** A real mail server that keeps what it takes, until the end of the test. */
export async function openOffice(options?: OfficeOptions) {
  const office = await startOffice(options);
  onTestFinished(() => office.close());
  return office;
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
