import { LibsqlError } from '@libsql/core/api';
import { ANSWER_LOST, OUT_OF_REACH } from './ask.ts';

/** How long a call goes on trying what was refused only for the moment. */
export const PATIENCE_MS = 2000;
const PAUSE_MS_MAX = 200;

/** SQLite refuses a lock before it changes anything, or takes back what it changed: always safe to repeat. */
export const isBusy = (error: unknown): error is LibsqlError =>
  error instanceof LibsqlError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);

export const isLost = (error: unknown): error is LibsqlError =>
  error instanceof LibsqlError && error.code === ANSWER_LOST;

/** Repeats work that failed in a way that `isSafe` allows to repeat, after pauses that grow and never coincide. */
export async function patiently<Value>(
  work: () => Promise<Value>,
  isSafe: (error: unknown) => boolean,
): Promise<Value> {
  const until = performance.now() + PATIENCE_MS;
  for (let tries = 1; ; tries++)
    try {
      return await work();
    } catch (error) {
      if (!isSafe(error) || performance.now() > until) throw error;
      await pause(tries);
    }
}

export const pause = (tries: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, jitterMs(tries)));

const jitterMs = (tries: number): number => (0.5 + Math.random()) * Math.min(5 * 2 ** tries, PAUSE_MS_MAX);

/** A read has no outcome that could be unknown: whoever gets no answer was told nothing. */
export async function reading<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await patiently(work, (error) => isBusy(error) || isLost(error));
  } catch (error) {
    if (!isLost(error)) throw error;
    throw new LibsqlError(error.message, OUT_OF_REACH, undefined, undefined, error);
  }
}
