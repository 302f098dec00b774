import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'libsql';
import { explain, isBusy } from './error.ts';

export class DatabaseOwned extends Error {
  readonly code = 'DATABASE_OWNED';
  readonly pid: number | undefined;

  constructor(file: string, pid: number | undefined) {
    const owner =
      pid === process.pid ? 'is already open in this process' : 'is in use by another StockFlow process';
    const advice = pid === process.pid ? '' : ' Stop it first, or set DATABASE_URL to a database server.';
    super(`The database file ${file} ${owner}${pid === undefined ? '' : ` (pid ${pid})`}.${advice}`);
    this.name = 'DatabaseOwned';
    this.pid = pid;
  }
}

/**
 * Two processes on one file lose acknowledged writes and can corrupt it, so exactly one may own it. Node has no
 * flock; a transaction left open on an empty SQLite file beside it is one: the system ends it with the process.
 */
export function lockFile(file: string): { release(): void } {
  const path = realPath(file);
  const pidFile = `${path}.pid`;
  const lock = new Database(`${path}.lock`);
  try {
    lock.exec('BEGIN EXCLUSIVE');
    // Not in the lock itself: to read that file here and close it again would drop this process's locks on it.
    writeFileSync(pidFile, `${process.pid}\n`);
  } catch (error) {
    lock.close();
    throw isBusy(explain(error)) ? new DatabaseOwned(file, readPid(pidFile)) : explain(error);
  }
  return {
    release() {
      rmSync(pidFile, { force: true });
      lock.close();
    },
  };
}

/** Whatever path leads to a file, its lock is the same. The file itself need not exist yet. */
export function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return join(realpathSync(dirname(file)), basename(file));
  }
}

function readPid(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}
