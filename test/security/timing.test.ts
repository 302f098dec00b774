import { beforeAll, expect, test } from 'vitest';
import { type Company, openRoom } from '../room.ts';
import { furnish, nothing, type World } from '../tenancy/world.ts';

/** Whether an id is another company's or nobody's cannot be heard from how long the answer takes. */

const room = openRoom();
let stranger: Company;
let theirs: World;
beforeAll(async () => {
  stranger = await room.company();
  const victim = await room.company();
  await furnish(room, stranger, 'ordinary');
  theirs = await furnish(room, victim, 'zanzibar');
});

const PAIRS = 60;
const TRIES = 6;
/** Less than a machine's own noise; a second look into the database takes twice as long. */
const RATIO_MAX = 1.15;

const asks: [what: string, ask: (world: World) => [method: string, path: string, body?: object]][] = [
  ['a product', ({ product }) => ['GET', `/products/${product}`]],
  ['an order', ({ order }) => ['GET', `/orders/${order}`]],
  ['a movement to reverse', ({ movement }) => ['POST', `/movements/${movement}/reverse`, {}]],
];

test.each(asks)('%s of others is answered as fast as none', async (_, ask) => {
  const took = async (world: World): Promise<number> => {
    const began = performance.now();
    expect((await stranger.rest(...ask(world))).status).toBe(404);
    return performance.now() - began;
  };
  const ratios: number[] = [];
  for (let tried = 0; tried < TRIES; tried++) {
    const [found, missing]: [number[], number[]] = [[], []];
    for (let pair = 0; pair < PAIRS; pair++) {
      // In turns, and each first as often as second: whatever slows the machine slows both.
      if (pair % 2 === 0) found.push(await took(theirs));
      missing.push(await took(nothing));
      if (pair % 2 === 1) found.push(await took(theirs));
    }
    const ratio = median(found) / median(missing);
    ratios.push(Math.max(ratio, 1 / ratio));
    if (Math.min(...ratios) <= RATIO_MAX) break;
  }
  expect(Math.min(...ratios)).toBeLessThanOrEqual(RATIO_MAX);
});

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
