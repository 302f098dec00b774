import type { Socket } from 'node:net';
import { type InArgs, LibsqlBatchError, LibsqlError, type ResultSet, type Value } from '@libsql/core/api';
import { z } from 'zod';
import { Columns, Result } from '../client/row.ts';
import { type AnyStatement, parts } from '../client/text.ts';
import { type Bound, toSql } from '../client/value.ts';

// JSON has no 64-bit integers, bytes or infinities, so these travel as objects.
const wireValue = z.union([
  z.null(),
  z.string(),
  z.number(),
  z.object({ integer: z.string() }),
  z.object({ real: z.string() }),
  z.object({ blob: z.string() }),
]);
type WireValue = z.infer<typeof wireValue>;

const wireArgs = z.union([z.array(wireValue), z.record(z.string(), wireValue)]);
const wireStatement = z.object({ sql: z.string(), args: wireArgs });
type WireStatement = z.infer<typeof wireStatement>;

const id = z.number();
export const wireRequest = z.discriminatedUnion('method', [
  z.object({ id, method: z.literal('execute'), statement: wireStatement }),
  z.object({
    id,
    method: z.literal('batch'),
    statements: z.array(wireStatement),
    mode: z.enum(['write', 'read', 'deferred']),
  }),
  z.object({ id, method: z.literal('migrate'), statements: z.array(wireStatement) }),
  z.object({ id, method: z.literal('executeMultiple'), sql: z.string() }),
  z.object({ id, method: z.literal('copyTo'), file: z.string() }),
]);
export type WireRequest = z.infer<typeof wireRequest>;

const wireResult = z.object({
  columns: z.array(z.string()),
  columnTypes: z.array(z.string()),
  rows: z.array(z.array(wireValue)),
  rowsAffected: z.number(),
  lastInsertRowid: z.string().optional(),
});
const wireError = z.object({
  name: z.string(),
  message: z.string(),
  code: z.string().optional(),
  extendedCode: z.string().optional(),
  rawCode: z.number().optional(),
  statementIndex: z.number().optional(),
});
export const wireResponse = z.union([
  z.object({ id, results: z.array(wireResult) }),
  z.object({ id, error: wireError }),
]);
export type WireResponse = z.infer<typeof wireResponse>;

export function encodeStatement(given: AnyStatement, args?: InArgs): WireStatement {
  const [sql, values] = parts(given, args);
  return { sql, args: encodeArgs(values) };
}

export function decodeStatement({ sql, args }: WireStatement): { sql: string; args: InArgs } {
  return { sql, args: decodeArgs(args) };
}

function encodeArgs(args: InArgs = []): z.infer<typeof wireArgs> {
  if (Array.isArray(args)) return args.map((value) => encodeValue(toSql(value)));
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, encodeValue(toSql(value))]));
}

function decodeArgs(args: z.infer<typeof wireArgs>): InArgs {
  if (Array.isArray(args)) return args.map(decodeValue);
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, decodeValue(value)]));
}

export function encodeResult(result: ResultSet): z.infer<typeof wireResult> {
  return {
    columns: result.columns,
    columnTypes: result.columnTypes,
    rows: result.rows.map((row) => Array.from(row, encodeValue)),
    rowsAffected: result.rowsAffected,
    lastInsertRowid: result.lastInsertRowid?.toString(),
  };
}

export function decodeResult(result: z.infer<typeof wireResult>): ResultSet {
  const columns = new Columns(result.columns, result.columnTypes);
  const rows = result.rows.map((row) => row.map(decodeValue));
  const { lastInsertRowid } = result;
  return new Result(
    columns,
    rows,
    result.rowsAffected,
    lastInsertRowid === undefined ? undefined : BigInt(lastInsertRowid),
  );
}

export function encodeError(error: unknown): z.infer<typeof wireError> {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message } = error;
  if (!(error instanceof LibsqlError)) return { name, message };
  const { code, extendedCode, rawCode } = error;
  // LibsqlError puts its code before the message it is given, so the other side must be given it without.
  const bare = message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message;
  const statementIndex = error instanceof LibsqlBatchError ? error.statementIndex : undefined;
  return { name, message: bare, code, extendedCode, rawCode, statementIndex };
}

export function decodeError(error: z.infer<typeof wireError>): Error {
  const { name, message, code, extendedCode, rawCode, statementIndex } = error;
  if (code === undefined) return new (BUILT_IN[name] ?? Error)(message);
  if (statementIndex === undefined) return new LibsqlError(message, code, extendedCode, rawCode);
  return new LibsqlBatchError(message, statementIndex, code, extendedCode, rawCode);
}

export function readLines(socket: Socket, take: (line: string) => void): void {
  let parts: string[] = [];
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const [first = '', ...others] = chunk.split('\n');
    parts.push(first);
    for (const next of others) {
      take(parts.join(''));
      parts = [next];
    }
  });
}

export function parseLine<T>(schema: z.ZodType<T>, line: string): T | undefined {
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

export function writeLine(socket: Socket, message: WireRequest | WireResponse): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

const BUILT_IN: Record<string, ErrorConstructor> = { RangeError, TypeError };

function encodeValue(value: Value | Bound): WireValue {
  if (typeof value === 'bigint') return { integer: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { real: String(value) };
  if (value instanceof ArrayBuffer) return { blob: Buffer.from(value).toString('base64') };
  return value instanceof Uint8Array ? { blob: Buffer.from(value).toString('base64') } : value;
}

function decodeValue(value: WireValue): Value {
  if (value === null || typeof value !== 'object') return value;
  if ('integer' in value) return BigInt(value.integer);
  if ('real' in value) return Number(value.real);
  return new Uint8Array(Buffer.from(value.blob, 'base64')).buffer;
}
