import { readFileSync } from 'node:fs';
import { link } from '../../worker/job/link.ts';
import type { Mail, Message, Outcome } from '../../worker/mail.ts';
import type { Room } from '../room.ts';

/** The worker's part of signing in: links that were asked for become letters. */
export type Post = {
  letters: Message[];
  /** Writes what waits, as often as it has to; answers what was mailed by this. */
  deliver: (outcome?: Outcome) => Promise<Message[]>;
  waiting: () => Promise<number[]>;
};

export const PUBLIC_URL = 'https://stock.example';

export function postIn({ client, database, clock, log }: Room): Post {
  const letters: Message[] = [];
  const waiting = async () => {
    const { rows } = await client.execute("select subject_id from outbox where topic = 'link' order by id");
    return rows.map((row) => Number(row[0]));
  };
  return {
    letters,
    waiting,
    async deliver(outcome = { outcome: 'sent', response: '250 ok' }) {
      const before = letters.length;
      const mail: Mail = {
        async send(message, { onHanding }) {
          await onHanding();
          letters.push(message);
          return outcome;
        },
        close: () => Promise.resolve(),
      };
      const work = {
        database,
        log: (line: (typeof log)[number]) => void log.push(line),
        now: () => clock.now,
        mail,
        mailFrom: 'stock@stock.example',
        publicUrl: PUBLIC_URL,
      };
      for (const id of await waiting()) await link(work, { link: id });
      return letters.slice(before);
    },
  };
}

/** What the letter's link ends in. */
export function tokenIn({ text }: Pick<Message, 'text'>): string {
  const [, token = ''] = /\/sign-in#([0-9a-f]{64})$/m.exec(text) ?? [];
  return token;
}

/** Every byte of the database, also what is only in its log yet. */
export async function bytesOf({ client }: Room): Promise<Buffer> {
  const { rows } = await client.execute('pragma database_list');
  const file = String(rows[0]?.file);
  return Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)]);
}
