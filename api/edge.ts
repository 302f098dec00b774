import { connectServer, databaseOf } from '../db/connect.ts';
import { createApp } from './app.ts';
import { apiEnv, parseEnv } from './env.ts';
import { Identities } from './identity.ts';
import { logTo } from './log.ts';
import { RateLimit } from './rate.ts';

/** Plain memory, shared by the requests of one isolate: no sockets and no promises cross from one to another. */
const identities = new Identities();
let rateLimit: RateLimit | undefined;

export default {
  fetch(
    request: Request,
    bindings: Record<string, unknown>,
    execution: ExecutionContext,
  ): Response | Promise<Response> {
    const env = parseEnv(apiEnv.required({ DATABASE_URL: true }), bindings);
    rateLimit ??= new RateLimit(env.RATE_LIMIT);
    const app = createApp({
      database: databaseOf(connectServer(env.DATABASE_URL, env.DATABASE_AUTH_TOKEN), env.SKU_SCOPE),
      identities,
      rateLimit,
      corsOrigins: env.CORS_ORIGINS,
      now: Date.now,
      log: logTo((line) => console.log(line)),
      defer: (work) => execution.waitUntil(work),
    });
    return app.fetch(request);
  },
};

type ExecutionContext = { waitUntil(work: Promise<unknown>): void };
