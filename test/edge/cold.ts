import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endsWithUs } from '../room/end.ts';
import { freePort } from '../room/port.ts';
import { WORKERD } from '../room/runtime.ts';

const ENTRY = 'edge.js';
const HELLO = "export default { fetch: () => new Response('Hello, world!') };";

/** A hello-world's flags are nobody's; ours are in wrangler.toml. */
const OURS = /^compatibility_flags = (\[.*\])$/m.exec(readFileSync('wrangler.toml', 'utf8'))?.[1] ?? '[]';

/** The least milliseconds of work until the first answer of a fresh process: a hello-world's, and of ours at each path. */
export async function coldStarts(
  build: string,
  paths: string[],
  rounds: number,
): Promise<{ hello: number; at: Map<string, number> }> {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-cold-'));
  writeFileSync(join(folder, ENTRY), HELLO);
  const [hello, ours] = [encoded(folder, '[]'), encoded(build, OURS)];
  const took = { hello: Number.POSITIVE_INFINITY, at: new Map<string, number>() };
  for (let round = 0; round < rounds; round += 1) {
    took.hello = Math.min(took.hello, await firstAnswer(hello, '/'));
    for (const path of paths) {
      const least = took.at.get(path) ?? Number.POSITIVE_INFINITY;
      took.at.set(path, Math.min(least, await firstAnswer(ours, path)));
    }
  }
  rmSync(folder, { recursive: true, force: true });
  return took;
}

/** As wrangler gives it to workerd: to read a config as text takes a third of a start, and has no part in a Worker. */
function encoded(folder: string, flags: string): string {
  const text = join(folder, 'config.capnp');
  writeFileSync(text, configFor(folder, flags));
  const config = join(folder, 'config');
  writeFileSync(config, execFileSync(WORKERD, ['compile', '--config-only', text]));
  return config;
}

async function firstAnswer(config: string, path: string): Promise<number> {
  const port = await freePort();
  const startedAt = performance.now();
  const serve = ['serve', '--binary', config, '--socket-addr', `http=127.0.0.1:${port}`];
  const child = endsWithUs(spawn(WORKERD, serve, { stdio: 'ignore' }));
  try {
    await listening(port, child);
    // Through the router and refused by it: no database has a part in this.
    await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
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

/** The first of its modules is a Worker's entry. */
function configFor(folder: string, flags: string): string {
  const others = globSync('**/*.js', { cwd: folder }).filter((name) => name !== ENTRY);
  const modules = [ENTRY, ...others].map((name) => `(name = "${name}", esModule = embed "${name}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", http = (), service = "main")]
);
const worker :Workerd.Worker = (
  modules = [${modules.join(', ')}],
  bindings = [(name = "DATABASE_URL", text = "http://127.0.0.1:1")],
  compatibilityDate = "2026-10-01",
  compatibilityFlags = ${flags}
);`;
}
