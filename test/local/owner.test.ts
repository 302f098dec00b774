import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { openLocal } from '../../db/local.ts';
import { one, openFresh, owner, refusal, start, upTo } from './file.ts';

test('a second owner is refused in one clear line until the first is gone, however it goes', async () => {
  const { client, file } = openFresh();
  expect(() => openLocal({ file })).toThrow(`The database file ${file} is already open in this process`);
  const tryIt = `${owner} try { openLocal({ file }).close(); say('opened') } catch (e) { say(e.code + ' ' + e.message) }`;
  expect(await start(tryIt, file).line()).toBe(
    `DATABASE_OWNED The database file ${file} is in use by another StockFlow process (pid ${process.pid}). ` +
      'Stop it first, or set DATABASE_URL to a database server.',
  );
  client.close();
  const { child, exited, line } = start(
    `${owner} openLocal({ file }); say('mine'); setInterval(() => {}, 1000)`,
    file,
  );
  expect(await line()).toBe('mine');
  expect(() => openLocal({ file })).toThrow(`(pid ${child.pid})`);
  child.kill('SIGKILL');
  await exited;
  client.reconnect();
  expect(await one(client, 'SELECT 1')).toBe(1);
});

test('a transaction has the database to itself until it ends or is cut off', async () => {
  const { client } = openFresh({ transactionMs: 150 });
  await client.executeMultiple('CREATE TABLE t(a)');
  const first = await client.transaction('write');
  await first.execute({ sql: 'INSERT INTO t VALUES (?)', args: [1] });
  const read = one(client, 'SELECT count(*) FROM t');
  const written = client.execute('INSERT INTO t VALUES (2)');
  await first.batch(['INSERT INTO t VALUES (3)', { sql: 'INSERT INTO t VALUES (?)', args: [4] }]);
  expect(await Promise.race([read, written, pause(30, 'waiting')])).toBe('waiting');
  await first.commit();
  expect([await read, (await written).rowsAffected]).toEqual([3, 1]);
  expect(await refusal(first.execute('SELECT 1'))).toMatchObject({ code: 'TRANSACTION_CLOSED' });

  const slow = await client.transaction('write');
  await slow.execute('DELETE FROM t');
  expect(await one(client, 'SELECT count(*) FROM t')).toBe(4);
  expect(await refusal(slow.commit())).toMatchObject({ code: 'TRANSACTION_TIMEOUT' });
  const reading = await client.transaction('read');
  expect(await refusal(reading.execute('DELETE FROM t'))).toMatchObject({ code: 'SQLITE_READONLY' });
  await reading.rollback();
  expect(await one(client, 'SELECT count(*) FROM t')).toBe(4);
});

test('kept statements follow the schema, are bounded, and none outlives a close', async () => {
  const { client } = openFresh({ statementsMax: 10 });
  await client.executeMultiple('CREATE TABLE t(a); INSERT INTO t VALUES (1)');
  const columns = async () => (await client.execute('SELECT * FROM t')).columns;
  expect(await columns()).toEqual(['a']);
  await client.execute('ALTER TABLE t ADD COLUMN b');
  expect(await columns()).toEqual(['a', 'b']);
  await refusal(client.batch(['ALTER TABLE t RENAME b TO c', 'SELECT * FROM t', 'nonsense']));
  expect(await columns()).toEqual(['a', 'b']);
  const transaction = await client.transaction('write');
  await transaction.execute('ALTER TABLE t RENAME b TO c');
  expect((await transaction.execute('SELECT * FROM t')).columns).toEqual(['a', 'c']);
  await transaction.rollback();
  expect(await columns()).toEqual(['a', 'b']);
  for (const n of upTo(200)) expect(await one(client, `SELECT ${n}`)).toBe(n);
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  await pause(20);
  expect(Number(await one(client, 'SELECT count(*) FROM sqlite_stmt'))).toBeLessThan(20);

  const waiting = client.execute('INSERT INTO t(a) VALUES (2)');
  client.close();
  expect(await refusal(waiting)).toMatchObject({ code: 'CLIENT_CLOSED' });
  expect(await refusal(client.execute('SELECT 1'))).toMatchObject({ code: 'CLIENT_CLOSED' });
  client.reconnect();
  expect(await one(client, 'SELECT count(*) FROM t')).toBe(1);
});

test('a file left in disorder is read through before it is used', async () => {
  const { client, file } = openFresh();
  await client.executeMultiple('CREATE TABLE t(a); CREATE INDEX by_a ON t(a)');
  await client.batch(upTo(500).map((n) => `INSERT INTO t VALUES (${n})`));
  client.close();
  const bytes = readFileSync(file);
  bytes.fill(7, 3 * 4096 + 8, 4 * 4096);
  writeFileSync(file, bytes);
  writeFileSync(`${file}-wal`, 'left behind');
  expect(() => openLocal({ file })).toThrow(/SQLITE_CORRUPT: .* is damaged .* Restore a backup/);
  expect(() => openLocal({ file })).not.toThrow(/already open/);
});
