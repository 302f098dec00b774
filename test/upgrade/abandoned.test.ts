import { expect, inject, test } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { openRoom } from '../room.ts';

const room = openRoom();

/** To a server a process that was killed is one that says no more. */
test.runIf(inject('room') === 'sqld')(
  'what a migration that was killed had begun on a server is undone by it, and the next start goes on',
  async () => {
    const killed = await room.client.transaction('write');
    await killed.batch(['create table half (a)', "insert into half values ('begun')"]);
    expect(await migrate(room.client, 'db/migrations')).toEqual({ applied: 0 });
    const { rows } = await room.client.execute("select name from sqlite_schema where name = 'half'");
    expect(rows).toEqual([]);
  },
);
