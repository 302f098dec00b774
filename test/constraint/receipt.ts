import { check, guarded, type Rule, raised, tries, values } from './rule.ts';
import { type Attempt, insert, type Row, statement, type Table } from './seed.ts';

const movement = (changed: Row, verb?: string): Attempt => [
  insert('movements', { product_id: 15, receipt_id: 11, quantity: 4, ...changed }, verb),
];
const receipt = (changed: Row, verb?: string): Attempt => [insert('receipts', changed, verb)];
const line = (changed: Row, verb?: string): Attempt => [insert('receipt_lines', changed, verb)];
const foreign: Row = { company_id: 2, product_id: 21, warehouse_id: 21 };

/** The movement of receipt 11 taken back, with something changed. */
const takenBack = (changed: Record<string, string> = {}): Attempt => {
  const columns = {
    company_id: 'company_id',
    product_id: 'product_id',
    warehouse_id: 'warehouse_id',
    type: 'type',
    quantity: '-quantity',
    actor: 'actor',
    occurred_at: 'occurred_at',
    recorded_at: 'recorded_at',
    day: 'day',
    reverses_id: 'id',
    receipt_id: 'receipt_id',
    ...changed,
  };
  return [
    statement(`insert into movements (${Object.keys(columns).join(', ')})
      select ${Object.values(columns).join(', ')} from movements where receipt_id = 11 and reverses_id is null`),
  ];
};

const movementRules: Rule[] = [
  raised(
    'movement_cites_its_receipt',
    'receipt_not_found',
    [takenBack()],
    [
      movement({ receipt_id: 999 }),
      movement({ receipt_id: 41 }),
      movement({ ...foreign, receipt_id: 11 }),
      movement({ receipt_id: 999 }, 'insert or ignore'),
    ],
  ),
  guarded(
    'movement_cites_its_receipt',
    'recorded_only_with_its_movements',
    [takenBack(), line({})],
    [
      movement({}),
      movement({}, 'insert or replace'),
      movement({ quantity: 5 }),
      movement({ type: 'adjustment' }),
      movement({ product_id: 16 }),
      movement({ product_id: 12 }),
      movement({ receipt_id: 13 }),
      movement({ warehouse_id: 12 }),
      [...takenBack(), ...movement({})],
    ],
  ),
  raised(
    'reversal_is_allowed',
    'not_reversible',
    [takenBack()],
    [
      takenBack({ receipt_id: 'null' }),
      takenBack({ receipt_id: '13' }),
      takenBack({ quantity: '-1' }),
      takenBack({ warehouse_id: '11' }),
      [insert('movements', { type: 'sale', quantity: 10, reverses_id: 9, receipt_id: 11 })],
    ],
  ),
];

const recordRules: Rule[] = [
  check(
    'receipt_allows_surplus_flag',
    'receipts',
    values('allows_surplus', 0, 1),
    values('allows_surplus', -1, 2),
  ),
  raised(
    'receipt_is_allowed',
    'order_not_found',
    [receipt({}), receipt({ company_id: 2, order_id: 41 })],
    [receipt({ order_id: 41 }), receipt({ order_id: 999 }), receipt({ company_id: 2 })],
  ),
  raised(
    'receipt_is_allowed',
    'order_moved_on',
    [32, 33, 34, 35].map((order) => receipt({ order_id: order })),
    [31, 36, 37, 38, 39].map((order) => receipt({ order_id: order })),
  ),
  check('receipt_line_quantity_range', 'receipt_lines', values('quantity', 1, 6), values('quantity', 0, -1)),
  raised(
    'receipt_line_is_allowed',
    'product_not_found',
    [line({}), line({ product_id: 16 })],
    [
      line({ product_id: 11 }),
      line({ product_id: 21 }),
      line({ product_id: 999 }),
      line({ receipt_id: 999 }),
      line({ receipt_id: 41 }),
      line({ company_id: 2 }),
      line({ company_id: 2, product_id: 21 }),
      line({ receipt_id: 41, product_id: 21 }),
    ],
  ),
  raised(
    'receipt_line_is_allowed',
    'order_over_received',
    [
      line({ quantity: 6 }),
      [...receipt({ id: 99, allows_surplus: 1 }), ...line({ receipt_id: 99, quantity: 7 })],
    ],
    [
      line({ quantity: 7 }),
      line({ quantity: 7 }, 'insert or ignore'),
      [...receipt({ id: 99 }), ...line({ receipt_id: 99, quantity: 6 }), ...line({})],
    ],
  ),
  raised(
    'receipt_line_is_allowed',
    'order_moved_on',
    [line({})],
    [
      line({ receipt_id: 19 }),
      [statement("update orders set status = 'closed_short' where id = 33"), ...line({})],
    ],
  ),
  guarded(
    'receipt_line_posts',
    'recorded_only_with_its_movements',
    [[...receipt({ id: 99 }), ...line({ receipt_id: 99 }, 'insert or ignore')]],
    [[...receipt({ id: 99, occurred_at: 0, day: 0 }), ...line({ receipt_id: 99 }, 'insert or ignore')]],
  ),
];

/** Neither an update, nor a delete, nor a second row under the same key. */
const stays = (table: Table, allowed: string, key: Row, assignments: string[]): Rule[] => {
  const refusal = 'history_is_append_only';
  const upsert = insert(table, key);
  return [
    guarded(
      `${table}_do_not_change`,
      refusal,
      [],
      assignments.flatMap((assignment) =>
        tries(`update ${table} set ${assignment}`, `update or ignore ${table} set ${assignment}`),
      ),
    ),
    guarded(`${table}_stay`, refusal, [], tries(`delete from ${table}`)),
    guarded(
      allowed,
      refusal,
      [],
      [
        [upsert],
        [insert(table, key, 'insert or replace')],
        [insert(table, key, 'insert or ignore')],
        [{ ...upsert, sql: `${upsert.sql} on conflict do update set ${assignments[0]}` }],
      ],
    ),
  ];
};

export const receiptRules: Rule[] = [
  ...movementRules,
  ...recordRules,
  ...stays('receipts', 'receipt_is_allowed', { id: 11 }, [
    "actor = 'somebody'",
    'order_id = 34',
    'company_id = 2',
    'rowid = rowid + 100',
    'allows_surplus = 1',
  ]),
  ...stays('receipt_lines', 'receipt_line_is_allowed', { receipt_id: 11 }, [
    'quantity = 1',
    'product_id = 16',
    'receipt_id = 13',
  ]),
];
