import { type Control, controls } from './control.ts';
import { Bench, type Trial, type Verdict } from './trial.ts';

/** `npm run control`: each protection is taken away, and the promise that rests on it must be seen to be broken. */

const trialOf = (change: Trial['change'], { file, test }: Control): Trial => ({
  change,
  tests: [{ file, only: [test] }],
});

/** The promise holds as the program is, and the same assertion fails without its protection. */
function complaint(
  { test }: Control,
  whole: Verdict | undefined,
  broken: Verdict | undefined,
): string | null {
  if (whole?.outcome !== 'green') return `“${test}” does not hold as it is: ${JSON.stringify(whole)}`;
  if (broken?.outcome === 'green') return `nobody noticed: “${test}” holds without it`;
  if (broken?.outcome !== 'red') return `it is no trial: ${JSON.stringify(broken)}`;
  const other = broken.red.find(({ error }) => error !== 'AssertionError');
  return other ? `it ended, but not by the assertion: ${other.error}: ${other.message}` : null;
}

const asked = process.argv[2] ?? '';
const chosen = controls.filter(({ protection }) => protection.includes(asked));
const bench = await Bench.open();
let failed = 0;
try {
  const verdicts = await bench.judge([
    ...chosen.map((control) => trialOf(null, control)),
    ...chosen.map((control) => trialOf(control.change, control)),
  ]);
  for (const [index, control] of chosen.entries()) {
    const found = complaint(control, verdicts[index], verdicts[chosen.length + index]);
    if (found !== null) failed += 1;
    console.info(
      `${found === null ? 'noticed' : 'FAILED '}  without: ${control.protection}${found === null ? '' : `\n         ${found}`}`,
    );
  }
} finally {
  await bench.close();
}
console.info(`${chosen.length - failed} controls passed, ${failed} failed`);
process.exitCode = failed === 0 && chosen.length > 0 ? 0 : 1;
