import { type InArgs, type InValue, LibsqlError, type Value } from '@libsql/core/api';

export type Bound = null | string | number | bigint | Uint8Array;

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** A safe integer becomes a bigint because the addon stores every JavaScript number as REAL ("5.0" in a text). */
export function toSql(value: InValue): Bound {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'bigint') {
    if (value < INT64_MIN || value > INT64_MAX)
      throw new RangeError('A bigint argument needs more than 64 bits');
    return value;
  }
  if (value instanceof Date) return toSql(value.valueOf());
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('Only finite numbers can be passed as arguments');
    return Number.isSafeInteger(value) ? BigInt(value) : value;
  }
  // A copy, because a write may wait for its turn while the caller reuses the buffer.
  if (value instanceof ArrayBuffer || value instanceof Uint8Array) return new Uint8Array(value).slice();
  throw new TypeError(`${describe(value)} cannot be passed as argument to the database`);
}

// Unknown values reach this in spite of the types, and the addon aborts the whole process on some of them.
const describe = (value: unknown): string =>
  value === undefined ? 'undefined' : `A value of type ${typeof value}`;

/** Every parameter gets a value at every run, because a kept statement still holds those of its last run. */
export function bindArgs(parameters: readonly (string | undefined)[], args: InArgs | undefined): Bound[] {
  const given = args ?? [];
  if (!Array.isArray(given)) return bindByName(parameters, given);
  if (given.length !== parameters.length) {
    throw argsInvalid(`The statement takes ${parameters.length} arguments, not ${given.length}`);
  }
  return given.map(toSql);
}

function bindByName(parameters: readonly (string | undefined)[], given: Record<string, InValue>): Bound[] {
  const byName = new Map(Object.entries(given).map(([name, value]) => [name.replace(/^[:@$]/, ''), value]));
  return parameters.map((parameter) => {
    if (parameter === undefined)
      throw argsInvalid('A parameter without a name needs its arguments as an array');
    const value = byName.get(parameter.slice(1));
    if (value === undefined) throw argsInvalid(`There is no argument for parameter ${parameter}`);
    return toSql(value);
  });
}

const argsInvalid = (message: string) => new LibsqlError(message, 'ARGS_INVALID');

export function fromSql(value: unknown): Value {
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw new RangeError('Received integer which cannot be safely represented as a JavaScript number');
  }
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (value instanceof Uint8Array) return new Uint8Array(value).buffer;
  throw new TypeError(`The database answered with ${describe(value)}`);
}
