import { workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import * as z from 'zod';

// Run as a thread: making a new database takes seconds and hundreds of megabytes, which go with the thread.
const options = z.object({ dataDir: z.string(), startParams: z.array(z.string()) });
const database = await PGlite.create(options.parse(workerData));
await database.close();
