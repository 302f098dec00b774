import type { Client, Row } from '@libsql/client';
import { readMigrationFiles } from 'drizzle-orm/migrator';

/** A newer StockFlow has reshaped this database: what this version would write into it, nobody has thought of. */
export class DatabaseNewer extends Error {
  constructor(unknown: number, lastAt: number) {
    const day = new Date(lastAt).toISOString().slice(0, 10);
    const migrations = unknown === 1 ? 'a migration' : `${unknown} migrations`;
    super(
      `The database is newer than this StockFlow: it has ${migrations} that this version does not know, the last of ${day}. ` +
        'Start the version that you ran last, or restore a backup from before that update.',
    );
    this.name = 'DatabaseNewer';
  }
}

/** Applies what is missing, in one transaction that first takes the write lock: two processes at once are safe. */
export async function migrate(client: Client, folder: string): Promise<{ applied: number }> {
  const migrations = readMigrationFiles({ migrationsFolder: folder });
  const transaction = await client.transaction('write');
  try {
    await transaction.execute(
      'create table if not exists migrations (hash text primary key, created_at integer not null) strict',
    );
    const { rows } = await transaction.execute('select hash, created_at from migrations order by created_at');
    refuseNewer(rows, new Set(migrations.map(({ hash }) => hash)));
    const known = new Set(rows.map(({ hash }) => hash));
    const missing = migrations.filter((migration) => !known.has(migration.hash));
    for (const { hash, sql, folderMillis } of missing) {
      await transaction.batch(sql);
      await transaction.execute({ sql: 'insert into migrations values (?, ?)', args: [hash, folderMillis] });
    }
    await transaction.commit();
    return { applied: missing.length };
  } finally {
    transaction.close();
  }
}

function refuseNewer(applied: Row[], ours: Set<string>): void {
  const unknown = applied.filter(({ hash }) => !ours.has(String(hash)));
  const last = unknown.at(-1);
  if (last) throw new DatabaseNewer(unknown.length, Number(last.created_at));
}
