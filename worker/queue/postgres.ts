import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPostgresBackend, DEFAULT_SCHEMA, type PgQueryable, runMigrations } from 'bullmq';
import { DatabaseOwned, lockFile } from '../../db/local.ts';
import { STALLED_MAX } from './job.ts';
import type { Log } from './log.ts';
import { Pglite } from './pglite.ts';
import { poolOver, QueueRenewed } from './pool.ts';
import type { Store } from './store.ts';

type Options = { dataDir: string; lockMs: number; log: Log };

/** The queue of a StockFlow without Redis: PostgreSQL in this process, for this process alone. */
export async function openPostgres({ dataDir, lockMs, log }: Options): Promise<Store> {
  mkdirSync(dataDir, { recursive: true });
  const folder = join(dataDir, 'queue');
  const lock = lockFolder(folder);
  try {
    const database = await Pglite.open({ folder, prepare, log });
    const pool = poolOver(database);
    return {
      isShared: false,
      forQueue: (name, options, more) => createPostgresBackend(name, { ...options, connection: pool }, more),
      forWorker: (name, options, more) => createPostgresBackend(name, { ...options, connection: pool }, more),
      reach: (task) => task(),
      heal: (running) => heal(database, running, lockMs),
      isAbsence: (error) => error instanceof QueueRenewed,
      close: async () => {
        await database.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

export class QueueOwned extends Error {
  readonly code = 'QUEUE_OWNED';
  override readonly name = 'QueueOwned';
}

function lockFolder(folder: string): { release(): void } {
  try {
    return lockFile(folder);
  } catch (error) {
    if (!(error instanceof DatabaseOwned)) throw error;
    throw new QueueOwned(
      error.pid === process.pid
        ? `The queue in ${folder} is already open in this process.`
        : `The queue in ${folder} is in use by another StockFlow process (pid ${error.pid ?? 'unknown'}). ` +
            'Stop it first, or set REDIS_URL so that several processes can share one queue.',
    );
  }
}

async function prepare(database: PgQueryable): Promise<void> {
  await runMigrations(database, DEFAULT_SCHEMA);
  await database.query(`SET search_path TO ${DEFAULT_SCHEMA}`);
  await database.query(RETURN_ABANDONED, [STALLED_MAX]);
  await database.query(FORGET_LAST_CHECK, [0]);
}

/** Nobody else can be at work on this folder, so whoever took these jobs is dead. */
const RETURN_ABANDONED = `
  UPDATE job SET
    state = 'waiting', seq = nextval('job_seq'), lock_token = NULL, locked_until_ms = NULL, stalled_marked = false,
    stalled_count = stalled_count + 1,
    deferred_failure = CASE WHEN stalled_count >= $1::int THEN 'job stalled more than allowable limit' END
  WHERE state = 'active'`;

const FORGET_LAST_CHECK = `DELETE FROM meta WHERE field = 'stalled-check' AND value::bigint > $1::bigint`;

/** Times come from this process's clock: one that lies further ahead than any lock was written by a clock since set back. */
async function heal(database: Pglite, running: readonly string[], lockMs: number): Promise<void> {
  const now = Date.now();
  await database.query(FORGET_LAST_CHECK, [now]);
  await database.query(
    `UPDATE job SET locked_until_ms = $1::bigint
     WHERE state = 'active' AND locked_until_ms > $1::bigint + $2::bigint AND NOT id = ANY ($3::text[])`,
    [now, 2 * lockMs, running],
  );
}
