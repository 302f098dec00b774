import type { Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { messageOf, type SmtpFailure } from './outcome.ts';
import type { Limits, Server } from './server.ts';
import { openSocket, trustOf } from './socket.ts';

/** A connection that is greeted and logged in. */
export type Session = { readonly connection: SMTPConnection; readonly offersUtf8: boolean };

/** A failure that no letter is to blame for; its message is a sentence that tells the operator. */
export class SetupFault extends Error {}

export async function openSession(server: Server, limits: Limits): Promise<Session> {
  const place = `${server.host}:${server.port}`;
  const socket = await openSocket(server, limits.connectMs).catch((fault: unknown) => {
    throw new SetupFault(unreachable(place, server, messageOf(fault)));
  });
  try {
    const connection = connectionOver(socket, server, limits);
    const lost = lossOf(connection, socket);
    await Promise.race([lost, greeted(connection)]);
    // The last reply is the one to EHLO, the list of what the server can do.
    const offersUtf8 = /[ -]SMTPUTF8\b/i.test(connection.lastServerResponse || '');
    if (server.login) await Promise.race([lost, loggedIn(connection, server.login)]);
    return { connection, offersUtf8 };
  } catch (fault) {
    socket.destroy();
    throw new SetupFault(setupSentence(place, failureOf(fault)));
  }
}

function connectionOver(socket: Socket, server: Server, limits: Limits): SMTPConnection {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    connection: socket,
    secure: server.isSecure,
    secured: server.isSecure,
    requireTLS: server.requireTls && !server.isSecure,
    tls: trustOf(server),
    greetingTimeout: limits.greetingMs,
    connectionTimeout: limits.greetingMs + limits.connectMs,
    socketTimeout: limits.commandMs,
    socketCloseTimeout: limits.quitMs,
  });
  // It may fail at any time, also while nobody waits for it.
  connection.on('error', () => undefined);
  return connection;
}

/** Rejects when the connection ends, which nodemailer does not tell a callback in every case. */
function lossOf(connection: SMTPConnection, socket: Socket): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    const closed = () => setImmediate(() => reject(new Error('the connection was closed')));
    connection.once('error', reject);
    connection.once('end', closed);
    socket.once('close', closed);
  });
  lost.catch(() => undefined);
  return lost;
}

const greeted = (connection: SMTPConnection): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.connect((failure) => (failure ? reject(failure) : resolve()));
  });

const loggedIn = (
  connection: SMTPConnection,
  { user, pass }: { user: string; pass: string },
): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.login({ user, pass, credentials: { user, pass } }, (failure) =>
      failure ? reject(failure) : resolve(),
    );
  });

function unreachable(place: string, { isSecure }: Server, message: string): string {
  const tried = isSecure ? 'reached over TLS' : 'reached';
  return `The mail server ${place} cannot be ${tried}: ${message}. Check SMTP_URL and the network.`;
}

/** A server that turns everybody away says nothing about this letter, be it with 4xx or 5xx. */
function setupSentence(place: string, failure: SmtpFailure): string {
  const said = failure.response ?? failure.message;
  const isForGood = failure.responseCode !== undefined && failure.responseCode >= 500;
  const advice = isForGood ? ' No letter goes out until this is put right: check SMTP_URL.' : '';
  switch (failure.code) {
    case 'EAUTH':
      return `The mail server ${place} does not accept the user and password of SMTP_URL: ${said}.${advice}`;
    case 'ETLS':
      return `The mail server ${place} does not offer a private connection (TLS): ${said}. Check SMTP_URL.`;
    case 'ESOCKET':
      return `The connection to the mail server ${place} failed: ${said}. Check SMTP_URL.`;
    case 'ETIMEDOUT':
      return `The mail server ${place} was reached, but did not answer in time: ${said}.`;
    default:
      return `The mail server ${place} does not serve us: ${said}.${advice}`;
  }
}

export function failureOf(fault: unknown): SmtpFailure {
  if (!(fault instanceof Error)) return { message: String(fault) };
  const { code, command, response, responseCode }: Partial<SmtpFailure> = fault;
  return { message: fault.message, code, command, response, responseCode: responseCode || undefined };
}

export async function quit({ connection }: Session, quitMs: number): Promise<void> {
  const socket = connection._socket;
  if (!connection.destroyed && socket && !socket.destroyed) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, quitMs);
      connection.once('end', () => {
        clearTimeout(timer);
        resolve();
      });
      connection.quit();
    });
  }
  connection.close();
  if (socket) socket.destroy();
}
