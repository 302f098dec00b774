import type { Client } from '@libsql/client';
import { readMigrationFiles } from 'drizzle-orm/migrator';

/** Applies what is missing, in one transaction that first takes the write lock: two processes at once are safe. */
export async function migrate(client: Client, folder: string): Promise<{ applied: number }> {
  const migrations = readMigrationFiles({ migrationsFolder: folder });
  const transaction = await client.transaction('write');
  try {
    await transaction.execute(
      'create table if not exists migrations (hash text primary key, created_at integer not null) strict',
    );
    const { rows } = await transaction.execute('select hash from migrations');
    const known = new Set(rows.map((row) => row[0]));
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
