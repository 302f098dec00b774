import { beforeAll, expect, test } from 'vitest';
import { faultOf } from '../../db/fault.ts';
import { type Dump, dumpOf } from '../dump.ts';
import { openRoom } from '../room.ts';
import { falsifications } from './falsify.ts';
import { insert, seed, statement } from './seed.ts';
import { endsWith, refusalOf } from './trial.ts';

/** Whoever reaches the database still cannot make stock and history disagree. */

const { client } = openRoom();
let untouched: Dump;
beforeAll(async () => {
  await seed(client);
  untouched = await dumpOf(client);
});

test.each(falsifications)('$how is refused and changes nothing', async ({ attempt, message }) => {
  const refusal = await refusalOf(client, attempt);
  expect(refusal?.message ?? 'It was let through').toMatch(endsWith(message));
  expect(await dumpOf(client)).toEqual(untouched);
});

test('what a guard refuses is a mistake of ours and says nothing to a caller', async () => {
  const refusal = await refusalOf(client, [statement('update inventory set on_hand = 99')]);
  expect(faultOf(refusal)).toMatchObject({ code: 'internal', details: [] });
});

test('a movement changes the shelf, and the comparison notices', async () => {
  expect(await refusalOf(client, [insert('movements')])).toBeUndefined();
  expect(await dumpOf(client)).not.toEqual(untouched);
});

test('on hand is what the movements add up to, after all that', async () => {
  const { rows } = await client.execute(`select product_id, warehouse_id from inventory i
    where on_hand <> (select coalesce(sum(quantity), 0) from movements m where m.company_id = i.company_id
      and m.product_id = i.product_id and m.warehouse_id = i.warehouse_id)`);
  expect(rows).toEqual([]);
});

test('what an order has received is what its receipts moved, after all that', async () => {
  const { rows } = await client.execute(`select order_id, product_id, received from order_lines l
    where received > 0 or exists (select 1 from receipts r where r.company_id = l.company_id and r.order_id = l.order_id)`);
  expect(rows.map((row) => Array.from(row))).toEqual([
    [33, 15, 4],
    [33, 16, 0],
    [36, 15, 10],
    [39, 15, 0],
    [41, 21, 0],
  ]);
  const wrong = await client.execute(`select order_id from order_lines l where received <> (
    select coalesce(sum(m.quantity), 0) from receipts r join movements m on m.receipt_id = r.id
    where r.company_id = l.company_id and r.order_id = l.order_id and m.product_id = l.product_id)`);
  expect(wrong.rows).toEqual([]);
});
