import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { createServer, type ListenOptions, type Server } from 'node:net';

/**
 * Node takes one new connection in each turn of its loop, and under load a turn is long: whoever comes new would wait
 * for as many turns as others stand before them. So several sockets listen at the port, where the system can share it.
 */
const SOCKETS = process.platform === 'linux' ? 16 : 1;

/** Longer than proxies keep a line that is idle (mostly 60 seconds): who hangs up first must not be we, or a call is lost. */
const IDLE_MS_MAX = 75_000;

type Where = { port: number; host: string };

/** Listens, and answers with what closes all of it when nobody is served any more. */
export async function listen(server: HttpServer, where: Where): Promise<{ close: () => Promise<void> }> {
  await mustBeFree(where);
  server.keepAliveTimeout = IDLE_MS_MAX;
  const reusePort = SOCKETS > 1;
  await listening(server, { ...where, reusePort });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : where.port;
  const others = Array.from({ length: SOCKETS - 1 }, () =>
    createServer({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit('connection', socket)),
  );
  for (const other of others) await listening(other, { ...where, port, reusePort });
  return {
    async close() {
      const closed = [server, ...others].map((each) => once(each.close(), 'close'));
      server.closeIdleConnections();
      await Promise.all(closed);
    },
  };
}

/** A port that is shared would be shared with a second StockFlow, too: that is to be refused as ever. */
async function mustBeFree(where: Where): Promise<void> {
  const probe = createServer();
  await listening(probe, where);
  probe.close();
  await once(probe, 'close');
}

async function listening(server: Server, options: ListenOptions): Promise<void> {
  server.listen(options);
  await once(server, 'listening');
}
