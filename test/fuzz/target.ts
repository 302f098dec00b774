import { beforeAll, expect } from 'vitest';
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
  world: () => World;
  /** Sends, judges the answer, and compares the whole database where it was a refusal. */
  shoot: (shot: Shot, mayChange: boolean) => Promise<Given>;
};

export function openTarget(): Target {
  const room = openRoom();
  let found: { company: Company; world: World };
  /** Every row there is, as long as nothing was accepted since. */
  let rows: string | undefined;
  beforeAll(async () => {
    const company = await room.company();
    found = { company, world: await furnish(room, company, 'ordinary') };
    await recompute(await scopeOf(room.database, company.id, 'worker', room.clock.now));
    room.log.length = 0;
  });

  async function send([path, init]: Shot): Promise<Given> {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${found.company.key}`);
    const answer = await room.fetch(path, { ...init, headers });
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  }

  return {
    room,
    world: () => found.world,
    async shoot(shot, mayChange) {
      if (mayChange) rows ??= await dump(room.client);
      const answer = await send(shot);
      if (shot[0].startsWith('/trpc')) judgeTrpc(answer);
      else judgeRest(answer);
      if (mayChange && answer.status >= 400) expect(await dump(room.client)).toBe(rows);
      else if (mayChange) rows = undefined;
      return answer;
    },
  };
}
