import { check, guarded, type Rule, raised, tries, values } from './rule.ts';
import { type Attempt, insert, type Row, statement } from './seed.ts';

const line = (changed: Row, verb?: string): Attempt => [insert('order_lines', changed, verb)];
const set = (assignment: string, order = 31, verb = 'update'): Attempt[] =>
  tries(`${verb} order_lines set ${assignment} where order_id = ${order} and product_id = 15`);

/** Sent, partly received, settled, or not yet sent but with a letter that says what is in it. */
const closed = [33, 34, 35, 36, 37, 38, 39, 51, 52, 53, 54];

const checks: Rule[] = [
  check(
    'order_line_product_kind',
    'order_lines',
    values('product_kind', 'product'),
    values('product_kind', 'bundle'),
  ),
  check(
    'order_line_quantity_range',
    'order_lines',
    values('quantity', 1, 1_000_000_000),
    values('quantity', 0, -1, 1_000_000_001),
  ),
  check(
    'order_line_suggested_range',
    'order_lines',
    values('suggested', null, 0, 1_000_000_000_000),
    values('suggested', -1, 1_000_000_000_001),
  ),
  check('order_line_is_chosen_flag', 'order_lines', values('is_chosen', 0, 1), values('is_chosen', -1, 2)),
  check(
    'order_line_reason_json',
    'order_lines',
    values('reason', null, '{"velocity":2}'),
    values('reason', '', '{'),
  ),
  {
    ...check('order_line_received_positive', 'order_lines', [{ received: 0 }], []),
    refused: [...set('received = -1', 34), line({ received: -1 })],
    message: 'stock_changes_only_through_movements',
    code: 'internal',
  },
];

const rules: Rule[] = [
  raised(
    'order_line_is_allowed',
    'order_not_found',
    [line({})],
    [line({ order_id: 41 }), line({ order_id: 999 }), line({ company_id: 2, product_id: 21 })],
  ),
  raised(
    'order_line_is_allowed',
    'order_moved_on',
    [line({}), line({ order_id: 32 })],
    closed.flatMap((id) => [
      line({ order_id: id }),
      line({ order_id: id, product_id: 15 }, 'insert or replace'),
      line({ order_id: id, product_id: 15 }, 'insert or ignore'),
    ]),
  ),
  guarded(
    'order_line_is_allowed',
    'stock_changes_only_through_movements',
    [line({ received: 0 })],
    [line({ received: 1 }), line({ received: 1, product_id: 15 }, 'insert or replace')],
  ),
  raised('order_line_is_allowed', 'product_is_bundle', [line({})], [line({ product_id: 13 })]),
  raised(
    'order_line_is_allowed',
    'product_not_found',
    [line({})],
    [line({ product_id: 21 }), line({ product_id: 999 })],
  ),
  guarded(
    'order_line_may_change',
    'identity_is_fixed',
    set('product_id = product_id, company_id = company_id'),
    [...set('product_id = 16'), ...set('product_id = 16', 34), ...set('company_id = 2')],
  ),
  raised(
    'order_line_may_change',
    'order_moved_on',
    [
      ...set('quantity = 11'),
      ...set('unit_cost = 100', 32),
      [insert('orders', { id: 98 }), statement('update order_lines set order_id = 98 where order_id = 31')],
    ],
    [
      ...closed.flatMap((id) => set('quantity = 11', id)),
      ...['unit_cost = 1', "supplier_code = 'A'", 'pack_size = 6', 'order_id = 31'].flatMap((assignment) =>
        set(assignment, 34),
      ),
      ...set('quantity = 11', 34, 'update or ignore'),
      ...set('order_id = 34'),
      ...set('order_id = 34', 31, 'update or replace'),
    ],
  ),
  raised(
    'order_line_may_go',
    'order_moved_on',
    tries('delete from order_lines where order_id = 31', 'delete from order_lines where order_id = 32'),
    [
      ...closed.flatMap((id) => tries(`delete from order_lines where order_id = ${id}`)),
      ...tries('delete from order_lines'),
    ],
  ),
  guarded(
    'received_follows_movements',
    'stock_changes_only_through_movements',
    [...set('received = 4', 33), ...set('received = 0', 34)],
    [
      ...set('received = 5', 33),
      ...set('received = 3', 33),
      ...set('received = 0', 33),
      ...set('received = received + 1', 34),
      ...set('received = 10', 34, 'update or ignore'),
      ...set('received = null', 33, 'update or replace'),
      ...tries('update order_lines set received = quantity'),
    ],
  ),
];

export const orderLineRules: Rule[] = [...checks, ...rules];
