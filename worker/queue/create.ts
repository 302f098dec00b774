import { workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { dataDir as emptyDatabase } from '@electric-sql/pglite-prepopulatedfs';
import * as z from 'zod';

// Run as a thread: unpacking a new database takes a hundred megabytes, which go with the thread. To make one instead of
// unpacking it would take seconds more.
const options = z.object({ dataDir: z.string(), startParams: z.array(z.string()) });
const database = await PGlite.create({
  ...options.parse(workerData),
  loadDataDir: await emptyDatabase(),
});
await database.close();
