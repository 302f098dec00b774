import { type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { json, jsonList } from './answer.ts';
import type { FaultCode } from './fault.ts';
import type { Scope } from './scope.ts';
import type { Command, Query, Slot } from './statement.ts';

export type Outcome = 'created' | 'updated' | 'unchanged' | 'refused';

/** What became of one line, or would become of it: its row, or why there is none. */
export type Imported = {
  line: number;
  outcome: Outcome;
  id: number | null;
  code: FaultCode | null;
  /** The field that the refusal is about. */
  field: string | null;
};

/** The lines as JSON, each an object. What is left out keeps what is there, null clears it. */
export type Lines = { lines: string };

/** A preview asks what the import would do, and writes nothing: the same SELECT decides in both. */
export async function importLines<Result extends Imported>(
  scope: Scope,
  isPreview: boolean,
  decision: Query<Result[]>,
  commands: Command[],
): Promise<Result[]> {
  if (!isPreview) return scope.decide(decision, ...commands);
  const foreseen = await scope.one(decision, 'internal');
  return foreseen.map((result) => (result.outcome === 'created' ? { ...result, id: null } : result));
}

/** Lines that speak of the same thing as an earlier one: whichever should count, the file does not say it. */
export function apart<Line>(
  lines: Line[],
  keyOf: (line: Line) => string | undefined,
): { first: Line[]; repeated: Line[] } {
  const seen = new Set<string>();
  const isRepeated = (line: Line): boolean => {
    const key = keyOf(line);
    if (key === undefined || !seen.has(key)) {
      if (key !== undefined) seen.add(key);
      return false;
    }
    return true;
  };
  const { first = [], repeated = [] } = Object.groupBy(lines, (line) =>
    isRepeated(line) ? 'repeated' : 'first',
  );
  return { first, repeated };
}

export const refusal = (line: number, code: FaultCode, field: string): Imported => ({
  line,
  outcome: 'refused',
  id: null,
  code,
  field,
});

export const inOrder = <Result extends Imported>(results: Result[]): Result[] =>
  results.toSorted((a, b) => a.line - b.line);

/** The lines as rows: each field is looked up once, and of those that may be cleared also whether the line speaks of it. */
export const readLines = (slot: Slot<Lines>, fields: string[], clearable: string[]): SQL => {
  const values = ['line', ...fields, ...clearable].map((name) => `value ->> '$.${name}' as ${name}`);
  const spoken = clearable.map((name) => `json_type(value, '$.${name}') is not null as has_${name}`);
  return sql`l as materialized (select ${sql.raw([...values, ...spoken].join())} from json_each(${slot('lines')}))`;
};

const ofLine = (name: string): SQL => sql.raw(`l.${name}`);
const isSpokenOf = (name: string): SQL => sql.raw(`l.has_${name}`);

/** A field that may be cleared, or what is there if the line does not speak of it. */
export const given = (name: string, current: SQLiteColumn): SQL =>
  sql`iif(${isSpokenOf(name)}, ${ofLine(name)}, ${current})`;

export const differsOrCleared = (name: string, current: SQLiteColumn): SQL =>
  sql`(${isSpokenOf(name)} and ${ofLine(name)} is not ${current})`;

/** A field that is never empty differs. */
export const differs = (name: string, current: SQLiteColumn): SQL =>
  sql`(${ofLine(name)} is not null and ${ofLine(name)} is not ${current})`;

/**
 * The last steps of every decision. `wanted` has for each line its `id` if its row is there, whether that `changes`, and
 * the `problem` as "code field". New rows take the next ids in the order of the lines.
 */
export const decided = (table: SQLiteTable & { id: SQLiteColumn }): SQL => sql`
  judged as (select *, case when problem is not null then 'refused' when id is null then 'created'
      when changes then 'updated' else 'unchanged' end as outcome from wanted),
  decided as (select *, iif(outcome = 'created', (select coalesce(max(${table.id}), 0) from ${table})
      + count(*) filter (where outcome = 'created') over (order by line), id) as row_id from judged)`;

export const importedFields = {
  line: sql<number>`line`,
  outcome: sql<Outcome>`outcome`,
  id: sql<number | null>`iif(outcome = 'refused', null, row_id)`,
  code: sql<FaultCode | null>`substr(problem, 1, instr(problem, ' ') - 1)`,
  field: sql<string | null>`substr(problem, instr(problem, ' ') + 1)`,
};

export const results = jsonList(json(importedFields), sql`from (select * from decided order by line)`);
