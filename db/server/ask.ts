import { LibsqlError } from '@libsql/core/api';

// Waiting for a turn (see lane.ts) comes on top: no caller waits longer than ten seconds in all.
const ANSWER_WITHIN_MS = 8000;

export const OUT_OF_REACH = 'SERVER_OUT_OF_REACH';
export const ANSWER_LOST = 'ANSWER_LOST';

/**
 * One request to the database server. SERVER_OUT_OF_REACH: it did not arrive, so nothing was applied. ANSWER_LOST: it may
 * have arrived, so it may have been applied or not, or may yet be.
 */
export async function ask(request: Request): Promise<Response> {
  const response = await sent(request);
  if (response.ok) return response;
  const { status } = response;
  // A gateway answers 429 and 503 by itself; behind 500, 502 and 504 the server may have been at work.
  if (status === 429 || status === 503) throw outOfReach(`it answered ${status}`);
  if (status >= 500) throw answerLost(`it answered ${status}`);
  return response;
}

/** Read to its end here, because a connection that breaks within an answer loses it as well. */
async function sent(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const { status, headers } = response;
    return new Response(await response.arrayBuffer(), { status, headers });
  } catch (error) {
    throw neverConnected(error) ? outOfReach(reasonOf(error), error) : answerLost(reasonOf(error), error);
  }
}

const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** Node names the cause. Elsewhere a refused connection cannot be told from a lost one. */
const neverConnected = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  NEVER_CONNECTED.test(String(error.cause.code));

const reasonOf = (error: unknown): string => {
  const { cause } = error instanceof Error ? error : {};
  const deepest = cause instanceof Error ? cause : error;
  if (!(deepest instanceof Error)) return String(deepest);
  return deepest.message || ('code' in deepest ? String(deepest.code) : deepest.name);
};

const outOfReach = (reason: string, cause?: unknown): LibsqlError =>
  new LibsqlError(
    `The database server is out of reach: ${reason}`,
    OUT_OF_REACH,
    undefined,
    undefined,
    causeOf(cause),
  );

const answerLost = (reason: string, cause?: unknown): LibsqlError =>
  new LibsqlError(
    `The database server's answer is lost: ${reason}`,
    ANSWER_LOST,
    undefined,
    undefined,
    causeOf(cause),
  );

const causeOf = (cause: unknown): Error | undefined => (cause instanceof Error ? cause : undefined);
