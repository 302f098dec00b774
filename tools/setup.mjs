// Installs the locked dependencies when they are missing or older than the lockfile.
// Runs on whatever Node started npm (20 or newer), before the pinned Node is there.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

const modifiedAt = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (modifiedAt('node_modules/.package-lock.json') < modifiedAt('package-lock.json')) {
  console.error('Installing dependencies (first run, about half a minute)…');
  const install = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['inherit', 2, 2],
    shell: process.platform === 'win32',
  });
  if (install.status !== 0) process.exit(install.status ?? 1);
}

// Only now: it needs what was installed.
await import('./packages.mjs');
