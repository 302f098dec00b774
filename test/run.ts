import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Tests load what they test as the programs do: by Node, which keeps it compiled, and not through Vite. */
export const native = { viteModuleRunner: false, nodeLoader: false };

/** A run in a container of its own is not seen here, but it writes. */
const ABANDONED_MS = 3_600_000;
const RUN = /^stockflow-run-(\d+)$/;

/**
 * A folder for all that a run and its programs put aside, which goes with it; what a killed run has left, goes now. In
 * memory where there is plenty: what is tested is a killed process, not a pulled plug.
 */
export function temporary(): { TMPDIR: string } {
  const place = shelf();
  for (const name of readdirSync(place)) {
    const pid = RUN.exec(name)?.[1];
    const path = join(place, name);
    if (pid !== undefined && !isThere(Number(pid)) && statSync(path).mtimeMs < Date.now() - ABANDONED_MS)
      rmSync(path, { recursive: true, force: true });
  }
  const folder = join(place, `stockflow-run-${process.pid}`);
  if (!existsSync(folder)) {
    mkdirSync(folder);
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
  process.env.TMPDIR = folder;
  return { TMPDIR: folder };
}

function shelf(): string {
  const memory = '/dev/shm';
  const outer = RUN.test(basename(tmpdir())) ? dirname(tmpdir()) : tmpdir();
  if (!existsSync(memory)) return outer;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 4 * 1024 ** 3 ? memory : outer;
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
