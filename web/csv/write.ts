/** Wide signs count as the narrow ones where they are typed: in Japanese settings. */
export const STARTS_FORMULA = '[=+\\-@\\t\\r\\n＝＋－＠]';

const FORMULA = new RegExp(`^'*${STARTS_FORMULA}`);

export type Cell = string | number | boolean | null;

/** RFC 4180, with a byte order mark, by which spreadsheets know that it is UTF-8. */
export const csvStart = (header: string[], delimiter = ','): string => `\ufeff${csvRow(header, delimiter)}`;

export const csvRow = (cells: Cell[], delimiter = ','): string =>
  `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\r\n`;

/** Yes and no are written as words, nothing as nothing. */
function csvCell(cell: Cell, delimiter: string): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'number') return String(cell);
  const text = guarded(cell);
  return text.includes(delimiter) || /["\r\n\ufeff]|^[\s]|[\s]$/.test(text)
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}

/**
 * A spreadsheet would run a cell that starts like a formula, and somebody else may have written it (OWASP, CSV injection).
 * An apostrophe stops that; `read.ts` takes it away again. A number is harmless as it is.
 */
const guarded = (text: string): string =>
  FORMULA.test(text) && !/^[+-]?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text;
