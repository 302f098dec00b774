import type { Server } from 'node:http';
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import { createApp } from '../api/app.ts';
import type { ApiEnv } from '../api/env.ts';
import { Identities } from '../api/identity.ts';
import { errorText, type Log } from '../api/log.ts';
import { RateLimit } from '../api/rate.ts';
import { routesOf } from '../api/rest.ts';
import { appRouter } from '../api/router.ts';
import type { Database } from '../db/scope.ts';
import { listen } from './listen.ts';
import { openStrain } from './strain.ts';
import { openWindow, WINDOW } from './window.ts';

export type ServeEnv = ApiEnv & { PORT: number; HOST: string; CLIENT_IP_HEADER?: string | undefined };

/** The API and the window over HTTP on Node. */
export async function serveApi(
  env: ServeEnv,
  database: Database,
  log: Log,
): Promise<{ close: () => Promise<void> }> {
  // What cannot be loaded stops the start, not the first call for it.
  await routesOf(appRouter);
  const strain = openStrain();
  const app = createApp({
    identities: new Identities(),
    rateLimit: new RateLimit(env.RATE_LIMIT),
    corsOrigins: env.CORS_ORIGINS,
    publicUrl: env.PUBLIC_URL,
    isOverloaded: strain.isTooMuch,
    now: Date.now,
    log,
  });
  const defer = (work: Promise<unknown>) =>
    work.catch((error: unknown) => log({ level: 'error', event: 'deferred work', error: errorText(error) }));
  const window = openWindow(WINDOW);
  const fetch = (request: Request, { incoming }: HttpBindings | Http2Bindings) =>
    window(request) ??
    strain.carry(() =>
      app.fetch(request, { database, defer, client: clientOf(request, incoming, env.CLIENT_IP_HEADER) }),
    );
  const server = createAdaptorServer({ fetch });
  if (!isHttpServer(server)) throw new Error('The API must speak plain HTTP');
  const door = await listen(server, { port: env.PORT, host: env.HOST });
  return {
    async close() {
      strain.close();
      await door.close();
    },
  };
}

/** Behind a proxy everybody comes from the proxy: it names them in a header. The last name is its own; others were sent along. */
export const clientOf = (
  request: Request,
  { socket }: { socket: { remoteAddress?: string | undefined } },
  header: string | undefined,
): string => (header && request.headers.get(header)?.split(',').at(-1)?.trim()) || socket.remoteAddress || '';

const isHttpServer = (server: object): server is Server => 'closeIdleConnections' in server;
