import { check, checkSet, guarded, type Rule, raised, tries, values } from './rule.ts';
import { insert, type Row } from './seed.ts';

const policy = (rule: string, inside: Row[], outside: Row[]): Rule =>
  checkSet(rule, 'policies', 'company_id = 1', inside, outside);
const own = (rule: string, inside: Row[], outside: Row[]): Rule =>
  check(rule, 'supplier_policies', inside, outside);

const hours = (...pairs: [number | null, number | null][]): Row[] =>
  pairs.map(([opens, closes]) => ({ opens_minute: opens, closes_minute: closes }));

const companyWide: Rule[] = [
  policy('policy_mode_known', values('mode', 'automatic', 'review'), values('mode', 'manual', '')),
  policy(
    'policy_collecting_range',
    values('collecting_seconds', 0, 86_400),
    values('collecting_seconds', -1, 86_401),
  ),
  policy(
    'policy_hours_range',
    hours([0, 1440], [1439, 1440], [0, 1]),
    hours([-1, 600], [1440, 1441], [0, 1441], [0, 0], [600, 600], [601, 600]),
  ),
  policy('policy_daily_cap_range', values('daily_cap', 1, 1000), values('daily_cap', 0, 1001)),
  policy('policy_is_paused_flag', values('is_paused', 0, 1), values('is_paused', -1, 2)),
  policy('policy_method_known', values('method', 'adaptive', 'mean_30'), values('method', 'mean_31', '')),
  policy('policy_review_range', values('review_days', 0, 90), values('review_days', -1, 91)),
  policy('policy_target_range', values('target_days', 0, 365), values('target_days', -1, 366)),
  policy('policy_safety_range', values('safety_days', null, 0, 365), values('safety_days', -1, 366)),
  policy('policy_service_range', values('service_percent', 50, 99), values('service_percent', 49, 100)),
  guarded(
    'policy_keeps_its_company',
    'identity_is_fixed',
    tries('update policies set company_id = company_id, daily_cap = 5'),
    tries(
      'update policies set company_id = 99 where company_id = 1',
      'update policies set rowid = 99 where company_id = 1',
      'update or replace policies set company_id = 2 where company_id = 1',
    ),
  ),
  guarded(
    'policies_stay',
    'identity_is_fixed',
    [],
    tries('delete from policies where company_id = 1', 'delete from policies'),
  ),
  checkSet(
    'secret_link_shape',
    'secrets',
    'company_id = 1',
    [{ link: 'f'.repeat(64) }],
    [{ link: 'f'.repeat(63) }, { link: 'f'.repeat(65) }],
  ),
];

const perSupplier: Rule[] = [
  own(
    'supplier_policy_mode_known',
    values('mode', null, 'automatic', 'review'),
    values('mode', 'manual', ''),
  ),
  own(
    'supplier_policy_collecting_range',
    values('collecting_seconds', null, 0, 86_400),
    values('collecting_seconds', -1, 86_401),
  ),
  own(
    'supplier_policy_hours_range',
    hours([null, null], [0, 1440], [1439, 1440], [0, 1]),
    hours([null, 600], [600, null], [-1, 600], [1440, 1441], [0, 1441], [600, 600], [601, 600]),
  ),
  own('supplier_policy_daily_cap_range', values('daily_cap', null, 1, 1000), values('daily_cap', 0, 1001)),
  own('supplier_policy_is_paused_flag', values('is_paused', null, 0, 1), values('is_paused', -1, 2)),
  raised(
    'supplier_policy_names_its_supplier',
    'supplier_not_found',
    [[insert('supplier_policies')]],
    [
      [insert('supplier_policies', { supplier_id: 21 })],
      [insert('supplier_policies', { supplier_id: 999 })],
      [insert('supplier_policies', { company_id: 2 }, 'insert or replace')],
    ],
  ),
];

export const policyRules: Rule[] = [...companyWide, ...perSupplier];
