import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openQueue } from '../../worker/queue.ts';
import { compileSimply } from '../wasm.ts';

declare module 'vitest' {
  interface ProvidedContext {
    queueTemplate: string;
  }
}

const CACHE = resolve('node_modules/.cache/queue');

/**
 * An empty queue that each test starts from: copying its folder is faster than making one, which takes seconds. Nobody
 * waits for them here, but in made.ts.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = join(CACHE, fingerprint());
  project.provide('queueTemplate', folder);
  const making = existsSync(folder) ? Promise.resolve() : make(folder);
  return () => making;
}

/** Of all that decides what an empty queue looks like. */
function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync('package-lock.json'));
  for (const name of readdirSync('worker/queue').sort())
    hash.update(readFileSync(join('worker/queue', name)));
  return hash.digest('hex').slice(0, 16);
}

async function make(folder: string): Promise<void> {
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  compileSimply();
  const dataDir = mkdtempSync(join(CACHE, 'making-'));
  const queue = await openQueue({ dataDir, log: () => {} });
  await queue.close({ withinMs: 0 });
  const made = join(dataDir, 'queue');
  for (const neverOpened of ['1', '4']) rmSync(join(made, 'base', neverOpened), { recursive: true });
  renameSync(made, folder);
  rmSync(dataDir, { recursive: true });
}
