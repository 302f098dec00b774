import type { Row } from '../csv/parse.ts';
import { readSheet } from '../csv/read.ts';
import type { Column } from './column.ts';
import { mapHeader } from './header.ts';
import { keyOf } from './key.ts';
import type { Kind } from './kind.ts';

/** What is wrong with a row, before anything was sent. */
export type RowFault = { row: number; column: string; message: string };
export type Chunk<Line> = {
  lines: { row: number; line: Line }[];
  faults: RowFault[];
  bytesRead: number;
};
export type ImportFile<Line> = {
  /** What keeps the whole file from being used. */
  faults: string[];
  notes: string[];
  /** In the order of the file; each fits into one call. */
  chunks: () => AsyncGenerator<Chunk<Line>>;
};

/** Under the limit of 1 MiB a body, and of 1,000 lines a call. */
const CHUNK_BYTES_MAX = 800_000;
const CHUNK_ROWS_MAX = 1000;

/** Reads a file for an import. The same file has the same keys, so it may be sent again after an interruption. */
export async function openImport<Line, Item>(kind: Kind<Line, Item>, file: Blob): Promise<ImportFile<Line>> {
  const { header, rows: unread } = await readSheet(file, 1);
  await unread.return(undefined);
  const { columns, faults, notes } = mapHeader(kind, header);
  return {
    faults,
    notes,
    async *chunks() {
      const fileKey = await keyOf(file);
      const { rows } = await readSheet(file, CHUNK_ROWS_MAX);
      const readRow = rowReader(kind, columns, fileKey);
      for await (const piece of rows) {
        const read = piece.rows.map(readRow);
        const faults = read.flatMap((row) => row.faults);
        const lines = read.flatMap(({ row, line }) => (line === undefined ? [] : [{ row, line }]));
        const [first = [], ...others] = inParts(lines);
        yield { lines: first, faults, bytesRead: piece.bytesRead };
        for (const part of others) yield { lines: part, faults: [], bytesRead: piece.bytesRead };
      }
    },
  };
}

type ReadRow<Line> = { row: number; line: Line | undefined; faults: RowFault[] };

function rowReader<Line, Item>(
  { complete, once }: Kind<Line, Item>,
  columns: (Column<Line, Item> | undefined)[],
  fileKey: string,
): (row: Row) => ReadRow<Line> {
  const seen = once.map(() => new Map<string, number>());
  return ({ number: row, cells }) => {
    const part: Partial<Line> = {};
    const faults: RowFault[] = [];
    if (cells.slice(columns.length).some((cell) => cell.trim() !== ''))
      faults.push({ row, column: '', message: 'has more cells than the header' });
    for (const [place, column] of columns.entries()) {
      if (!column) continue;
      const read = column.read((cells[place] ?? '').trim());
      if ('fault' in read) faults.push({ row, column: column.name, message: read.fault });
      else Object.assign(part, read.value);
    }
    const line = faults.length > 0 ? undefined : complete(part, `${fileKey}:${row}`);
    if (line === undefined) return { row, line, faults };
    const repeated = once.flatMap(({ column, of }, place) => {
      const said = of(line);
      const before = said === undefined ? undefined : seen[place]?.get(said);
      if (said !== undefined && before === undefined) seen[place]?.set(said, row);
      return before === undefined ? [] : [{ row, column, message: `is in row ${before} already: keep one` }];
    });
    return { row, line: repeated.length > 0 ? undefined : line, faults: repeated };
  };
}

function inParts<Line>(lines: { row: number; line: Line }[]): { row: number; line: Line }[][] {
  const parts: { row: number; line: Line }[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const one of lines) {
    const size = encoder.encode(JSON.stringify(one.line)).length + 1;
    if (bytes + size > CHUNK_BYTES_MAX) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(one);
    bytes += size;
  }
  return parts;
}

const encoder = new TextEncoder();
