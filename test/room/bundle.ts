import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder that a Worker was bundled into, as wrangler.toml has it done before it is uploaded. */
export function bundled(entry: string): string {
  const build = mkdtempSync(join(tmpdir(), 'stockflow-worker-'));
  execFileSync(process.execPath, ['tools/edge.mjs', entry, build]);
  return build;
}
