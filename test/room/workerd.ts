import { inject } from 'vitest';
import type { LogLine } from '../../api/log.ts';
import type { Fetch, Life, Settings } from './app.ts';

/** The API in a workerd of its own, as wrangler runs it, over a server. */
export function apiInWorkerd(
  server: Promise<{ url: string }>,
  settings: Settings,
  { clock, log }: Life,
): { fetch: Fetch; close: () => Promise<void> } {
  const starting = server.then((database) => started(database.url, settings));
  starting.catch(() => undefined);
  return {
    async fetch(path, init) {
      const { url } = await starting;
      const headers = new Headers(init?.headers);
      headers.set('x-room-clock', String(clock.now));
      // fetch says by itself how it sends a body, and lets nobody else say so.
      headers.delete('transfer-encoding');
      const answer = await fetch(new URL(path, url), { redirect: 'manual', ...init, headers });
      const lines: LogLine[] = JSON.parse(decodeURIComponent(answer.headers.get('x-room-log') ?? '[]'));
      log.push(...lines);
      return answer;
    },
    close: async () => (await starting).close(),
  };
}

async function started(databaseUrl: string, { rateLimit, corsOrigins, skuScope }: Settings) {
  // Of all rooms only this one needs wrangler, and it is large.
  const { openHarness } = await import('./harness.ts');
  const vars = {
    DATABASE_URL: databaseUrl,
    RATE_LIMIT: String(rateLimit),
    CORS_ORIGINS: corsOrigins.join(),
    SKU_SCOPE: skuScope,
  };
  return openHarness({ build: inject('workerBuild'), vars });
}
