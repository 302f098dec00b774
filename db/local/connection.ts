import { type InArgs, LibsqlError, type Value } from '@libsql/core/api';
import Database from 'libsql';
import { Columns, NO_COLUMNS, Result } from '../client/row.ts';
import { type AnyStatement, parts, readText, type Text } from '../client/text.ts';
import { type Bound, bindArgs, fromSql } from '../client/value.ts';
import { explain, inBatch, isBusy } from './error.ts';

export type Statement = { text: KeptText; args: Bound[] };

type Handle = { statement: Database.Statement; columns: Columns | undefined; generation: number };
type KeptText = Text & { handle?: Handle };

/** One connection of the addon with its kept statements. Everything here runs to its end within the calling turn. */
export class Connection {
  readonly #file: string;
  readonly #statementsMax: number;
  readonly #texts = new Map<string, KeptText>();
  #database: Database.Database | undefined;
  #generation = 0;
  #reshaped = false;
  /** Rises with each new connection underneath: a transaction begun on an older one is gone. */
  opened = 0;

  constructor(file: string, options: { statementsMax: number; waitMs: number }) {
    this.#file = file;
    this.#statementsMax = options.statementsMax;
    this.#open(options.waitMs);
  }

  get inTransaction(): boolean {
    return this.#database?.inTransaction ?? false;
  }

  statement(given: AnyStatement, args?: InArgs): Statement {
    const [sql, values] = parts(given, args);
    const text = this.#text(sql);
    return { text, args: bindArgs(text.parameters, values) };
  }

  run({ text, args }: Statement): Result {
    return this.#abandonIfBusy(() => {
      const handle = this.#handle(text);
      const result = handle.columns ? this.#query(handle, handle.columns, text, args) : change(handle, args);
      if (text.kind === 'schema' || text.kind === 'alone') this.#reshape();
      return result;
    });
  }

  runEach(statements: Statement[]): Result[] {
    return statements.map((statement, index) => {
      try {
        if (!this.inTransaction)
          throw new LibsqlError('The transaction has been rolled back', 'TRANSACTION_CLOSED');
        return this.run(statement);
      } catch (error) {
        throw inBatch(error, index);
      }
    });
  }

  /** Through exec, because it finalizes a statement that was refused, while a prepared one stays in progress. */
  exec(sql: string): void {
    try {
      this.#live().exec(sql);
    } catch (error) {
      throw explain(error);
    }
  }

  script(sql: string): void {
    try {
      this.exec(sql);
    } finally {
      this.#reshape();
    }
  }

  commit(): void {
    this.#abandonIfBusy(() => this.exec('COMMIT'));
    this.#settleShape();
  }

  /** Never throws: a connection that cannot roll back is given up, and its transaction with it. */
  rollback(): void {
    try {
      if (this.inTransaction) this.exec('ROLLBACK');
    } catch {
      this.close();
    }
    this.#settleShape();
  }

  beginAgain(): void {
    this.rollback();
    this.exec('BEGIN IMMEDIATE');
  }

  undoTo(savepoint: string): void {
    this.exec(`ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`);
    if (this.#reshaped) this.#generation++;
  }

  /** The next statement opens a new connection; this one's kept statements are never used again. */
  close(): void {
    const database = this.#database;
    this.#database = undefined;
    this.#generation++;
    try {
      if (database?.inTransaction) database.exec('ROLLBACK');
    } catch {
      // Closing ends the transaction as well, only later: when its last statement is collected.
    }
    database?.close();
  }

  #open(waitMs: number): Database.Database {
    const database = new Database(this.#file, { timeout: waitMs });
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
      // From here on a wait would stop the event loop, so waiting for a foreign lock is done outside of SQLite.
      database.exec('PRAGMA busy_timeout = 0');
    } catch (error) {
      database.close();
      throw error;
    }
    this.#database = database;
    this.opened++;
    return database;
  }

  #live(): Database.Database {
    return this.#database ?? this.#open(0);
  }

  #text(sql: string): KeptText {
    const text = this.#texts.get(sql) ?? readText(sql);
    this.#texts.delete(sql);
    this.#texts.set(sql, text);
    const [oldest] = this.#texts.size > this.#statementsMax ? this.#texts.keys() : [];
    if (oldest !== undefined) this.#texts.delete(oldest);
    return text;
  }

  #handle(text: KeptText): Handle {
    if (text.handle?.generation === this.#generation) return text.handle;
    const statement = this.#live().prepare(text.sql);
    const columns = statement.reader ? columnsOf(statement.raw(true).safeIntegers(true)) : undefined;
    const handle = { statement, columns, generation: this.#generation };
    if (text.kept) text.handle = handle;
    return handle;
  }

  #query(handle: Handle, columns: Columns, text: KeptText, args: Bound[]): Result {
    const rows = handle.statement.all(args).map(values);
    // The addon leaves the plan of a write in progress after its last row, which would refuse every savepoint to come.
    if (text.isPlan) handle.statement.get(args);
    // Another program may have reshaped a table behind a kept `SELECT *`.
    const current = (rows[0]?.length ?? columns.names.length) === columns.names.length;
    const shape = current ? columns : columnsOf(handle.statement);
    handle.columns = shape;
    if (text.kind !== 'change') return new Result(shape, rows, 0, undefined);
    const [counts = []] = this.#handle(this.#text(COUNTS)).statement.all([]).map(values);
    return new Result(shape, rows, Number(counts[0]), BigInt(String(counts[1])));
  }

  #reshape(): void {
    this.#generation++;
    this.#reshaped = this.inTransaction;
  }

  // A rollback may take a schema back to what it was, so what was prepared in between is dropped too.
  #settleShape(): void {
    if (this.#reshaped) this.#generation++;
    this.#reshaped = false;
  }

  /** After SQLITE_BUSY the addon leaves a statement in progress, and what that connection commits later is lost. */
  #abandonIfBusy<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const explained = explain(error);
      if (isBusy(explained)) this.close();
      throw explained;
    }
  }
}

// A statement that returns rows reports neither of these itself; as text, because a row id may pass 2^53.
const COUNTS = 'SELECT changes(), CAST(last_insert_rowid() AS TEXT)';

function change({ statement }: Handle, args: Bound[]): Result {
  const { changes, lastInsertRowid } = statement.run(args);
  return new Result(NO_COLUMNS, [], changes, BigInt(lastInsertRowid));
}

function values(row: unknown): Value[] {
  return Array.isArray(row) ? row.map(fromSql) : [];
}

function columnsOf(statement: Database.Statement): Columns {
  const columns = statement.columns();
  return new Columns(
    columns.map((column) => column.name),
    columns.map((column) => column.type ?? ''),
  );
}
