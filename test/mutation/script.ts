import { readFileSync } from 'node:fs';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import type { Mutant } from './mutant.ts';

const silent = () => {};
const no = () => false;
const logger = {
  isTraceEnabled: no,
  isDebugEnabled: no,
  isInfoEnabled: no,
  isWarnEnabled: no,
  isErrorEnabled: no,
  isFatalEnabled: no,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
};

/** What Stryker changes in a file of ours. What an SQL text says is changed in sql.ts, so none is emptied here. */
export async function scriptMutants(file: string): Promise<Mutant[]> {
  const content = readFileSync(file, 'utf8');
  const starts = [0, ...[...content.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = ({ line, column }: { line: number; column: number }) => (starts[line] ?? 0) + column;
  const { mutants } = await new Instrumenter(logger).instrument([{ name: file, content, mutate: true }], {
    plugins: null,
    excludedMutations: [],
    ignorers: [],
  });
  return mutants.flatMap(({ location, replacement, mutatorName, statusReason }) => {
    const at = offset(location.start);
    const from = content.slice(at, offset(location.end));
    const isSql = from.startsWith('`') && /(\bsql(\.raw\()?(<[^`]*>)?|sql: ?)$/.test(content.slice(0, at));
    if (replacement === undefined || statusReason !== undefined || isSql) return [];
    return [
      {
        change: { file, from, to: replacement, at },
        where: `${file}:${location.start.line + 1}`,
        kind: mutatorName,
      },
    ];
  });
}
