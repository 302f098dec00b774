import type { Client } from '@libsql/client';
import { openLocal, openOrReach } from './local.ts';

/**
 * Where the data is: a database server, or a folder of this machine. Not for Workers, which have no folders. What speaks
 * to a server is loaded only where there is one: it would be a tenth of each start.
 */
export type Place = { url: string | undefined; authToken: string | undefined; dataDir: string };

export const fileIn = (dataDir: string): string => `${dataDir}/stockflow.db`;
export const socketIn = (dataDir: string): string => `${dataDir}/stockflow.sock`;

/** For the process that serves: a file becomes its own, and no other process can open it meanwhile. */
export const own = async ({ url, authToken, dataDir }: Place): Promise<Client> =>
  url === undefined
    ? openLocal({ file: fileIn(dataDir) })
    : (await import('./share.ts')).share(url, authToken);

/** For an operator's command: the file itself, or the process that has it. */
export const reach = async ({ url, authToken, dataDir }: Place): Promise<Client> =>
  url === undefined
    ? openOrReach({ file: fileIn(dataDir), socket: socketIn(dataDir) })
    : (await import('./connect.ts')).connectServer(url, authToken);
