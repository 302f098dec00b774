import { fileURLToPath } from 'node:url';
import type { Client } from '@libsql/client';
import { EnvError } from '../api/env.ts';
import { errorText } from '../api/log.ts';
import { faultOf, isPassing } from '../db/fault.ts';
import { DatabaseOwned } from '../db/local.ts';
import { DatabaseNewer, migrate } from '../db/migrate.ts';
import { QueueOwned, QueueUnreachable } from '../worker/queue.ts';
import { ChildLost } from './child.ts';

const MIGRATIONS = fileURLToPath(new URL('../db/migrations', import.meta.url));
const STOP_WITHIN_MS = 10_000;

type Running = {
  stop: () => Promise<void>;
  /** Rejects when something is gone without which there is no point in going on. */
  lost?: Promise<never>;
};

/** Runs what a process is for. What stops its start is said in a line per fault, without a stack. */
export function run(start: () => Promise<Running>): void {
  const started = start();
  started.then(({ lost }) => lost).catch(sayWhyNot);
  stopOnSignal(async () => (await started).stop());
}

export const migrated = (client: Client): Promise<{ applied: number }> => migrate(client, MIGRATIONS);

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const stopOnce = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    stop().then(() => process.exit(0), sayWhyNot);
  };
  process.on('SIGINT', stopOnce);
  process.on('SIGTERM', stopOnce);
}

function sayWhyNot(error: unknown): void {
  for (const line of reasonsOf(error)) console.error(`stockflow: ${line}`);
  process.exit(1);
}

function reasonsOf(error: unknown): string[] {
  if (error instanceof EnvError) return error.faults;
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
