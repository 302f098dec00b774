import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WRANGLER = 'node_modules/wrangler/bin/wrangler.js';

/** The folder that a Worker was bundled into, as it would be uploaded. */
export function bundled(entry: string): { build: string; said: string } {
  const build = mkdtempSync(join(tmpdir(), 'stockflow-worker-'));
  const args = [WRANGLER, 'deploy', entry, '--dry-run', '--env', 'production', '--outdir', build];
  const said = execFileSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { build, said };
}
