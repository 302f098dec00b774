import type { Client } from '@libsql/client';

/** Whose rows, if not all; and tables or columns that are left out. */
type Which = { company?: number; without?: string[] };

const statements = new Map<string, Promise<string>>();

/** Every row, as a text for each table. One statement, made once: it is asked for hundreds of times, of servers too. */
export async function dumpOf(client: Client, { company, without = [] }: Which = {}): Promise<Dump> {
  const isOwned = company !== undefined;
  const named = JSON.stringify([isOwned, without]);
  const statement = statements.get(named) ?? statementFor(client, isOwned, without);
  statements.set(named, statement);
  const { rows } = await client.execute({ sql: await statement, args: isOwned ? [company] : [] });
  return Object.fromEntries(rows.map((row) => [String(row[0]), String(row[1])]));
}

export type Dump = Record<string, string>;

async function statementFor(client: Client, isOwned: boolean, without: string[]): Promise<string> {
  const out = without.map((name) => `'${name}'`).join(', ');
  const { rows } = await client.execute(
    `select m.name, group_concat('quote(' || c.name || ')', ' || '','' || ')
      from sqlite_schema m join pragma_table_info(m.name) c
      where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like 'libsql_%'
        and m.name not in (${out}) and c.name not in (${out})
      group by m.name
      ${isOwned ? `having m.name = 'companies' or sum(c.name = 'company_id') > 0` : ''}`,
  );
  return rows
    .map(({ 0: name, 1: line }) => {
      const owner = name === 'companies' ? 'id' : 'company_id';
      const whose = isOwned ? ` where ${owner} = ?1` : '';
      return `select '${name}', group_concat(${line}, char(10)) from ${name}${whose}`;
    })
    .join(' union all ');
}
