import type { ResultSet } from '@libsql/core/api';
import { localDay } from './day.ts';
import { Fault, type FaultCode, faultOf, isPassing } from './fault.ts';
import { keptPer } from './kept.ts';
import type { Connection } from './server/client.ts';
import { isLost, PATIENCE_MS, pause } from './server/patience.ts';
import type { Bound, Command, Context, Query } from './statement.ts';

export type Database = {
  readonly client: Connection;
  /** Where a SKU is unique: within its company, or in the whole deployment. */
  readonly skuScope: 'company' | 'platform';
};

export const databaseOf = (client: Connection, skuScope: Database['skuScope']): Database => ({
  client,
  skuScope,
});

/** An Idempotency-Key and what it was sent with. */
export type Once = { key: string; fingerprint: string };

/** What is done, as it is told afterwards: to what, or what the answer is about, or null: to many things at once. */
export type Act = { kind: string; deed: string; subjectId: number | 'answer' | null; summary: string | null };

export type Caller = { company: number; timeZone: string; actor: string };

/** What a mutation is told about itself: its Idempotency-Key, and how it is noted. */
export type Told = { once?: Once | undefined; act?: Act | undefined };

/** One company's view of the database, for one request. Nothing outside db holds a wider handle. */
export class Scope {
  readonly company: number;
  readonly timeZone: string;
  readonly actor: string;
  readonly now: number;
  readonly skuScope: number;
  /** The last write answered from memory: the Idempotency-Key had been used for the same request. */
  replayed = false;
  readonly #client: Connection;
  readonly #once: Once | undefined;
  readonly #act: Act | undefined;

  constructor(database: Database, caller: Caller, now: number, { once, act }: Told = {}) {
    this.company = caller.company;
    this.timeZone = caller.timeZone;
    this.actor = caller.actor;
    this.now = now;
    this.skuScope = database.skuScope === 'platform' ? 0 : caller.company;
    this.#client = database.client;
    this.#once = once;
    this.#act = act;
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

  /** As `one`, but where this process sees every write it is asked again only after one. */
  async remembered<Answer>(name: string, query: Query<Answer>, missing: FaultCode): Promise<Answer> {
    const memory = memoryOf(this.#client);
    const writes = memory.writes();
    const known = memory.answers.get(`${name} ${this.company}`);
    if (known && writes !== undefined && known.writes === writes) return query.read(known.text);
    const answer = await this.one(query, missing);
    // By the number from before it was asked for: what was written meanwhile makes it an old one.
    if (writes !== undefined)
      memory.answers.set(`${name} ${this.company}`, { writes, text: JSON.stringify(answer) });
    return answer;
  }

  /** One round trip: the commands, then the query that makes the answer. No answer means there was nothing to change. */
  write<Answer>(commands: Command[], query: Query<Answer>, missing: FaultCode): Promise<Answer> {
    const context = this.#context;
    const before = commands.map((command) => command(context));
    return this.#run(before, query, [], missing);
  }

  /** One round trip the other way round: the answer is made of what is there before the commands change it. */
  decide<Answer>(query: Query<Answer>, ...commands: Command[]): Promise<Answer> {
    const context = this.#context;
    const after = commands.map((command) => command(context));
    return this.#run([], query, after, 'internal');
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
    const last = this.#act
      ? [...after, note(context, this.#act, once ? kept(context, once) : answer)]
      : after;
    const batch = once
      ? [claim(context, once), ...before, keep(context, once, answer), ...last]
      : [...before, demanded(answer), ...last];
    try {
      const text = (await this.#send(batch)).at(-1 - last.length)?.rows[0]?.[0];
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

type Memory = {
  writes: () => number | undefined;
  answers: Map<string, { writes: number; text: string }>;
};
const memories = new WeakMap<Connection, Memory>();

/** Only the owner of a file counts what was written (local/client.ts). */
function memoryOf(client: Connection): Memory {
  const known = memories.get(client);
  if (known) return known;
  const writes = () => ('writes' in client && typeof client.writes === 'number' ? client.writes : undefined);
  const memory: Memory = { writes, answers: new Map() };
  memories.set(client, memory);
  return memory;
}

export const scopeTo = (database: Database, caller: Caller, now: number, told?: Told): Scope =>
  new Scope(database, caller, now, told);

const claim = ({ company, now }: Context, { key, fingerprint }: Once) => ({
  sql: "insert into idempotency (company_id, key, fingerprint, answer, created_at) values (?, ?, ?, '', ?)",
  args: [company, key, fingerprint, now],
});

const keep = ({ company }: Context, { key }: Once, answer: ReturnType<Command>) => ({
  sql: keeping(answer.sql),
  args: [...answer.args, company, key],
});

const kept = ({ company }: Context, { key }: Once): Bound => ({
  sql: 'select answer from idempotency where company_id = ? and key = ?',
  args: [company, key],
});

/** In the batch of what was done, so that neither is there without the other. */
function note(
  { company, actor, now }: Context,
  { kind, deed, subjectId, summary }: Act,
  answer: Bound,
): Bound {
  const columns = 'company_id, at, actor, kind, deed, summary, subject_id';
  const args = [company, now, actor, kind, deed, summary];
  return subjectId === 'answer'
    ? {
        sql: `insert into acts (${columns}) select ?, ?, ?, ?, ?, ?, coalesce(a ->> '$.id', a ->> '$.productId')
          from (select (${answer.sql}) as a)`,
        args: [...args, ...answer.args],
      }
    : { sql: `insert into acts (${columns}) values (?, ?, ?, ?, ?, ?, ?)`, args: [...args, subjectId] };
}

/** A missing answer fails the batch, as a missing kept one does: what cannot be found must not be half changed. */
const demanded = (answer: Bound): Bound => ({ sql: demanding(answer.sql), args: answer.args });

/** Of each text once: a connection finds its prepared statement by the text, and a new one is read through for that. */
const keeping = keptPer(
  (answer: string) =>
    `update idempotency set answer = (${answer}) where company_id = ? and key = ? returning answer`,
);
const demanding = keptPer((answer: string) => `select ifnull((${answer}), json(''))`);

const isNoAnswer = (error: unknown): boolean =>
  error instanceof Error && error.message.endsWith('malformed JSON');

const isRefusal = (error: unknown, columns: string): boolean =>
  error instanceof Error && error.message.includes(`constraint failed: ${columns}`);
