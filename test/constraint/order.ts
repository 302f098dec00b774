import { check, guarded, type Rule, raised, texts, tries, unique, values } from './rule.ts';
import { type Attempt, insert, NOW, type Row, statement, TODAY } from './seed.ts';

const order = (changed: Row, verb?: string): Attempt => [insert('orders', changed, verb)];

const draftHere: Row = { supplier_id: 11, warehouse_id: 11 };
const sentAt: Row = { sent_at: NOW, sent_day: TODAY };

const checks: Rule[] = [
  {
    ...check('order_status_known', 'orders', values('status', 'draft', 'approved'), []),
    // A new order in another status is refused before its name is looked at, and so is a step to one that there is not.
    refused: [order({ status: 'ordered' }), ...tries("update orders set status = 'ordered' where id = 31")],
    message: 'order_moved_on',
    code: 'order_moved_on',
  },
  check(
    'order_origin_known',
    'orders',
    values('origin', 'automatic', 'manual'),
    values('origin', 'worker', ''),
  ),
  check(
    'order_held_by_known',
    'orders',
    values(
      'held_by',
      null,
      'review',
      'paused',
      'low_confidence',
      'stale_velocity',
      'no_email',
      'hours',
      'daily_cap',
      'mail_failed',
    ),
    values('held_by', 'person', ''),
  ),
  check(
    'order_sent_once',
    'orders',
    [{ sent_at: null, sent_day: null }, sentAt],
    [{ sent_at: NOW }, { sent_day: TODAY }],
  ),
  check('order_is_edited_flag', 'orders', values('is_edited', 0, 1), values('is_edited', -1, 2)),
  check('order_lead_range', 'orders', values('lead_days', null, 0, 365), values('lead_days', -1, 366)),
  check('order_note_length', 'orders', [{ note: null }, ...texts('note', 1, 2000)], texts('note', 0, 2001)),
  check(
    'order_reference_length',
    'orders',
    [{ reference: null }, ...texts('reference', 1, 255)],
    texts('reference', 0, 256),
  ),
];

const rules: Rule[] = [
  unique(
    'order_draft',
    'orders',
    [
      { supplier_id: 11 },
      { warehouse_id: 11 },
      { ...draftHere, status: 'approved' },
      { company_id: 2, number: 31, supplier_id: 21, warehouse_id: 21 },
    ],
    [draftHere],
    ['company_id', 'supplier_id', 'warehouse_id'],
    'duplicate_draft',
  ),
  {
    rule: 'order_number',
    accepted: [order({ company_id: 2, number: 31, supplier_id: 21, warehouse_id: 21 })],
    refused: [order({ number: 37 }), order({ number: 31 })],
    message: 'history_is_append_only',
    code: 'internal',
  },
  guarded(
    'order_is_allowed',
    'history_is_append_only',
    [order({ id: 99 }, 'insert or replace')],
    [
      order({ id: 34 }),
      order({ id: 34 }, 'insert or replace'),
      order({ id: 41 }, 'insert or ignore'),
      order({ number: 37 }, 'insert or replace'),
      order({ number: 37 }, 'insert or ignore'),
    ],
  ),
  raised(
    'order_is_allowed',
    'order_moved_on',
    [order({ status: 'draft' }), order({ status: 'approved' })],
    ['sent', 'confirmed', 'partly_received', 'received', 'closed_short', 'cancelled', 'declined'].map(
      (status) => order({ status }),
    ),
  ),
  raised(
    'order_is_allowed',
    'supplier_not_found',
    [order({})],
    [order({ supplier_id: 21 }), order({ supplier_id: 999 })],
  ),
  raised(
    'order_is_allowed',
    'warehouse_not_found',
    [order({})],
    [order({ warehouse_id: 21 }), order({ warehouse_id: 999 })],
  ),
  guarded(
    'order_keeps_its_parties',
    'identity_is_fixed',
    tries('update orders set id = id, company_id = company_id, number = number, note = null where id = 31'),
    tries(
      'update orders set id = 99 where id = 31',
      'update orders set rowid = 99 where id = 31',
      'update or replace orders set rowid = 37 where id = 31',
      'update orders set company_id = 2 where id = 31',
      'update orders set number = 99 where id = 31',
      'update or replace orders set number = 37 where id = 31',
      'update orders set supplier_id = 12 where id = 31',
      'update orders set warehouse_id = 12 where id = 31',
    ),
  ),
  guarded(
    'orders_stay',
    'history_is_append_only',
    [],
    [31, 32, 33, 34, 35, 36, 37, 38, 39].flatMap((id) => tries(`delete from orders where id = ${id}`)),
  ),
];

const ids = {
  draft: 31,
  approved: 32,
  partly_received: 33,
  sent: 34,
  confirmed: 35,
  received: 36,
  cancelled: 37,
  declined: 38,
  closed_short: 39,
} as const;
type Status = keyof typeof ids;

/** Where a person or a letter leads an order. What receipts do is beside it. */
const ways: Record<Status, Status[]> = {
  draft: ['approved', 'cancelled'],
  approved: ['sent', 'cancelled'],
  sent: ['confirmed', 'declined', 'cancelled', 'closed_short'],
  confirmed: ['declined', 'cancelled', 'closed_short'],
  partly_received: ['closed_short'],
  received: [],
  cancelled: [],
  declined: [],
  closed_short: [],
};
const byReceipts: [Status, Status[]][] = [
  ['approved', ['partly_received', 'received']],
  ['sent', ['partly_received', 'received']],
  ['confirmed', ['partly_received', 'received']],
  ['partly_received', ['received', 'confirmed', 'sent', 'approved']],
  ['received', ['partly_received', 'confirmed', 'sent', 'approved']],
];

const isStatus = (name: string): name is Status => Object.hasOwn(ids, name);
const statuses = Object.keys(ids).filter(isStatus);
const move = (from: Status, to: string, verb = 'update'): Attempt[] =>
  tries(`${verb} orders set status = '${to}' where id = ${ids[from]}`);

const isReceiving = (from: Status, to: Status): boolean =>
  byReceipts.some(([status, targets]) => status === from && targets.includes(to));

const transitions: Rule[] = [
  raised(
    'order_moves_forward',
    'order_moved_on',
    statuses.flatMap((from) => ways[from].flatMap((to) => move(from, to))),
    statuses.flatMap((from) =>
      statuses
        .filter((to) => to !== from && !ways[from].includes(to) && !isReceiving(from, to))
        .flatMap((to) => [...move(from, to), ...move(from, to, 'update or ignore')]),
    ),
  ),
  raised(
    'order_follows_receipts',
    'order_moved_on',
    [
      [
        insert('receipts', { id: 99, order_id: 34 }),
        insert('receipt_lines', { receipt_id: 99, quantity: 10 }),
      ],
      ...tries("update orders set status = 'partly_received', reference = 'A' where id = 33"),
      ...tries("update orders set status = 'received', reference = 'A' where id = 36"),
    ],
    byReceipts.flatMap(([from, targets]) => targets.flatMap((to) => move(from, to))),
  ),
];

const cancel = (id: number): Attempt[] => tries(`update orders set status = 'cancelled' where id = ${id}`);

const conditions: Rule[] = [
  raised(
    'approved_order_has_lines',
    'order_is_empty',
    tries("update orders set status = 'approved' where id = 31"),
    [
      [...order({ id: 98 }), statement("update orders set status = 'approved' where id = 98")],
      [
        statement('delete from order_lines where order_id = 31'),
        statement("update or ignore orders set status = 'approved' where id = 31"),
      ],
    ],
  ),
  raised('cancelled_order_has_no_letter_out', 'order_moved_on', [32, 51, 53].flatMap(cancel), [
    ...[52, 54].flatMap(cancel),
    ...tries("update or ignore orders set status = 'cancelled' where id = 54"),
  ]),
];

export const orderRules: Rule[] = [...checks, ...rules, ...transitions, ...conditions];
