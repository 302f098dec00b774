import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const LINES = 300;

/** Says so many lines, the last of them in the turn in which the process ends. */
const PROGRAM = `
  import { setImmediate as turn } from 'node:timers/promises';
  import { openLog } from './start/log.ts';
  const log = openLog();
  for (let n = 0; n < ${LINES}; n += 1) {
    log({ level: 'info', event: 'line ' + n });
    if (n % 100 === 99 && n < ${LINES - 1}) await turn();
  }
  process.exit(0);`;

test('every line of the log comes out, in its order, also those of the turn in which the process ends', () => {
  const said = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', PROGRAM], {
    encoding: 'utf8',
  });
  const events = said
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).event);
  expect(events).toEqual(Array.from({ length: LINES }, (_, n) => `line ${n}`));
});
