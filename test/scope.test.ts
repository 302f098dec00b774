import { LibsqlError } from '@libsql/core/api';
import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { databaseOf, scopeTo } from '../db/scope.ts';
import { ANSWER_LOST } from '../db/server/ask.ts';
import { PATIENCE_MS } from '../db/server/patience.ts';
import { query } from '../db/statement.ts';
import { around } from './around.ts';
import { openRoom } from './room.ts';
import { callsOf } from './watched.ts';

const room = openRoom();

const counted = query()(
  (slot) => sql<{ count: number }>`select json_object('count', count(*)) as answer from warehouses
    where company_id = ${slot('company')}`,
);

test('whoever owns the file is asked again only after a write; a server, whose writers nobody knows, each time', async () => {
  const [one, other] = [await room.company(), await room.company()];
  const { calls, client } = callsOf(room.client);
  const database = databaseOf(client, 'company');
  const isOwner = 'writes' in room.client;
  const warehousesOf = async ({ id }: typeof one) => {
    const scope = scopeTo(database, { company: id, timeZone: 'UTC', actor: 'test' }, 0);
    calls.length = 0;
    const { count } = await scope.remembered('warehouses', counted({}), 'internal');
    return { count, asked: calls.length };
  };
  const again = isOwner ? 0 : 1;
  expect(await warehousesOf(one)).toEqual({ count: 0, asked: 1 });
  expect(await warehousesOf(one)).toEqual({ count: 0, asked: again });
  expect(await warehousesOf(other)).toEqual({ count: 0, asked: 1 });
  await one.rest('POST', '/warehouses', { name: 'Barn' });
  expect(await warehousesOf(one)).toEqual({ count: 1, asked: 1 });
  expect(await warehousesOf(other)).toEqual({ count: 0, asked: 1 });
  expect(await warehousesOf(one)).toEqual({ count: 1, asked: again });
});

test('what was written while it was asked for is not covered up by the older answer', async () => {
  const company = await room.company();
  const { client } = callsOf(room.client);
  const meddling = around(client, async ({ name, ask }) => {
    const answer = await ask();
    if (name === 'execute') await company.rest('POST', '/warehouses', { name: `Barn ${Math.random()}` });
    return answer;
  });
  const caller = { company: company.id, timeZone: 'UTC', actor: 'test' };
  const scope = scopeTo(databaseOf(meddling, 'company'), caller, 0);
  for (const count of [0, 1, 2])
    expect(await scope.remembered('warehouses', counted({}), 'internal')).toEqual({ count });
});

test.each([
  { lateMs: 0, asked: 2 },
  { lateMs: PATIENCE_MS, asked: 2 },
  { lateMs: PATIENCE_MS + 1, asked: 1 },
])(
  'with a key, a write whose answer was lost after $lateMs ms is asked for $asked times',
  async ({ lateMs, asked }) => {
    const company = await room.company();
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const lost = new LibsqlError('The answer was lost.', ANSWER_LOST);
    let tries = 0;
    const losing = around(room.client, async ({ name, ask }) => {
      if (name !== 'batch' || ++tries > 1) return ask();
      vi.advanceTimersByTime(lateMs);
      throw lost;
    });
    const caller = { company: company.id, timeZone: 'UTC', actor: 'test' };
    const once = { key: `the-lost-answer-${lateMs}`, fingerprint: 'f'.repeat(64) };
    const scope = scopeTo(databaseOf(losing, 'company'), caller, 0, { once });
    const written = scope.write([], counted({}), 'internal').catch(({ code }: { code: string }) => code);
    expect(await written).toEqual(asked === 2 ? { count: 0 } : 'outcome_unknown');
    expect(tries).toBe(asked);
  },
);

test('each key keeps the answer of its own call, whatever is answered later, here and in another company', async () => {
  const calls = [];
  for (const company of [await room.company(), await room.company()])
    for (const key of ['the-first-key-0123456789', 'the-second-key-0123456789']) {
      const make = () => company.rest('POST', '/warehouses', { name: key }, { 'idempotency-key': key });
      calls.push({ make, first: (await make()).body });
    }
  for (const { make, first } of calls) expect((await make()).body).toEqual(first);
});
