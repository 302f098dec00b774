import type { Client } from '@libsql/client';
import { connectServer, overHttp } from './connect.ts';
import { openLocal, openOrReach } from './local.ts';
import { SharedClient } from './server/shared.ts';

/** Where the data is: a database server, or a folder of this machine. Not for Workers, which have no folders. */
export type Place = { url: string | undefined; authToken: string | undefined; dataDir: string };

export const fileIn = (dataDir: string): string => `${dataDir}/stockflow.db`;
export const socketIn = (dataDir: string): string => `${dataDir}/stockflow.sock`;

/** For the process that serves: a file becomes its own, and no other process can open it meanwhile. */
export const own = ({ url, authToken, dataDir }: Place): Client =>
  url === undefined ? openLocal({ file: fileIn(dataDir) }) : share(url, authToken);

/** For a process with many callers at once, on Node: on Workers no request may wait for another's. */
export const share = (url: string, authToken: string | undefined): Client =>
  new SharedClient({ url: overHttp(url), authToken }, connectServer(url, authToken));

/** For an operator's command: the file itself, or the process that has it. */
export const reach = async ({ url, authToken, dataDir }: Place): Promise<Client> =>
  url === undefined
    ? openOrReach({ file: fileIn(dataDir), socket: socketIn(dataDir) })
    : connectServer(url, authToken);
