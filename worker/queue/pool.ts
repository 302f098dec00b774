import { EventEmitter } from 'node:events';
import type { PgPool, PgPoolClient } from 'bullmq';
import type { Pglite } from './pglite.ts';

/** What BullMQ knows of the driver `pg`, over a database that has one connection for everybody. */
export function poolOver(database: Pglite): PgPool {
  return new Pool(database);
}

class Pool extends EventEmitter implements PgPool {
  readonly #database: Pglite;

  constructor(database: Pglite) {
    super();
    this.#database = database;
  }

  query<Row>(text: string, params?: readonly unknown[]) {
    return this.#database.query<Row>(text, params);
  }

  async connect(): Promise<PgPoolClient> {
    return new PoolClient(this.#database);
  }

  async end(): Promise<void> {}
}

class PoolClient extends EventEmitter implements PgPoolClient {
  readonly #database: Pglite;
  readonly #notify = (message: { channel: string; payload: string }) => this.emit('notification', message);
  readonly #lose = () => {
    if (this.listenerCount('error') > 0) this.emit('error', new QueueRenewed());
  };

  constructor(database: Pglite) {
    super();
    this.#database = database;
    database.on('notification', this.#notify).on('renewed', this.#lose);
  }

  query<Row>(text: string, params?: readonly unknown[]) {
    return this.#database.query<Row>(text, params);
  }

  release(): void {
    this.#database.off('notification', this.#notify).off('renewed', this.#lose);
  }
}

/** Tells BullMQ to subscribe once more. */
export class QueueRenewed extends Error {
  override readonly name = 'QueueRenewed';
}
