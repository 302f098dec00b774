import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { QUICK } from './launch.ts';
import { emptyQueue } from './queue/made.ts';

const root = mkdtempSync(join(tmpdir(), 'stockflow-start-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
const freshFolder = () => join(root, `${++folders}`);

/** `npm start` without npm: the entry as a process of its own. */
function start(env: Record<string, string>, entry = 'start/all.ts') {
  const child = spawn(process.execPath, [...QUICK, entry], {
    env: { PATH: process.env.PATH, WORKER_PORT: '0', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => (said.out += text));
  child.stderr.on('data', (text) => (said.err += text));
  const exited = once(child, 'exit').then(([code]) => ({ code, lines: said.err.trim().split('\n') }));
  const serving = () => expect.poll(() => said.out, { timeout: 60_000 }).toContain('/docs');
  return { child, exited, serving, said };
}

async function takenPort() {
  const server = createServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return { server, port: String(address.port) };
}

async function freePort(): Promise<string> {
  const { server, port } = await takenPort();
  server.close();
  await once(server, 'close');
  return port;
}

test('a bad environment stops the start, with a line for each fault', async () => {
  const env = {
    DATA_DIR: freshFolder(),
    PORT: '99999',
    DATABASE_URL: 'nowhere',
    RATE_LIMIT: 'fast',
    SKU_SCOPE: 'galaxy',
  };
  const { code, lines } = await start(env).exited;
  expect(code).toBe(1);
  expect(lines.toSorted()).toEqual([
    expect.stringMatching(/^stockflow: DATABASE_URL must be the address of a database server/),
    'stockflow: PORT must be at most 65535',
    'stockflow: RATE_LIMIT must be a whole number',
    'stockflow: SKU_SCOPE must be "company" or "platform"',
  ]);
});

test.each([
  { entry: 'start/api.ts', says: [/^stockflow: DATABASE_URL is missing: .*npm start runs both$/] },
  {
    entry: 'start/worker.ts',
    says: [
      /^stockflow: DATABASE_URL is missing: .*npm start runs both$/,
      /^stockflow: PUBLIC_URL must be the address where people reach this deployment/,
    ],
  },
])('$entry alone says what it needs', async ({ entry, says }) => {
  const { code, lines } = await start({ DATA_DIR: freshFolder() }, entry).exited;
  expect(code).toBe(1);
  expect(lines.toSorted()).toEqual(says.map((line) => expect.stringMatching(line)));
});

test('a port that is taken stops the start, with one line', async () => {
  const { port } = await takenPort();
  const { code, lines } = await start({ DATA_DIR: freshFolder(), PORT: port }).exited;
  expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringMatching(/EADDRINUSE.*set PORT/)] });
});

test('an empty start says how to get going, refuses a second owner, outlives its log’s reader and ends in good order', async () => {
  const env = { DATA_DIR: freshFolder(), PORT: await freePort() };
  cpSync(emptyQueue(), join(env.DATA_DIR, 'queue'), { recursive: true });
  const { child, exited, serving, said } = start(env);
  await serving();
  await expect.poll(() => said.out, { timeout: 60_000 }).toContain('stockflow -- demo');
  await expect
    .poll(() => said.out, { timeout: 60_000 })
    .toContain(`Letters are written to ${env.DATA_DIR}/letters: nothing is mailed`);
  expect(await (await fetch(`http://localhost:${env.PORT}/readyz`)).json()).toEqual({ status: 'ready' });
  const second = await start({ ...env, PORT: await freePort() }).exited;
  expect(second).toEqual({ code: 1, lines: [expect.stringMatching(/in use by another StockFlow process/)] });
  child.stdout.destroy();
  for (let asked = 0; asked < 3; asked += 1)
    expect((await fetch(`http://localhost:${env.PORT}/readyz`)).status).toBe(200);
  child.kill('SIGTERM');
  expect((await exited).code).toBe(0);
});

test('a database file that cannot be used stops the start with a line about the disk, not about a server', async () => {
  const folder = freshFolder();
  mkdirSync(join(folder, 'stockflow.db'), { recursive: true });
  const { code, lines } = await start({ DATA_DIR: folder, PORT: await freePort() }).exited;
  expect([code, lines]).toEqual([
    1,
    [expect.stringMatching(/^stockflow: The database file cannot be used now \(.+Is there room on its disk/)],
  ]);
});
