import { errorText } from '../api/log.ts';
import { faultOf, isPassing } from '../db/fault.ts';
import { DatabaseOwned } from '../db/local.ts';
import { DatabaseNewer } from '../db/migrate.ts';
import { QueueOwned, QueueUnreachable } from '../worker/queue.ts';
import { ChildLost } from './child.ts';

/** What stopped a program of ours, a line each, for whoever wanted it to run. */
export function reasonsOf(error: unknown): string[] {
  if (
    error instanceof ChildLost ||
    error instanceof DatabaseNewer ||
    error instanceof DatabaseOwned ||
    error instanceof QueueOwned ||
    error instanceof QueueUnreachable
  )
    return [error.message];
  if (error instanceof Error && 'syscall' in error && error.syscall === 'listen')
    return [
      `Cannot serve there (${error.message}). Stop what uses the port, or set PORT or HOST (of the worker: WORKER_PORT or WORKER_HOST; of a database beside them: DATABASE_PORT).`,
    ];
  const fault = faultOf(error);
  if (fault.code === 'not_configured') return fault.details.map(({ message }) => message);
  if (isOfFile(error))
    return [
      `The database file cannot be used now (${deepest(error)}). Is there room on its disk, and may this process write there?`,
    ];
  if (isPassing(fault))
    return [
      `The database does not answer (${deepest(error)}). Is DATABASE_URL right, and its server running?`,
    ];
  return [`The start failed: ${errorText(error)}`];
}

const isOfFile = (error: unknown): boolean =>
  /disk is full|disk I\/O|readonly|unable to open|no space left/i.test(deepest(error));

/** What the network or the disk itself said. */
const deepest = (error: unknown): string =>
  error instanceof Error && error.cause ? deepest(error.cause) : errorText(error);
