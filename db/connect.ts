import { type Client, createClient } from '@libsql/client/http';
import { ask } from './server/ask.ts';
import { PlainClient } from './server/plain.ts';

/** A database server: sqld or Turso. Works on Workers and on Node; local files are opened by local.ts. */
export function connectServer(url: string, authToken: string | undefined): Client {
  return new PlainClient(createClient({ url: overHttp(url), authToken, fetch: ask }));
}

/** One protocol for all: over a WebSocket no call would end with its request. */
export function overHttp(url: string): string {
  const { searchParams } = new URL(url);
  const secure = searchParams.get('tls') === '0' ? 'http' : 'https';
  return url
    .replace(/^ws/, 'http')
    .replace(/^libsql:/, `${secure}:`)
    .replace(/[?#].*$/, '');
}
