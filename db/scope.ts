import type { Client, ResultSet } from '@libsql/client';
import { localDay } from './day.ts';
import { Fault, type FaultCode, faultOf, isPassing } from './fault.ts';
import { isLost, PATIENCE_MS, pause } from './server/patience.ts';
import type { Bound, Command, Context, Query } from './statement.ts';

export type Database = {
  readonly client: Client;
  /** Where a SKU is unique: within its company, or in the whole deployment. */
  readonly skuScope: 'company' | 'platform';
};

/** An Idempotency-Key and what it was sent with. */
export type Once = { key: string; fingerprint: string };

export type Caller = { company: number; timeZone: string; actor: string };

/** One company's view of the database, for one request. Nothing outside db holds a wider handle. */
export class Scope {
  readonly company: number;
  readonly timeZone: string;
  readonly actor: string;
  readonly now: number;
  readonly skuScope: number;
  /** The last write answered from memory: the Idempotency-Key had been used for the same request. */
  replayed = false;
  readonly #client: Client;
  readonly #once: Once | undefined;

  constructor(database: Database, caller: Caller, now: number, once?: Once) {
    this.company = caller.company;
    this.timeZone = caller.timeZone;
    this.actor = caller.actor;
    this.now = now;
    this.skuScope = database.skuScope === 'platform' ? 0 : caller.company;
    this.#client = database.client;
    this.#once = once;
  }

  localDay(at: number): number {
    return localDay(at, this.timeZone);
  }

  async all<Answer>(query: Query<Answer>): Promise<Answer[]> {
    try {
      const { rows } = await this.#client.execute(query.bind(this.#context));
      return rows.map((row) => query.read(String(row[0])));
    } catch (error) {
      throw faultOf(error);
    }
  }

  async one<Answer>(query: Query<Answer>, missing: FaultCode): Promise<Answer> {
    const [answer] = await this.all(query);
    if (answer === undefined) throw new Fault(missing);
    return answer;
  }

  /** One round trip: the commands, then the query that makes the answer. No answer means there was nothing to change. */
  write<Answer>(commands: Command[], query: Query<Answer>, missing: FaultCode): Promise<Answer> {
    const context = this.#context;
    const before = commands.map((command) => command(context));
    return this.#run(before, query, [], missing);
  }

  /** One round trip the other way round: the answer is made of what is there before the command changes it. */
  decide<Answer>(query: Query<Answer>, command: Command): Promise<Answer> {
    return this.#run([], query, [command(this.#context)], 'internal');
  }

  async #run<Answer>(
    before: Bound[],
    query: Query<Answer>,
    after: Bound[],
    missing: FaultCode,
  ): Promise<Answer> {
    const context = this.#context;
    const once = this.#once;
    const answer = query.bind(context);
    const batch = once
      ? [claim(context, once), ...before, keep(context, once, answer), ...after]
      : [...before, demanded(answer), ...after];
    try {
      const text = (await this.#send(batch)).at(-1 - after.length)?.rows[0]?.[0];
      if (typeof text !== 'string') throw new Fault(missing);
      return query.read(text);
    } catch (error) {
      if (once && isRefusal(error, 'idempotency.company_id, idempotency.key'))
        return this.#replay(once, query);
      if (isRefusal(error, 'idempotency.answer') || isNoAnswer(error)) throw new Fault(missing);
      throw faultOf(error);
    }
  }

  /** With a key it is safe to ask again: what was done before its answer was lost is found by the key. */
  async #send(batch: Bound[]): Promise<ResultSet[]> {
    const until = performance.now() + PATIENCE_MS;
    try {
      return await this.#client.batch(batch, 'write');
    } catch (lost) {
      if (!this.#once || !isLost(lost) || performance.now() > until) throw lost;
      await pause(4);
      return await this.#client.batch(batch, 'write').catch((error: unknown) => {
        throw isPassing(faultOf(error)) ? lost : error;
      });
    }
  }

  async #replay<Answer>(once: Once, query: Query<Answer>): Promise<Answer> {
    const { rows } = await this.#client
      .execute({
        sql: 'select fingerprint, answer from idempotency where company_id = ? and key = ?',
        args: [this.company, once.key],
      })
      .catch((error: unknown) => {
        throw faultOf(error);
      });
    const [fingerprint, answer] = [rows[0]?.[0], rows[0]?.[1]];
    if (fingerprint !== once.fingerprint) throw new Fault('idempotency_key_reused');
    this.replayed = true;
    return query.read(String(answer));
  }

  get #context(): Context {
    return { company: this.company, actor: this.actor, now: this.now };
  }
}

export const scopeTo = (database: Database, caller: Caller, now: number, once?: Once): Scope =>
  new Scope(database, caller, now, once);

const claim = ({ company, now }: Context, { key, fingerprint }: Once) => ({
  sql: "insert into idempotency (company_id, key, fingerprint, answer, created_at) values (?, ?, ?, '', ?)",
  args: [company, key, fingerprint, now],
});

const keep = ({ company }: Context, { key }: Once, answer: ReturnType<Command>) => ({
  sql: `update idempotency set answer = (${answer.sql}) where company_id = ? and key = ? returning answer`,
  args: [...answer.args, company, key],
});

/** A missing answer fails the batch, as a missing kept one does: what cannot be found must not be half changed. */
const demanded = (answer: Bound): Bound => ({
  sql: `select ifnull((${answer.sql}), json(''))`,
  args: answer.args,
});

const isNoAnswer = (error: unknown): boolean =>
  error instanceof Error && error.message.endsWith('malformed JSON');

const isRefusal = (error: unknown, columns: string): boolean =>
  error instanceof Error && error.message.includes(`constraint failed: ${columns}`);
