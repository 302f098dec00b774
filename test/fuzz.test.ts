import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { dump } from './constraint/trial.ts';
import { type Given, judgeRest, judgeTrpc } from './fuzz/judge.ts';
import { json, restShot, trpcShot } from './fuzz/request.ts';
import { inputFor } from './fuzz/value.ts';
import { type Company, openRoom } from './room.ts';
import { procedures, routeOf } from './tenancy/door.ts';
import { furnish, type World } from './tenancy/world.ts';

/** Whatever is sent, the answer is one of ours, and a refusal changes nothing. */

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.FUZZ_RUNS ?? 40);

const room = openRoom();
let company: Company;
let world: World;

beforeAll(async () => {
  company = await room.company();
  world = await furnish(company, 'ordinary');
});

async function send(path: string, init: RequestInit = {}): Promise<Given> {
  const headers = new Headers(init.headers);
  if (!headers.has('authorization')) headers.set('authorization', `Bearer ${company.key}`);
  const answer = await room.fetch(path, { ...init, headers });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}

/** Sends, judges the answer, and compares the whole database where it was a refusal. */
async function shoot(path: string, init: RequestInit, mayChange: boolean): Promise<Given> {
  const before = mayChange ? await dump(room.client) : '';
  const answer = await send(path, init);
  if (path.startsWith('/trpc')) judgeTrpc(answer);
  else judgeRest(answer);
  if (mayChange && answer.status >= 400) expect(await dump(room.client)).toBe(before);
  return answer;
}

describe(`inputs, seed ${seed}`, () => {
  const door = fc.oneof({ arbitrary: fc.constant(restShot), weight: 3 }, fc.constant(trpcShot));

  test.each(procedures)('%s answers whatever it is given', async (id) => {
    const { input, type } = routeOf(id);
    const property = fc.asyncProperty(inputFor(input, world), door, async (given, shotOf) => {
      await shoot(...shotOf(id, given), type === 'mutation');
    });
    await fc.assert(property, { seed, numRuns });
  });

  test('most of it was neither all refused nor all accepted', () => {
    const statuses = room.log.map(({ status }) => status ?? 0).filter((status) => status > 0);
    const accepted = statuses.filter((status) => status < 300).length / statuses.length;
    expect(accepted).toBeGreaterThan(0.2);
    expect(accepted).toBeLessThan(0.8);
  });
});

const mutations = procedures.filter((id) => routeOf(id).type === 'mutation');

const bodies = {
  'no JSON': 'name=Tea',
  'half of it': '{"name":"Te',
  'two of them': '{}{}',
  'a comment': '{/**/}',
  'a trailing comma': '{"name":"Tea",}',
  'NaN': '{"price":NaN}',
  'single quotes': "{'name':'Tea'}",
  'a list': '[]',
  'a text': '"name"',
  'a number': '7',
  'null': 'null',
  'a byte order mark': '\ufeff{"name":""}',
  'nothing but space': '  \n',
  'a deep list': '['.repeat(100_000) + ']'.repeat(100_000),
  'a deep list, open': '['.repeat(100_000),
  'a deep object': `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
  'a prototype': '{"__proto__":{"isAdmin":true}}',
  'names from birth': '{"constructor":{"prototype":{"x":1}},"toString":1,"hasOwnProperty":null}',
  'a name twice': '{"name":"","name":7}',
};

describe.each(Object.entries(bodies))('a body that is %s', (_, body) => {
  test.each(['/api', '/trpc'])('is refused at %s by every mutation that reads it', async (door) => {
    for (const id of mutations) {
      const [path, init] = (door === '/api' ? restShot : trpcShot)(id, idsIn(id));
      if (init.method === 'DELETE') continue;
      const answer = await shoot(path, { ...init, body }, true);
      expect([id, [400, 404]]).toEqual([id, expect.arrayContaining([])]);
      expect(answer.status, id).toBeLessThan(500);
    }
  });
});
