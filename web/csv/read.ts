import { bytesOf } from './bytes.ts';
import { Parser, type Row, SheetFault } from './parse.ts';
import { STARTS_FORMULA } from './write.ts';

/** A sheet whose header was read, and the rest of it in pieces. */
export type Sheet = { header: string[]; delimiter: string; rows: AsyncGenerator<Piece> };
/** Some rows, and how much of the file has been read so far. */
export type Piece = { rows: Row[]; bytesRead: number };

const ROWS_MAX = 1000;

/** Reads a file of any size without holding it: the page breathes between two pieces. */
export async function readSheet(file: Blob, rowsMax: number = ROWS_MAX): Promise<Sheet> {
  const encoding = await encodingOf(file);
  const delimiter = delimiterOf(await startOf(file, encoding));
  const pieces = piecesOf(file, encoding, delimiter, rowsMax);
  const first = await pieces.next();
  const head = first.done ? undefined : first.value.rows.shift();
  if (!head || first.done)
    throw new SheetFault(1, 'There is nothing in this file. Its first row must name the columns.');
  const piece = first.value;
  async function* rows(): AsyncGenerator<Piece> {
    if (piece.rows.length > 0) yield piece;
    yield* pieces;
  }
  return { header: head.cells.map(withoutMark), delimiter, rows: rows() };
}

async function* piecesOf(
  file: Blob,
  encoding: string,
  delimiter: string,
  rowsMax: number,
): AsyncGenerator<Piece> {
  const parser = new Parser(delimiter);
  let waiting: Row[] = [];
  let bytesRead = 0;
  for await (const { text, bytes } of textOf(file, encoding)) {
    waiting.push(...parser.push(text));
    bytesRead = bytes;
    while (waiting.length >= rowsMax) {
      yield { rows: waiting.slice(0, rowsMax).map(unguarded), bytesRead };
      waiting = waiting.slice(rowsMax);
    }
  }
  waiting.push(...parser.end());
  if (waiting.length > 0) yield { rows: waiting.map(unguarded), bytesRead };
}

async function* textOf(file: Blob, encoding: string): AsyncGenerator<{ text: string; bytes: number }> {
  const decoder = new TextDecoder(encoding);
  let bytes = 0;
  let isFirst = true;
  for await (const piece of bytesOf(file)) {
    bytes += piece.length;
    const text = decoder.decode(piece, { stream: true });
    yield { text: isFirst ? withoutSeparator(text) : text, bytes };
    if (text !== '') isFirst = false;
  }
  yield { text: decoder.decode(), bytes };
}

/** Excel's own first line, which is no row of the sheet. */
const separatorLine = /^sep=([,;\t])\r?\n/i;
const withoutSeparator = (text: string): string => text.replace(separatorLine, '');

/** Spreadsheets write UTF-8, "Unicode text" or, by an old default, the letters of Western Windows. */
async function encodingOf(file: Blob): Promise<string> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of bytesOf(file)) decoder.decode(piece, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252';
    throw error;
  }
}

const START_BYTES = 65_536;

async function startOf(file: Blob, encoding: string): Promise<string> {
  return new TextDecoder(encoding).decode(await file.slice(0, START_BYTES).arrayBuffer());
}

/** The one that the header has most of, outside of quotes. */
export function delimiterOf(text: string): string {
  const told = separatorLine.exec(text)?.[1];
  if (told) return told;
  const [header = ''] = text.replace(/"[^"]*"/g, '').split(/[\r\n]/, 1);
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

const withoutMark = (text: string): string => text.replace(/^\ufeff/, '').trim();

const GUARD = new RegExp(`^'(?='*${STARTS_FORMULA})`);

/** Takes back what `write.ts` puts before a cell that a spreadsheet would run as a formula. */
const unguarded = ({ number, cells }: Row): Row => ({
  number,
  cells: cells.map((cell) => cell.replace(GUARD, '')),
});
