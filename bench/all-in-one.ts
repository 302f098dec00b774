import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { freePort } from '../test/room/port.ts';

export type Program = {
  address: string;
  /** Resident, of the process, in millions of bytes. */
  rssMb: () => number;
  stop: () => Promise<void>;
};

/** `npm start` on a folder: API and worker in one process of their own. */
export async function startAll(folder: string, settings: Record<string, string> = {}): Promise<Program> {
  const port = await freePort();
  const env = {
    ...process.env,
    DATA_DIR: folder,
    PORT: String(port),
    HOST: '127.0.0.1',
    WORKER_PORT: '0',
    RATE_LIMIT: '0',
    ...settings,
  };
  const args = ['--import', './tools/quick.mjs', 'start/all.ts'];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  // Its lines are read to the end: a process that nobody listens to any more cannot write.
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`It ended by itself (${code})`)));
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('The worker is at work')) resolve();
    });
  });
  return {
    address: `http://127.0.0.1:${port}`,
    rssMb: () =>
      Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1000,
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

export type Ask = (method: string, path: string, body?: object) => Promise<Response>;

export const asker =
  (address: string, apiKey: string): Ask =>
  async (method, path, body) => {
    const ask = () =>
      fetch(`${address}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
    try {
      return await ask();
    } catch (error) {
      if (!isHungUp(error)) throw error;
      return ask();
    }
  };

/** A connection that was kept may end just as the next call sets out on it: whoever keeps connections asks again. */
const isHungUp = (error: unknown): boolean =>
  error instanceof TypeError &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  (error.cause.code === 'UND_ERR_SOCKET' || error.cause.code === 'ECONNRESET');

/** So many calls a second, each at its time whether or not the one before is answered; the times from then to the answer. */
export async function steadily(
  perSecond: number,
  ms: number,
  call: (count: number) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  const calls: Promise<void>[] = [];
  const begun = performance.now();
  for (let count = 0; ; count += 1) {
    const at = begun + (1000 * count) / perSecond;
    if (at - begun >= ms) break;
    const waitMs = at - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs - 1));
    const sentAt = performance.now();
    calls.push(call(count).then(() => void times.push(performance.now() - sentAt)));
  }
  await Promise.all(calls);
  return times;
}
