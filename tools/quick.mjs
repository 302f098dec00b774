// Loaded first (node --import), so that a program of ours is there in a third of the time.
import { readFileSync, statSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const MODULES = new URL('../node_modules/', import.meta.url);
const PACKAGES = new URL('.cache/packages/', MODULES);

enableCompileCache(fileURLToPath(new URL('.cache/compiled', MODULES)));

const modifiedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** By their names, the packages that tools/packages.mjs has put into a few files since they were installed. */
function kept() {
  const list = new URL('list.json', PACKAGES);
  if (modifiedAt(list) <= modifiedAt(new URL('.package-lock.json', MODULES))) return new Map();
  return new Map(Object.entries(JSON.parse(readFileSync(list, 'utf8'))));
}

const packages = kept();
const OURS = /^\.{1,2}\/.*\.ts$/;

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL } = context;
    // A package may have another of that name to itself.
    if (!parentURL?.startsWith('file:') || parentURL.includes('/node_modules/'))
      return next(specifier, context);
    const file = packages.get(specifier);
    if (file !== undefined)
      return { url: new URL(file, PACKAGES).href, format: 'module', shortCircuit: true };
    // Node would look at each folder above each of our files, only to learn what it is.
    if (OURS.test(specifier))
      return { url: new URL(specifier, parentURL).href, format: 'module-typescript', shortCircuit: true };
    return next(specifier, context);
  },
});
