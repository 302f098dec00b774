import { is, Param, Placeholder, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import { drizzle } from 'drizzle-orm/sqlite-proxy';
import { keptPer } from './kept.ts';

const refuse = () => Promise.reject(new Error('Only a Scope runs statements'));

/** Builds statements and has no connection. */
export const build = drizzle(refuse, refuse, { casing: 'snake_case' });

/** What every Scope fills in by itself. */
export type Context = { company: number; actor: string; now: number };
export type Slot<Input> = <Name extends keyof (Input & Context) & string>(name: Name) => Placeholder<Name>;

export type Bound = { sql: string; args: (string | number | null)[] };
export type Command = (context: Context) => Bound;
/** A statement whose rows are one JSON text each. */
export type Query<Answer> = { bind: Command; read: (text: string) => Answer };

/** Changes rows. Compiled once where it stands at the top of a file; each call only fills the slots. */
export function command<Input extends object>(
  compose: (slot: Slot<Input>) => SQLWrapper,
): (input: Input) => Command {
  const fill = compile(compose);
  return (input) => (context) => fill({ ...input, ...context });
}

type AnswerOf<Composed> =
  Composed extends SQL<infer Answer>
    ? Answer
    : Composed extends { _: { result: { answer: infer Answer }[] } }
      ? Answer
      : never;

/** Reads rows as JSON. Written `query<Input>()(compose)`, so that the answer's type is inferred beside a given input. */
export const query =
  <Input extends object>() =>
  <Composed extends SQLWrapper>(
    compose: (slot: Slot<Input>) => Composed,
  ): ((input: Input) => Query<AnswerOf<Composed>>) => {
    const fill = compile(compose);
    return (input) => ({ bind: (context) => fill({ ...input, ...context }), read: JSON.parse });
  };

const dialect = new SQLiteAsyncDialect({ casing: 'snake_case' });

/**
 * The tenant wall: a statement that does not ask for its company is refused where it is written, and one that drops it
 * before it first runs. Its text is made then: of all statements a Worker that has just started needs few.
 */
function compile<Input>(
  compose: (slot: Slot<Input>) => SQLWrapper,
): (values: Record<string, unknown>) => Bound {
  const asked = new Set<string>();
  const composed = compose((name) => {
    asked.add(name);
    return sql.placeholder(name);
  });
  if (!asked.has('company')) throw notBound(composed);
  let kept: ReturnType<typeof textOf> | undefined;
  return (values) => {
    kept ??= textOf(composed);
    return { sql: kept.sql, args: kept.params.map((param) => toSqlite(param.of(values))) };
  };
}

function textOf(composed: SQLWrapper): { sql: string; params: Filled[] } {
  const { sql: text, params } = dialect.sqlToQuery(composed.getSQL());
  const filled = params.map(filledFrom);
  if (!filled.some(({ slot }) => slot === 'company')) throw notBound(composed);
  return { sql: text, params: filled };
}

const notBound = (composed: SQLWrapper): Error =>
  new Error(`This statement is not bound to a company: ${dialect.sqlToQuery(composed.getSQL()).sql}`);

/** What stands in a parameter's place: the value of a slot, or the same at every call. */
type Filled = { slot?: string; of: (values: Record<string, unknown>) => unknown };

/** As Drizzle fills them; what a parameter is, is looked at once instead of at each call. */
function filledFrom(param: unknown): Filled {
  if (is(param, Placeholder)) return filledBy(param.name, (value) => value);
  if (is(param, Param) && is(param.value, Placeholder))
    return filledBy(param.value.name, (value) => param.encoder.mapToDriverValue(value));
  return { of: () => param };
}

const filledBy = (slot: string, encode: (value: unknown) => unknown): Filled => ({
  slot,
  of(values) {
    if (!(slot in values)) throw new Error(`No value was given for ${slot}`);
    return encode(values[slot]);
  },
});

function toSqlite(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw new TypeError(`A statement cannot carry ${typeof value}`);
}

/** The row that the command just before inserted. */
export const lastInserted = sql<number>`last_insert_rowid()`;

/** How many rows the command just before changed. */
export const rowsChanged = query()(
  (slot) =>
    sql<{
      rows: number;
    }>`select json_object('rows', changes()) as answer where ${slot('company')} = ${slot('company')}`,
);

/** Filters by name; those left undefined do not count. */
export type Given = Record<string, string | number | boolean | null | undefined>;

/** Those of the filters that were given. */
export const conditionsOf = (names: string[], all: Record<string, SQL>): SQL =>
  sql.join(
    Object.entries(all).flatMap(([name, condition]) =>
      names.includes(name) ? [sql` and ${condition}`] : [],
    ),
  );

/** Each combination of filters is a statement of its own, kept after its first use, so that indexes can serve it. */
export function perCombination<Prepared>(prepare: (names: string[]) => Prepared): (given: Given) => Prepared {
  const prepared = keptPer((names: string) => prepare(names === '' ? [] : names.split(',')));
  return (given) =>
    prepared(
      Object.keys(given)
        .filter((name) => given[name] !== undefined)
        .join(),
    );
}
