import { type Client, createClient } from '@libsql/client/web';
import type { Database } from './scope.ts';

/** A request to the database server that takes longer has an unknown outcome; the caller repeats it with its key. */
const ANSWER_WITHIN_MS = 10_000;

/** A database server: sqld or Turso. Works on Workers and on Node; local files are opened by local.ts. */
export function connectServer(url: string, authToken: string | undefined): Client {
  return createClient({
    url,
    authToken,
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }),
  });
}

export const databaseOf = (client: Client, skuScope: Database['skuScope']): Database => ({
  client,
  skuScope,
});
