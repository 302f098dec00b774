import type { Context, MiddlewareHandler, Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { Hono } from 'hono/quick';
import { asIs } from '../db/answer.ts';
import { peopleIn } from '../db/company/session.ts';
import { Fault, type FaultCode, faultOf } from '../db/fault.ts';
import { type Database, scopeTo } from '../db/scope.ts';
import { answerApp } from './answer.ts';
import { snake } from './casing.ts';
import { credentialOf, type Defer, type Identities } from './identity.ts';
import { KeptAnswers } from './kept.ts';
import { errorText, type Log } from './log.ts';
import { type RequestContext, statusOf } from './procedure.ts';
import type { RateLimit } from './rate.ts';
import type { Reply } from './reply.ts';
import { type Headed, head, respond } from './respond.ts';
import { faultResponse, RestError, restApp } from './rest.ts';
import { appRouter, nounsUnder } from './router.ts';
import { Browser } from './session/browser.ts';
import { readSession } from './session/cookie.ts';
import { signInLimits } from './session/limit.ts';
import { trpcDoor, trpcFaultResponse } from './trpc.ts';

/** What lives as long as the process, or on Workers the isolate. */
export type Dependencies = {
  identities: Identities;
  rateLimit: RateLimit;
  corsOrigins: string[];
  /** Where people reach this deployment, if it was told. */
  publicUrl?: string | undefined;
  /** There is more to do than this process can. Left out: nobody asks, as on Workers, where others share the load. */
  isOverloaded?: () => boolean;
  now: () => number;
  log: Log;
};

/** What a request is given: on Workers a database connection may not outlive it. */
export type Bindings = {
  database: Database;
  defer: Defer;
  /** The address that it comes from. */
  client: string;
};

type AppEnv = {
  Bindings: Bindings;
  Variables: Headed & { company: number | undefined; actor: string | undefined };
};

export function createApp(dependencies: Dependencies): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const contextOf = contextFrom(dependencies);

  app.use(framed(dependencies));

  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    await c.env.database.client.execute('select count(*) from companies where id = 0');
    return c.json({ status: 'ready' });
  });
  app.get('/openapi.json', async (c) => c.json(await openApiDocument()));
  app.get('/docs', async (c) => c.html((await import('./docs.ts')).docsPage(await openApiDocument())));
  app.get('/', (c) => c.redirect('/docs'));

  app.all('/trpc/*', (c) =>
    trpcDoor(c.req.raw, c.get('requestId'), {
      respond: (answer, reply) => respond(c, answer, answer === null ? 304 : 200, reply),
      contextOf: (reply, isBatch) => contextOf(c, reply, { isBatch, spell: asIs }),
      onFault: (fault, path) => logFault(dependencies.log, c.get('requestId'), fault, path ?? c.req.path),
    }),
  );
  app.route(
    '/api',
    restApp<AppEnv>(appRouter, nounsUnder, {
      contextOf: (c, reply) => contextOf(c, reply, { isBatch: false, spell: snake }),
      respond,
    }),
  );

  app.route(
    '/answer',
    answerApp({
      now: dependencies.now,
      onFault: (fault, requestId) => logFault(dependencies.log, requestId, fault, ANSWER_PATH),
    }),
  );

  app.notFound((c) => faultResponse(new Fault('route_not_found'), c.get('requestId')));
  app.onError((error, c) => {
    const { fault, headers } = error instanceof RestError ? error : { fault: faultOf(error), headers: {} };
    logFault(dependencies.log, c.get('requestId'), fault, c.req.path);
    return faultResponse(fault, c.get('requestId'), headers);
  });
  return app;
}

/** Read when somebody asks for it: most requests do not. */
const openApiDocument = async () => (await import('./openapi.ts')).openApiDocument();

/** A caller's own request id is kept where it is harmless, so that one id runs through several systems. */
export const requestIdOf = (given: string | undefined): string =>
  given && /^[\w-]{8,64}$/.test(given) ? given : crypto.randomUUID();

const ANSWER_PATH = '/answer/…';

/** Whoever has a supplier's link may use it, however it is spelt, and keys get into addresses: what reads the log must not. */
const loggedPath = (path: string): string =>
  /answer(\/|%2f)/i.test(path) ? ANSWER_PATH : path.replace(/[0-9a-f]{64}/gi, '…');

/** What every request goes through, in one step: five of their own cost as much again as what they do. */
function framed({
  log,
  now,
  corsOrigins,
  isOverloaded = () => false,
}: Dependencies): MiddlewareHandler<AppEnv> {
  const shared = corsFor(corsOrigins);
  const enter = async (c: Context<AppEnv>, next: Next): Promise<void> => {
    // Before anything is read: to refuse early costs least, and whoever is let in is served in time.
    const isTurnedAway = c.req.path !== '/healthz' && isOverloaded();
    const answer = await (isTurnedAway ? refused(c, 'unavailable') : limited(c, next));
    // Once there is an answer, what a step returns is Hono's own context.
    if (answer && !c.finalized) c.res = answer;
  };
  return async (c, next) => {
    const startedAt = now();
    const requestId = requestIdOf(c.req.header('x-request-id'));
    c.set('requestId', requestId);
    if (c.req.header('origin') === undefined) await enter(c, next);
    else {
      const preflight = await shared(c, () => enter(c, next));
      if (preflight && !c.finalized) c.res = preflight;
    }
    head(c);
    log({
      level: 'info',
      event: 'request',
      requestId,
      method: c.req.method,
      path: loggedPath(c.req.path),
      status: c.res.status,
      ms: now() - startedAt,
      company: c.get('company'),
      actor: c.get('actor'),
    });
  };
}

/** In the form of the door that was knocked at. */
function refused(c: Context<AppEnv>, code: FaultCode): Response {
  const refuse = c.req.path.startsWith('/trpc/') ? trpcFaultResponse : faultResponse;
  return refuse(new Fault(code), c.get('requestId'));
}

const BODY_BYTES_MAX = 1024 * 1024;

const withinLimit = bodyLimit({
  maxSize: BODY_BYTES_MAX,
  onError: (c) => refused(c, 'payload_too_large'),
});

/**
 * A GET has no body, and one that says its length is judged by that: on Node, to look at a body makes a second Request.
 * A supplier's page has a limit of its own.
 */
const limited: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (/^(GET|HEAD)$/.test(c.req.method) || c.req.path.startsWith('/answer/')) return next();
  const length = c.req.header('content-length');
  if (length === undefined || c.req.header('transfer-encoding') !== undefined) return withinLimit(c, next);
  return Number(length) <= BODY_BYTES_MAX ? next() : refused(c, 'payload_too_large');
};

const corsFor = (origins: string[]): MiddlewareHandler =>
  cors({
    origin: origins.includes('*') ? '*' : origins,
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-None-Match',
      'StockFlow-Company',
      'X-Request-Id',
    ],
    exposeHeaders: ['ETag', 'Location', 'Idempotency-Replayed', 'Retry-After', 'X-Request-Id'],
    maxAge: 600,
  });

/** What each procedure call is told about its request. */
function contextFrom({ identities, rateLimit, publicUrl, now }: Dependencies) {
  const limits = signInLimits();
  const keptAnswers = new KeptAnswers();
  return async (
    c: Context<AppEnv>,
    reply: Reply,
    door: Pick<RequestContext, 'isBatch' | 'spell'>,
  ): Promise<RequestContext> => {
    const at = now();
    const { database, defer, client } = c.env;
    const browser = new Browser(c.req.raw, client, publicUrl);
    const sessionToken = readSession(c.req.raw.headers, browser);
    const credential = credentialOf(c.req.raw.headers, sessionToken);
    const identity = await identities.of(database, credential, at, defer);
    // Whoever uses this browser next must not find it in its cache.
    if (credential?.kind === 'session') reply.set('Cache-Control', 'no-store');
    c.set('company', identity?.company);
    c.set('actor', identity?.actor);
    return {
      identity,
      openScope: (caller, told) => scopeTo(database, caller, at, told),
      people: peopleIn(database, at),
      browser,
      sessionToken,
      rateLimit,
      signInLimits: limits,
      now: at,
      requestId: c.get('requestId'),
      idempotencyKey: c.req.header('idempotency-key'),
      ...door,
      reply,
      // Over a server others write, too: there the caller's own copy is asked about, and nothing is kept.
      keptAnswers: database.client.protocol === 'file' ? keptAnswers : undefined,
      forgetIdentities: () => identities.forget(),
    };
  };
}

/** Only what nobody foresaw is an error of ours; a refusal is an answer. */
function logFault(log: Log, requestId: string, fault: Fault, path: string): void {
  if (statusOf(fault) < 500) return;
  log({ level: 'error', event: fault.code, requestId, path: loggedPath(path), error: errorText(fault) });
}
