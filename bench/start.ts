import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../test/room/port.ts';
import type { Bench, Figures } from './measure.ts';

/** As a person types it, what is installed and built before included. */
export const start: Bench = {
  name: 'start',
  about: 'npm start, until it answers',
  seconds: 1,
  rounds: 5,
  bars: [
    {
      what: 'npm start, installed, to the first answer',
      measuredAs: 'seconds, on a folder that has data',
      unit: 's',
      atMost: 1.5,
      figure: (of) => of('npm start', 'seconds'),
    },
  ],
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'stockflow-bench-'));
    return {
      cases: [{ name: 'npm start', round: () => startIn(folder) }],
      close: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
};

async function startIn(folder: string): Promise<Figures> {
  const [port, workerPort] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    DATA_DIR: folder,
    PORT: String(port),
    WORKER_PORT: String(workerPort),
    NODE_OPTIONS: '',
  };
  const begun = performance.now();
  const child = spawn('npm', ['start'], { env, stdio: 'ignore', detached: true });
  while (!(await isAnswering(port))) await pause(5);
  const seconds = (performance.now() - begun) / 1000;
  const { pid = 0 } = child;
  process.kill(-pid, 'SIGTERM');
  await once(child, 'exit');
  return { seconds };
}

const isAnswering = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
