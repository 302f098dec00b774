import {
  type Client,
  type InStatement,
  LibsqlError,
  type Replicated,
  type ResultSet,
  type Transaction,
  type TransactionMode,
} from '@libsql/client/http';
import { SingleClient } from './client.ts';
import type { Server } from './hrana.ts';
import type { Ride } from './transaction.ts';

/** With what is rarely asked for: transactions that wait for their caller, scripts, and an end. */
export class PlainClient extends SingleClient implements Client {
  readonly #client: Client;

  constructor(server: Server, client: Client) {
    super(server);
    this.#client = client;
  }

  get closed(): boolean {
    return this.#client.closed;
  }

  migrate(given: InStatement[]): Promise<ResultSet[]> {
    return this.#client.migrate(given);
  }

  executeMultiple(sql: string): Promise<void> {
    return this.#client.executeMultiple(sql);
  }

  transaction(mode: TransactionMode = 'write'): Promise<Transaction> {
    return this.#client.transaction(mode);
  }

  sync(): Promise<Replicated> {
    return this.#client.sync();
  }

  close(): void {
    this.#client.close();
  }

  reconnect(): void {
    this.#client.reconnect();
  }

  protected override async read(ride: Ride): Promise<ResultSet[]> {
    this.#mustBeOpen();
    return super.read(ride);
  }

  protected override async write(ride: Ride): Promise<ResultSet[]> {
    this.#mustBeOpen();
    return super.write(ride);
  }

  #mustBeOpen(): void {
    if (this.closed) throw new LibsqlError('The client is closed', 'CLIENT_CLOSED');
  }
}
