import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { LibsqlError } from '@libsql/core/api';
import type { Connection } from './connection.ts';
import { isBusy, isRefusal, noTurn } from './error.ts';

/** shared: with its neighbours; single: its own transaction; alone: begins for itself; script: no transaction. */
type Sharing = 'shared' | 'single' | 'alone' | 'script';
type Answer = () => void;
type Turn = {
  run: () => Answer;
  reject: (error: unknown) => void;
  sharing: Sharing;
  /** Several statements that stand or fall together need a savepoint inside a shared transaction. */
  many: boolean;
  since: number;
  refusedAt: number | undefined;
};

// Bounds of a shared transaction, so that readers and timers get their turn.
const GROUP_MAX = 256;
const GROUP_MS = 50;

const jitterMs = (): number => 2 + Math.random() * 18;

/** Writers in the order they came. All that wait when their turn comes share one transaction and so one fsync. */
export class Turns {
  /** Rises with whatever may have written: while it is the same, so is what the database says. */
  writes = 0;
  readonly #connection: Connection;
  readonly #busyMs: number;
  readonly #waiting: Turn[] = [];
  #serving = false;
  #held: Promise<void> | undefined;
  #ended: LibsqlError | undefined;

  constructor(connection: Connection, busyMs: number) {
    this.#connection = connection;
    this.#busyMs = busyMs;
  }

  wait<T>(work: () => T, sharing: Sharing, many = false): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = () => {
        const value = work();
        return () => resolve(value);
      };
      this.#waiting.push({ run, reject, sharing, many, since: performance.now(), refusedAt: undefined });
      if (!this.#serving) this.#serve();
    });
  }

  /** While an interactive transaction has the connection even a read would see its uncommitted rows. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return () => {
      this.#held = undefined;
      this.writes += 1;
      resolve();
    };
  }

  /** At once, in the calling turn, unless a transaction or a foreign lock is in the way. */
  async read<T>(work: () => T): Promise<T> {
    for (let refusedAt: number | undefined; ; await pause(jitterMs())) {
      while (this.#held) await this.#held;
      if (this.#ended) throw this.#ended;
      try {
        return work();
      } catch (error) {
        refusedAt ??= performance.now();
        if (!isBusy(error) || performance.now() - refusedAt >= this.#busyMs) throw error;
      }
    }
  }

  end(error: LibsqlError): void {
    this.#ended = error;
    for (const turn of this.#waiting.splice(0)) turn.reject(error);
  }

  async #serve(): Promise<void> {
    this.#serving = true;
    while (this.#waiting.length > 0) {
      await nextTurn();
      while (this.#held) await this.#held;
      this.writes += 1;
      const first = this.#waiting[0];
      const refusal = first && this.#begin(first);
      if (refusal === undefined) this.#dismiss();
      else {
        this.#expire(refusal);
        await pause(jitterMs());
      }
    }
    this.#serving = false;
  }

  /** Answers with SQLITE_BUSY when a foreign lock stood in the way; whoever waited then still waits. */
  #begin(first: Turn): LibsqlError | undefined {
    try {
      if (first.sharing !== 'alone') this.#connection.exec('BEGIN IMMEDIATE');
    } catch (error) {
      if (isBusy(error)) return error;
      this.#waiting.shift()?.reject(error);
      return undefined;
    }
    if (first.sharing === 'shared' || first.sharing === 'single') return this.#serveGroup();
    // A script brings its own transactions; the lock was only tried, because a script refused half-way stays half done.
    if (first.sharing === 'script') this.#connection.rollback();
    return this.#serveAlone(first);
  }

  #serveAlone(turn: Turn): LibsqlError | undefined {
    this.#waiting.shift();
    try {
      const answer = turn.run();
      answer();
    } catch (error) {
      if (isBusy(error) && turn.sharing === 'alone') {
        this.#waiting.unshift(turn);
        return error;
      }
      turn.reject(error);
    } finally {
      if (!this.#held) this.#connection.rollback();
    }
    return undefined;
  }

  #serveGroup(): LibsqlError | undefined {
    const group: Turn[] = [];
    const answers: Answer[] = [];
    const until = performance.now() + GROUP_MS;
    try {
      for (let turn = this.#waiting[0]; turn && joins(turn, group); turn = this.#waiting[0]) {
        this.#waiting.shift();
        group.push(turn);
        answers.push(this.#attempt(turn, group.length === 1));
        if (performance.now() > until) break;
      }
      this.#connection.commit();
    } catch (error) {
      return this.#undo(group, error);
    }
    for (const answer of answers) answer();
    return undefined;
  }

  /** Throws when the refusal has, or may have, touched more than this turn. */
  #attempt(turn: Turn, isFirst: boolean): Answer {
    // Before the first there is nothing that its refusal could take along: then the transaction begins again.
    const isMarked = turn.many && !isFirst;
    try {
      if (isMarked) this.#connection.exec('SAVEPOINT turn');
      const answer = turn.run();
      if (isMarked) this.#connection.exec('RELEASE turn');
      return answer;
    } catch (error) {
      // A single statement that SQLite refuses undoes itself, but not one whose answer cannot be read here.
      const undone = turn.many || error instanceof LibsqlError;
      if (!undone || !this.#connection.inTransaction) throw error;
      if (isMarked) this.#connection.undoTo('turn');
      else if (turn.many) this.#connection.beginAgain();
      return () => turn.reject(error);
    }
  }

  #undo(group: Turn[], error: unknown): LibsqlError | undefined {
    this.#connection.rollback();
    if (isBusy(error)) {
      this.#waiting.unshift(...group);
      return error;
    }
    // One of them took the whole transaction down, so each gets its own: the others did nothing wrong.
    const isolate =
      group.length > 1 && (isRefusal(error, 'SQLITE_CONSTRAINT') || !(error instanceof LibsqlError));
    for (const turn of group) {
      if (isolate) turn.sharing = 'single';
      else turn.reject(error);
    }
    if (isolate) this.#waiting.unshift(...group);
    return undefined;
  }

  /** Where more come than can be served, whoever has waited longest is told so; after a mere pause all are served first. */
  #dismiss(): void {
    const longAgo = performance.now() - this.#busyMs;
    const late = this.#waiting.findIndex(({ since }) => since > longAgo);
    for (const turn of this.#waiting.splice(0, late < 0 ? this.#waiting.length : late)) turn.reject(noTurn());
  }

  #expire(refusal: LibsqlError): void {
    const now = performance.now();
    for (const turn of this.#waiting.splice(0)) {
      turn.refusedAt ??= now;
      if (now - turn.refusedAt < this.#busyMs) this.#waiting.push(turn);
      else turn.reject(refusal);
    }
  }
}

function joins(turn: Turn, group: Turn[]): boolean {
  const [first] = group;
  if (!first) return true;
  return turn.sharing === 'shared' && first.sharing === 'shared' && group.length < GROUP_MAX;
}
