import { once } from 'node:events';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { InStatement, InValue } from '@libsql/client';
import { expect, test } from 'vitest';
import { connectSocket, openOrReach, serveSocket } from '../../db/local.ts';
import { freshFile, one, openFresh, outcome, owner, refusal, start } from './file.ts';

test('operator commands reach the owner through its socket, with the same answers and refusals', async () => {
  const { client, file } = openFresh();
  const path = join(file, '..', 'control.sock');
  writeFileSync(path, 'left behind by a killed owner');
  const socket = await serveSocket(client, path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const [a, b] = [await connectSocket(path), await openOrReach({ file, socket: path })];
  expect([a.protocol, b.protocol]).toEqual(['socket', 'socket']);
  await a.executeMultiple('CREATE TABLE t(id INTEGER PRIMARY KEY, v UNIQUE, data BLOB)');
  const values = [
    null,
    'a\nb "ü" \u2028',
    1.5,
    2n ** 62n,
    new Uint8Array([0, 255]),
    true,
    new Date(7),
    'x'.repeat(300_000),
  ];
  const insert = (v: InValue) => ({
    sql: 'INSERT INTO t(v, data) VALUES (:v, ?2)',
    args: [v, new Uint8Array([1])],
  });
  await Promise.all(values.map((v, index) => (index % 2 ? a : b).batch([insert(v), 'SELECT 1'], 'write')));
  for (const query of [
    'SELECT id, data, typeof(v), v FROM t WHERE v IS NOT 4611686018427387904',
    'SELECT 9e999, -9e999',
  ]) {
    expect(await outcome(a.execute(query))).toEqual(await outcome(client.execute(query)));
  }
  const bad: InStatement[] = ['SELECT 1', 'INSERT INTO t(v) VALUES (1.5)'];
  const [there, here] = [await refusal(a.batch(bad, 'write')), await refusal(client.batch(bad, 'write'))];
  expect({ ...there, message: there.message, name: there.name }).toEqual({
    ...here,
    message: here.message,
    name: here.name,
  });
  expect(await refusal(a.execute('SELECT v FROM t WHERE v > 9e15'))).toBeInstanceOf(RangeError);
  expect(await refusal(a.transaction())).toMatchObject({ code: 'NOT_SUPPORTED' });

  const raw = connect(path);
  const request = `${JSON.stringify({ id: 1, method: 'execute', statement: { sql: 'SELECT 5 AS five', args: [] } })}\n`;
  for (const part of request.match(/.{1,9}/gs) ?? []) await pause(1).then(() => raw.write(part));
  expect(JSON.parse(String((await once(raw, 'data'))[0]))).toMatchObject({
    id: 1,
    results: [{ rows: [[5]] }],
  });
  raw.write('not a request\n');
  await once(raw, 'close');
  expect(await one(b, 'SELECT 1')).toBe(1);
  await socket.close();
  expect(existsSync(path)).toBe(false);
  await pause(10);
  expect(await refusal(b.execute('SELECT 1'))).toMatchObject({ code: 'SOCKET_CLOSED' });
});

test('a call under way is refused when the owner dies, and whoever reached it becomes the next owner', async () => {
  const file = freshFile();
  const socket = join(file, '..', 'a-very-long-path'.repeat(8), 'control.sock');
  const serve = `${owner} const client = openLocal({ file }); await serveSocket(client, socket); say('up')`;
  const { child, exited, line } = start(serve, file, socket);
  expect(await line()).toBe('up');
  const client = await openOrReach({ file, socket });
  expect(client.protocol).toBe('socket');
  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
  const pending = refusal(client.execute(endless));
  await pause(50);
  child.kill('SIGKILL');
  expect(await pending).toMatchObject({ code: 'SOCKET_CLOSED' });
  await exited;
  const next = await openOrReach({ file, socket });
  expect(next.protocol).toBe('file');
  // What the dead one has left at the address is in nobody's way, and goes.
  await (await serveSocket(next, socket)).close();
  next.close();
});
