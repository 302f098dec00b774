import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../room/port.ts';

/** wrangler's own; the one in .bin is a program around it. */
const { default: WORKERD }: { default: string } = createRequire(import.meta.resolve('wrangler'))('workerd');

const HELLO = "export default { fetch: () => new Response('Hello, world!') };";

/** The least milliseconds of work until the first answer of a fresh process: the Worker's, and a hello-world's. */
export async function coldStarts(worker: string, rounds: number): Promise<{ hello: number; worker: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-cold-'));
  const took = { hello: Number.POSITIVE_INFINITY, worker: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round += 1) {
    took.hello = Math.min(took.hello, await firstAnswer(folder, HELLO));
    took.worker = Math.min(took.worker, await firstAnswer(folder, worker));
  }
  rmSync(folder, { recursive: true, force: true });
  return took;
}

async function firstAnswer(folder: string, script: string): Promise<number> {
  const port = await freePort();
  writeFileSync(join(folder, 'worker.js'), script);
  writeFileSync(join(folder, 'config.capnp'), configFor(port));
  const startedAt = performance.now();
  const child = spawn(WORKERD, ['serve', join(folder, 'config.capnp')], { stdio: 'ignore' });
  try {
    await listening(port, child);
    // Through the router and refused by it: no database has a part in this.
    await (await fetch(`http://127.0.0.1:${port}/api/company`)).text();
    return workedMs(child.pid) ?? performance.now() - startedAt;
  } finally {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}

/** What its main thread has worked, which is all of a start: other work on the machine is not in it. Linux tells. */
function workedMs(pid: number | undefined): number | undefined {
  const file = `/proc/${pid}/task/${pid}/schedstat`;
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6 : undefined;
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const isUp = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isUp) return;
    await pause(1);
  }
  throw new Error('workerd has ended.');
}

const configFor = (port: number): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  bindings = [(name = "DATABASE_URL", text = "http://127.0.0.1:1")],
  compatibilityDate = "2026-10-01"
);`;
