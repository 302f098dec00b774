import type {
  Client,
  InArgs,
  InStatement,
  Replicated,
  ResultSet,
  Transaction,
  TransactionMode,
} from '@libsql/client/http';
import { type AnyStatement, isRead, parts } from '../text.ts';
import { isBusy, patiently, reading } from './patience.ts';

/** A request per call. What was refused for the moment is asked again; a write whose answer is lost never is. */
export class PlainClient implements Client {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  get protocol(): string {
    return this.#client.protocol;
  }

  get closed(): boolean {
    return this.#client.closed;
  }

  async execute(given: InStatement, args?: InArgs): Promise<ResultSet> {
    const [sql, values = []] = parts(given, args);
    const work = () => this.#client.execute({ sql, args: values });
    return isRead(sql) ? reading(work) : patiently(work, isBusy);
  }

  async batch(given: AnyStatement[], mode: TransactionMode = 'deferred'): Promise<ResultSet[]> {
    const work = () => this.#client.batch(given, mode);
    return mode === 'read' ? reading(work) : patiently(work, isBusy);
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
}
