import { once } from 'node:events';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { bearerAuth } from 'hono/bearer-auth';
import { every, except, some } from 'hono/combine';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { timingSafeEqual } from 'hono/utils/buffer';
import { type Backlog, backlogOf } from '../db/backlog.ts';
import type { Database } from '../db/scope.ts';
import type { Meter } from './meter.ts';
import type { Queue } from './queue.ts';
import type { Relay } from './relay.ts';

type Options = {
  database: Database;
  queue: Queue;
  relay: Relay;
  meter: Meter;
  now: () => number;
  host: string;
  port: number;
  token: string | undefined;
};

export type Operations = { address: string; close(): Promise<void> };

const BOARD = '/queues';
/** The relay looks once a second at least; a minute of silence is trouble. */
const SILENT_SECONDS_MAX = 60;
const BACKLOG_KEPT_MS = 2000;

/** Health, figures and the queue's screen, for operators: on loopback, or behind a token. */
export async function serveOperations(options: Options): Promise<Operations> {
  const { host, port } = options;
  const server = serve({ fetch: operationsApp(options).fetch, hostname: host, port });
  if (!isHttpServer(server)) throw new Error('The operations server must speak plain HTTP');
  await once(server, 'listening');
  const address = server.address();
  const listening = typeof address === 'object' && address ? address.port : port;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${listening}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const isHttpServer = (server: object): server is Server => 'closeAllConnections' in server;

export function operationsApp(options: Options): Hono {
  const { queue, relay, meter, now } = options;
  const backlog = keptFor(BACKLOG_KEPT_MS, () => backlogOf(options.database, now()));
  const silentSeconds = (): number => Math.round((now() - relay.lookedAt()) / 1000);
  const app = new Hono();
  app.use(except(['/healthz', '/readyz'], guard(options)));
  app.get('/healthz', async (c) => {
    const found = await backlog();
    const isAlive = silentSeconds() <= SILENT_SECONDS_MAX;
    const health = {
      status: statusOf(found, isAlive),
      relay_looked_seconds_ago: silentSeconds(),
      ...wire(found),
    };
    return c.json(health, isAlive ? 200 : 503);
  });
  app.get('/readyz', async (c) => c.json({ status: 'ready', queue: await queue.counts() }));
  app.get('/metrics', async (c) => {
    const ours = meter.text(await backlog(), silentSeconds());
    return c.text(`${ours}${await queue.metricsText()}`, 200, {
      'content-type': 'text/plain; version=0.0.4',
    });
  });
  app.get('/', (c) => c.redirect(BOARD));
  app.use(`${BOARD}/*`, asksNobodyElse);
  // A screen that nobody opens costs no start and no memory.
  let board: Promise<Hono> | undefined;
  app.all(`${BOARD}/*`, async (c) => {
    board ??= import('./board.ts').then(({ boardAt }) => boardAt(BOARD, queue));
    return (await board).fetch(c.req.raw);
  });
  app.onError((error, c) =>
    error instanceof HTTPException
      ? error.getResponse()
      : c.json({ status: 'unavailable', error: error.message }, 503),
  );
  return app;
}

/** Something put aside or an uncertain letter waits for a person; the worker itself goes on. */
const statusOf = (
  { places, orders, letters, links, lettersByStatus }: Backlog,
  isAlive: boolean,
): 'ok' | 'attention' | 'stopped' => {
  if (!isAlive) return 'stopped';
  const waiting = places.parked + orders.parked + letters.parked + links.parked + lettersByStatus.uncertain;
  return waiting > 0 ? 'attention' : 'ok';
};

const wire = ({ places, orders, letters, links, lettersByStatus, parked }: Backlog) => ({
  waiting: { places: places.count, orders: orders.count, letters: letters.count, links: links.count },
  oldest_seconds: {
    places: places.oldestSeconds,
    orders: orders.oldestSeconds,
    letters: letters.oldestSeconds,
    links: links.oldestSeconds,
  },
  letters: lettersByStatus,
  parked,
});

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|::1)$/;
const LOOPBACK_HOST = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/;

/** Without a token only this machine may look, and never a foreign page: a browser remembers the password for it, too. */
const guard = ({ token, host }: Options): MiddlewareHandler =>
  every(
    onlyOwnPages,
    token === undefined
      ? onlyThisMachine(host)
      : some(
          bearerAuth({ token }),
          basicAuth({
            verifyUser: (_, password) => timingSafeEqual(password, token),
            realm: 'StockFlow worker',
          }),
        ),
  );

const onlyOwnPages: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin');
  if (origin === undefined || URL.parse(origin)?.host === new URL(c.req.url).host) return next();
  return c.json({ error: 'Pages of other sites may not look at the worker.' }, 403);
};

const onlyThisMachine =
  (host: string): MiddlewareHandler =>
  async (c, next) => {
    if (LOOPBACK.test(host) && LOOPBACK_HOST.test(c.req.header('host') ?? '')) return next();
    return c.json(
      { error: 'Set WORKER_TOKEN to look at the worker from elsewhere, and send it as a bearer token.' },
      403,
    );
  };

/** The screen's page wants a font from another host, which would learn who looks at this one, and when. */
const asksNobodyElse = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    frameAncestors: ["'none'"],
  },
});

function keptFor<Value>(ms: number, make: () => Promise<Value>): () => Promise<Value> {
  let kept: { at: number; value: Promise<Value> } | undefined;
  return () => {
    const at = performance.now();
    if (!kept || at - kept.at > ms) kept = { at, value: make() };
    return kept.value;
  };
}
