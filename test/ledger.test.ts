import { expect, test } from 'vitest';
import { verify } from '../db/ledger/verify.ts';
import { scopeTo } from '../db/scope.ts';
import { openRoom } from './room.ts';
import { beside, onHand, record } from './shelf.ts';
import { newProduct, newWarehouse, type Stocked, stocked } from './stock.ts';

const room = openRoom();

const placeOf = ({ company, product, warehouse }: Stocked): string =>
  `${company.id}, ${product}, ${warehouse}`;

const differences = ({ company: { id } }: Stocked) =>
  Array.fromAsync(
    verify(scopeTo(room.database, { company: id, timeZone: 'UTC', actor: 'test' }, room.clock.now)),
  );

test('no SQL can change history, or stock apart from it', async () => {
  const shelf = await stocked(room, 10);
  const product = await newProduct(shelf.company);
  const { id } = await record(shelf, 'sale', 1);
  const elsewhere = beside(shelf, { warehouse: await newWarehouse(shelf.company) });
  const neverStocked = beside(elsewhere, { product });
  await room.client.execute(
    `insert into inventory (company_id, product_id, warehouse_id) values (${placeOf(neverStocked)})`,
  );
  const later = await record(elsewhere, 'receipt', 4);
  const here = placeOf(shelf);
  const where = `(company_id, product_id, warehouse_id) = (${here})`;
  const attempts: [sql: string, refusal: string][] = [
    [`update movements set quantity = -2 where id = ${id}`, 'movements_are_append_only'],
    [`update movements set day = day - 1 where id = ${id}`, 'movements_are_append_only'],
    [`update movements set balance = 5 where id = ${id}`, 'movements_are_append_only'],
    [`update movements set id = id + 1000 where id = ${id}`, 'movements_are_append_only'],
    [`delete from movements where id = ${id}`, 'movements_are_append_only'],
    [
      `insert or replace into movements select * from movements where id = ${id}`,
      'movements_are_append_only',
    ],
    [`update inventory set on_hand = 99 where ${where}`, 'stock_changes_only_through_movements'],
    [
      `update inventory set on_hand = 8, last_movement_id = ${id} where ${where}`,
      'stock_changes_only_through',
    ],
    [
      `update inventory set on_hand = 10, last_movement_id = ${id - 1} where ${where}`,
      'stock_changes_only_through',
    ],
    [
      `update inventory set on_hand = 13, last_movement_id = ${later.id} where ${where}`,
      'stock_changes_only_through',
    ],
    [
      `update inventory set on_hand = 19, last_movement_id = ${later.id + 1} where ${where}`,
      'stock_changes_only_through',
    ],
    ...['company_id', 'product_id', 'warehouse_id'].map((column): [string, string] => [
      `update inventory set ${column} = ${column} + 1000 where (company_id, product_id, warehouse_id)
        = (${placeOf(neverStocked)})`,
      'stock_changes_only_through',
    ]),
    [`delete from inventory where ${where}`, 'stock_changes_only_through_movements'],
    [
      `replace into inventory (company_id, product_id, warehouse_id) values (${here})`,
      'stock_changes_only_through',
    ],
    [
      `insert into inventory (company_id, product_id, warehouse_id, on_hand) values
        (${shelf.company.id}, ${product}, ${shelf.warehouse}, 5)`,
      'stock_changes_only_through_movements',
    ],
  ];
  for (const [sql, refusal] of attempts) await expect(room.client.execute(sql), sql).rejects.toThrow(refusal);
  expect(await onHand(shelf)).toBe(9);
  expect(await differences(shelf)).toEqual([]);
});

test('verify finds what was changed behind the ledger, where nothing refuses it', async () => {
  const shelf = await stocked(room, 10);
  await record(shelf, 'sale', 1);
  expect(await differences(shelf)).toEqual([]);
  const own = `company_id = ${shelf.company.id} and product_id = ${shelf.product}`;
  const changes: [sql: string, figure: string][] = [
    [`update daily_demand set sold = sold + 1 where ${own}`, 'sold'],
    [`update daily_demand set net = net - 1 where ${own}`, 'net'],
    [`update inventory set threshold = 77 where ${own}`, 'threshold'],
    [`update inventory set is_listed = 0 where ${own}`, 'listed'],
  ];
  for (const [sql, figure] of changes) {
    await room.client.execute(sql);
    expect((await differences(shelf)).map((found) => found.figure)).toContain(figure);
  }
});
