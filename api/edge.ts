import { connectServer, databaseOf } from '../db/connect.ts';
import { createApp } from './app.ts';
import { apiEnv, databaseUrl, parseEnv } from './env.ts';
import { Identities } from './identity.ts';
import { logTo } from './log.ts';
import { RateLimit } from './rate.ts';

type ExecutionContext = { waitUntil(work: Promise<unknown>): void };

export default {
  fetch(
    request: Request,
    bindings: Record<string, unknown>,
    execution: ExecutionContext,
  ): Response | Promise<Response> {
    kept ??= keep(bindings);
    const { env, app } = kept;
    return app.fetch(request, {
      database: databaseOf(connectServer(env.DATABASE_URL, env.DATABASE_AUTH_TOKEN), env.SKU_SCOPE),
      defer: (work) => execution.waitUntil(work),
      client: request.headers.get('cf-connecting-ip') ?? '',
    });
  },
};

/** Shared by the requests of one isolate: plain memory only, no sockets and no promises. Its bindings do not change. */
let kept: ReturnType<typeof keep> | undefined;

function keep(bindings: Record<string, unknown>) {
  const env = parseEnv(apiEnv.extend({ DATABASE_URL: databaseUrl }), bindings);
  const app = createApp({
    identities: new Identities(),
    rateLimit: new RateLimit(env.RATE_LIMIT),
    corsOrigins: env.CORS_ORIGINS,
    publicUrl: env.PUBLIC_URL,
    now: Date.now,
    log: logTo((line) => console.log(line)),
  });
  return { env, app };
}
