import { LibsqlBatchError, LibsqlError } from '@libsql/core/api';
import Database from 'libsql';

export const isBusy = (error: unknown): error is LibsqlError => isRefusal(error, 'SQLITE_BUSY');

export function isRefusal(error: unknown, code: string): error is LibsqlError {
  return error instanceof LibsqlError && error.code === code;
}

/** The shape @libsql/client gives the addon's errors; anything else passes as it is. */
export function explain(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { message, code, rawCode } = error;
  const base = rawCode === undefined ? 'SQLITE_UNKNOWN' : baseCode(rawCode);
  return new LibsqlError(message, base, code, rawCode, error);
}

export function inBatch(error: unknown, index: number): unknown {
  if (!(error instanceof LibsqlError) || error instanceof LibsqlBatchError) return error;
  const { message, code, extendedCode, rawCode, cause } = error;
  return new LibsqlBatchError(
    message,
    index,
    code,
    extendedCode,
    rawCode,
    cause instanceof Error ? cause : undefined,
  );
}

export const clientClosed = () => new LibsqlError('The client is closed', 'CLIENT_CLOSED');

export const noTurn = () => new LibsqlError('More is written than can be: no turn in time', 'SQLITE_BUSY');

export const writeInRead = () => new LibsqlError('A read may not change the database', 'SQLITE_READONLY');

function baseCode(rawCode: number): string {
  const base = rawCode & 0xff;
  const name = BASE_CODES[base];
  return name === undefined ? `SQLITE_UNKNOWN_${base}` : `SQLITE_${name}`;
}

const BASE_CODES: Record<number, string> = Object.fromEntries(
  (
    'ERROR INTERNAL PERM ABORT BUSY LOCKED NOMEM READONLY INTERRUPT IOERR CORRUPT NOTFOUND FULL CANTOPEN PROTOCOL ' +
    'EMPTY SCHEMA TOOBIG CONSTRAINT MISMATCH MISUSE NOLFS AUTH FORMAT RANGE NOTADB NOTICE WARNING'
  )
    .split(' ')
    .map((name, index) => [index + 1, name]),
);
