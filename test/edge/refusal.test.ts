import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectServer } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { bundled } from '../room/bundle.ts';
import { freePort } from '../room/port.ts';
import { type Server, startServer } from '../room/server.ts';
import { newTokens } from '../room/token.ts';
import { inWorkerd, start } from './place.ts';

/** What is set wrongly is told to whoever can set it: at the start, or on Workers, which cannot refuse to start. */

const tokens = newTokens();
const build = bundled('api/edge.ts');
let server: Server;
beforeAll(async () => {
  server = await startServer({ jwtKey: tokens.publicKey });
});
afterAll(() => server.remove());

const badTokens: [which: string, env: Record<string, string>][] = [
  ['none', {}],
  ['one of nobody', { DATABASE_AUTH_TOKEN: 'nonsense' }],
  ['one that has expired', { DATABASE_AUTH_TOKEN: tokens.sign({ a: 'rw', exp: 1 }) }],
  ['one that only reads', { DATABASE_AUTH_TOKEN: tokens.sign({ a: 'ro' }) }],
];

test.each(badTokens)('of tokens, %s is refused at the start with one line', async (_, env) => {
  const { exited, said } = await start('start/api.ts', { DATABASE_URL: server.url, ...env });
  expect(await exited).toMatchObject({ code: 1 });
  expect(said.err).toMatch(
    /^stockflow: DATABASE_AUTH_TOKEN is missing, has expired or may not write[^\n]*\n$/,
  );
});

test('a database that does not answer is one line at the start', async () => {
  const nowhere = { DATABASE_URL: `http://127.0.0.1:${await freePort()}` };
  const { exited, said } = await start('start/api.ts', nowhere);
  expect(await exited).toMatchObject({ code: 1 });
  expect(said.err).toMatch(
    /^stockflow: The database does not answer \(.*ECONNREFUSED.*Is DATABASE_URL right[^\n]*\n$/,
  );
});

test.each([
  [{}, /^DATABASE_URL is missing/],
  [{ DATABASE_URL: 'nowhere' }, /^DATABASE_URL must be the address/],
  [{ DATABASE_URL: 'https://x.example', RATE_LIMIT: 'fast' }, /^RATE_LIMIT must be a whole number/],
])('on Workers, %j is told to whoever calls, and in the log', async (vars, line) => {
  const { url, said } = await inWorkerd(build, vars);
  for (const path of ['/api/company', '/trpc/company.get', '/docs']) {
    const answer = await fetch(url + path);
    const { code, details, request_id, error } = await answer.json();
    expect([answer.status, code ?? error.data.fault]).toEqual([503, 'not_configured']);
    expect((details ?? error.data.details)[0].message).toMatch(line);
    expect(answer.headers.get('x-request-id')).toBe(request_id ?? error.data.requestId);
  }
  await expect.poll(said).toHaveLength(3);
  const logged = JSON.parse(said()[0] ?? '');
  expect(logged).toMatchObject({
    level: 'error',
    event: 'not_configured',
    error: expect.stringMatching(line),
  });
});

test('on Workers, a token that is refused is told in the same way', async () => {
  const { url, said } = await inWorkerd(build, { DATABASE_URL: server.url });
  const answer = await fetch(`${url}/readyz`);
  expect([answer.status, (await answer.json()).code]).toEqual([503, 'not_configured']);
  await expect.poll(() => said().join()).toContain('HTTP status 401');
});

test('on Workers, a database that is away is 503 with Retry-After until it is back', async () => {
  const free = await startServer();
  const { url, said } = await inWorkerd(build, { DATABASE_URL: free.url });
  const ready = async () => {
    const { status, headers } = await fetch(`${url}/readyz`);
    return [status, headers.get('retry-after')];
  };
  await free.kill();
  expect(await ready()).toEqual([503, '1']);
  await expect.poll(() => said().join()).toContain('"event":"unavailable"');
  await free.restart();
  const client = connectServer(free.url, undefined);
  await migrate(client, 'db/migrations');
  client.close();
  expect(await ready()).toEqual([200, null]);
  await free.remove();
});
