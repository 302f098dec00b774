import { check, guarded, type Rule, raised, values } from './rule.ts';
import { type Attempt, insert, NOW, type Row, statement, type Table, TODAY, when } from './seed.ts';

/** Bundle sales, counts, transfers and arrivals: records that move stock, and stay as they were written. */

const noMovement: Row = { day: 0 };

/** Neither an update, nor a delete, nor a second row under the same key. */
export const stays = (table: Table, assignment: string, key: Row, allowed: string): Rule[] => {
  const refusal = 'history_is_append_only';
  const change = statement(`update ${table} set ${assignment}`);
  return [
    guarded(`${table}_do_not_change`, refusal, [], [[change]]),
    guarded(`${table}_stay`, refusal, [], [[statement(`delete from ${table}`)]]),
    guarded(
      allowed,
      refusal,
      [],
      [
        [insert(table, key)],
        [insert(table, key, 'insert or replace')],
        [insert(table, key, 'insert or ignore')],
        [{ ...insert(table, key), sql: `${insert(table, key).sql} on conflict do update set ${assignment}` }],
      ],
    ),
  ];
};

const rowidToo = (table: Table): Rule =>
  guarded(
    `${table}_do_not_change`,
    'history_is_append_only',
    [],
    [[statement(`update ${table} set rowid = 99 where id = 11`)]],
  );

const warehouseKnown = (trigger: string, table: Table, column: string): Rule =>
  raised(
    trigger,
    'warehouse_not_found',
    [[insert(table)]],
    [[insert(table, { [column]: 21 })], [insert(table, { [column]: 999 })]],
  );

/** OR IGNORE would skip the movement that a constraint refuses, and keep the record. */
const withMovements = (trigger: string, accepted: Attempt, refused: Attempt): Rule =>
  guarded(trigger, 'recorded_only_with_its_movements', [accepted], [refused]);

const saleRules: Rule[] = [
  check(
    'bundle_sale_kind',
    'bundle_sales',
    values('bundle_kind', 'bundle'),
    values('bundle_kind', 'product'),
  ),
  check(
    'bundle_sale_quantity_range',
    'bundle_sales',
    values('quantity', 1),
    values('quantity', 0, -1, 1_000_001),
  ),
  raised(
    'bundle_sale_is_allowed',
    'bundle_not_found',
    [[insert('bundle_sales')]],
    [11, 14, 999].map((bundle) => [insert('bundle_sales', { bundle_id: bundle })]),
  ),
  warehouseKnown('bundle_sale_is_allowed', 'bundle_sales', 'warehouse_id'),
  withMovements(
    'bundle_sale_posts',
    [insert('bundle_sales', {}, 'insert or ignore')],
    [insert('bundle_sales', noMovement, 'insert or ignore')],
  ),
  ...stays('bundle_sales', 'quantity = 1', { id: 11 }, 'bundle_sale_is_allowed'),
  rowidToo('bundle_sales'),
];

const countRules: Rule[] = [
  check(
    'count_line_counted_range',
    'count_lines',
    values('counted', 0, 1_000_000_000),
    values('counted', -1, 1_000_000_001),
  ),
  warehouseKnown('count_is_allowed', 'counts', 'warehouse_id'),
  raised(
    'count_line_is_allowed',
    'product_is_bundle',
    [[insert('count_lines')]],
    [[insert('count_lines', { product_id: 13 })]],
  ),
  raised(
    'count_line_is_allowed',
    'product_not_found',
    [[insert('count_lines')]],
    [[insert('count_lines', { product_id: 21 })], [insert('count_lines', { product_id: 999 })]],
  ),
  raised(
    'count_line_is_allowed',
    'count_superseded',
    [[insert('counts', { id: 99 }), insert('count_lines', { count_id: 99, product_id: 11 })]],
    [
      [
        insert('counts', { id: 99, occurred_at: when.occurred_at - 1 }),
        insert('count_lines', { count_id: 99, product_id: 11 }),
      ],
    ],
  ),
  withMovements(
    'count_line_posts',
    [insert('counts', { id: 99 }), insert('count_lines', { count_id: 99 }, 'insert or ignore')],
    [
      insert('counts', { id: 99, ...noMovement }),
      insert('count_lines', { count_id: 99 }, 'insert or ignore'),
    ],
  ),
  ...stays('counts', 'warehouse_id = 12', { id: 11 }, 'count_is_allowed'),
  rowidToo('counts'),
  ...stays('count_lines', 'counted = counted', { product_id: 11 }, 'count_line_is_allowed'),
  guarded(
    'count_lines_do_not_change',
    'history_is_append_only',
    [[insert('count_lines', { expected: null })]],
    [[insert('count_lines', { expected: 3 })]],
  ),
];

const fresh = insert('transfers', { id: 99 });
const line = (changed: Row, verb?: string) => insert('transfer_lines', { transfer_id: 99, ...changed }, verb);
const setLine = (assignment: string): Attempt => [
  statement(`update transfer_lines set ${assignment} where transfer_id = 11`),
];

const transferRules: Rule[] = [
  check(
    'transfer_between_two',
    'transfers',
    [{ from_warehouse_id: 12, to_warehouse_id: 11 }],
    [{ from_warehouse_id: 11, to_warehouse_id: 11 }],
  ),
  warehouseKnown('transfer_is_allowed', 'transfers', 'from_warehouse_id'),
  warehouseKnown('transfer_is_allowed', 'transfers', 'to_warehouse_id'),
  check(
    'transfer_line_quantity_range',
    'transfer_lines',
    values('quantity', 1),
    values('quantity', 0, -1, 1_000_000_001),
  ),
  guarded(
    'transfer_line_is_allowed',
    'stock_changes_only_through_movements',
    [[insert('transfer_lines', { arrived: 0, returned: 0 })]],
    [[insert('transfer_lines', { arrived: 1 })], [insert('transfer_lines', { returned: -1 })]],
  ),
  {
    ...check('transfer_line_positive', 'transfer_lines', [{ arrived: 0, returned: 0 }], []),
    refused: [setLine('arrived = -1'), setLine('returned = -1')],
    message: 'history_is_append_only',
    code: 'internal',
  },
  withMovements(
    'transfer_line_posts',
    [fresh, line({}, 'insert or ignore')],
    [insert('transfers', { id: 99, ...noMovement }), line({}, 'insert or ignore')],
  ),
  guarded(
    'transfer_line_follows_arrivals',
    'history_is_append_only',
    [setLine('arrived = 2, returned = 0, quantity = 5')],
    [
      setLine('arrived = 0'),
      setLine('arrived = 5'),
      setLine('returned = 1'),
      setLine('quantity = 100'),
      setLine('product_id = 12'),
      setLine('company_id = 2'),
      setLine('transfer_id = 12'),
      [statement('update or replace transfer_lines set arrived = null')],
    ],
  ),
  guarded('transfer_lines_stay', 'history_is_append_only', [], [[statement('delete from transfer_lines')]]),
  guarded(
    'transfer_line_is_allowed',
    'history_is_append_only',
    [[insert('transfer_lines')]],
    [
      [insert('transfer_lines', { product_id: 11 })],
      [insert('transfer_lines', { product_id: 11 }, 'insert or replace')],
    ],
  ),
  ...stays('transfers', 'to_warehouse_id = from_warehouse_id', { id: 11 }, 'transfer_is_allowed'),
  rowidToo('transfers'),
];

const arrive = (changed: Row, verb?: string): Attempt => [insert('arrival_lines', changed, verb)];

const arrivalRules: Rule[] = [
  check('arrival_is_return_flag', 'arrivals', values('is_return', 0, 1), values('is_return', -1, 2)),
  raised(
    'arrival_is_allowed',
    'transfer_not_found',
    [[insert('arrivals')]],
    [[insert('arrivals', { transfer_id: 21 })], [insert('arrivals', { transfer_id: 999 })]],
  ),
  raised(
    'arrival_is_allowed',
    'transfer_is_complete',
    [[insert('arrivals')]],
    [[insert('arrivals', { transfer_id: 12 })]],
  ),
  raised(
    'arrival_is_allowed',
    'transfer_left_later',
    [
      [insert('arrivals', { occurred_at: NOW - 3_600_000 })],
      [insert('arrivals', { occurred_at: NOW - 300_000, day: TODAY - 1 })],
    ],
    [[insert('arrivals', { occurred_at: NOW - 300_001, day: TODAY - 1 })]],
  ),
  check(
    'arrival_line_quantity_range',
    'arrival_lines',
    values('quantity', 1, 3),
    values('quantity', 0, -1, 1_000_000_001),
  ),
  raised(
    'arrival_line_is_allowed',
    'product_not_found',
    [arrive({})],
    [arrive({ product_id: 12 }), arrive({ product_id: 21 }), arrive({ arrival_id: 999 })],
  ),
  {
    ...check('transfer_over_received', 'transfer_lines', [], []),
    accepted: [arrive({ quantity: 3 })],
    refused: [arrive({ quantity: 4 }), arrive({ quantity: 4 }, 'insert or replace')],
    code: 'transfer_over_received',
  },
  raised(
    'arrival_line_posts',
    'transfer_over_received',
    [arrive({ quantity: 3 }, 'insert or ignore')],
    [arrive({ quantity: 4 }, 'insert or ignore')],
  ),
  withMovements(
    'arrival_line_posts',
    [insert('arrivals', { id: 99 }), ...arrive({ arrival_id: 99 }, 'insert or ignore')],
    [insert('arrivals', { id: 99, ...noMovement }), ...arrive({ arrival_id: 99 }, 'insert or ignore')],
  ),
  ...stays('arrivals', 'is_return = 1', { id: 11 }, 'arrival_is_allowed'),
  rowidToo('arrivals'),
  ...stays('arrival_lines', 'quantity = 1', { arrival_id: 11 }, 'arrival_line_is_allowed'),
];

export const recordRules: Rule[] = [...saleRules, ...countRules, ...transferRules, ...arrivalRules];
