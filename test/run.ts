import { existsSync, statfsSync } from 'node:fs';

/** Tests load what they test as the programs do: by Node, which keeps it compiled, and not through Vite. */
export const native = { viteModuleRunner: false, nodeLoader: false };

/** Files are kept in memory where there is plenty: what is tested is a killed process, not a pulled plug. */
export function temporary(): { TMPDIR?: string } {
  const folder = '/dev/shm';
  if (!existsSync(folder)) return {};
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > 4 * 1024 ** 3 ? { TMPDIR: folder } : {};
}
