import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../start/listen.ts';
import { freePort } from './room/port.ts';

const HOST = '127.0.0.1';
const NEWCOMERS = 100;
const TURN_MS = 20;

const CROWD = `for (let n = 0; n < ${NEWCOMERS}; n += 1) fetch('http://${HOST}:' + process.argv[1]).catch(() => undefined);`;

test.skipIf(process.platform !== 'linux')(
  'however long each turn of the process takes, a crowd of newcomers is let in within a few',
  async () => {
    let come = 0;
    const server = createServer((_, response) => void response.end()).on('connection', () => {
      come += 1;
    });
    const port = await freePort();
    const door = await listen(server, { port, host: HOST });
    const crowd = spawn(process.execPath, ['-e', CROWD, String(port)], { stdio: 'ignore' });
    onTestFinished(() => void crowd.kill('SIGKILL'));
    let turns = 0;
    while (come < NEWCOMERS) {
      await turn();
      if (come > 0) turns += 1;
      const until = performance.now() + TURN_MS;
      while (performance.now() < until);
    }
    expect(turns).toBeLessThan(NEWCOMERS / 2);
    await once(crowd, 'exit');
    await door.close();
    await expect(fetch(`http://${HOST}:${port}`)).rejects.toThrow();
  },
);

test('a port that somebody has is refused, though it could be shared', async () => {
  const port = await freePort();
  const door = await listen(createServer(), { port, host: HOST });
  await expect(listen(createServer(), { port, host: HOST })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await door.close();
  await (await listen(createServer(), { port, host: HOST })).close();
});

test('a line that is idle is kept for longer than a proxy keeps it, and each answer says so', async () => {
  const port = await freePort();
  const door = await listen(
    createServer((_, response) => void response.end()),
    { port, host: HOST },
  );
  const { headers } = await fetch(`http://${HOST}:${port}`);
  expect(headers.get('keep-alive')).toBe('timeout=75');
  await door.close();
});
