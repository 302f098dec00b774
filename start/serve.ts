import { once } from 'node:events';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { createApp } from '../api/app.ts';
import type { ApiEnv } from '../api/env.ts';
import { Identities } from '../api/identity.ts';
import { errorText, type Log } from '../api/log.ts';
import { RateLimit } from '../api/rate.ts';
import type { Database } from '../db/scope.ts';
import { openWindow, WINDOW } from './window.ts';

export type ServeEnv = ApiEnv & { PORT: number; HOST: string };

/** The API and the window over HTTP on Node. */
export async function serveApi(
  env: ServeEnv,
  database: Database,
  log: Log,
): Promise<{ close: () => Promise<void> }> {
  const app = createApp({
    identities: new Identities(),
    rateLimit: new RateLimit(env.RATE_LIMIT),
    corsOrigins: env.CORS_ORIGINS,
    now: Date.now,
    log,
  });
  const defer = (work: Promise<unknown>) =>
    work.catch((error: unknown) => log({ level: 'error', event: 'deferred work', error: errorText(error) }));
  const window = openWindow(WINDOW);
  const fetch = (request: Request) => window(request) ?? app.fetch(request, { database, defer });
  const server = serve({ fetch, port: env.PORT, hostname: env.HOST });
  await once(server, 'listening');
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if (isHttpServer(server)) server.closeIdleConnections();
      }),
  };
}

const isHttpServer = (server: object): server is Server => 'closeIdleConnections' in server;
