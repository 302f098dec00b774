import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Which of our files import which, types and all: more is loaded anew than must be, and nothing less. */
const importers = new Map<string, string[]>();
for (const file of globSync('{api,db,worker,start,tools,test,chaos,web}/**/*.ts'))
  for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    const imported = normalize(join(dirname(file), target));
    importers.set(imported, [...(importers.get(imported) ?? []), file]);
  }

/** The file itself, whatever imports it, and so on. */
export function dependentsOf(file: string): string[] {
  const found = new Set([file]);
  for (const one of found) for (const importer of importers.get(one) ?? []) found.add(importer);
  return [...found];
}
