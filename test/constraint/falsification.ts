import { type Attempt, insert, type Row, statement, type Table } from './seed.ts';

/** A way to make stock and history disagree with a hand in the database, and the name it is refused by. */
export type Falsification = { how: string; attempt: Attempt; message: string };

export const by = (message: string, ways: Record<string, string | Attempt>): Falsification[] =>
  Object.entries(ways).map(([how, way]) => ({
    how,
    attempt: typeof way === 'string' ? [statement(way)] : way,
    message,
  }));

export const row = (table: Table, changed: Row, verb: string): Attempt => [insert(table, changed, verb)];

export const upsert = (table: Table, changed: Row, clause: string): Attempt => {
  const { sql, args } = insert(table, changed);
  return [{ sql: `${sql} on conflict ${clause}`, args }];
};

export const about = (what: string, ways: Falsification[]): Falsification[] =>
  ways.map((one) => ({ ...one, how: `${what}: ${one.how}` }));
