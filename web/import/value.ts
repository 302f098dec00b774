/** What a cell says, or why it cannot be used. */
export type Value<T> = { value: T } | { fault: string };

const fault = (message: string): { fault: string } => ({ fault: message });

export const text =
  (max: number, isLong = false) =>
  (cell: string): Value<string> => {
    if (cell.length > max) return fault(`is longer than ${max} characters`);
    const allowed = isLong ? /[^\P{Cc}\n\r\t]/u : /\p{Cc}/u;
    if (allowed.test(cell)) return fault('has a line break or another control character in it');
    return { value: cell };
  };

export function mail(cell: string): Value<string> {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell) && cell.length <= 254
    ? { value: cell }
    : fault('is not an e-mail address, like orders@nordictea.example');
}

/** 1,234 is a thousand for some and one and a bit for others: whoever wrote it has to say. */
const isAmbiguous = (number: string): boolean => /^\d{1,3}[.,]\d{3}$/.test(number);
const thousands = /^\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?=[.,]\d{1,2}$|$)/;

/** Decimal text with a point, from a number as it is written here or there: 1234.5, 1.234,50, 1 234,50, €12. */
export function money(cell: string): Value<string> {
  const number = plain(cell.replace(/^[€$£]|[€$£]$/g, '').trim());
  if (isAmbiguous(number)) return fault(`could mean two amounts: write it without a separator of thousands`);
  const whole = thousands.test(number) ? ungrouped(number) : number;
  const [, units = '', cents = ''] = /^(\d{1,8})(?:[.,](\d{1,2}))?$/.exec(whole) ?? [];
  if (units === '') return fault('is not an amount with at most two decimals, like 12.50');
  return { value: cents === '' ? units : `${units}.${cents}` };
}

/** The last separator is that of the decimals, if one or two digits follow it. */
const ungrouped = (number: string): string => {
  const [, whole = '', decimals = ''] = /^(.*?)([.,]\d{1,2})?$/.exec(number) ?? [];
  return whole.replace(/[.,' ]/g, '') + decimals;
};

export const whole =
  (min: number, max: number) =>
  (cell: string): Value<number> => {
    const number = plain(cell);
    if (isAmbiguous(number.replace(/^[-+]/, '')))
      return fault('could mean two numbers: write it without a separator of thousands');
    if (!/^[-+]?\d{1,13}(?:[.,]0+)?$/.test(number)) return fault('is not a whole number');
    const value = Number.parseInt(number, 10);
    return value < min || value > max ? fault(`is not between ${min} and ${max}`) : { value };
  };

/** Without the odd spaces that spreadsheets put between digits. */
const plain = (cell: string): string => cell.replace(/[\u00a0\u202f\u2009]/g, ' ').trim();

const yes = /^(yes|y|true|1|x|active)$/i;
const no = /^(no|n|false|0|-|archived|inactive)$/i;

export function flag(cell: string): Value<boolean> {
  if (yes.test(cell)) return { value: true };
  return no.test(cell) ? { value: false } : fault('is neither yes nor no');
}

/** One of some words, each with what others call the same. */
export const word =
  <Word extends string>(words: { word: Word; synonyms: string[] }[]) =>
  (cell: string): Value<Word> => {
    const said = cell.toLowerCase();
    const found = words.find(({ word, synonyms }) => word === said || synonyms.includes(said));
    return found ? { value: found.word } : fault(`is none of ${words.map(({ word }) => word).join(', ')}`);
  };

const isoTime =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** A day or a time of the company, year first: 03/08 is March for some and August for others. */
export function when(cell: string): Value<string> {
  return isoTime.test(cell)
    ? { value: cell }
    : fault('is not a day like 2026-08-03, nor a time like 2026-08-03 09:30');
}
