import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { CHROMIUM, command } from './program.ts';

/** The demo company is made once; every room opens a copy of its folder. */
export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-window-template-'));
  const made = existsSync(CHROMIUM) ? command(folder, 'demo') : { company_id: 0, api_key: '' };
  provide('demo', { folder, companyId: made.company_id, apiKey: made.api_key });
  return () => rmSync(folder, { recursive: true, force: true });
}

declare module 'vitest' {
  interface ProvidedContext {
    demo: { folder: string; companyId: number; apiKey: string };
  }
}
