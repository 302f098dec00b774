import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { openLocal } from '../../db/local.ts';
import { freshFile, lagDuring, one, openFresh, owner, refusal, start, stranger, upTo } from './file.ts';

/** Commits are the log frames that carry the size of the database after them. */
function commitsIn(file: string): number {
  const log = readFileSync(`${file}-wal`);
  const frameBytes = 24 + log.readUInt32BE(8);
  const frames = upTo(Math.floor((log.length - 32) / frameBytes)).map((n) => 32 + (n - 1) * frameBytes);
  return frames.filter(
    (at) => log.readUInt32BE(at + 4) > 0 && log.readUInt32BE(at + 8) === log.readUInt32BE(16),
  ).length;
}

test('writes that wait together are committed together, and a refused one leaves the others alone', async () => {
  const { client, file } = openFresh();
  await client.executeMultiple('CREATE TABLE t(a INT UNIQUE CHECK (a > 0))');
  const before = commitsIn(file);
  const results = await Promise.allSettled(
    upTo(200).map((n) => {
      const bad = n % 20 === 0;
      const insert = (a: number) => ({ sql: 'INSERT INTO t VALUES (?)', args: [a] });
      return n % 3 === 0
        ? client.batch([insert(1000 + n), insert(bad ? -1 : n)])
        : client.execute(insert(bad ? -1 : n));
    }),
  );
  expect(commitsIn(file) - before).toBeLessThan(5);
  expect(results.flatMap(({ status }, index) => (status === 'rejected' ? [index + 1] : []))).toEqual(
    upTo(10).map((n) => n * 20),
  );
  expect(await one(client, 'SELECT count(*) FROM t WHERE a < 1000')).toBe(190);
  expect(await one(client, 'SELECT count(*) FROM t WHERE a > 1000')).toBe(63);
});

test('the first that is refused after a change leaves nothing, and those behind it are committed', async () => {
  const { client } = openFresh();
  await client.executeMultiple('CREATE TABLE t(a INT CHECK (a > 0))');
  const add = (a: number) => `INSERT INTO t VALUES (${a})`;
  const calls = [client.batch([add(1), add(-1)]), client.batch([add(2), add(3)]), client.execute(add(4))];
  const statuses = (await Promise.allSettled(calls)).map(({ status }) => status);
  expect(statuses).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(await one(client, 'SELECT group_concat(a) FROM t')).toBe('2,3,4');
});

test('whoever takes the whole transaction down falls alone', async () => {
  const { client } = openFresh();
  await client.executeMultiple(`CREATE TABLE t(id INTEGER PRIMARY KEY, a INT);
    CREATE TRIGGER hard BEFORE INSERT ON t WHEN NEW.a = 13 BEGIN SELECT RAISE(ROLLBACK, 'unlucky'); END;
    CREATE TABLE late(a INT REFERENCES t(id) DEFERRABLE INITIALLY DEFERRED)`);
  const calls = [
    client.execute('INSERT INTO t VALUES (1, 1)'),
    client.execute('INSERT INTO t VALUES (2, 13)'),
    client.batch(['INSERT INTO t VALUES (3, 3)', 'INSERT INTO late VALUES (3)']),
    client.execute('INSERT INTO late VALUES (99)'),
    client.execute('INSERT INTO t VALUES (4, 9007199254740993) RETURNING a'),
    client.execute('INSERT INTO t VALUES (5, 5)'),
  ];
  const statuses = (await Promise.allSettled(calls)).map(({ status }) => status === 'fulfilled');
  expect(statuses).toEqual([true, false, true, false, false, true]);
  expect(await one(client, 'SELECT group_concat(id) FROM t')).toBe('1,3,5');
  expect(await one(client, 'SELECT count(*) FROM late')).toBe(1);
});

test('when the disk is full, exactly the acknowledged writes are there', async () => {
  const { client } = openFresh();
  await client.executeMultiple(
    'CREATE TABLE t(id INTEGER PRIMARY KEY, data BLOB); PRAGMA max_page_count = 40',
  );
  const store = (id: number) => client.execute('INSERT INTO t VALUES (?, zeroblob(10000))', [id]);
  const first = await Promise.allSettled(upTo(5).map(store));
  const results = [...first, ...(await Promise.allSettled(upTo(40).map((n) => store(n + 5))))];
  const stored = results.flatMap(({ status }, index) => (status === 'fulfilled' ? [index + 1] : []));
  expect(stored.length).toBeGreaterThanOrEqual(5);
  expect(results.filter((result) => result.status === 'rejected')[0]?.reason).toMatchObject({
    code: 'SQLITE_FULL',
  });
  expect(await one(client, 'SELECT json_group_array(id) FROM t')).toBe(JSON.stringify(stored));
  await client.execute('PRAGMA max_page_count = 1000');
  await store(1000);
});

test('a read batch sees one moment and changes nothing', async () => {
  const { client, file } = openFresh();
  await client.executeMultiple('CREATE TABLE t(a)');
  const refused = await refusal(client.batch(['SELECT 1', 'DELETE FROM t'], 'read'));
  expect(refused).toMatchObject({ code: 'SQLITE_READONLY', statementIndex: 1 });
  const busy = start(
    `${stranger} db.exec('PRAGMA busy_timeout = 10000'); console.log('on');
    for (;;) db.exec('INSERT INTO t VALUES (1)')`,
    file,
  );
  await busy.line();
  const count = 'SELECT count(*) FROM t, (SELECT 1)';
  const seen = new Set<unknown>();
  while (seen.size < 100) {
    const [first, second] = await client.batch([count, count], 'read');
    expect(first?.rows).toEqual(second?.rows);
    seen.add(first?.rows[0]?.[0]);
    // Without it nothing else of this process would have its turn, the time limit of this test included.
    await turn();
  }
});

test('kill -9 loses no acknowledged write and leaves none half done', async () => {
  const file = freshFile();
  for (let round = 1; round <= 3; round++) {
    const { child, exited, line } = start(
      `${owner} const client = openLocal({ file });
      await client.executeMultiple('CREATE TABLE IF NOT EXISTS a(id INT); CREATE TABLE IF NOT EXISTS b(id INT)');
      say('ready');
      const write = async (id) => {
        await client.batch([{ sql: 'INSERT INTO a VALUES (?)', args: [id] }, { sql: 'INSERT INTO b VALUES (?)', args: [id] }]);
        say(id);
        setImmediate(write, id + 10);
      };
      for (let n = 0; n < 10; n++) write(${round} * 1e9 + n);`,
      file,
    );
    await line();
    const acknowledged: number[] = [];
    setTimeout(() => child.kill('SIGKILL'), 100 + 100 * Math.random());
    for (let next = await line(); next !== 'undefined'; next = await line()) acknowledged.push(Number(next));
    await exited;
    const client = openLocal({ file });
    const stored = JSON.parse(String(await one(client, 'SELECT json_group_array(id) FROM a')));
    expect(await one(client, 'SELECT count(*) FROM (SELECT id FROM a EXCEPT SELECT id FROM b)')).toBe(0);
    expect(await one(client, 'PRAGMA integrity_check')).toBe('ok');
    client.close();
    const kept = new Set(stored);
    expect(kept.size).toBe(stored.length);
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  }
});

test('under a foreign lock no acknowledged write is lost or doubled, and the process stays awake', async () => {
  const { client, file } = openFresh();
  await client.executeMultiple('CREATE TABLE t(id INT, who TEXT)');
  const { exited, line } = start(
    `${stranger} console.log('on');
    for (let round = 0; round < 3; await pause(Math.random() * 10)) {
      try { db.exec("BEGIN IMMEDIATE; INSERT INTO t VALUES (0, 'stranger')"); } catch { continue; }
      await pause(500 + Math.random() * 300); db.exec('COMMIT'); round++;
    }`,
    file,
  );
  await line();
  let running = true;
  exited.then(() => (running = false));
  const acknowledged: number[] = [];
  const caller = async (first: number) => {
    for (let id = first; running; id += 20) {
      const insert = { sql: "INSERT INTO t VALUES (?, 'us')", args: [id] };
      // An autocommitted PRAGMA meets the lock as a prepared statement, which poisons the addon's connection.
      if (id % 100 === 0) await client.execute(`PRAGMA user_version = ${id}`);
      await (id % 2 ? client.execute(insert) : client.batch([insert, 'UPDATE t SET id = id WHERE id < 0']));
      acknowledged.push(id);
      if (id % 7 === 0) await client.execute('SELECT count(*) FROM t');
    }
  };
  const lagMs = await lagDuring(() => Promise.all(upTo(20).map(caller)));
  const stored = JSON.parse(String(await one(client, "SELECT json_group_array(id) FROM t WHERE who = 'us'")));
  expect(stored.sort()).toEqual(acknowledged.sort());
  expect(await one(client, "SELECT count(*) FROM t WHERE who = 'stranger'")).toBe(3);
  expect(lagMs).toBeLessThan(400);
});

test('what a foreign lock refused takes no later write along', async () => {
  const { client, file } = openFresh({ busyMs: 50 });
  await client.executeMultiple('CREATE TABLE t(a)');
  const other = new Database(file);
  other.exec('BEGIN IMMEDIATE');
  const refused = await refusal(client.execute('PRAGMA user_version = 7'));
  expect(refused).toMatchObject({ code: 'SQLITE_BUSY' });
  other.exec('ROLLBACK');
  const writes = ['INSERT INTO t VALUES (1)', 'INSERT INTO t VALUES (2)'];
  const [written] = await Promise.allSettled([client.batch(writes, 'write')]);
  const stored = other.prepare('SELECT a FROM t').raw().all();
  expect([written.status, stored]).toEqual(['fulfilled', [[1], [2]]]);
  other.close();
});

test('a write that waits too long for a foreign lock is refused with SQLITE_BUSY and not applied', async () => {
  const { client, file } = openFresh({ busyMs: 250 });
  await client.executeMultiple('CREATE TABLE t(a)');
  const other = new Database(file);
  other.exec('BEGIN IMMEDIATE');
  const insert = 'INSERT INTO t VALUES (1)';
  const calls = () => [
    client.execute(insert),
    client.batch([insert, insert]),
    client.executeMultiple(insert),
    client.transaction('write'),
    client.execute('PRAGMA user_version = 1'),
    client.migrate([insert]),
  ];
  const refused = await Promise.all(calls().map(refusal));
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['SQLITE_BUSY']));
  expect(await one(client, 'SELECT count(*) FROM t')).toBe(0);
  const later = calls();
  other.exec('COMMIT');
  other.close();
  const [, , , transaction] = await Promise.all(later.slice(0, 4));
  if (transaction && 'commit' in transaction) await transaction.commit();
  await Promise.all(later);
  expect(await one(client, 'SELECT count(*) FROM t')).toBe(5);
  expect(await one(client, 'PRAGMA foreign_keys')).toBe(1);
});
