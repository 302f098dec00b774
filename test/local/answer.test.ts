import { join } from 'node:path';
import { createClient, type InStatement } from '@libsql/client';
import { eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/libsql';
import { alias, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { expect, onTestFinished, test } from 'vitest';
import { readText } from '../../db/client/text.ts';
import { one, openFresh, outcome, refusal, root } from './file.ts';

const SAME_ANSWERS: InStatement[] = [
  `CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT UNIQUE, price REAL, data BLOB,
     stock INT NOT NULL DEFAULT 0 CONSTRAINT stock_never_negative CHECK (stock >= 0))`,
  'CREATE TABLE sale(item INT NOT NULL REFERENCES item(id), at INT) STRICT',
  "CREATE TRIGGER kept BEFORE DELETE ON sale BEGIN SELECT RAISE(ABORT, 'sales_are_kept'); END",
  { sql: 'INSERT INTO item VALUES (?, ?, ?, ?, ?)', args: [1, 'bolt', 1.5, new Uint8Array([1, 2, 255]), 5n] },
  {
    sql: 'INSERT INTO item VALUES (:id, @name, $price, :data, 0)',
    args: { id: 2, '@name': 'nüt', $price: 2, data: null },
  },
  { sql: 'INSERT INTO item(name, stock) VALUES (?, ?), (?, ?)', args: ['a', true, "it's", false] },
  { sql: 'INSERT INTO sale VALUES (1, ?)', args: [new Date(1_700_000_000_123)] },
  { sql: 'SELECT *, item.name AS again FROM item WHERE id < ? ORDER BY id', args: [3] },
  'SELECT a.id, b.id, b.name FROM item a JOIN item b ON b.id = a.id + 1 ORDER BY 1',
  'SELECT 7, 1 AS "0", 2 AS length, 3 AS "__proto__", NULL AS nothing, x\'\' AS empty, 1e300, -0.5',
  'SELECT * FROM item WHERE 0',
  'WITH cheap AS (SELECT id FROM item WHERE price < 2) SELECT count(*) AS n FROM cheap',
  'UPDATE item SET stock = stock + 1',
  'UPDATE item SET stock = 3 WHERE id = 99',
  'DELETE FROM item WHERE id = 4',
  'PRAGMA table_info(item)',
  'VALUES (1, 2), (3, 4)',
  'EXPLAIN QUERY PLAN SELECT * FROM item',
  "INSERT INTO item(name) VALUES ('bolt')",
  "INSERT INTO item(name, stock) VALUES ('x', -1)",
  'INSERT INTO item(id) VALUES (1)',
  'INSERT INTO item(stock) VALUES (NULL)',
  'INSERT INTO sale VALUES (99, 1)',
  "INSERT INTO sale VALUES (1, 'noon')",
  'DELETE FROM sale',
  'nonsense',
  'SELECT * FROM missing',
  'COMMIT',
  '-- nothing',
  { sql: 'SELECT ?', args: [Number.NaN] },
  { sql: 'SELECT ?', args: [2n ** 63n] },
  'SELECT 9007199254740993',
];

test('every answer and refusal is the one @libsql/client gives', async () => {
  const { client } = openFresh();
  const upstream = createClient({ url: `file:${join(root, 'upstream.db')}` });
  onTestFinished(() => upstream.close());
  for (const statement of SAME_ANSWERS) {
    const label = typeof statement === 'string' ? statement : statement.sql;
    const [ours, theirs] = [
      await outcome(client.execute(statement)),
      await outcome(upstream.execute(statement)),
    ];
    // Where the addon itself is asked nothing, only the kind of refusal is promised.
    if ('name' in theirs && theirs.name === 'RangeError')
      expect(ours, label).toMatchObject({ name: 'RangeError' });
    else expect(ours, label).toEqual(theirs);
  }
  const batch: InStatement[] = [
    "INSERT INTO item(name) VALUES ('new')",
    "INSERT INTO item(name) VALUES ('new')",
  ];
  const [ours, theirs] = [
    await refusal(client.batch(batch, 'write')),
    await refusal(upstream.batch(batch, 'write')),
  ];
  expect({ ...ours, message: ours.message }).toEqual({ ...theirs, message: theirs.message });
  expect(await one(client, "SELECT count(*) FROM item WHERE name = 'new'")).toBe(0);
  const [[first], [second]] = [
    await client.batch(['SELECT * FROM item']),
    await upstream.batch(['SELECT * FROM item']),
  ];
  expect(JSON.stringify(first)).toBe(JSON.stringify(second));
});

test('whole numbers stay whole, RETURNING is counted, and arguments are never guessed', async () => {
  const { client } = openFresh();
  await client.executeMultiple('CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT)');
  const types = await client.execute({
    sql: 'SELECT typeof(?), typeof(?), typeof(?)',
    args: [5, 5.5, new Date(5)],
  });
  expect(Array.from(types.rows[0] ?? [])).toEqual(['integer', 'real', 'integer']);
  const added = await client.execute('INSERT INTO t(a) VALUES (1), (2) RETURNING id', []);
  expect([added.rowsAffected, added.lastInsertRowid, added.rows.length]).toEqual([2, 2n, 2]);

  const both = 'SELECT ? AS a, ? AS b';
  await client.execute(both, ["another company's secret", 2]);
  for (const args of [[], [1], [1, 2, 3], { a: 1 }]) {
    expect(await refusal(client.execute(both, args))).toMatchObject({ code: 'ARGS_INVALID' });
  }
  expect(await refusal(client.execute('SELECT :a, :b', { a: 1 }))).toMatchObject({ code: 'ARGS_INVALID' });
  for (const odd of [undefined, {}, [], Symbol('x')]) {
    expect(await refusal(client.execute('SELECT ?', JSON.parse('[0]').fill(odd)))).toBeInstanceOf(TypeError);
  }
});

test('a statement is taken for a read only when it surely is one', () => {
  const kinds = (texts: string[]) => texts.map((sql) => readText(sql).kind);
  const reads = ['SELECT 1', '/* x */ -- y\n select 2', 'VALUES (1)', 'WITH a AS (SELECT 1) SELECT * FROM a'];
  const descriptions = ['EXPLAIN DELETE FROM t', 'PRAGMA table_info(t)', 'pragma main.user_version'];
  expect(new Set(kinds([...reads, ...descriptions]))).toEqual(new Set(['read']));
  const changes = [
    'WITH a AS (SELECT 1) DELETE FROM t',
    'WITH "select" AS (VALUES (1)) INSERT INTO t SELECT 1',
    'replace into t',
  ];
  expect(new Set(kinds([...changes, "INSERT INTO t SELECT ';' RETURNING 1"]))).toEqual(new Set(['change']));
  expect(new Set(kinds(['VACUUM', 'PRAGMA user_version = 1', 'PRAGMA optimize', 'begin']))).toEqual(
    new Set(['alone']),
  );
  expect(new Set(kinds(['CREATE TABLE t(a)', 'DROP TABLE t', 'whatever', '']))).toEqual(new Set(['schema']));
  const { parameters } = readText(`SELECT '?', "?", [?], ?, :a, ?5, :a, @b -- ?`);
  expect(parameters).toEqual([undefined, ':a', undefined, undefined, '?5', '@b']);
});

test('Drizzle works over it: select, insert, batch, transaction, prepared', async () => {
  const { client } = openFresh();
  await client.executeMultiple('CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT NOT NULL, seen INT)');
  const item = sqliteTable('item', {
    id: integer().primaryKey(),
    name: text().notNull(),
    seen: integer({ mode: 'timestamp_ms' }),
  });
  const db = drizzle(client);
  const seen = new Date(1_700_000_000_000);
  expect(
    await db
      .insert(item)
      .values([{ name: 'bolt', seen }, { name: 'nut' }])
      .returning({ id: item.id }),
  ).toEqual([{ id: 1 }, { id: 2 }]);
  expect((await db.update(item).set({ name: 'screw' }).where(eq(item.id, 1))).rowsAffected).toBe(1);
  const byId = db
    .select()
    .from(item)
    .where(eq(item.id, sql.placeholder('id')))
    .prepare();
  expect(await byId.all({ id: 1 })).toEqual([{ id: 1, name: 'screw', seen }]);
  expect(await byId.get({ id: 2 })).toEqual({ id: 2, name: 'nut', seen: null });
  const twin = alias(item, 'twin');
  expect(
    await db.select({ a: item.name, b: twin.id }).from(item).innerJoin(twin, eq(item.id, twin.id)),
  ).toHaveLength(2);
  const [all, gone] = await db.batch([db.select().from(item), db.delete(item).where(eq(item.id, 2))]);
  expect([all.length, gone.rowsAffected]).toEqual([2, 1]);
  const undone = db.transaction(async (tx) => {
    await tx.delete(item);
    throw new Error('changed my mind');
  });
  expect(await refusal(undone)).toMatchObject({ message: 'changed my mind' });
  expect(await db.all(sql`SELECT name FROM item`)).toEqual([{ name: 'screw' }]);
});

test('asking for the plan of a write leaves nothing behind that refuses the next one', async () => {
  const { client } = openFresh();
  await client.executeMultiple('CREATE TABLE t(a INTEGER PRIMARY KEY)');
  for (const sql of ['INSERT INTO t VALUES (1)', 'UPDATE t SET a = 2 WHERE a = 1', 'DELETE FROM t']) {
    await client.execute(`EXPLAIN QUERY PLAN ${sql}`);
    await client.batch([sql, 'SELECT count(*) FROM t'], 'write');
  }
  expect((await client.execute('SELECT * FROM t')).rows).toEqual([]);
});
