import { beforeAll, describe, expect, test } from 'vitest';
import { faultOf } from '../db/fault.ts';
import { insert, seed } from './constraint/seed.ts';
import { allRules, endsWith, refusalOf, rehearse, tablesOf } from './constraint/trial.ts';
import { type Dump, dumpOf } from './dump.ts';
import { openRoom } from './room.ts';

const { client } = openRoom();
/** Every row there is: what is refused or taken back leaves it so. */
let untouched: Dump;
beforeAll(async () => {
  await seed(client);
  untouched = await dumpOf(client);
});

const column = async (sql: string): Promise<string[]> =>
  (await client.execute(sql)).rows.map((row) => String(row[0]));

test.each(allRules.filter(({ accepted }) => accepted.length > 0))(
  '$rule lets through what is just inside',
  async ({ accepted }) => {
    for (const attempt of accepted)
      await expect(rehearse(client, attempt), JSON.stringify(attempt)).resolves.toBeUndefined();
  },
);

test.each(allRules)('$rule refuses what is just outside', async ({ refused, message, code }) => {
  for (const attempt of refused) {
    const refusal = await refusalOf(client, attempt);
    expect(refusal?.message ?? 'It was let through', JSON.stringify(attempt)).toMatch(endsWith(message));
    expect(faultOf(refusal).code).toBe(code);
  }
  expect(refused.length).toBeGreaterThan(0);
  expect(await dumpOf(client)).toEqual(untouched);
});

test('every rule of the schema is tried here, and none that is not in it', async () => {
  const tables = await column("select sql from sqlite_master where type = 'table'");
  const checks = tables.flatMap((sql) =>
    [...sql.matchAll(/CONSTRAINT "(\w+)" CHECK/g)].map(([, name]) => name),
  );
  const triggers = await client.execute("select name, sql from sqlite_master where type = 'trigger'");
  const raises = triggers.rows.flatMap((row) =>
    [...String(row[1]).matchAll(/RAISE\(ABORT, '(\w+)'\)/g)].map(([, raised]) => `${row[0]}: ${raised}`),
  );
  // A unique index that holds the primary key cannot refuse what the key did not refuse before.
  const unique = await column(`select i.name from sqlite_master t, pragma_index_list(t.name) i
    where t.type = 'table' and i."unique" and i.origin = 'c'
      and not exists (select 1 from pragma_index_info(i.name) c where c.name = 'id')`);
  const tried = new Set(allRules.map(({ rule }) => rule));
  expect([...tried].sort()).toEqual([...new Set([...checks, ...raises, ...unique])].sort());
});

test('a CHECK that no field explains names itself to the caller', async () => {
  const refusal = await refusalOf(client, [{ sql: "update companies set name = '' where id = 1", args: [] }]);
  expect(faultOf(refusal).details).toEqual([
    { field: '', message: 'refused by the rule company_name_length' },
  ]);
});

test('a batch that a foreign key refuses is refused whole, and nobody but us is to blame', async () => {
  const named = { sql: "update companies set name = 'Nowhere' where id = 1", args: [] };
  const refusal = await refusalOf(client, [named, insert('members', { company_id: 999 })]);
  expect(refusal?.message).toMatch(endsWith('FOREIGN KEY constraint failed'));
  expect(faultOf(refusal).code).toBe('internal');
  expect(await dumpOf(client)).toEqual(untouched);
});

describe('types', () => {
  test('every table is strict', async () => {
    const loose = await column(`select name from pragma_table_list
      where schema = 'main' and type = 'table' and not strict and name not like 'sqlite_%'`);
    expect(loose).toEqual([]);
    expect((await tablesOf(client)).length).toBeGreaterThan(15);
  });

  test('text does not pass for a number, nor half a unit for a whole one', async () => {
    for (const value of ["'many'", '1.5', "x'00'"]) {
      const refusal = await refusalOf(client, [
        { sql: `update companies set window_days = ${value} where id = 1`, args: [] },
      ]);
      expect(refusal?.message).toMatch(/cannot store \w+ value in INTEGER column companies.window_days$/);
      expect(faultOf(refusal).code).toBe('invalid_input');
    }
  });

  test('a missing value is a mistake of ours, not of the caller', async () => {
    const refusal = await refusalOf(client, [
      { sql: 'update companies set name = null where id = 1', args: [] },
    ]);
    expect(refusal?.message).toMatch(/NOT NULL constraint failed: companies.name$/);
    expect(faultOf(refusal).code).toBe('internal');
  });
});
