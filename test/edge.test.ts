import { cpSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Access, inWorkerd, newCompany, start } from './edge/place.ts';
import { aDayOfTrade } from './edge/trade.ts';
import { bundled } from './room/bundle.ts';
import { hasServer, type Server, startServer } from './room/server.ts';
import { newTokens } from './room/token.ts';

/** A first look at each room that has a libSQL server; the whole of it is `npm run test:rooms`. */

const BUNDLE_KIB_MAX = 220;
const build = bundled('api/edge.ts');

describe.skipIf(!hasServer)('on a server that asks for a token', () => {
  const tokens = newTokens();
  let server: Server;
  let access: Required<Access>;
  beforeAll(async () => {
    server = await startServer({ jwtKey: tokens.publicKey });
    access = { DATABASE_URL: server.url, DATABASE_AUTH_TOKEN: tokens.sign({ a: 'rw' }) };
  });
  afterAll(() => server.remove());

  test('the API serves on Node, and a worker beside it', async () => {
    const api = await start('start/api.ts', access);
    await api.says(/is serving \S+ on http:\S+\/docs/);
    await aDayOfTrade(api.url, await newCompany(access));
    cpSync(inject('queueTemplate'), join(server.folder, 'queue'), { recursive: true });
    const more = { PUBLIC_URL: api.url, DATA_DIR: server.folder };
    const worker = await start('start/worker.ts', { ...access, ...more });
    const [, pages] = await worker.says(/looks after \S+: (http:\S+)\/queues/);
    await expect.poll(async () => (await fetch(`${pages}/healthz`)).json()).toMatchObject({ status: 'ok' });
    for (const { child } of [worker, api]) child.kill('SIGTERM');
    for (const { exited } of [worker, api]) expect(await exited).toEqual({ code: 0, signal: null });
  });

  test('the same API serves in workerd', async () => {
    const { url } = await inWorkerd(build, access);
    await aDayOfTrade(url, await newCompany(access));
  });
});

test(`the Worker is at most ${BUNDLE_KIB_MAX} KiB, all of its modules together`, () => {
  const modules = globSync('**/*.js', { cwd: build }).map((name) => readFileSync(join(build, name)));
  const kib = gzipSync(Buffer.concat(modules)).length / 1024;
  console.log(`The Worker is ${kib.toFixed(1)} KiB, compressed.`);
  expect(kib).toBeLessThan(BUNDLE_KIB_MAX);
});
