import Database from 'libsql';
import { afterAll, beforeAll, expect } from 'vitest';
import { scopeOf } from '../../db/company/company.ts';
import { recompute } from '../../worker/job/recompute.ts';
import { type Company, openRoom, type Room } from '../room.ts';
import { furnish, type World } from '../tenancy/world.ts';
import { type Given, judgeRest, judgeTrpc } from './judge.ts';
import type { Shot } from './request.ts';

/** A company with a little of everything, to shoot at. */
export type Target = {
  room: Room;
  company: () => Company;
  world: () => World;
  /** Sends, judges the answer, and looks that no row changed where it was a refusal. */
  shoot: (shot: Shot, mayChange: boolean) => Promise<Given>;
};

export function openTarget(): Target {
  const room = openRoom();
  let found: { company: Company; world: World };
  let beside: Beside;
  beforeAll(async () => {
    const company = await room.company();
    found = { company, world: await furnish(room, company, 'ordinary') };
    await recompute(await scopeOf(room.database, company.id, 'worker', room.clock.now));
    room.log.length = 0;
    beside = await openBeside(room);
  });
  afterAll(() => beside.close());

  async function send([path, init]: Shot): Promise<Given> {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${found.company.key}`);
    const answer = await room.fetch(path, { ...init, headers });
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  }

  return {
    room,
    company: () => found.company,
    world: () => found.world,
    async shoot(shot, mayChange) {
      if (mayChange) beside.remember();
      const answer = await send(shot);
      if (shot[0].startsWith('/trpc')) judgeTrpc(answer);
      else judgeRest(answer);
      if (mayChange && answer.status >= 400) beside.expectNoChange();
      return answer;
    },
  };
}

type Beside = { remember: () => void; expectNoChange: () => void; close: () => void };

/** Two more connections: one is told whether anything was committed, and only then are all rows compared with those the other holds. */
async function openBeside({ client }: Room): Promise<Beside> {
  const { rows } = await client.execute('pragma database_list');
  const file = String(rows[0]?.file);
  const [now, then] = [new Database(file), new Database(file)];
  const asked = now.prepare('pragma data_version').raw();
  const version = () => Number(asked.get());
  let remembered: number | undefined;
  return {
    remember() {
      if (version() === remembered) return;
      if (then.inTransaction) then.exec('commit');
      then.exec('begin; select 1 from sqlite_schema limit 1');
      remembered = version();
    },
    expectNoChange() {
      if (version() !== remembered) expect(rowsIn(now)).toBe(rowsIn(then));
    },
    close() {
      now.close();
      then.close();
    },
  };
}

function rowsIn(connection: Database.Database): string {
  const tables = connection.prepare("select name from sqlite_schema where type = 'table'").raw().all();
  return tables
    .map((name) => `${name} ${JSON.stringify(connection.prepare(`select * from ${name}`).raw().all())}`)
    .join('\n');
}
