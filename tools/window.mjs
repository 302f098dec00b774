// Builds the window when what it is made of is newer than what was built. Runs on Node 20, too.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const modifiedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newestIn(folder) {
  const inside = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name !== 'dist');
  const paths = inside.map((entry) => [entry.isDirectory(), join(folder, entry.name)]);
  return Math.max(...paths.map(([isFolder, path]) => (isFolder ? newestIn(path) : modifiedAt(path))));
}

const newest = Math.max(
  ...['package-lock.json', 'vite.config.ts'].map(modifiedAt),
  newestIn('web'),
  newestIn('worker/forecast'),
);
if (newest > modifiedAt('web/dist/index.html')) {
  const vite = ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'];
  execFileSync(process.execPath, vite, { stdio: ['ignore', 2, 2] });
}
