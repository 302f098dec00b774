import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The disk that the data is on. */
export type Disk = {
  folder: string;
  /** Null where it has plenty of room, or there is no right to mount a small one: then it is never full. */
  fill: (() => void) | null;
  free: () => void;
  remove: () => void;
};

const MEGABYTES = 384;

/** A little one can be filled to the last block; one with plenty is the machine's own. */
export type Room = 'little' | 'plenty';

export function newDisk(room: Room): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-chaos-'));
  const size = `size=${MEGABYTES}m`;
  const mount = () => spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'stockflow-chaos', folder]);
  const isMounted = room === 'little' && mount().status === 0;
  const filler = join(folder, 'filler');
  const free = () => rmSync(filler, { force: true });
  return {
    folder,
    fill: isMounted ? () => fill(folder, filler) : null,
    free,
    remove() {
      free();
      if (isMounted) spawnSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** To the last block, so that not even a log can grow. */
function fill(folder: string, filler: string): void {
  const file = openSync(filler, 'w');
  try {
    const { bavail, bsize } = statfsSync(folder);
    const block = Buffer.alloc(bsize);
    const large = Buffer.alloc(1024 * bsize);
    for (let left = bavail; left > 0; left -= left >= 1024 ? 1024 : 1)
      writeSync(file, left >= 1024 ? large : block);
  } catch (error) {
    // Somebody else took the rest meanwhile: it is full.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(file);
  }
}
