// Puts the packages that programs are made of into a few files, anew when they change: Node reads 46 instead of 560
// each time one starts. Runs on Node 20, too.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const CACHE = 'node_modules/.cache/packages';
const LIST = join(CACHE, 'list.json');
// These look for other files beside their own.
const APART = /^(libsql|@electric-sql\/[\w-]+|@bull-board\/\w+)(\/|$)/;

const modifiedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const sourcesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

const IMPORT = /(?:^(?:import|export) (?!type )[^;']*from |^import |\bimport\()'([^'.][^']*)'/gm;
const packageOf = (name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0];
const fileOf = (name) => name.replaceAll('@', '').replaceAll('/', '.');

/** What our programs import, by the names that they import it by. */
function imported() {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const texts = ['api', 'db', 'start', 'tools', 'worker'].flatMap(sourcesIn);
  const names = texts.flatMap((file) =>
    Array.from(readFileSync(file, 'utf8').matchAll(IMPORT), ([, name]) => name),
  );
  const ours = names.filter((name) => packageOf(name) in dependencies && !APART.test(name));
  return [...new Set(ours)].sort();
}

/** A module per name, with all that it exports; a package that knows no modules would otherwise export itself only. */
async function entriesOf(names) {
  const entries = new Map();
  for (const name of names) {
    const exported = Object.keys(await import(name)).filter(
      (key) => !/^(__esModule|module\.exports)$/.test(key),
    );
    entries.set(`\0${name}`, `export { ${exported.join(', ')} } from '${name}';`);
  }
  return { name: 'entries', resolveId: (id) => (entries.has(id) ? id : null), load: (id) => entries.get(id) };
}

async function bundle(names, outDir) {
  const { build } = await import('vite');
  // As Node chooses, which reads neither `module` nor `browser`.
  const resolve = { mainFields: [], conditions: ['node', 'module-sync'], noExternal: true };
  const external = ['libsql', 'msgpackr-extract'];
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [await entriesOf(names)],
    environments: { ssr: { resolve: { ...resolve, external } } },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [fileOf(name), `\0${name}`])),
        output: { entryFileNames: '[name].mjs', chunkFileNames: 'part-[hash].mjs' },
      },
    },
  });
}

/** What runs may still read the former folder: it stays until the packages are installed anew. */
async function keep(names) {
  const hash = createHash('sha256').update(names.join());
  for (const file of ['package-lock.json', 'tools/packages.mjs']) hash.update(readFileSync(file));
  const folder = hash.digest('hex').slice(0, 16);
  if (!existsSync(join(CACHE, folder))) {
    const making = join(CACHE, `making-${process.pid}`);
    await bundle(names, making);
    renameSync(making, join(CACHE, folder));
  }
  mkdirSync(CACHE, { recursive: true });
  const files = names.map((name) => [name, `${folder}/${fileOf(name)}.mjs`]);
  writeFileSync(`${LIST}.${process.pid}`, JSON.stringify(Object.fromEntries(files)));
  renameSync(`${LIST}.${process.pid}`, LIST);
}

const names = imported();
const isKept =
  modifiedAt(LIST) > modifiedAt('node_modules/.package-lock.json') &&
  Object.keys(JSON.parse(readFileSync(LIST, 'utf8'))).join() === names.join();
// Where nothing but what runs is installed, programs read the packages themselves.
if (!isKept && existsSync('node_modules/vite')) await keep(names);
