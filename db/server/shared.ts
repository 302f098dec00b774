import {
  type Client,
  type InStatement,
  LibsqlError,
  type Replicated,
  type ResultSet,
  type Transaction,
  type TransactionMode,
} from '@libsql/client/http';
import { RidingClient, resultsOf } from './client.ts';
import type { Server } from './hrana.ts';
import { Lane } from './lane.ts';
import { reading } from './patience.ts';
import { readAll, writeAll } from './send.ts';
import type { Ride } from './transaction.ts';

type Lanes = { reads: Lane; writes: Lane };

const READS_MAX = 4;

/**
 * For a process that serves many callers: their writes share requests and commits, their reads share requests. What it
 * is rarely asked for goes the plain way.
 */
export class SharedClient extends RidingClient implements Client {
  readonly #server: Server;
  readonly #plain: Client;
  #lanes: Lanes;

  constructor(server: Server, plain: Client) {
    super();
    this.#server = server;
    this.#plain = plain;
    this.#lanes = lanesTo(server);
  }

  get closed(): boolean {
    return this.#plain.closed;
  }

  migrate(given: InStatement[]): Promise<ResultSet[]> {
    return this.#plain.migrate(given);
  }

  executeMultiple(sql: string): Promise<void> {
    return this.#plain.executeMultiple(sql);
  }

  transaction(mode: TransactionMode = 'write'): Promise<Transaction> {
    return this.#plain.transaction(mode);
  }

  sync(): Promise<Replicated> {
    return this.#plain.sync();
  }

  /** Calls that still wait are refused: nothing of them was sent. */
  close(): void {
    this.#plain.close();
    const closed = new LibsqlError('The client is closed', 'CLIENT_CLOSED');
    this.#lanes.reads.end(closed);
    this.#lanes.writes.end(closed);
  }

  reconnect(): void {
    this.close();
    this.#plain.reconnect();
    this.#lanes = lanesTo(this.#server);
  }

  protected read(ride: Ride): Promise<ResultSet[]> {
    return reading(async () => resultsOf(await this.#lanes.reads.take(ride)));
  }

  protected async write(ride: Ride): Promise<ResultSet[]> {
    return resultsOf(await this.#lanes.writes.take(ride));
  }
}

const lanesTo = (server: Server): Lanes => ({
  reads: new Lane({ requestsMax: READS_MAX, send: (rides) => readAll(server, rides) }),
  // One at a time: the database has one writer, and whoever waits for it here is not in its way.
  writes: new Lane({ requestsMax: 1, send: (rides) => writeAll(server, rides) }),
});
