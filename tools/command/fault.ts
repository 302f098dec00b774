import { EnvError } from '../../api/env.ts';
import { Fault, faultOf, isPassing } from '../../db/fault.ts';
import { BackupRefused, DatabaseOwned } from '../../db/local.ts';
import { DatabaseNewer } from '../../db/migrate.ts';

export const HELP_COMMAND = 'npm run -s stockflow -- help';

/** The command was typed in a way that cannot be meant. */
export class UsageError extends Error {
  constructor(faults: string[], words = '') {
    super(`${faults.join('; ')}. See: ${HELP_COMMAND} ${words}`.trimEnd());
    this.name = 'UsageError';
  }
}

/** Whatever went wrong, in one line that says what to do. */
export function faultLine(error: unknown): string {
  if (
    error instanceof UsageError ||
    error instanceof DatabaseOwned ||
    error instanceof DatabaseNewer ||
    error instanceof BackupRefused
  )
    return error.message;
  if (error instanceof EnvError) return error.faults.join('; ');
  if (isSystemError(error))
    return `${error.path ?? 'A file'} cannot be used (${error.code}). Set DATA_DIR to a folder that can be written.`;
  const fault = faultOf(error);
  const reason = reasonOf(fault);
  if (isPassing(fault)) return `The database cannot be reached or used: ${reason}`;
  if (fault.code === 'not_configured') return fault.details.map(({ message }) => message).join('; ');
  if (fault.code === 'internal') return `Something unexpected went wrong: ${reason}`;
  const details = fault.details.map(({ field, message }) => ` ${field}: ${message}.`);
  return `${fault.message}${details.join('')}`;
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error;

/** The deepest cause knows best; some drivers leave its message empty and name only a code. */
function reasonOf(error: Error): string {
  if (error.cause instanceof Error) return reasonOf(error.cause);
  const code = 'code' in error ? String(error.code) : error.name;
  const [line = ''] = error.message.split('\n');
  return error instanceof Fault ? error.code : line || code;
}
