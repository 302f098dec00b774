import { Worker } from 'node:worker_threads';

export type Copy = { source: string; into: string };

/** A copy of one moment, compacted, made in a thread: copying blocks, and a busy owner must go on meanwhile. */
export function copyDatabase(source: string, into: string): Promise<void> {
  const workerData: Copy = { source, into };
  const thread = new Worker(new URL('./copy-thread.ts', import.meta.url), { workerData, execArgv: [] });
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('The copying was cut short'))));
  });
}
