/** One row of a sheet, with its number as the spreadsheet shows it: the header is row 1. */
export type Row = { number: number; cells: string[] };

/** What cannot be read as a sheet at all. */
export class SheetFault extends Error {
  readonly row: number;

  constructor(row: number, message: string) {
    super(message);
    this.name = 'SheetFault';
    this.row = row;
  }
}

/** Longer than any of our fields: a quote that was opened by mistake would swallow the rest of the file. */
const CELL_MAX = 100_000;

/**
 * Takes text piece by piece, wherever it was cut: RFC 4180, and what spreadsheets make of it. A quote counts at the start
 * of a cell only; any line end ends a row; empty rows are left out and still counted.
 */
export class Parser {
  readonly #delimiter: string;
  readonly #signs: RegExp;
  #state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  #cell = '';
  #cells: string[] = [];
  #wasQuoted = false;
  #afterReturn = false;
  #number = 1;
  #rows: Row[] = [];

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
    this.#signs = new RegExp(`["\\r\\n${delimiter}]`, 'g');
  }

  push(text: string): Row[] {
    for (let at = 0; at < text.length; ) {
      const found = this.#signFrom(text, at);
      const stop = found < 0 ? text.length : found;
      if (stop > at) this.#takeText(text.slice(at, stop));
      const sign = text[stop];
      const isSecondHalf = sign === '\n' && stop === at && this.#afterReturn && this.#state !== 'quoted';
      if (sign !== undefined && !isSecondHalf) this.#takeSign(sign);
      this.#afterReturn = sign === '\r' && this.#state === 'start';
      at = stop + 1;
    }
    return this.#taken();
  }

  end(): Row[] {
    if (this.#state === 'quoted') throw unclosed(this.#number);
    if (this.#cell !== '' || this.#cells.length > 0 || this.#wasQuoted) this.#endRow();
    return this.#taken();
  }

  #signFrom(text: string, at: number): number {
    if (this.#state === 'quoted') return text.indexOf('"', at);
    this.#signs.lastIndex = at;
    return this.#signs.exec(text)?.index ?? -1;
  }

  #takeText(text: string): void {
    this.#cell += text;
    if (this.#state === 'start') this.#state = 'plain';
    if (this.#state === 'quoted' && this.#cell.length > CELL_MAX) throw unclosed(this.#number);
  }

  #takeSign(sign: string): void {
    if (this.#state === 'quoted') this.#state = 'closed';
    else if (sign === this.#delimiter) this.#endCell();
    else if (sign !== '"') this.#endRow();
    else if (this.#state === 'start') {
      this.#state = 'quoted';
      this.#wasQuoted = true;
    } else {
      this.#cell += sign;
      if (this.#state === 'closed') this.#state = 'quoted';
    }
  }

  #endCell(): void {
    this.#cells.push(this.#cell);
    this.#cell = '';
    this.#state = 'start';
  }

  #endRow(): void {
    this.#endCell();
    const isBlank = this.#cells.length === 1 && this.#cells[0] === '' && !this.#wasQuoted;
    if (!isBlank) this.#rows.push({ number: this.#number, cells: this.#cells });
    this.#number += 1;
    this.#cells = [];
    this.#wasQuoted = false;
  }

  #taken(): Row[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }
}

const unclosed = (row: number): SheetFault =>
  new SheetFault(row, 'A quote is opened here and never closed. Close it, or write two for one.');
