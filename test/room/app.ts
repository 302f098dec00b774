import { createApp } from '../../api/app.ts';
import { Identities } from '../../api/identity.ts';
import type { LogLine } from '../../api/log.ts';
import { RateLimit } from '../../api/rate.ts';
import type { Database } from '../../db/scope.ts';

export type Settings = { rateLimit: number; corsOrigins: string[]; skuScope: Database['skuScope'] };
/** What a test moves and reads while it goes. */
export type Life = { clock: { now: number }; log: LogLine[] };
export type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

/** The API in this process. */
export function apiInProcess(
  database: Database,
  { rateLimit, corsOrigins }: Settings,
  { clock, log }: Life,
): { fetch: Fetch; close: () => Promise<void> } {
  const deferred: Promise<unknown>[] = [];
  const app = createApp({
    identities: new Identities(),
    rateLimit: new RateLimit(rateLimit),
    corsOrigins,
    now: () => clock.now,
    log: (line) => log.push(line),
  });
  const bindings = {
    database,
    defer: (work: Promise<unknown>) => void deferred.push(work),
    client: '192.0.2.1',
  };
  return {
    fetch: async (path, init) => app.request(path, init, bindings),
    close: async () => void (await Promise.allSettled(deferred)),
  };
}
