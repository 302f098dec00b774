import { existsSync, readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

/** Ends its process when a test does not end: a change may make a loop without an end, which only another thread can stop. */

const TOLD = '/proc/self/schedstat';

/** How long the process was ready, and others had the processor, where the system tells. On a busy machine that is most of the time. */
const keptWaitingMs = (): number =>
  existsSync(TOLD) ? Number(readFileSync(TOLD, 'utf8').split(' ')[1]) / 1e6 : 0;
const ownMs = (): number => performance.now() - keptWaitingMs();

let begunAt = ownMs();
parentPort?.on('message', () => {
  begunAt = ownMs();
});
setInterval(() => {
  if (ownMs() - begunAt > workerData.endsAfterMs) process.kill(process.pid, 'SIGKILL');
}, 500);
