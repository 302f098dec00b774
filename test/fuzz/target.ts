import Database from 'libsql';
import { afterAll, beforeAll, expect } from 'vitest';
import { scopeOf } from '../../db/company/company.ts';
import { recompute } from '../../worker/job/recompute.ts';
import { dump } from '../constraint/trial.ts';
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
  /** Every row there is, as long as nothing was accepted since. */
  let rows: string | undefined;
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
      if (mayChange) rows ??= await dump(room.client);
      const before = beside.version();
      const answer = await send(shot);
      if (shot[0].startsWith('/trpc')) judgeTrpc(answer);
      else judgeRest(answer);
      const isRefused = answer.status >= 400;
      if (mayChange && isRefused && beside.version() !== before) expect(await dump(room.client)).toBe(rows);
      if (mayChange && !isRefused) rows = undefined;
      return answer;
    },
  };
}

type Beside = { version: () => number; close: () => void };

/** Another connection is told whether anything was committed; if nothing was, all rows need not be compared. */
async function openBeside({ client }: Room): Promise<Beside> {
  const { rows } = await client.execute('pragma database_list');
  const connection = new Database(String(rows[0]?.file));
  const asked = connection.prepare('pragma data_version').raw();
  return { version: () => Number(asked.get()), close: () => connection.close() };
}
