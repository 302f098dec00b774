import { SQL, sql } from 'drizzle-orm';
import { SQLiteColumn } from 'drizzle-orm/sqlite-core';

/** What an answer is made of: columns, expressions, and objects of these. */
export type Fields = { [name: string]: SQLiteColumn | SQL | Fields };

export type Answer<F> = F extends SQLiteColumn
  ? F['_']['data'] | (F['_']['notNull'] extends true ? never : null)
  : F extends SQL<infer Value>
    ? Value
    : { [Name in keyof F]: Answer<F[Name]> };

/** What a field is called where the answer goes. */
export type Spell = (name: string) => string;

export const asIs: Spell = (name) => name;

/** One row as a JSON object written by SQLite: the same text serves the caller and the Idempotency-Key's memory. */
export function json<F extends Fields>(fields: F, spell: Spell = asIs): SQL<Answer<F>> {
  const pairs = Object.entries(fields).map(
    ([name, field]) => sql`${sql.raw(`'${spell(name)}'`)}, ${jsonValue(field, spell)}`,
  );
  return sql`json_object(${sql.join(pairs, sql`, `)})`;
}

function jsonValue(field: Fields[string], spell: Spell): SQL {
  if (field instanceof SQL) return field;
  if (field instanceof SQLiteColumn)
    return field.dataType === 'boolean' ? flag(sql`${field}`) : sql`${field}`;
  return json(field, spell);
}

export const flag = (condition: SQL): SQL<boolean> => sql`json(iif(${condition}, 'true', 'false'))`;

/** Rows of a subselect as a JSON array. `json()` around it, because a subselect loses the JSON mark of its text. */
export const jsonList = <Item>(item: SQL<Item>, from: SQL): SQL<Item[]> =>
  sql`json((select json_group_array(${item}) ${from}))`;

/** The row of a subselect, or null. */
export const jsonOne = <Item>(item: SQL<Item>, from: SQL): SQL<Item | null> =>
  sql`json((select ${item} ${from}))`;

/** A fraction with all its digits, for sums that are made anew: `json_object` itself writes fifteen of seventeen. */
export const exact = (column: SQLiteColumn | SQL): SQL<number> => sql`json(printf('%!.17g', ${column}))`;

export const exactOrNull = (column: SQLiteColumn | SQL): SQL<number | null> =>
  sql`iif(${column} is null, json('null'), ${exact(column)})`;

/** Milliseconds as ISO text. */
export const time = (column: SQLiteColumn | SQL): SQL<string> =>
  sql`strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;

export const timeOrNull = (column: SQLiteColumn): SQL<string | null> => time(column);

/** A local day as ISO text. */
export const date = (column: SQLiteColumn | SQL): SQL<string> => sql`date(${column} * 86400, 'unixepoch')`;

export const dateOrNull = (column: SQLiteColumn | SQL): SQL<string | null> => date(column);

/** Hundredths as decimal text. */
export const decimal = (column: SQLiteColumn | SQL): SQL<string> =>
  sql`printf('%d.%02d', ${column} / 100, ${column} % 100)`;

export const decimalOrNull = (column: SQLiteColumn | SQL): SQL<string | null> =>
  sql`iif(${column} is null, null, ${decimal(column)})`;
