import { Readable } from 'node:stream';
import type { SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection';
import type { ComposedLetter } from './message.ts';
import {
  type Handing,
  notRecorded,
  type Outcome,
  outcomeOf,
  refused,
  type SmtpFailure,
  uncertain,
} from './outcome.ts';
import type { Limits } from './server.ts';
import { failureOf, type Session } from './session.ts';

/** Stale: lost before the letter was even asked for, as a connection that died while idle is. */
export type Attempt = { readonly outcome: Outcome; readonly isStale: boolean };

type Progress = {
  /** Set when the server asked for the letter: from here on it may have been taken, if we are killed. */
  asked: Promise<void> | null;
  /** Set before the last piece goes to the socket, and with it the end of the data. */
  isOver: boolean;
};

type Reply = { readonly info: SMTPConnectionSendInfo } | { readonly failure: SmtpFailure };

const pieceBytes = 16_384;

/** MAIL, RCPT and DATA go out first; nodemailer reads the letter only after the server said 354. */
export async function handOver(
  session: Session,
  letter: ComposedLetter,
  { onHanding }: Handing,
  limits: Limits,
): Promise<Attempt> {
  if (letter.needsUtf8 && !session.offersUtf8)
    return {
      outcome: refused(`The mail server takes no addresses like ${letter.to}: it lacks SMTPUTF8.`),
      isStale: false,
    };
  const progress: Progress = { asked: null, isOver: false };
  silenceMs(session, limits.commandMs);
  const source = Readable.from(
    pieces(letter.bytes, progress, onHanding, () => silenceMs(session, limits.replyMs)),
    { objectMode: false, highWaterMark: pieceBytes },
  );
  const { reply, isOver } = await replyTo(session, letter, source, progress);
  const fault = await faultOf(progress.asked);
  if ('info' in reply) {
    if (isOver) return { outcome: { outcome: 'sent', response: reply.info.response }, isStale: false };
    return { outcome: uncertain('The mail server answered before it had the whole letter.'), isStale: false };
  }
  if (fault !== null && !isOver) return { outcome: notRecorded(fault.reason), isStale: false };
  const code = reply.failure.responseCode;
  const isStale = progress.asked === null && (code === undefined || code === 421);
  return { outcome: outcomeOf(reply.failure, isOver), isStale };
}

async function* pieces(
  bytes: Buffer,
  progress: Progress,
  onHanding: () => Promise<void>,
  whenOver: () => void,
): AsyncGenerator<Buffer> {
  progress.asked = Promise.try(onHanding);
  await progress.asked;
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    progress.isOver = at + pieceBytes >= bytes.length;
    if (progress.isOver) whenOver();
    yield bytes.subarray(at, at + pieceBytes);
  }
}

/** How far the letter was when the answer came is noted with it: a moment later may be too late. */
function replyTo(
  { connection }: Session,
  { from, to, bytes }: ComposedLetter,
  source: Readable,
  progress: Progress,
): Promise<{ reply: Reply; isOver: boolean }> {
  return new Promise((resolve) => {
    const settle = (reply: Reply) => {
      connection.removeListener('end', closed);
      resolve({ reply, isOver: progress.isOver });
      if ('failure' in reply) {
        source.destroy();
        connection.close();
      }
    };
    const closed = () => setImmediate(settle, { failure: { message: 'the connection was closed' } });
    connection.once('end', closed);
    connection.send({ from, to, size: bytes.length }, source, (failure, info) =>
      settle(failure ? { failure: failureOf(failure) } : { info }),
    );
  });
}

/** The caller's own commit is over before the outcome is told, or the two could be recorded the wrong way round. */
async function faultOf(asked: Promise<void> | null): Promise<{ reason: unknown } | null> {
  const [result] = await Promise.allSettled([asked]);
  return result.status === 'rejected' ? { reason: result.reason } : null;
}

export function silenceMs({ connection }: Session, ms: number): void {
  if (connection._socket) connection._socket.setTimeout(ms);
}
