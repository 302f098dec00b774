import { Fault } from '../../db/fault.ts';
import { databaseOf } from '../../db/scope.ts';
import { overHttp } from '../../db/server/address.ts';
import { SingleClient } from '../../db/server/client.ts';
import { createApp, requestIdOf } from '../app.ts';
import { apiEnv, databaseUrl, EnvError, parseEnv } from '../env.ts';
import { Identities } from '../identity.ts';
import { logTo } from '../log.ts';
import { RateLimit } from '../rate.ts';
import { faultResponse } from '../rest.ts';
import { trpcFaultResponse } from '../trpc.ts';

type ExecutionContext = { waitUntil(work: Promise<unknown>): void };

/** The Worker as one isolate runs it. Its requests share plain memory only, no sockets and no promises; its bindings do not change. */
export function openIsolate() {
  let kept: ReturnType<typeof keep> | undefined;
  return {
    async fetch(
      request: Request,
      bindings: Record<string, unknown>,
      execution: ExecutionContext,
    ): Promise<Response> {
      try {
        kept ??= keep(bindings);
      } catch (error) {
        if (error instanceof EnvError) return notConfigured(request, error);
        throw error;
      }
      const { app, database } = kept;
      return app.fetch(request, {
        database,
        defer: (work) => execution.waitUntil(work),
        client: request.headers.get('cf-connecting-ip') ?? '',
      });
    },
  };
}

const log = logTo((line) => console.log(line));

function keep(bindings: Record<string, unknown>) {
  const env = parseEnv(apiEnv.extend({ DATABASE_URL: databaseUrl }), bindings);
  const app = createApp({
    identities: new Identities(),
    rateLimit: new RateLimit(env.RATE_LIMIT),
    corsOrigins: env.CORS_ORIGINS,
    publicUrl: env.PUBLIC_URL,
    now: Date.now,
    log,
  });
  // Requests share no connection: each call is a request of its own.
  const server = { url: overHttp(env.DATABASE_URL), authToken: env.DATABASE_AUTH_TOKEN };
  return { app, database: databaseOf(new SingleClient(server), env.SKU_SCOPE) };
}

/** A deployment cannot refuse to start, so each request says what is missing: names and rules, never a value. */
function notConfigured(request: Request, { faults }: EnvError): Response {
  const requestId = requestIdOf(request.headers.get('x-request-id') ?? undefined);
  const path = new URL(request.url).pathname;
  const details = faults.map((message) => ({ field: '', message }));
  const fault = new Fault('not_configured', details);
  log({ level: 'error', event: fault.code, requestId, path, error: faults.join('; ') });
  const refuse = path.startsWith('/trpc/') ? trpcFaultResponse : faultResponse;
  const answer = refuse(fault, requestId);
  answer.headers.set('X-Request-Id', requestId);
  return answer;
}
