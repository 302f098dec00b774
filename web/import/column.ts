import type { Cell } from '../csv/write.ts';
import type { Value } from './value.ts';

/** A column of a file, described once: for reading and writing, for the template, and for people. */
export type Column<Line, Item> = {
  name: string;
  /** The field of the line that it gives, as the server calls it when it refuses one. */
  field: keyof Line & string;
  /** What else it is called, in any spelling. */
  synonyms: string[];
  /** A file without it cannot be used, and none of its cells may be empty. */
  isNeeded: boolean;
  /** What it is for, and what an empty cell does. */
  about: string;
  example: string;
  /** What a cell adds to the line. */
  read: (cell: string) => Value<Partial<Line>>;
  /** What an export writes; a column without it is for imports only. */
  write?: (item: Item) => Cell;
};

type Description<Line, Item> = Omit<Column<Line, Item>, 'isNeeded' | 'read' | 'synonyms'> & {
  synonyms?: string[];
};

/** An empty cell is refused. */
export const needed = <Line, Item, T>(
  described: Description<Line, Item>,
  parse: (cell: string) => Value<T>,
  put: (value: T) => Partial<Line>,
): Column<Line, Item> => ({
  synonyms: [],
  ...described,
  isNeeded: true,
  read: (cell) => (cell === '' ? { fault: 'is missing' } : mapped(parse(cell), put)),
});

/** An empty cell leaves what is there as it is. */
export const kept = <Line, Item, T>(
  described: Description<Line, Item>,
  parse: (cell: string) => Value<T>,
  put: (value: T) => Partial<Line>,
): Column<Line, Item> => ({
  synonyms: [],
  ...described,
  isNeeded: false,
  read: (cell) => (cell === '' ? { value: {} } : mapped(parse(cell), put)),
});

/** An empty cell clears what is there. */
export const clearable = <Line, Item, T>(
  described: Description<Line, Item>,
  parse: (cell: string) => Value<T>,
  put: (value: T | null) => Partial<Line>,
): Column<Line, Item> => ({
  synonyms: [],
  ...described,
  isNeeded: false,
  read: (cell) => (cell === '' ? { value: put(null) } : mapped(parse(cell), put)),
});

const mapped = <T, U>(read: Value<T>, put: (value: T) => U): Value<U> =>
  'fault' in read ? read : { value: put(read.value) };

/** What others call a SKU. */
export const skus = [
  'product sku',
  'variant sku',
  'item code',
  'item number',
  'article number',
  'part number',
  'code',
];
