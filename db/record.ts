import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { type Answer, type Fields, json } from './answer.ts';
import type { FaultCode } from './fault.ts';
import { fold, type Page, pageById } from './page.ts';
import type { Scope } from './scope.ts';
import { type Command, type Given, lastInserted, perCombination, query, type Slot } from './statement.ts';

type RecordTable = SQLiteTable & { id: SQLiteColumn; companyId: SQLiteColumn };

export type ListInput = { cursor?: number; limit: number; search?: string };

type Options<Name extends string> = {
  missing: FaultCode;
  /** Columns that a search looks into. */
  searched?: SQLiteColumn[];
  /** Columns that a list can be narrowed by. */
  filters?: Record<Name, SQLiteColumn>;
  /** Rows of the table that are not of this kind stay out. */
  only?: SQL;
};

/** What the nouns of a company share: found by id, listed by id, answered in one shape after each write. */
export function recordOf<F extends Fields & { id: SQLiteColumn }, Name extends string = never>(
  table: RecordTable,
  fields: F,
  { missing, searched, filters, only = sql`true` }: Options<Name>,
) {
  const select = sql<Answer<F>>`select ${json(fields)} as answer from ${table} where ${only}`;
  const own = (slot: Slot<{ id: number }>): SQL =>
    sql`${table.companyId} = ${slot('company')} and ${table.id} = ${slot('id')}`;

  const inserted = query()(
    (slot) =>
      sql<Answer<F>>`${select} and ${table.companyId} = ${slot('company')} and ${table.id} = ${lastInserted}`,
  );
  const found = query<{ id: number }>()((slot) => sql<Answer<F>>`${select} and ${own(slot)}`);
  const listed = perCombination((names) =>
    query<{ after: number; limit: number }>()(
      (slot) => sql<
        Answer<F>
      >`${select} and ${table.companyId} = ${slot('company')} and ${table.id} > ${slot('after')}
        ${sql.join(names.map((name) => condition(name, { search: searched, ...filters })))}
        order by ${table.id} limit ${slot('limit')}`,
    ),
  );

  return {
    /** The row that an update changes. */
    own,

    get: (scope: Scope, id: number): Promise<Answer<F>> => scope.one(found({ id }), missing),

    list(
      scope: Scope,
      input: ListInput & Partial<Record<Name, string | number | boolean>>,
    ): Promise<Page<Answer<F>>> {
      const { cursor, limit, search, ...rest } = input;
      const given: Given = { ...rest, search: search && fold(search) };
      return pageById(scope, limit, (rows) => listed(given)({ ...given, after: cursor ?? 0, limit: rows }));
    },

    /** The last command must be the one that inserts the row. */
    create: (scope: Scope, commands: Command[]): Promise<Answer<F>> =>
      scope.write(commands, inserted({}), missing),

    update: (scope: Scope, id: number, commands: Command[]): Promise<Answer<F>> =>
      scope.write(commands, found({ id }), missing),
  };
}

function condition(name: string, columns: Record<string, SQLiteColumn | SQLiteColumn[] | undefined>): SQL {
  const column = columns[name];
  const slot: Placeholder = sql.placeholder(name);
  if (column === undefined) throw new Error(`There is no filter ${name}`);
  if (!Array.isArray(column)) return sql` and ${column} = ${slot}`;
  const matches = column.map((searched) => sql`instr(lower(${searched}), ${slot}) > 0`);
  return sql` and (${sql.join(matches, sql` or `)})`;
}
