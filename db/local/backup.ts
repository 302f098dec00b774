import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Client } from '@libsql/core/api';
import Database from 'libsql';
import * as z from 'zod';
import { Connection } from './connection.ts';
import { lockFile, realPath } from './lock.ts';

/** A client of a local file: whoever has it can have it copied, in this process or in the owner's. */
export type FileClient = Client & { copyTo(file: string): Promise<void> };

export const isOfFile = (client: Client): client is FileClient => 'copyTo' in client;

/** It cannot be done as things are; nothing was changed. */
export class BackupRefused extends Error {}

export type Contents = {
  bytes: number;
  companies: number;
  products: number;
  movements: number;
  /** When the last movement was recorded, in milliseconds. */
  lastAt: number | null;
  /** Letters that had not left when it was made. */
  letters: number;
};

/** A file has its final name only once it is whole, read through and on the disk. */
export async function backUp(client: FileClient, file: string): Promise<Contents> {
  if (existsSync(file)) throw new BackupRefused(`There is a file ${file} already. Choose another name.`);
  const part = `${file}.${process.pid}.part`;
  try {
    await client.copyTo(part).catch(({ message }: Error) => {
      throw new BackupRefused(`The database could not be copied to ${part}: ${message}`);
    });
    const contents = readBackup(part);
    sync(part);
    renameSync(part, file);
    sync(dirname(file));
    return contents;
  } finally {
    rmSync(part, { force: true });
  }
}

/** Reads all of it; answers what it holds. */
export function readBackup(file: string): Contents {
  if (!existsSync(file)) throw new BackupRefused(`There is no file ${file}.`);
  const database = new Database(file);
  try {
    const [finding] = database.prepare('PRAGMA quick_check(1)').pluck().all();
    if (finding !== 'ok')
      throw new BackupRefused(`${file} is damaged (${String(finding)}). Use another backup.`);
    return { bytes: statSync(file).size, ...counts.parse(database.prepare(COUNTS).get()) };
  } catch (error) {
    if (error instanceof Database.SqliteError)
      throw new BackupRefused(`${file} is not a backup of StockFlow (${error.message}).`);
    throw error;
  } finally {
    database.close();
  }
}

const counts = z.object({
  companies: z.number(),
  products: z.number(),
  movements: z.number(),
  lastAt: z.number().nullable(),
  letters: z.number(),
});

/** An order without its letter, as far as this database knows. */
const NOT_LEFT = "kind = 'order' and status in ('queued', 'sending')";

const COUNTS = `select (select count(*) from companies) as companies, (select count(*) from products) as products,
  (select count(*) from movements) as movements, (select recorded_at from movements order by id desc limit 1) as lastAt,
  (select count(*) from letters where ${NOT_LEFT}) as letters`;

const UNKNOWN = 'It had not left when the backup was made. Whether it left later, the backup does not know.';

/**
 * For every company: what was ordered after a backup is not in it, and would be ordered again. A letter to a supplier that
 * had not left then may have left since, so a person looks.
 */
export async function holdOrdering(client: Client): Promise<void> {
  await client.batch(
    [
      'update policies set is_paused = 1',
      `update letters set status = 'sending' where ${NOT_LEFT}`,
      { sql: `update letters set status = 'uncertain', error = ? where ${NOT_LEFT}`, args: [UNKNOWN] },
    ],
    'write',
  );
}

/** Puts a backup in the place of the database, once `prepare` has made it fit, and answers where that was put. */
export async function restore(
  backup: string,
  file: string,
  prepare: (part: string) => Promise<void>,
): Promise<{ contents: Contents; former: string | null }> {
  const contents = readBackup(backup);
  mkdirSync(dirname(file), { recursive: true });
  const lock = lockFile(file);
  const path = realPath(file);
  const part = `${path}.part`;
  try {
    copyFileSync(backup, part, constants.COPYFILE_FICLONE);
    await prepare(part);
    sync(part);
    const former = setAside(path);
    renameSync(part, path);
    sync(dirname(path));
    return { contents, former };
  } finally {
    for (const end of ['', '-wal', '-shm', '.lock', '.pid']) rmSync(`${part}${end}`, { force: true });
    lock.release();
  }
}

/** Copied rather than moved: until the backup is in its place there is always one whole database here. */
function setAside(path: string): string | null {
  if (!existsSync(path)) return null;
  const former = `${path}.${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  emptyLog(path);
  for (const end of ['', '-wal'].filter((end) => existsSync(`${path}${end}`))) {
    copyFileSync(`${path}${end}`, `${former}${end}`, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    sync(`${former}${end}`);
  }
  for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  return former;
}

/** What its last owner left in the log belongs into this file, and none of it into the next. */
function emptyLog(path: string): void {
  let connection: Connection | undefined;
  try {
    connection = new Connection(path, { statementsMax: 1, waitMs: 0 });
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Too damaged to be opened: then it is put aside with its log, as it is.
  } finally {
    connection?.close();
  }
}

function sync(path: string): void {
  const isFolder = statSync(path).isDirectory();
  if (isFolder && process.platform === 'win32') return;
  const descriptor = openSync(path, isFolder ? 'r' : 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
