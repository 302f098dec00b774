import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { faultOf } from '../../db/fault.ts';
import { one, openFresh, upTo } from './file.ts';

/** Some milliseconds of work that no index helps with. */
const SLOW = `insert into t select ?1 where (with recursive n(n) as (select 1 union all select n + 1 from n where n < 8000)
  select count(*) from n) > 0`;

test('where more is written than can be, whoever waited longest is told so; nothing of theirs is there, and all goes on', async () => {
  const { client } = openFresh({ busyMs: 200 });
  await client.execute('create table t(id int)');
  const results = await Promise.allSettled(
    upTo(600).map((id) => client.batch([{ sql: SLOW, args: [id] }], 'write')),
  );
  const written = results.flatMap(({ status }, index) => (status === 'fulfilled' ? [index + 1] : []));
  const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(written.length).toBeGreaterThan(0);
  expect(refusals.length).toBeGreaterThan(0);
  expect(new Set(refusals.map((error) => faultOf(error).code))).toEqual(new Set(['unavailable']));
  expect(await one(client, 'select json_group_array(id) from t')).toBe(JSON.stringify(written));
  await client.execute('insert into t values (1000)');
});

test('after a pause of the whole process nobody is told to go who can be served at once', async () => {
  const { client } = openFresh({ busyMs: 200 });
  await client.execute('create table t(id int)');
  const writing = upTo(100).map((id) =>
    client.batch([{ sql: 'insert into t values (?)', args: [id] }], 'write'),
  );
  const until = performance.now() + 500;
  while (performance.now() < until);
  await Promise.all(writing);
  await pause(1);
  expect(await one(client, 'select count(*) from t')).toBe(100);
});
