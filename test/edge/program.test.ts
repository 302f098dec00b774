import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ended, launch, until } from '../journey/place.ts';
import { emptyQueue } from '../queue/made.ts';
import { childrenOf } from '../room/end.ts';
import { freePort } from '../room/port.ts';
import { newCompany } from './place.ts';
import { aDayOfTrade } from './trade.ts';

/** The commands as people type them, and as they stop them. */

vi.setConfig({ testTimeout: 120_000 });

/** A folder with a queue that is ready to use. */
function newFolder(inside = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-program-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, inside), { recursive: true });
  cpSync(emptyQueue(), join(folder, inside, 'queue'), { recursive: true });
  return folder;
}

const isThere = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

test('npm start: a company made beside it trades', async () => {
  const PORT = String(await freePort());
  const env = { PATH: process.env.PATH, PORT, DATA_DIR: newFolder(), WORKER_PORT: '0' };
  const npm = spawn('npm', ['start'], { env, stdio: 'ignore', detached: true });
  onTestFinished(() => killGroup(npm));
  const url = `http://127.0.0.1:${PORT}`;
  await until(async () => expect(await isThere(`${url}/healthz`)).toBe(true), 60_000);
  const command = ['tools/stockflow.ts', 'company', 'create', '--name', 'Leaf', '--json'];
  const made = launch(command, { DATA_DIR: env.DATA_DIR });
  expect(await made.exited).toMatchObject({ code: 0 });
  await aDayOfTrade(url, JSON.parse(made.said.out).api_key);
  const exited = once(npm, 'exit');
  npm.kill('SIGTERM');
  await exited;
  await until(async () => expect(await isThere(url)).toBe(false));
});

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
}

/** `npm run dev:edge` without npm, once it says what is where. */
async function startEdge() {
  const [api, database] = [await freePort(), await freePort()];
  const env = { PORT: `${api}`, DATABASE_PORT: `${database}`, WORKER_PORT: '0', DATA_DIR: newFolder('edge') };
  const started = launch(['start/edge.ts'], env);
  onTestFinished(() => ended(started.child, 'SIGTERM'));
  await started.says(/There is no company yet/, 60_000);
  const [, worker = ''] = await started.says(/Worker +(http:\S+)\/queues/);
  const urls = { api: `http://127.0.0.1:${api}`, database: `http://127.0.0.1:${database}`, worker };
  return { ...started, urls };
}

const allGone = (urls: Record<string, string>) =>
  until(async () => {
    for (const [name, url] of Object.entries(urls)) expect([name, await isThere(url)]).toEqual([name, false]);
  });

test('npm run dev:edge: a server, workerd and a worker, and one signal ends all of them', async () => {
  const { child, said, exited, urls } = await startEdge();
  expect(said.out).toContain(`DATABASE_URL=${urls.database} npm run -s stockflow -- demo`);
  await aDayOfTrade(urls.api, await newCompany({ DATABASE_URL: urls.database }));
  expect(said.out).toMatch(/"path":"\/api\/movements","status":201/);
  child.kill('SIGINT');
  expect(await exited).toEqual({ code: 0, signal: null });
  await allGone(urls);
});

test.each([
  ['The libSQL server', 'sqld'],
  ['wrangler dev', 'wrangler'],
])('npm run dev:edge: without %s it says so, and everything ends', async (name, program) => {
  const { child, said, exited, urls } = await startEdge();
  const [started] = childrenOf(child.pid, program);
  process.kill(started ?? expect.unreachable(`${program} does not run.`), 'SIGKILL');
  expect(await exited).toEqual({ code: 1, signal: null });
  expect(said.err).toContain(`stockflow: ${name} has ended (SIGKILL), so everything stops.`);
  await allGone(urls);
});

test('npm run dev:edge: a port that is taken is said, and nothing stays behind', async () => {
  const { urls } = await startEdge();
  const env = { DATABASE_PORT: new URL(urls.database).port, WORKER_PORT: '0', DATA_DIR: newFolder('edge') };
  const second = launch(['start/edge.ts'], { ...env, PORT: String(await freePort()) });
  onTestFinished(() => ended(second.child, 'SIGTERM'));
  expect(await second.exited).toMatchObject({ code: 1 });
  expect(second.said.err).toMatch(/^stockflow: Cannot serve there \(.*EADDRINUSE.*DATABASE_PORT\)\.\n$/);
});
