import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { changed } from './change.ts';
import type { Order } from './order.ts';

const MARK = '?trial=';
const TEMPLATE = { file: 'test/room/database.ts', from: "inject('template')" };

/** Of a trial each of its files is loaded once; a test file as often as it is named, as its tests are told when it loads. */
export const urlFor = (trial: number, file: string, nth: number): string =>
  `${pathToFileURL(file).href}${MARK}${trial}.${nth}`;

const trialOf = (url = ''): number => Number.parseInt(url.split(MARK)[1] ?? '', 10);

/** The files stay as they are: only what Node is given of them changes. */
export function loadChanged({ trials }: Order): void {
  const dependents = trials.map((trial) => new Set(trial.dependents.map((file) => pathToFileURL(file).href)));
  const plain = new Map<string, string>();
  const textOf = (url: string): string => {
    const known = plain.get(url) ?? stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
    plain.set(url, known);
    return known;
  };
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const trial = trialOf(context.parentURL);
      const isAnew = dependents[trial]?.has(found.url);
      return isAnew ? { ...found, url: `${found.url}${MARK}${trial}` } : found;
    },
    load(url, context, next) {
      const [address = ''] = url.split(MARK);
      const ordered = trials[trialOf(url)];
      if (ordered === undefined) return next(url, context);
      return { format: 'module', source: sourceOf(ordered, address, textOf), shortCircuit: true };
    },
  });
}

function sourceOf(
  { source, template }: Order['trials'][number],
  address: string,
  textOf: (url: string) => string,
): string {
  const is = (file: string): boolean => address === pathToFileURL(file).href;
  if (source !== null && is(source.file))
    return stripTypeScriptTypes(changed(readFileSync(source.file, 'utf8'), source, source.file));
  const { file, from } = TEMPLATE;
  if (template !== null && is(file))
    return changed(textOf(address), { from, to: JSON.stringify(template) }, file);
  return textOf(address);
}
