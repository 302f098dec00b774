import { setTimeout as pause } from 'node:timers/promises';
import type { FileClient } from './local/backup.ts';
import { LocalClient, type LocalOptions } from './local/client.ts';
import { DatabaseOwned } from './local/lock.ts';
import { connectSocket } from './local/socket.ts';

export {
  BackupRefused,
  backUp,
  type Contents,
  type FileClient,
  holdOrdering,
  isOfFile,
  restore,
} from './local/backup.ts';
export { DatabaseOwned, lockFile } from './local/lock.ts';
export { connectSocket, serveSocket } from './local/socket.ts';

type Options = Pick<LocalOptions, 'file'> & Partial<LocalOptions>;

/** Takes the file for this process and opens it; throws DatabaseOwned if another process has it. */
export function openLocal(options: Options): FileClient {
  const { file, busyMs = 5000, transactionMs = 5000, statementsMax = 500 } = options;
  return new LocalClient({ file, busyMs, transactionMs, statementsMax });
}

/** Opens the file, or reaches the process that owns it. The client's protocol tells which: 'file' or 'socket'. */
export async function openOrReach({ socket, ...options }: Options & { socket: string }): Promise<FileClient> {
  const until = performance.now() + OWNER_STARTS_MS;
  for (;;) {
    try {
      return openLocal(options);
    } catch (error) {
      if (!(error instanceof DatabaseOwned)) throw error;
      const reached = await connectSocket(socket).catch(unlessAbsent);
      if (reached) return reached;
      if (performance.now() > until) throw error;
    }
    await pause(50);
  }
}

// An owner takes the lock first and serves its socket a little later.
const OWNER_STARTS_MS = 2000;

function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ECONNREFUSED') throw error;
}
