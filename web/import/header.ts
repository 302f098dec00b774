import type { Column } from './column.ts';
import type { Kind } from './kind.ts';

/** Which column stands where in a file, and what is wrong with its first row. */
export type Mapped<Line, Item> = {
  /** By place in the file; undefined: nobody knows it, and it is passed over. */
  columns: (Column<Line, Item> | undefined)[];
  /** What keeps the file from being used. */
  faults: string[];
  /** What will be passed over. */
  notes: string[];
};

export function mapHeader<Line, Item>(
  { columns: known, exportedOnly = [] }: Kind<Line, Item>,
  header: string[],
): Mapped<Line, Item> {
  const columns = header.map((cell) => known.find((column) => isCalled(column, cell)));
  const places = (column: Column<Line, Item>): string[] =>
    header.filter((_, place) => columns[place] === column).map((cell) => `“${cell}”`);
  const duplicate = known.filter((column) => places(column).length > 1);
  const missing = known.filter((column) => column.isNeeded && places(column).length === 0);
  const recorded = header.filter((cell) => exportedOnly.some(({ name }) => name === cell));
  const unknown = header.filter((cell, place) => cell !== '' && columns[place] === undefined);
  return {
    columns,
    faults: [
      ...recorded.map(
        (cell) =>
          `“${cell}” says that this was exported from the history: all of it is recorded already, and would be recorded twice.`,
      ),
      ...missing.map(
        ({ name, synonyms }) =>
          `There is no column ${name}. Add one; “${synonyms.slice(0, 3).join('”, “')}” would do as well.`,
      ),
      ...duplicate.map(
        (column) => `${places(column).join(' and ')} both mean ${column.name}. Keep one of them.`,
      ),
    ],
    notes: unknown.map(
      (cell) =>
        `“${cell}” is not known and is passed over. Known are ${known.map(({ name }) => name).join(', ')}.`,
    ),
  };
}

const isCalled = (
  { name, field, synonyms }: { name: string; field: string; synonyms: string[] },
  cell: string,
): boolean => [name, field, ...synonyms].some((called) => plain(called) === plain(cell));

/** Without case, accents, spaces and signs: "Low-stock threshold" is low_stock_threshold. */
const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
