import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type InArgs,
  type InStatement,
  LibsqlError,
  type Replicated,
  type ResultSet,
  type Transaction,
  type TransactionMode,
} from '@libsql/core/api';
import type { AnyStatement } from '../client/text.ts';
import type { FileClient } from './backup.ts';
import { Connection, type Statement } from './connection.ts';
import { copyDatabase } from './copy.ts';
import { clientClosed, explain, inBatch, writeInRead } from './error.ts';
import { lockFile, realPath } from './lock.ts';
import { LocalTransaction } from './transaction.ts';
import { Turns } from './turns.ts';

export type LocalOptions = {
  file: string;
  /** How long a call waits for its turn, or for a lock that another program holds on the file. */
  busyMs: number;
  /** How long an interactive transaction may keep everybody else waiting. */
  transactionMs: number;
  statementsMax: number;
};

type Opened = {
  connection: Connection;
  turns: Turns;
  lock: { release(): void };
  transaction: LocalTransaction | undefined;
};

/** libSQL's Client over one connection: readers at once, writers in turn and committed together. */
export class LocalClient implements FileClient {
  readonly protocol = 'file';
  readonly #options: LocalOptions;
  #opened: Opened | undefined;

  constructor(options: LocalOptions) {
    this.#options = options;
    this.#opened = open(options);
  }

  get closed(): boolean {
    return this.#opened === undefined;
  }

  /** The same number, the same data: nobody else writes to a file that has an owner. */
  get writes(): number {
    return this.#opened?.turns.writes ?? 0;
  }

  execute(given: InStatement, args?: InArgs): Promise<ResultSet> {
    return this.#with(({ connection, turns }) => {
      const statement = connection.statement(given, args);
      const { kind } = statement.text;
      const work = () => connection.run(statement);
      return kind === 'read' ? turns.read(work) : turns.wait(work, kind === 'alone' ? 'alone' : 'shared');
    });
  }

  batch(given: AnyStatement[], mode: TransactionMode = 'deferred'): Promise<ResultSet[]> {
    return this.#with(({ connection, turns }) => {
      const statements = bind(connection, given);
      const firstWrite = statements.findIndex(({ text }) => text.kind !== 'read');
      if (mode === 'read' && firstWrite >= 0) throw inBatch(writeInRead(), firstWrite);
      if (mode === 'read' || (mode === 'deferred' && firstWrite < 0)) {
        return turns.read(() => inTransaction(connection, 'BEGIN', statements));
      }
      if (statements.some(({ text }) => text.kind === 'alone')) {
        return turns.wait(() => inTransaction(connection, 'BEGIN IMMEDIATE', statements), 'alone');
      }
      return turns.wait(() => connection.runEach(statements), 'shared', statements.length > 1);
    });
  }

  migrate(given: InStatement[]): Promise<ResultSet[]> {
    return this.#with(({ connection, turns }) => {
      const statements = bind(connection, given);
      return turns.wait(
        () => withoutForeignKeys(connection, () => inTransaction(connection, 'BEGIN IMMEDIATE', statements)),
        'alone',
      );
    });
  }

  executeMultiple(sql: string): Promise<void> {
    return this.#with(({ connection, turns }) => turns.wait(() => connection.script(sql), 'script'));
  }

  transaction(mode: TransactionMode = 'write'): Promise<Transaction> {
    return this.#with((opened) => {
      const { connection, turns } = opened;
      return turns.wait(() => {
        // Also for 'deferred': a transaction that reads before it asks for the lock may be refused it half-way.
        connection.exec(mode === 'read' ? 'BEGIN' : 'BEGIN IMMEDIATE');
        const options = {
          readOnly: mode === 'read',
          cutOffMs: this.#options.transactionMs,
          ended: turns.hold(),
        };
        opened.transaction = new LocalTransaction(connection, options);
        return opened.transaction;
      }, 'alone');
    });
  }

  /** Of one moment; meanwhile everybody reads and writes on. */
  copyTo(file: string): Promise<void> {
    return this.#with(() => copyDatabase(realPath(this.#options.file), file));
  }

  async sync(): Promise<Replicated> {
    throw new LibsqlError('A local database file has nothing to sync with', 'SYNC_NOT_SUPPORTED');
  }

  /** Calls that still wait are refused: nothing of them was applied. */
  close(): void {
    const opened = this.#opened;
    if (!opened) return;
    this.#opened = undefined;
    opened.turns.end(clientClosed());
    opened.transaction?.close();
    leaveTidy(opened.connection);
    opened.lock.release();
  }

  reconnect(): void {
    this.close();
    this.#opened = open(this.#options);
  }

  async #with<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
    if (!this.#opened) throw clientClosed();
    return work(this.#opened);
  }
}

function open({ file, busyMs, statementsMax }: LocalOptions): Opened {
  mkdirSync(dirname(file), { recursive: true });
  const lock = lockFile(file);
  let connection: Connection | undefined;
  try {
    const path = realPath(file);
    const logBytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    connection = new Connection(path, { statementsMax, waitMs: busyMs });
    if (logBytes > 0) verify(connection, file);
    return { connection, turns: new Turns(connection, busyMs), lock, transaction: undefined };
  } catch (error) {
    connection?.close();
    lock.release();
    throw explain(error);
  }
}

// An owner that ends in good order leaves an empty log behind. Only after one that did not is the file read through:
// that takes about 1.5 s per GB.
function verify(connection: Connection, file: string): void {
  const finding = connection.run(connection.statement('PRAGMA quick_check(1)')).rows[0]?.[0];
  if (finding === 'ok') return;
  const line = String(finding).replaceAll('\n', ' ');
  throw new LibsqlError(
    `The database file ${file} is damaged (${line}). Restore a backup.`,
    'SQLITE_CORRUPT',
  );
}

function leaveTidy(connection: Connection): void {
  try {
    connection.rollback();
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // The log keeps what the file lacks, and the next owner reads both.
  }
  connection.close();
}

function bind(connection: Connection, given: AnyStatement[]): Statement[] {
  return given.map((one, index) => {
    try {
      return connection.statement(one);
    } catch (error) {
      throw inBatch(error, index);
    }
  });
}

function inTransaction(connection: Connection, begin: string, statements: Statement[]): ResultSet[] {
  connection.exec(begin);
  try {
    const results = connection.runEach(statements);
    connection.commit();
    return results;
  } finally {
    connection.rollback();
  }
}

function withoutForeignKeys<T>(connection: Connection, work: () => T): T {
  connection.exec('PRAGMA foreign_keys = OFF');
  try {
    return work();
  } finally {
    connection.exec('PRAGMA foreign_keys = ON');
  }
}
