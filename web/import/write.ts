import { csvRow, csvStart } from '../csv/write.ts';
import type { Kind } from './kind.ts';

/** The columns of an export: those of the import in their order, and what only an export can tell. */
const written = <Line, Item>({ columns, exportedOnly = [] }: Kind<Line, Item>) => [
  ...columns.flatMap(({ name, write }) => (write ? [{ name, write }] : [])),
  ...exportedOnly,
];

export const exportStart = <Line, Item>(kind: Kind<Line, Item>): string =>
  csvStart(written(kind).map(({ name }) => name));

export const exportRow = <Line, Item>(kind: Kind<Line, Item>, item: Item): string =>
  csvRow(written(kind).map(({ write }) => write(item)));

/** A file to begin with: every column, and one row that shows how it is filled in. */
export const template = <Line, Item>({ columns }: Kind<Line, Item>): string =>
  csvStart(columns.map(({ name }) => name)) + csvRow(columns.map(({ example }) => example));
