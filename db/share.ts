import type { Client } from '@libsql/client';
import { connectServer } from './connect.ts';
import { overHttp } from './server/address.ts';
import { SharedClient } from './server/shared.ts';

/** For a process with many callers at once, on Node: on Workers no request may wait for another's. */
export const share = (url: string, authToken: string | undefined): Client =>
  new SharedClient({ url: overHttp(url), authToken }, connectServer(url, authToken));
