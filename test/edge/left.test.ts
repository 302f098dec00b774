import { expect, test } from 'vitest';
import { launch, until } from '../journey/place.ts';

/** A run that is killed leaves nothing running. */

const START = `import { startServer } from './test/room/server.ts';
  console.log((await startServer({ under: process.env.FOLDER })).url);
  setInterval(() => undefined, 1000);`;

test('a server that a test has started ends with the process of the test, even with one that is killed', async () => {
  const { child, says, exited } = launch(['--input-type=module', '-e', START], {
    FOLDER: process.env.TMPDIR ?? expect.unreachable('The run has no folder.'),
  });
  const [url] = await says(/http:\S+/);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  child.kill('SIGKILL');
  await exited;
  const isThere = () =>
    fetch(`${url}/health`).then(
      () => true,
      () => false,
    );
  await until(async () => expect(await isThere()).toBe(false));
});
