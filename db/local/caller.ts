import { once } from 'node:events';
import type { Socket } from 'node:net';
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
import { clientClosed } from './error.ts';
import {
  decodeError,
  decodeResult,
  encodeStatement,
  parseLine,
  readLines,
  type WireRequest,
  wireResponse,
  writeLine,
} from './wire.ts';

type Pending = { resolve: (results: ResultSet[]) => void; reject: (error: Error) => void };

/** The operator's end of the socket: each call is one line out and one line back, matched by number. */
export class SocketClient implements FileClient {
  readonly protocol = 'socket';
  readonly #dial: () => Socket;
  readonly #pending = new Map<number, Pending>();
  #socket: Socket;
  #calls = 0;
  #closed = false;

  constructor(dial: () => Socket) {
    this.#dial = dial;
    this.#socket = this.#attach(dial());
  }

  async connected(): Promise<void> {
    await once(this.#socket, 'connect');
  }

  get closed(): boolean {
    return this.#closed || this.#socket.destroyed;
  }

  async execute(given: InStatement, args?: InArgs): Promise<ResultSet> {
    const statement = encodeStatement(given, args);
    const [result] = await this.#call((id) => ({ id, method: 'execute', statement }));
    if (!result) throw new LibsqlError('The owner of the database sent no result', 'SOCKET_PROTOCOL');
    return result;
  }

  async batch(given: AnyStatement[], mode: TransactionMode = 'deferred'): Promise<ResultSet[]> {
    const statements = given.map((one) => encodeStatement(one));
    return this.#call((id) => ({ id, method: 'batch', statements, mode }));
  }

  async migrate(given: InStatement[]): Promise<ResultSet[]> {
    const statements = given.map((one) => encodeStatement(one));
    return this.#call((id) => ({ id, method: 'migrate', statements }));
  }

  async executeMultiple(sql: string): Promise<void> {
    await this.#call((id) => ({ id, method: 'executeMultiple', sql }));
  }

  /** By the owner, at a path that it can write to. */
  async copyTo(file: string): Promise<void> {
    await this.#call((id) => ({ id, method: 'copyTo', file }));
  }

  async transaction(): Promise<Transaction> {
    throw new LibsqlError(
      'There are no interactive transactions over the socket: use batch',
      'NOT_SUPPORTED',
    );
  }

  async sync(): Promise<Replicated> {
    throw new LibsqlError('A local database file has nothing to sync with', 'SYNC_NOT_SUPPORTED');
  }

  close(): void {
    this.#closed = true;
    this.#socket.destroy();
    this.#failAll();
  }

  reconnect(): void {
    this.close();
    this.#closed = false;
    this.#socket = this.#attach(this.#dial());
  }

  #attach(socket: Socket): Socket {
    readLines(socket, (line) => this.#settle(line));
    // What went wrong is told by 'close', which follows every error.
    socket.on('error', () => {});
    socket.on('close', () => {
      if (socket === this.#socket) this.#failAll();
    });
    return socket;
  }

  #call(request: (id: number) => WireRequest): Promise<ResultSet[]> {
    if (this.closed) return Promise.reject(this.#closed ? clientClosed() : ownerGone());
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      writeLine(this.#socket, request(id));
    });
  }

  #settle(line: string): void {
    const response = parseLine(wireResponse, line);
    if (!response) return void this.#socket.destroy();
    const pending = this.#pending.get(response.id);
    this.#pending.delete(response.id);
    if ('error' in response) pending?.reject(decodeError(response.error));
    else pending?.resolve(response.results.map(decodeResult));
  }

  #failAll(): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(this.#closed ? clientClosed() : ownerGone());
  }
}

const ownerGone = () =>
  new LibsqlError(
    'The process that owns the database ended the connection. Whether a call under way was applied is unknown',
    'SOCKET_CLOSED',
  );
