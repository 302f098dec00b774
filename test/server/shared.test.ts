import type { Client } from '@libsql/client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hasServer } from '../room/server.ts';
import { openShop, type Shop } from './shop.ts';

/** Callers of one process who share requests to the database server. */

/** Said of callers that come together. */
const together = test.skipIf(!hasServer);

let shop: Shop;
let client: Client;

beforeAll(async () => {
  if (!hasServer) return;
  shop = await openShop();
  client = shop.client;
  await shop.direct.executeMultiple(`create table marks (id integer primary key, mark integer not null unique,
      constraint small check (mark < 1000)) strict;
    create table late (id integer primary key, mark integer references marks (mark) deferrable initially deferred) strict;
    create trigger unlucky before insert on marks when new.mark = 13 begin select raise(abort, 'unlucky'); end;
    create trigger fatal before insert on marks when new.mark = 666 begin select raise(rollback, 'fatal'); end;`);
});
beforeEach(async () => {
  if (!hasServer) return;
  await shop.direct.batch(['delete from late', 'delete from marks'], 'write');
  shop.way.questions = 0;
});
afterAll(() => shop?.close());

const mark = (...marks: number[]) =>
  client.batch(
    marks.map((value) => ({ sql: 'insert into marks (mark) values (?) returning mark', args: [value] })),
    'write',
  );
const marks = async (): Promise<number[]> =>
  (await shop.direct.execute('select mark from marks order by mark')).rows.map((row) => Number(row[0]));
const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => from + n);

together(
  'write in two requests, the first of them and all others, and each gets its own answer',
  async () => {
    const answers = await Promise.all(range(100, 60).map((value) => mark(value, value + 100)));
    expect(answers.map((results) => results.map(({ rows }) => rows[0]?.mark))).toEqual(
      range(100, 60).map((value) => [value, value + 100]),
    );
    expect(shop.way.questions).toBe(2);
    expect(await marks()).toHaveLength(120);
  },
);

together('are bounded in number, and whoever brings much goes alone', async () => {
  await Promise.all(range(100, 300).map((value) => mark(value)));
  expect(shop.way.questions, '1 + 128 + 128 + 43').toBe(4);
  shop.way.questions = 0;
  const much = { sql: 'select length(?)', args: ['x'.repeat(40_000)] };
  await Promise.all([mark(1), mark(2), client.batch([much], 'write'), mark(3), mark(4)]);
  expect(shop.way.questions, '1, 2, much, 3 and 4').toBe(4);
});

together('read in few requests, each as if by itself, and a refusal is nobody else’s', async () => {
  await mark(7);
  shop.way.questions = 0;
  const answers = await Promise.allSettled(
    range(0, 60).map((value) =>
      value === 30
        ? client.execute('select missing from marks')
        : client.execute({ sql: 'select mark + ? as sum from marks', args: [value] }),
    ),
  );
  expect(shop.way.questions).toBeLessThanOrEqual(5);
  for (const [value, answer] of answers.entries()) {
    if (value === 30)
      expect(answer).toMatchObject({ reason: { message: expect.stringContaining('missing') } });
    else expect(answer).toMatchObject({ value: { rows: [{ sum: 7 + value }] } });
  }
});

together('ask by texts that are longer, or more, than the server keeps', async () => {
  const long = `select ? as mark /* ${'as long as the list of alerts '.repeat(250)} */`;
  const wide = `select ? as mark /* ${'…'.repeat(2000)} */`;
  const justFits = `select ? as mark /* ${'.'.repeat(5000 - 23)} */`;
  const many = range(0, 60).map((value) => `select ? as mark /* ${`another text ${value} `.repeat(5)} */`);
  const repeated = [long, wide, justFits].map((sql) => range(0, 60).map(() => sql));
  for (const texts of [...repeated, [...many, ...many]]) {
    const answers = await Promise.all(texts.map((sql, value) => client.execute({ sql, args: [value] })));
    expect(answers.map(({ rows }) => rows[0]?.mark)).toEqual(texts.map((_, value) => value));
  }
});

together.each([
  ['a trigger', [20, 13], 'SQLITE_CONSTRAINT', 'unlucky', 1],
  ['a named rule', [21, 5000], 'SQLITE_CONSTRAINT', 'CHECK constraint failed: small', 1],
  ['a unique index', [22, 22], 'SQLITE_CONSTRAINT', 'UNIQUE constraint failed: marks.mark', 1],
  ['a trigger that ends the transaction', [666, 23], 'SQLITE_CONSTRAINT', 'fatal', 0],
])(
  '%s refuses one of them whole and touches no neighbour, in the words it has for one alone',
  async (_, given, code, message, statementIndex) => {
    const refusal = { code, message: expect.stringMatching(new RegExp(`: ${message}$`)), statementIndex };
    await expect(mark(...given)).rejects.toMatchObject(refusal);
    const [, before, refused, after] = await Promise.allSettled([mark(1), mark(2), mark(...given), mark(3)]);
    expect(refused).toMatchObject({ status: 'rejected', reason: refusal });
    expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(await marks()).toEqual([1, 2, 3]);
  },
);

together('what is refused only at the end, or cannot be read, is refused alone', async () => {
  const [, neighbour, late, garbled, last] = await Promise.allSettled([
    mark(1),
    mark(2),
    client.batch(['insert into late (mark) values (404)'], 'write'),
    client.batch(['insert into marks (mark) value (4)'], 'write'),
    mark(6),
  ]);
  expect(late).toMatchObject({ reason: { code: 'SQLITE_CONSTRAINT' } });
  expect(garbled).toMatchObject({ reason: { code: 'SQL_PARSE_ERROR' } });
  expect([neighbour.status, last.status]).toEqual(['fulfilled', 'fulfilled']);
  expect(await marks()).toEqual([1, 2, 6]);
});

together('get on well with one whose answer cannot be read here', async () => {
  const tooLarge = client.batch(['select 9007199254740993'], 'write');
  const [, before, unreadable, after] = await Promise.allSettled([mark(1), mark(2), tooLarge, mark(3)]);
  expect(unreadable).toMatchObject({ status: 'rejected', reason: expect.any(RangeError) });
  expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled']);
});

together('do not wait with their reads for those who write', async () => {
  const transaction = await shop.direct.transaction('write');
  await transaction.execute('insert into marks (mark) values (50)');
  const written = mark(51);
  const { rows } = await client.execute('select count(*) as marks from marks');
  expect(rows[0]?.marks).toBe(0);
  await transaction.commit();
  await written;
  expect(await marks()).toEqual([50, 51]);
});

together('get values back as they gave them, by place or by name', async () => {
  const bytes = new Uint8Array([0, 1, 255]);
  const values = [null, 7, -(2 ** 52), 1.5, 'Zoë “„ \u{1f4e6}', true, 9_007_199_254_740_991n, bytes];
  const { rows } = await client.execute({
    sql: `select ${values.map(() => '?').join()}, typeof(?2), typeof(?4)`,
    args: values,
  });
  const back = [null, 7, -(2 ** 52), 1.5, 'Zoë “„ \u{1f4e6}', 1, 9_007_199_254_740_991, bytes.buffer];
  expect(Array.from(rows[0] ?? [])).toEqual([...back, 'integer', 'real']);
  const named = await client.execute({ sql: 'select :a as a, @b as b', args: { a: 1, b: 'two' } });
  expect({ ...named.rows[0] }).toEqual({ a: 1, b: 'two' });
});

together('are refused once it is closed, and served once it is open again', async () => {
  client.close();
  await expect(mark(1)).rejects.toMatchObject({ code: 'CLIENT_CLOSED' });
  await expect(client.execute('select 1')).rejects.toMatchObject({ code: 'CLIENT_CLOSED' });
  client.reconnect();
  await mark(1);
  expect(await marks()).toEqual([1]);
});
