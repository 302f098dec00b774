import { check, guarded, type Rule, raised, values } from './rule.ts';
import { type Attempt, insert, NOW, type Row, statement, TODAY } from './seed.ts';

const movement = (changed: Row): Attempt => [insert('movements', changed)];

/** As many movements of 10^9 as fill a shelf to the brim, and `more`. */
const flood = (more: number): Attempt => [
  {
    sql: `with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000 + ?)
      insert into movements (company_id, product_id, warehouse_id, type, quantity, actor, occurred_at, recorded_at, day)
      select 1, 12, 12, 'receipt', 1000000000, 'test', ?, ?, ? from n`,
    args: [more, NOW, NOW, TODAY],
  },
];

const shelf = (changed: Row): Attempt => [insert('inventory', changed)];
const set = (assignment: string): Attempt => [
  statement(`update inventory set ${assignment} where product_id = 11 and warehouse_id = 11`),
];

/** Rules that a CHECK would enforce if a trigger did not refuse first, or that only an update can meet. */
export const inventoryRules: Rule[] = [
  {
    ...check('insufficient_stock', 'inventory', [], []),
    accepted: [movement({ type: 'sale', quantity: -20, product_id: 12 })],
    refused: [movement({ type: 'sale', quantity: -21, product_id: 12 })],
    message: 'insufficient_stock',
    code: 'insufficient_stock',
  },
  { ...check('stock_range', 'inventory', [], []), accepted: [flood(0)], refused: [flood(1)] },
  guarded(
    'movement_posts',
    'stock_range',
    [flood(0)],
    [flood(1).map(({ sql, args }) => ({ sql: sql.replace('insert into', 'insert or ignore into'), args }))],
  ),
  check(
    'inventory_threshold_range',
    'inventory',
    values('low_stock_threshold', null, 0, 1_000_000_000),
    values('low_stock_threshold', -1, 1_000_000_001),
  ),
  check('inventory_is_listed_flag', 'inventory', values('is_listed', 0, 1), values('is_listed', -1, 2)),
  check(
    'velocity_range',
    'inventory',
    values('velocity', 0, 0.000001, 1_000_000_000),
    values('velocity', -1, 0.0000001, 1_000_000_001),
  ),
  guarded(
    'inventory_starts_empty',
    'stock_changes_only_through_movements',
    [shelf({})],
    [
      shelf({ on_hand: 1 }),
      shelf({ on_hand: -1 }),
      shelf({ last_movement_id: 1 }),
      shelf({ product_id: 11, warehouse_id: 11 }),
    ],
  ),
  raised('inventory_names_both_sides', 'product_is_bundle', [shelf({})], [shelf({ product_id: 13 })]),
  raised(
    'inventory_names_both_sides',
    'product_not_found',
    [shelf({})],
    [shelf({ product_id: 21 }), shelf({ product_id: 999 })],
  ),
  raised(
    'inventory_names_both_sides',
    'warehouse_not_found',
    [shelf({})],
    [shelf({ warehouse_id: 21 }), shelf({ warehouse_id: 999 })],
  ),
  guarded(
    'inventory_follows_movements',
    'stock_changes_only_through_movements',
    [set('on_hand = on_hand, last_movement_id = last_movement_id'), set('low_stock_threshold = 5')],
    [set('on_hand = on_hand + 1'), set('last_movement_id = last_movement_id + 1')],
  ),
  guarded(
    'inventory_stays',
    'stock_changes_only_through_movements',
    [],
    [[statement('delete from inventory')]],
  ),
];
