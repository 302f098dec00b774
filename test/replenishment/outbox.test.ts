import { beforeAll, describe, expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import {
  misdated,
  movement,
  NOW,
  openShop,
  order,
  orderLine,
  plain,
  type Run,
  rehearse,
  send,
  shortage,
  TODAY,
} from './shop.ts';

/** Which places a change marks for the worker. A place is written product@warehouse. */

const { client } = openRoom();
beforeAll(() => openShop(client));

const ALL = ['1@1', '1@2', '2@1', '3@1'];
const event = `'test', ${NOW}, ${NOW}, ${TODAY}`;

/** What is marked after a change, when nothing was before. */
async function marked(run: Run, change: string): Promise<unknown[]> {
  await run('delete from dirty');
  await run(change);
  expect(plain(await run(misdated('dirty')))).toEqual([]);
  const rows = await run("select product_id || '@' || warehouse_id from dirty order by 1");
  return plain(rows).flat();
}

type Case = [what: string, places: string[], change: string, before?: string[]];

const check = async (_: string, places: string[], change: string, before: string[] = []): Promise<void> =>
  rehearse(client, async (run) => {
    for (const sql of before) await run(sql);
    expect(await marked(run, change)).toEqual(places);
  });

const ships = [
  `insert into transfers (id, company_id, from_warehouse_id, to_warehouse_id, actor, occurred_at, recorded_at, day)
    values (1, 1, 1, 2, ${event})`,
];
const shipped = [
  ...ships,
  'insert into transfer_lines (company_id, transfer_id, product_id, quantity) values (1, 1, 2, 5)',
];
/** The same product in a third warehouse, another in the second, and another transfer. */
const neighbours = [
  ...ships,
  "insert into warehouses (id, company_id, name, name_key, created_at) values (9, 1, 'W', 'w', 0)",
  movement(1, 9, 'receipt', 1),
  movement(2, 2, 'receipt', 1),
  `insert into transfers (id, company_id, from_warehouse_id, to_warehouse_id, actor, occurred_at, recorded_at, day)
    values (2, 1, 1, 9, ${event})`,
];
const shipsTea =
  'insert into transfer_lines (company_id, transfer_id, product_id, quantity) values (1, 1, 1, 5)';
const teaArrives = (isReturn: 0 | 1): string =>
  `insert into arrivals (id, company_id, transfer_id, is_return, actor, occurred_at, recorded_at, day)
    values (1, 1, 1, ${isReturn}, ${event})`;
const teaLine = 'insert into arrival_lines values (1, 1, 1, 5)';
const arrived = teaArrives(0);
const count = `insert into counts (id, company_id, warehouse_id, actor, occurred_at, recorded_at, day) values (1, 1, 1, ${event})`;

describe('what moves', () => {
  test.each<Case>([
    ['a sale', ['1@1'], movement(1, 1, 'sale', -1)],
    ['a sale of the stranger', ['4@3'], movement(4, 3, 'sale', -1, 2)],
    ['goods in a place that there was not', ['3@2'], movement(3, 2, 'receipt', 1)],
    [
      'a return into another warehouse, in both',
      ['1@1', '1@2'],
      `insert into movements (company_id, product_id, warehouse_id, type, quantity, sale_id, actor, occurred_at, recorded_at, day)
        values (1, 1, 2, 'return', 1, (select max(id) from movements), ${event})`,
      [movement(1, 1, 'sale', -1)],
    ],
    [
      'a bundle sale, its components',
      ['1@1', '3@1'],
      `insert into bundle_sales (company_id, bundle_id, warehouse_id, quantity, actor, occurred_at, recorded_at, day)
        values (1, 5, 1, 1, ${event})`,
    ],
    ['a transfer, where it leaves', ['2@1'], shipped[1] ?? '', ships],
    [
      'an arrival, where it comes in',
      ['2@2'],
      'insert into arrival_lines values (1, 1, 2, 5)',
      [...shipped, arrived],
    ],
    ['a transfer to a place that there is, both', ['1@1', '1@2'], shipsTea, neighbours],
    ['what comes in by it, where it was going', ['1@2'], teaLine, [...neighbours, shipsTea, teaArrives(0)]],
    ['what comes back from it, both', ['1@1', '1@2'], teaLine, [...neighbours, shipsTea, teaArrives(1)]],
    [
      'a count that finds a difference',
      ['2@1'],
      'insert into count_lines (company_id, count_id, product_id, counted) values (1, 1, 2, 7)',
      [count],
    ],
    [
      'a count that finds none: nothing',
      [],
      'insert into count_lines (company_id, count_id, product_id, counted) values (1, 1, 2, 100)',
      [count],
    ],
  ])('%s', check);
});

describe('thresholds and listing', () => {
  test.each<Case>([
    ['the threshold of the company', ALL, 'update companies set low_stock_threshold = 5 where id = 1'],
    [
      'the threshold of the company, where no nearer one is in force',
      ['3@1'],
      'update companies set low_stock_threshold = 5 where id = 1',
      ['update product_types set low_stock_threshold = 7'],
    ],
    [
      'the threshold of a type',
      ['1@1', '1@2', '2@1'],
      'update product_types set low_stock_threshold = 5 where id = 1',
    ],
    [
      'the threshold of a product',
      ['1@1', '1@2'],
      'update products set low_stock_threshold = 5 where id = 1',
    ],
    [
      'the threshold of a place',
      ['1@2'],
      'update inventory set low_stock_threshold = 5 where product_id = 1 and warehouse_id = 2',
    ],
    [
      'the threshold that is in force already: nothing',
      [],
      'update products set low_stock_threshold = 5 where id = 1',
      ['update companies set low_stock_threshold = 5 where id = 1'],
    ],
    [
      'another type, with another threshold',
      ['3@1'],
      'update products set product_type_id = 1 where id = 3',
      ['update product_types set low_stock_threshold = 5'],
    ],
    ['a product that is no longer sold', ['1@1', '1@2'], 'update products set is_active = 0 where id = 1'],
    ['a warehouse that closes', ['1@2'], 'update warehouses set is_active = 0 where id = 2'],
    ['a company that closes', ALL, 'update companies set is_active = 0 where id = 1'],
    ['a name: nothing', [], "update products set name = 'Q', name_key = 'q', price = 2 where id = 1"],
    [
      'a new place that has a threshold',
      ['3@2'],
      'insert into inventory (company_id, product_id, warehouse_id) values (1, 3, 2)',
      ['update companies set low_stock_threshold = 5 where id = 1'],
    ],
    [
      'a new place without one: nothing',
      [],
      'insert into inventory (company_id, product_id, warehouse_id) values (1, 3, 2)',
    ],
  ])('%s', check);
});

describe('suppliers and terms', () => {
  test.each<Case>([
    [
      'new terms',
      ['3@1'],
      'insert into terms (company_id, supplier_id, product_id, created_at) values (1, 1, 3, 0)',
    ],
    ['other terms', ['1@1', '1@2'], 'update terms set minimum_quantity = 12 where id = 1'],
    ['terms that end', ['2@1'], 'update terms set is_active = 0 where id = 2'],
    ['another primary supplier', ['3@1'], 'update terms set is_primary = 0 where id = 3'],
    ['terms of the stranger', ['4@3'], 'update terms set pack_size = 6 where id = 4'],
    [
      'the lead time of a supplier',
      ['1@1', '1@2', '2@1'],
      'update suppliers set lead_time_days = 9 where id = 1',
    ],
    [
      'the same lead time: nothing',
      [],
      'update suppliers set lead_time_days = 9',
      ['update suppliers set lead_time_days = 9'],
    ],
    ['a supplier that is dropped', ['3@1'], 'update suppliers set is_active = 0 where id = 2'],
    [
      "a supplier's name and address: nothing",
      [],
      "update suppliers set name = 'Z', name_key = 'z', contact_email = 'a@b.example' where id = 1",
    ],
  ])('%s', check);
});

const ordered = [
  order(1, 1, 1),
  orderLine(1, 1, 10),
  orderLine(1, 3, 10),
  order(2, 1, 2),
  orderLine(2, 2, 10),
];
const approved = [...ordered, "update orders set status = 'approved'"];
const snooze = `update shortages set status = 'snoozed', snoozed_until = ${NOW}, decided_by = 'A' where id = 1`;

describe('orders', () => {
  test.each<Case>([
    [
      'an order that is approved, its products in its warehouse',
      ['1@1', '3@1'],
      "update orders set status = 'approved' where id = 1",
      ordered,
    ],
    ['an order that goes out', ['1@1', '3@1'], send(1), approved],
    [
      'an order that is cancelled',
      ['1@1', '3@1'],
      "update orders set status = 'cancelled' where id = 1",
      ordered,
    ],
    [
      'another day of delivery',
      ['1@1', '3@1'],
      'update orders set expected_day = 20000 where id = 1',
      approved,
    ],
    ['the same day: nothing', [], 'update orders set expected_day = null where id = 1', approved],
    [
      'a note, a hold: nothing',
      [],
      "update orders set note = 'N', held_by = 'paused' where id = 1",
      approved,
    ],
    [
      'an order for a place that there is not: nothing',
      [],
      "update orders set status = 'approved' where id = 2",
      ordered,
    ],
  ])('%s', check);
});

describe('decisions', () => {
  test.each<Case>([
    [
      'a person who acknowledges',
      ['1@1'],
      "update shortages set status = 'acknowledged', decided_by = 'A' where id = 1",
      [shortage(1, 1, 1)],
    ],
    ['a person who snoozes', ['1@1'], snooze, [shortage(1, 1, 1)]],
    [
      'a person who opens it again',
      ['1@1'],
      "update shortages set status = 'open', snoozed_until = null where id = 1",
      [shortage(1, 1, 1), snooze],
    ],
    [
      'a person who takes a decision back',
      ['1@1'],
      "update shortages set status = 'open', decided_by = null, note = null where id = 1",
      [
        shortage(1, 1, 1),
        "update shortages set status = 'acknowledged', decided_by = 'A', note = 'N' where id = 1",
      ],
    ],
    [
      'what the worker finds about a shortage: nothing',
      [],
      "update shortages set held_by = 'no_supplier' where id = 1",
      [shortage(1, 1, 1)],
    ],
    ['a shortage that opens: nothing', [], shortage(1, 1, 1)],
    ['a velocity: nothing', [], `update inventory set velocity = 2, velocity_computed_at = ${NOW}`],
  ])('%s', check);
});
