import {
  type InArgs,
  type InStatement,
  LibsqlError,
  type ResultSet,
  type Transaction,
} from '@libsql/core/api';
import type { AnyStatement } from '../client/text.ts';
import type { Connection, Statement } from './connection.ts';
import { inBatch, writeInRead } from './error.ts';

type Options = { readOnly: boolean; cutOffMs: number; ended: () => void };

/** Has the only connection to itself until it ends, and so is cut off when it takes too long, as sqld does. */
export class LocalTransaction implements Transaction {
  readonly #connection: Connection;
  readonly #options: Options;
  readonly #opened: number;
  readonly #timer: NodeJS.Timeout;
  #over = false;
  #cutOff = false;

  constructor(connection: Connection, options: Options) {
    this.#connection = connection;
    this.#options = options;
    this.#opened = connection.opened;
    this.#timer = setTimeout(() => {
      this.#cutOff = true;
      this.close();
    }, options.cutOffMs);
  }

  get closed(): boolean {
    return this.#over;
  }

  async execute(given: InStatement, args?: InArgs): Promise<ResultSet> {
    return this.#within(() => this.#connection.run(this.#statement(given, args)));
  }

  async batch(given: AnyStatement[]): Promise<ResultSet[]> {
    return given.map((one, index) => {
      try {
        return this.#within(() => this.#connection.run(this.#statement(one)));
      } catch (error) {
        throw inBatch(error, index);
      }
    });
  }

  async executeMultiple(sql: string): Promise<void> {
    if (this.#options.readOnly) throw writeInRead();
    this.#within(() => this.#connection.script(sql));
  }

  async commit(): Promise<void> {
    this.#within(() => {
      try {
        this.#connection.commit();
      } finally {
        this.close();
      }
    });
  }

  async rollback(): Promise<void> {
    this.close();
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    if (this.#lives) this.#connection.rollback();
    this.#options.ended();
  }

  get #lives(): boolean {
    return this.#connection.opened === this.#opened && this.#connection.inTransaction;
  }

  #statement(given: AnyStatement, args?: InArgs): Statement {
    const statement = this.#connection.statement(given, args);
    if (this.#options.readOnly && statement.text.kind !== 'read') throw writeInRead();
    return statement;
  }

  /** A statement may end the transaction by itself (RAISE(ROLLBACK), COMMIT); then nobody has to wait any longer. */
  #within<T>(work: () => T): T {
    if (this.#cutOff)
      throw new LibsqlError('The transaction took too long and was rolled back', 'TRANSACTION_TIMEOUT');
    if (this.#over) throw new LibsqlError('The transaction is closed', 'TRANSACTION_CLOSED');
    try {
      return work();
    } finally {
      if (!this.#lives) this.close();
    }
  }
}
