import { closeSync, openSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import Database from 'libsql';
import type { Copy } from './copy.ts';

const { source, into }: Copy = workerData;

// Made first, and empty, so that nobody else can read what it will hold.
closeSync(openSync(into, 'wx', 0o600));
const database = new Database(source);
// A second checkpointer is what corrupts a file with this SQLite; one that only reads is not.
database.exec('PRAGMA wal_autocheckpoint = 0');
database.prepare('VACUUM INTO ?').run(into);
database.close();
