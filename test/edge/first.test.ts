import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundled } from '../room/bundle.ts';
import { hasServer } from '../room/server.ts';
import { inWorkerd, lockedServer, newCompany } from './place.ts';
import { aDayOfTrade } from './trade.ts';

const BUNDLE_KIB_MAX = 220;
const build = bundled('api/edge.ts');

test.skipIf(!hasServer)('the API serves in workerd, on a server that asks for a token', async () => {
  const { access } = await lockedServer();
  const { url } = await inWorkerd(build, access);
  await aDayOfTrade(url, await newCompany(access));
});

test(`the Worker is at most ${BUNDLE_KIB_MAX} KiB, all of its modules together`, () => {
  const modules = globSync('**/*.js', { cwd: build }).map((name) => readFileSync(join(build, name)));
  const kib = gzipSync(Buffer.concat(modules)).length / 1024;
  console.log(`The Worker is ${kib.toFixed(1)} KiB, compressed.`);
  expect(kib).toBeLessThan(BUNDLE_KIB_MAX);
});
