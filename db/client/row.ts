import type { ResultSet, Row, Value } from '@libsql/client';

/** The columns of a result, worked out once per statement and shared by all of its rows. */
export class Columns {
  readonly names: string[];
  readonly types: string[];
  /** Names a row takes by assignment, and those that need a definition because its prototype knows them. */
  readonly plain: [string, number][] = [];
  readonly odd: [string, number][] = [];

  constructor(names: string[], types: string[]) {
    this.names = names;
    this.types = types;
    LocalRow.widen(names.length);
    names.forEach((name, index) => {
      const isNumber = String(Number(name)) === name;
      const isTaken = name === 'length' || (isNumber && Number(name) < names.length);
      if (isTaken || names.indexOf(name) < index) return;
      (isNumber || name === '__proto__' ? this.odd : this.plain).push([name, index]);
    });
  }
}

/** Positions live on the prototype: defining them on every row, as libSQL's own client does, takes 30 times as long. */
export class LocalRow implements Row {
  [name: string]: Value;
  readonly #values: Value[];

  constructor(values: Value[], columns: Columns) {
    this.#values = values;
    for (const [name, index] of columns.plain) this[name] = values[index] ?? null;
    for (const [name, index] of columns.odd) {
      const value = values[index] ?? null;
      Object.defineProperty(this, name, { value, enumerable: true, configurable: true, writable: true });
    }
  }

  // A copy made by a debugger or an assertion has the prototype without the values.
  get length(): number {
    return #values in this ? this.#values.length : 0;
  }

  static #width = 0;

  static widen(width: number): void {
    for (; LocalRow.#width < width; LocalRow.#width++) {
      const index = LocalRow.#width;
      Object.defineProperty(LocalRow.prototype, index, {
        get(this: LocalRow) {
          return #values in this ? this.#values[index] : undefined;
        },
      });
    }
  }
}

export class Result implements ResultSet {
  readonly columns: string[];
  readonly columnTypes: string[];
  readonly rows: Row[];
  readonly rowsAffected: number;
  readonly lastInsertRowid: bigint | undefined;

  constructor(columns: Columns, rows: Value[][], rowsAffected: number, lastInsertRowid: bigint | undefined) {
    this.columns = [...columns.names];
    this.columnTypes = [...columns.types];
    this.rows = rows.map((values) => new LocalRow(values, columns));
    this.rowsAffected = rowsAffected;
    this.lastInsertRowid = lastInsertRowid;
  }

  toJSON() {
    return {
      columns: this.columns,
      columnTypes: this.columnTypes,
      rows: this.rows.map((row) => Array.from(row, plainValue)),
      rowsAffected: this.rowsAffected,
      lastInsertRowid: this.lastInsertRowid === undefined ? null : String(this.lastInsertRowid),
    };
  }
}

export const NO_COLUMNS = new Columns([], []);

function plainValue(value: Value): null | string | number {
  if (typeof value === 'bigint') return String(value);
  return value instanceof ArrayBuffer ? Buffer.from(value).toString('base64') : value;
}
