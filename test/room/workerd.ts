import { inject } from 'vitest';
import type { LogLine } from '../../api/log.ts';
import type { Fetch, Life, Settings } from './app.ts';

/** The API in workerd, as wrangler runs it, over a server. */
export function apiInWorkerd(
  server: Promise<{ url: string }>,
  settings: Settings,
  { clock, log }: Life,
): { fetch: Fetch; close: () => Promise<void> } {
  rooms += 1;
  const room = rooms;
  return {
    async fetch(path, init) {
      const [database, { url }] = await Promise.all([server, workerd()]);
      const headers = new Headers(init?.headers);
      headers.set('x-room', JSON.stringify({ room, ...bindingsOf(database.url, settings) }));
      headers.set('x-room-clock', String(clock.now));
      // fetch says by itself how it sends a body, and lets nobody else say so.
      headers.delete('transfer-encoding');
      const answer = await fetch(new URL(path, url), { redirect: 'manual', ...init, headers });
      const lines: LogLine[] = JSON.parse(decodeURIComponent(answer.headers.get('x-room-log') ?? '[]'));
      log.push(...lines);
      return withoutLog(answer);
    },
    close: async () => {},
  };
}

async function withoutLog(answer: Response): Promise<Response> {
  const { status } = answer;
  const headers = new Headers(answer.headers);
  headers.delete('x-room-log');
  const bytes = await answer.arrayBuffer();
  return new Response(bytes.byteLength > 0 ? bytes : null, { status, headers });
}

let rooms = 0;
let opened: Promise<{ url: string }> | undefined;

/** One for all rooms of this process, which ends it: wrangler takes two seconds to start it. */
function workerd(): Promise<{ url: string }> {
  // Of all rooms only these need wrangler, and it is large.
  opened ??= import('./harness.ts').then(({ openHarness }) =>
    openHarness({ build: inject('workerBuild'), vars: {} }),
  );
  return opened;
}

const bindingsOf = (databaseUrl: string, { rateLimit, corsOrigins, skuScope }: Settings) => ({
  DATABASE_URL: databaseUrl,
  RATE_LIMIT: String(rateLimit),
  CORS_ORIGINS: corsOrigins.join(),
  SKU_SCOPE: skuScope,
});
