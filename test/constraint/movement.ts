import { check, guarded, type Rule, raised, texts, values } from './rule.ts';
import { type Attempt, DAY_MS, insert, NOW, type Row, statement, TODAY } from './seed.ts';

const movement = (changed: Row): Attempt => [insert('movements', changed)];

const late = NOW - 1096 * DAY_MS;
const at = (occurredAt: number): Row => ({ occurred_at: occurredAt, day: Math.floor(occurredAt / DAY_MS) });

const inward = ['return', 'receipt', 'transfer_in'];
const outward = ['sale', 'scrap', 'transfer_out'];
const eitherWay = ['adjustment', 'count'];

const checks: Rule[] = [
  check(
    'movement_type_known',
    'movements',
    [...inward, ...eitherWay, 'initial'].map((type) => ({ type })),
    values('type', 'theft', 'Receipt', ''),
  ),
  check(
    'movement_direction',
    'movements',
    [
      ...[...inward, ...eitherWay].map((type) => ({ type, quantity: 1 })),
      ...[...outward, ...eitherWay].map((type) => ({ type, quantity: -1 })),
      { type: 'initial', quantity: 0 },
    ],
    [
      ...inward.flatMap((type) => [
        { type, quantity: -1 },
        { type, quantity: 0 },
      ]),
      ...outward.flatMap((type) => [
        { type, quantity: 1 },
        { type, quantity: 0 },
      ]),
      ...eitherWay.map((type) => ({ type, quantity: 0 })),
      { type: 'initial', quantity: -1 },
    ],
  ),
  check(
    'movement_quantity_range',
    'movements',
    values('quantity', 1, 1_000_000_000),
    values('quantity', 1_000_000_001),
  ),
  check('movement_time_range', 'movements', [at(late), at(NOW + 300_000)], [at(late - 1), at(NOW + 300_001)]),
  check(
    'movement_day_of_time',
    'movements',
    values('day', TODAY - 1, TODAY, TODAY + 1),
    values('day', TODAY - 2, TODAY + 2),
  ),
  check('return_of_sale', 'movements', [{ type: 'return', sale_id: 9 }], [{ type: 'receipt', sale_id: 9 }]),
  check(
    'movement_reason_length',
    'movements',
    [{ reason: null }, ...texts('reason', 1, 500)],
    texts('reason', 0, 501),
  ),
  check(
    'movement_reference_length',
    'movements',
    [{ reference: null }, ...texts('reference', 1, 255)],
    texts('reference', 0, 256),
  ),
];

const rules: Rule[] = [
  guarded(
    'movement_is_allowed',
    'movements_are_append_only',
    [movement({ id: 99 })],
    [
      movement({ id: 1 }),
      [insert('movements', { id: 1 }, 'insert or replace')],
      [insert('movements', { id: 1 }, 'insert or ignore')],
    ],
  ),
  guarded(
    'movement_is_allowed',
    'balance_is_computed',
    [movement({ balance: null })],
    [movement({ balance: 101 })],
  ),
  raised(
    'movement_is_allowed',
    'product_is_bundle',
    [movement({ product_id: 12 })],
    [movement({ product_id: 13 })],
  ),
  raised(
    'movement_is_allowed',
    'product_not_found',
    [movement({ product_id: 12 })],
    [movement({ product_id: 21 }), movement({ product_id: 999 })],
  ),
  raised(
    'movement_is_allowed',
    'warehouse_not_found',
    [movement({ warehouse_id: 12 })],
    [movement({ warehouse_id: 21 }), movement({ warehouse_id: 999 })],
  ),
  raised(
    'movement_is_allowed',
    'stock_changed',
    [movement({ expected: 20, product_id: 12 }), movement({ expected: 0, product_id: 12, warehouse_id: 12 })],
    [movement({ expected: 19, product_id: 12 }), movement({ expected: 1, product_id: 12, warehouse_id: 12 })],
  ),
  raised(
    'movement_is_allowed',
    'insufficient_stock',
    [movement({ type: 'sale', quantity: -20, product_id: 12 })],
    [
      movement({ type: 'sale', quantity: -21, product_id: 12 }),
      movement({ type: 'sale', quantity: -1, product_id: 12, warehouse_id: 12 }),
    ],
  ),
  guarded(
    'movement_posts',
    'movement_id_range',
    [movement({ id: 9_007_199_254_740_991 })],
    [movement({ id: 0 }), movement({ id: -1 }), movement({ id: -2 })],
  ),
  guarded(
    'movements_stay',
    'movements_are_append_only',
    [],
    [[statement('delete from movements where id = 1')], [statement('delete from movements')]],
  ),
  guarded(
    'movements_do_not_change',
    'movements_are_append_only',
    [],
    [[statement('update movements set quantity = quantity')]],
  ),
];

const reverse = (changed: Row): Attempt =>
  movement({ type: 'sale', quantity: 10, reverses_id: 9, ...changed });
const giveBack = (changed: Row): Attempt => movement({ type: 'return', sale_id: 9, ...changed });

const citations: Rule[] = [
  raised(
    'reversal_is_allowed',
    'movement_not_found',
    [reverse({})],
    [reverse({ reverses_id: 2 }), reverse({ reverses_id: 999 }), reverse({ id: 99, reverses_id: 99 })],
  ),
  raised('reversal_is_allowed', 'already_reversed', [reverse({})], [reverse({ reverses_id: 5 })]),
  raised(
    'reversal_is_allowed',
    'not_reversible',
    [reverse({})],
    [
      reverse({ quantity: 9 }),
      reverse({ quantity: 11 }),
      reverse({ type: 'receipt' }),
      reverse({ warehouse_id: 12 }),
      reverse({ bundle_sale_id: 11 }),
      reverse({ reverses_id: 6, quantity: -10 }),
      reverse({ reverses_id: 3 }),
      reverse({ reverses_id: 7, type: 'initial', quantity: 0, product_id: 12 }),
      reverse({ reverses_id: 10, type: 'transfer_out', quantity: 5 }),
    ],
  ),
  raised(
    'return_is_allowed',
    'sale_not_found',
    [giveBack({})],
    [
      giveBack({ sale_id: 2 }),
      giveBack({ sale_id: 999 }),
      giveBack({ sale_id: 1 }),
      giveBack({ sale_id: 6 }),
      giveBack({ product_id: 12 }),
      giveBack({ id: 99, sale_id: 99 }),
    ],
  ),
  raised(
    'return_is_allowed',
    'return_exceeds_sale',
    [giveBack({ quantity: 10 }), giveBack({ sale_id: 3, quantity: 6 })],
    [
      giveBack({ quantity: 11 }),
      giveBack({ sale_id: 3, quantity: 7 }),
      giveBack({ sale_id: 5 }),
      [...giveBack({ quantity: 10 }), ...giveBack({})],
    ],
  ),
  raised(
    'movement_cites_its_company',
    'bundle_sale_not_found',
    [movement({ bundle_sale_id: 11 })],
    [
      movement({ bundle_sale_id: 999 }),
      movement({ bundle_sale_id: 11, company_id: 2, product_id: 21, warehouse_id: 21 }),
    ],
  ),
  raised(
    'movement_cites_its_company',
    'transfer_not_found',
    [movement({ transfer_id: 11 })],
    [movement({ transfer_id: 999 }), movement({ transfer_id: 21 })],
  ),
  raised(
    'movement_cites_its_company',
    'count_not_found',
    [movement({ count_id: 11 })],
    [movement({ count_id: 999 }), movement({ count_id: 21 })],
  ),
  {
    rule: 'movement_reversed_once',
    accepted: [reverse({})],
    refused: [[...reverse({}), ...reverse({})]],
    message: 'already_reversed',
    code: 'already_reversed',
  },
];

export const movementRules: Rule[] = [...checks, ...rules, ...citations];
