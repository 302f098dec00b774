import type { Act } from '../db/scope.ts';
import { isObject, snake } from './casing.ts';
import type { RestMeta } from './rest.ts';

const SUMMARY_MAX = 300;
const VALUE_MAX = 60;

/** How a mutation is told afterwards: what kind of thing, what was done, to which, and the fields that were sent. */
export function actOf(path: string, meta: RestMeta | undefined, input: unknown): Act {
  const [deed = '', ...kind] = path.split('.').reverse();
  const given = isObject(input) ? input : {};
  const names = [...(meta?.rest?.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const [subject] = Object.entries(given).flatMap(([name, value]) =>
    snake(name) === names[0] && Number.isInteger(value) ? [Number(value)] : [],
  );
  // A preview does nothing, so what was done was none.
  const untold = [...names, 'preview'];
  const fields = Object.entries(given).filter(([name]) => !untold.includes(snake(name)));
  const nothingElse = meta?.isImport ? null : 'answer';
  return {
    kind: kind.reverse().join('.'),
    deed,
    subjectId: subject ?? nothingElse,
    summary: summaryOf(fields),
  };
}

/** "name Earl Grey, price 8.90, 3 lines" */
function summaryOf(fields: [name: string, value: unknown][]): string | null {
  const told = fields.flatMap(([name, value]) =>
    value === undefined ? [] : [fieldText(wordsOf(name), value)],
  );
  return shortened(told.join(', '), SUMMARY_MAX) || null;
}

function fieldText(name: string, value: unknown): string {
  if (Array.isArray(value)) return `${value.length} ${name}`;
  if (value === null) return `no ${name}`;
  if (typeof value === 'object') return name;
  return `${name} ${shortened(String(value), VALUE_MAX)}`;
}

const wordsOf = (name: string): string => snake(name).replaceAll('_', ' ');

/** Never half a character. */
function shortened(text: string, max: number): string {
  const clean = text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return clean.length <= max
    ? clean
    : `${clean
        .slice(0, max - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;
}
