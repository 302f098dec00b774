import { type Client, createClient } from '@libsql/client/http';
import { overHttp } from './server/address.ts';
import { ask } from './server/ask.ts';
import { PlainClient } from './server/plain.ts';

/** A database server: sqld or Turso. Local files are opened by local.ts. */
export function connectServer(given: string, authToken: string | undefined): Client {
  const url = overHttp(given);
  return new PlainClient({ url, authToken }, createClient({ url, authToken, fetch: ask }));
}
