import { check, guarded, type Rule, raised, texts, tries, values } from './rule.ts';
import { type Attempt, insert, NOW, type Row } from './seed.ts';

/** What the worker computes for a place, and the episodes in which it is short. */

const forecast = (rule: string, inside: Row[], outside: Row[]): Rule =>
  check(rule, 'forecasts', inside, outside);

const forecastRules: Rule[] = [
  forecast('forecast_method_known', values('method', 'adaptive', 'mean_30'), values('method', 'guess', '')),
  forecast(
    'forecast_confidence_known',
    values('confidence', 'high', 'medium', 'low'),
    values('confidence', 'none', ''),
  ),
  forecast(
    'forecast_in_stock_range',
    values('in_stock_days', 0, 0.5, 30),
    values('in_stock_days', -0.5, 30.5),
  ),
  forecast(
    'forecast_reorder_range',
    [{ reorder_point: 0, suggested: 0, incoming: 0 }],
    [{ reorder_point: -1 }, { suggested: -1 }, { incoming: -1 }],
  ),
  forecast('forecast_basis_json', values('basis', '{}', '[1]'), values('basis', '', '{', 'none')),
];

const resolved: Row = { status: 'resolved', resolved_at: NOW, resolution: 'restocked' };
const snoozed: Row = { status: 'snoozed', snoozed_until: NOW };
const shortage = (changed: Row, verb?: string): Attempt => [insert('shortages', changed, verb)];
const open: Row = { product_id: 15 };

const episodeRules: Rule[] = [
  check(
    'shortage_status_known',
    'shortages',
    [...values('status', 'open', 'ordered', 'acknowledged'), snoozed, resolved],
    values('status', 'closed', 'Open', ''),
  ),
  check(
    'shortage_held_by_known',
    'shortages',
    values('held_by', null, 'no_supplier', 'incoming', 'person', 'order_ended'),
    values('held_by', 'review', ''),
  ),
  check(
    'shortage_resolution_known',
    'shortages',
    ['restocked', 'delivered', 'not_selling', 'not_listed'].map((resolution) => ({
      ...resolved,
      resolution,
    })),
    [
      { ...resolved, resolution: 'forgotten' },
      { ...resolved, resolution: '' },
    ],
  ),
  check(
    'shortage_is_resolved_once',
    'shortages',
    [resolved, {}],
    [
      { status: 'resolved' },
      { ...resolved, resolution: null },
      { ...resolved, resolved_at: null },
      { ...resolved, status: 'open' },
    ],
  ),
  check(
    'shortage_snoozed_until',
    'shortages',
    [snoozed],
    [{ status: 'snoozed' }, { ...snoozed, status: 'open' }, { ...resolved, snoozed_until: NOW }],
  ),
  check(
    'shortage_note_length',
    'shortages',
    [{ note: null }, ...texts('note', 1, 500)],
    texts('note', 0, 501),
  ),
  {
    rule: 'shortage_open',
    accepted: [shortage({}), shortage({ ...open, ...resolved })],
    refused: [shortage(open), [...shortage({}), ...shortage({ status: 'acknowledged' })]],
    message: 'history_is_append_only',
    code: 'internal',
  },
  guarded(
    'shortage_is_not_replaced',
    'history_is_append_only',
    [shortage({ id: 99 }, 'insert or replace')],
    [
      shortage({ id: 12 }),
      shortage({ id: 12 }, 'insert or replace'),
      shortage({ id: 21 }, 'insert or ignore'),
      shortage(open, 'insert or replace'),
      shortage(open, 'insert or ignore'),
    ],
  ),
  raised(
    'resolved_shortages_do_not_change',
    'shortage_is_resolved',
    tries(
      "update shortages set status = 'ordered' where id = 11",
      "update shortages set status = 'acknowledged', decided_by = 'A', note = 'Known' where id = 11",
      `update shortages set status = 'snoozed', snoozed_until = ${NOW} where id = 11`,
      `update shortages set status = 'resolved', resolved_at = ${NOW}, resolution = 'delivered' where id = 11`,
    ),
    tries(
      "update shortages set status = 'open', resolved_at = null, resolution = null where id = 12",
      "update shortages set note = 'Wrong' where id = 12",
      'update shortages set id = 99 where id = 11',
      'update shortages set rowid = 99 where id = 11',
      'update or replace shortages set rowid = 12 where id = 11',
      'update shortages set company_id = 2 where id = 11',
      'update shortages set product_id = 12 where id = 11',
      'update shortages set warehouse_id = 12 where id = 11',
    ),
  ),
  guarded(
    'shortages_stay',
    'history_is_append_only',
    [],
    tries(
      'delete from shortages where id = 11',
      'delete from shortages where id = 12',
      'delete from shortages',
    ),
  ),
];

export const shortageRules: Rule[] = [...forecastRules, ...episodeRules];
