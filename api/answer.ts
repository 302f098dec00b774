import { bodyLimit } from 'hono/body-limit';
import { Hono } from 'hono/quick';
import { NONCE, type SecureHeadersVariables, secureHeaders } from 'hono/secure-headers';
import { type Fault, faultOf } from '../db/fault.ts';
import type { Database } from '../db/scope.ts';
import { apology, nonceOf } from './answer/page.ts';
import { statusOf } from './procedure.ts';
import { RateLimit } from './rate.ts';

/** Where a supplier answers an order by the link in its letter. Without an account: the link is the key. */

export type AnswerEnv = {
  Bindings: { database: Database };
  Variables: SecureHeadersVariables & { requestId: string };
};

type Options = { now: () => number; onFault: (fault: Fault, requestId: string) => void };

const BODY_BYTES_MAX = 16 * 1024;
/** A person reads and clicks; ten visits at once are more than that. */
const VISITS_PER_SECOND = 2;

export function answerApp({ now, onFault }: Options): Hono<AnswerEnv> {
  const app = new Hono<AnswerEnv>();
  const visits = new RateLimit(VISITS_PER_SECOND);

  app.use(secureHeaders(headers));
  app.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
    c.header('X-Robots-Tag', 'noindex, nofollow');
  });
  app.use(
    bodyLimit({ maxSize: BODY_BYTES_MAX, onError: (c) => c.html(apology('tooLarge', nonceOf(c)), 413) }),
  );

  // Most requests are not for this door: what it needs is read with the first that is.
  const visit = () => import('./answer/visit.ts');
  app.get('/:token', async (c) => (await visit()).looked(c, visits, now()));
  app.post('/:token', async (c) => (await visit()).answered(c, visits, now()));

  app.onError((error, c) => {
    const fault = faultOf(error);
    onFault(fault, c.get('requestId'));
    c.header('Retry-After', '60');
    return c.html(apology('unavailable', nonceOf(c)), statusOf(fault) === 503 ? 503 : 500);
  });
  return app;
}

const headers = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: [NONCE],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
};
