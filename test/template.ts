import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openLocal } from '../db/local.ts';
import { migrate } from '../db/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    template: string;
  }
}

/** A migrated, empty file that every room starts from: copying it is faster than migrating again. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-template-'));
  const template = join(folder, 'stockflow.db');
  const client = openLocal({ file: template });
  await migrate(client, 'db/migrations');
  client.close();
  project.provide('template', template);
  return () => rmSync(folder, { recursive: true, force: true });
}
