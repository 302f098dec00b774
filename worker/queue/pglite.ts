import { EventEmitter, once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as others, setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import type { Log } from './log.ts';

const TIDIED_EVERY_MS = 60_000;
const TIDIED_EVERY_QUERIES = 20_000;
const RENEWED_EVERY_MS = 60_000;
const CLOSED_WITHIN_MS = 5000;

type Answer<Row> = { rows: Row[]; rowCount: number };
type Ask = <Row>(text: string, params?: readonly unknown[]) => Promise<Answer<Row>>;
/** `prepare` makes the tables, before anybody else asks anything. */
type Options = { folder: string; prepare: (database: { query: Ask }) => Promise<void>; log: Log };
type Notification = { channel: string; payload: string };

/** PostgreSQL in this process, over one folder. A folder that cannot be read is replaced by an empty one. */
export class Pglite extends EventEmitter<{ notification: [Notification]; renewed: [] }> {
  readonly #options: Options;
  #database: PGlite;
  #turn: Promise<unknown> = Promise.resolve();
  #queries = 0;
  #tidiedAt = performance.now();
  #renewedAt = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  private constructor(options: Options, database: PGlite) {
    super();
    this.setMaxListeners(0);
    this.#options = options;
    this.#database = database;
    this.#listen();
  }

  static async open(options: Options): Promise<Pglite> {
    const database = await openFolder(options).catch((error) => startAfresh(options, error));
    return new Pglite(options, database);
  }

  /** One statement after another; between two of them the process's timers and sockets have their turn. */
  query<Row>(text: string, params: readonly unknown[] = []): Promise<Answer<Row>> {
    const answer = this.#turn.then(() => this.#ask<Row>(text, params));
    const rest = () => this.#rest();
    this.#turn = answer.then(rest, rest);
    return answer;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#turn;
    await closeQuietly(this.#database);
  }

  async #ask<Row>(text: string, params: readonly unknown[]): Promise<Answer<Row>> {
    if (this.#isClosed) throw new Error('The queue is closed.');
    try {
      return await answerOf<Row>(this.#database, text, params);
    } catch (error) {
      const isLost = isDamage(error) || this.#database.closed;
      if (!isLost || performance.now() - this.#renewedAt < RENEWED_EVERY_MS) throw error;
      await this.#renew(error);
      return answerOf<Row>(this.#database, text, params);
    }
  }

  async #renew(reason: unknown): Promise<void> {
    this.#renewedAt = performance.now();
    await closeQuietly(this.#database);
    this.#database = await startAfresh(this.#options, reason);
    this.#listen();
    this.emit('renewed');
  }

  #listen(): void {
    this.#database.onNotification((channel, payload) => this.emit('notification', { channel, payload }));
  }

  async #rest(): Promise<void> {
    this.#queries += 1;
    const isDue =
      this.#queries >= TIDIED_EVERY_QUERIES || performance.now() - this.#tidiedAt >= TIDIED_EVERY_MS;
    if (isDue) await this.#tidy().catch(() => {});
    await others();
  }

  /** PostgreSQL leaves both to processes of its own, which do not exist here: dead rows and the log would only grow. */
  async #tidy(): Promise<void> {
    this.#queries = 0;
    this.#tidiedAt = performance.now();
    await this.#ask('VACUUM', []);
    await others();
    await this.#ask('CHECKPOINT', []);
  }
}

async function answerOf<Row>(
  database: PGlite,
  text: string,
  params: readonly unknown[] = [],
): Promise<Answer<Row>> {
  // Only a script, which has no parameters and no rows worth having, may hold more than one statement.
  if (params.length === 0 && text.includes(';')) {
    await database.exec(text);
    return { rows: [], rowCount: 0 };
  }
  const { rows, affectedRows } = await database.query<Row>(text, [...params]);
  return { rows, rowCount: affectedRows || rows.length };
}

async function openFolder({ folder, prepare }: Options): Promise<PGlite> {
  const options = { dataDir: folder, startParams };
  if (!existsSync(join(folder, 'PG_VERSION')))
    await once(new Worker(new URL('create.ts', import.meta.url), { workerData: options }), 'exit');
  const database = await PGlite.create(options);
  try {
    await prepare({ query: (text, params) => answerOf(database, text, params) });
    return database;
  } catch (error) {
    await closeQuietly(database);
    throw error;
  }
}

async function startAfresh(options: Options, reason: unknown): Promise<PGlite> {
  rmSync(options.folder, { recursive: true, force: true });
  const database = await openFolder(options);
  options.log({
    level: 'error',
    event: 'queue started afresh',
    error:
      `The queue in ${options.folder} could not be read and was emptied; its jobs are made again from the database` +
      ` (${reason instanceof Error ? reason.message : 'its files are not those of a queue'}).`,
  });
  return database;
}

const settings = {
  shared_buffers: '4MB',
  wal_buffers: '256kB',
  work_mem: '1MB',
  maintenance_work_mem: '8MB',
  min_wal_size: '32MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

const startParams = [
  ...PGlite.defaultStartParams,
  ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];

/** Pages or files that are not what they should be, or a database that gave up over them. */
function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  const code = 'code' in error ? String(error.code) : '';
  return /^(XX001|XX002|58)/.test(code) || ['RuntimeError', 'ExitStatus', 'ErrnoError'].includes(error.name);
}

/** What is broken may also be unable to close. */
async function closeQuietly(database: PGlite): Promise<void> {
  const closed = database.close().catch(() => {});
  await Promise.race([closed, pause(CLOSED_WITHIN_MS, undefined, { ref: false })]);
}
