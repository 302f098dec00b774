import type { ComposedLetter } from './message.ts';

export type Outcome =
  | { readonly outcome: 'sent'; readonly response: string; readonly path?: string }
  /** Not taken: it may be sent again. */
  | { readonly outcome: 'deferred'; readonly reason: string }
  /** This letter will never be taken. The code is the server's, or null when it was not even asked. */
  | { readonly outcome: 'refused'; readonly reason: string; readonly code: number | null }
  /** Handed over whole, and no answer seen: only a person can find out. */
  | { readonly outcome: 'uncertain'; readonly reason: string };

export type Handing = {
  /** Awaited before the first byte of the letter goes out. When it rejects, none does. */
  readonly onHanding: () => Promise<void>;
};

export type Delivery = {
  deliver(letter: ComposedLetter, handing: Handing): Promise<Outcome>;
  close(): Promise<void>;
};

/** What nodemailer says of a failure; the stage is the command that failed. */
export type SmtpFailure = {
  readonly message: string;
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
};

export const deferred = (reason: string): Outcome => ({ outcome: 'deferred', reason });

export const refused = (reason: string, code: number | null = null): Outcome => ({
  outcome: 'refused',
  reason,
  code,
});

export const uncertain = (reason: string): Outcome => ({ outcome: 'uncertain', reason });

export const notRecorded = (fault: unknown): Outcome =>
  deferred(`That the letter goes out could not be recorded, so it was held back: ${messageOf(fault)}`);

/** Of a letter, on a connection that stands. Where no reply was seen, all hangs on whether the end went out. */
export function outcomeOf(failure: SmtpFailure, isOver: boolean): Outcome {
  const code = failure.responseCode;
  const said = failure.response ?? failure.message;
  if (code !== undefined && code >= 500 && code < 600)
    return isOfSetup(failure, code)
      ? deferred(`The mail server refuses whatever comes from here: ${said}. Check SMTP_URL and MAIL_FROM.`)
      : refused(`The mail server refused the letter: ${said}`, code);
  if (code !== undefined && code >= 400 && code < 500)
    return deferred(`The mail server did not take the letter now: ${said}`);
  if (failure.code === 'EMESSAGE' && failure.command === 'MAIL FROM') return refused(`${failure.message}.`);
  return isOver
    ? uncertain(`The letter was handed over, and the mail server did not say whether it took it: ${said}`)
    : deferred(`The connection to the mail server was lost before the letter was handed over: ${said}`);
}

/** The sender is the same for every letter, and so is a login that is missing: only its size is the letter's own. */
function isOfSetup({ command }: SmtpFailure, code: number): boolean {
  return code === 530 || code === 538 || (command === 'MAIL FROM' && code !== 552);
}

export function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
