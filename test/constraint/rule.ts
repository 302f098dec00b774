import type { FaultCode } from '../../db/fault.ts';
import { type Attempt, insert, type Row, statement, type Table } from './seed.ts';

/** One rule of the schema: what it lets through just inside, what it refuses just outside, and how it says so. */
export type Rule = {
  rule: string;
  accepted: Attempt[];
  refused: Attempt[];
  /** How the database's message ends. */
  message: string;
  code: FaultCode;
};

const each = (table: Table, changes: Row[]): Attempt[] => changes.map((changed) => [insert(table, changed)]);

/** A CHECK, tried with inserts. */
export const check = (rule: string, table: Table, inside: Row[], outside: Row[]): Rule => ({
  rule,
  accepted: each(table, inside),
  refused: each(table, outside),
  message: `CHECK constraint failed: ${rule}`,
  code: 'invalid_input',
});

const eachSet = (table: string, where: string, changes: Row[]): Attempt[] =>
  changes.map((changed) => [
    {
      sql: `update ${table} set ${Object.keys(changed)
        .map((column) => `${column} = ?`)
        .join(', ')} where ${where}`,
      args: Object.values(changed),
    },
  ]);

/** A CHECK of a row that there is only one of, tried with updates. */
export const checkSet = (
  rule: string,
  table: string,
  where: string,
  inside: Row[],
  outside: Row[],
): Rule => ({
  rule,
  accepted: eachSet(table, where, inside),
  refused: eachSet(table, where, outside),
  message: `CHECK constraint failed: ${rule}`,
  code: 'invalid_input',
});

/** A unique index: the row that is there already, and what would be free. */
export const unique = (
  rule: string,
  table: Table,
  free: Row[],
  taken: Row[],
  columns: string[],
  code: FaultCode,
): Rule => ({
  rule,
  accepted: each(table, free),
  refused: each(table, taken),
  message: `UNIQUE constraint failed: ${columns.map((column) => `${table}.${column}`).join(', ')}`,
  code,
});

/** A trigger's RAISE whose name is a fault that callers know. */
export const raised = (trigger: string, name: FaultCode, accepted: Attempt[], refused: Attempt[]): Rule => ({
  rule: `${trigger}: ${name}`,
  accepted,
  refused,
  message: name,
  code: name,
});

/** A trigger's RAISE that no caller can provoke: only a mistake of ours or a hand in the database. */
export const guarded = (trigger: string, name: string, accepted: Attempt[], refused: Attempt[]): Rule => ({
  rule: `${trigger}: ${name}`,
  accepted,
  refused,
  message: name,
  code: 'internal',
});

/** Each statement alone. */
export const tries = (...statements: string[]): Attempt[] => statements.map((sql) => [statement(sql)]);

export const texts = (column: string, ...lengths: number[]): Row[] =>
  lengths.map((length) => ({ [column]: 'x'.repeat(length) }));

export const values = (column: string, ...given: (string | number | null)[]): Row[] =>
  given.map((value) => ({ [column]: value }));
