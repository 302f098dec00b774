import { once } from 'node:events';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type Delivered = {
  from: string;
  to: string[];
  raw: string;
  utf8: boolean;
  session: string;
  user: string;
};

/** What happens between the end of a letter and the answer that it is taken. */
export type OfficeOptions = SMTPServerOptions & { whenWhole?: (to: string) => Promise<void> };

/** A real mail server that keeps what it takes. */
export async function startOffice({ whenWhole = async () => undefined, ...options }: OfficeOptions = {}) {
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
  return {
    delivered,
    port,
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
