import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restShot, trpcShot } from './fuzz/request.ts';
import { openTarget } from './fuzz/target.ts';
import { inputFor, schemaOf } from './fuzz/value.ts';
import { procedures, routeOf } from './tenancy/door.ts';

/** Whatever is sent, the answer is one of ours, and a refusal changes nothing. */

/** The same for everybody, so that a red run is about the change; FUZZ_SEED and FUZZ_RUNS look further. */
const seed = Number(process.env.FUZZ_SEED ?? 20_261_121);
const numRuns = Number(process.env.FUZZ_RUNS ?? 25);
const { room, world, shoot } = openTarget();

describe(`seed ${seed}`, () => {
  const door = fc.oneof({ arbitrary: fc.constant(restShot), weight: 3 }, fc.constant(trpcShot));

  test.each(procedures)('%s answers whatever it is given', async (id) => {
    const { input, type } = routeOf(id);
    const property = fc.asyncProperty(inputFor(schemaOf(input), world()), door, async (given, shotOf) => {
      await shoot(shotOf(id, given), type === 'mutation');
    });
    await fc.assert(property, { seed, numRuns });
  });

  test('neither was everything refused nor everything accepted', () => {
    const statuses = room.log.flatMap(({ status }) => status ?? []);
    const accepted = statuses.filter((status) => status < 300).length / statuses.length;
    expect(statuses.length).toBeGreaterThanOrEqual(procedures.length * numRuns);
    expect(accepted).toBeGreaterThan(0.2);
    expect(accepted).toBeLessThan(0.85);
  });

  test('nothing of it was an error of ours, and the ledger still adds up', async () => {
    expect(room.log.filter(({ level }) => level === 'error')).toEqual([]);
    expect((await room.fetch('/readyz')).status).toBe(200);
    const { rows } = await room.client.execute(`select product_id, warehouse_id from inventory i
      where on_hand <> (select coalesce(sum(quantity), 0) from movements m where m.company_id = i.company_id
        and m.product_id = i.product_id and m.warehouse_id = i.warehouse_id)`);
    expect(rows).toEqual([]);
  });
});
