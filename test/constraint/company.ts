import { check, type Rule, raised, texts, unique, values } from './rule.ts';
import { insert, statement } from './seed.ts';

const flag = (rule: string, table: 'companies' | 'members'): Rule =>
  check(rule, table, values('is_active', 0, 1), values('is_active', -1, 2));

const anotherOwner = insert('members', { role: 'owner' });
const demote = statement("update members set role = 'operator' where id = 11");
const dismiss = statement('update members set is_active = 0 where id = 11');

export const companyRules: Rule[] = [
  check('company_name_length', 'companies', texts('name', 1, 255), texts('name', 0, 256)),
  check(
    'company_currency_code',
    'companies',
    values('currency', 'AAA', 'ZZZ'),
    values('currency', 'eur', 'EU', 'EURO', 'EU1', ''),
  ),
  check(
    'company_threshold_range',
    'companies',
    values('low_stock_threshold', null, 0, 1_000_000_000),
    values('low_stock_threshold', -1, 1_000_000_001),
  ),
  check(
    'company_reorder_point_stands_in_flag',
    'companies',
    values('reorder_point_stands_in', 0, 1),
    values('reorder_point_stands_in', -1, 2),
  ),
  check('company_window_range', 'companies', values('window_days', 1, 365), values('window_days', 0, 366)),
  flag('company_is_active_flag', 'companies'),

  check(
    'member_email_lower',
    'members',
    [...texts('email', 3, 254)],
    [...texts('email', 2, 255), { email: 'New@here.example' }],
  ),
  check('member_name_length', 'members', texts('name', 1, 255), texts('name', 0, 256)),
  check(
    'member_role_known',
    'members',
    values('role', 'viewer', 'operator', 'owner'),
    values('role', 'admin', ''),
  ),
  flag('member_is_active_flag', 'members'),
  check('member_wants_digest_flag', 'members', values('wants_digest', 0, 1), values('wants_digest', -1, 2)),
  unique(
    'duplicate_email',
    'members',
    [{ email: 'owner@here.example', company_id: 2 }],
    [{ email: 'owner@here.example' }],
    ['company_id', 'email'],
    'duplicate_email',
  ),
  raised(
    'owner_remains',
    'last_owner',
    [
      [anotherOwner, demote],
      [anotherOwner, dismiss],
    ],
    [[demote], [dismiss], [insert('members', { role: 'owner', is_active: 0 }), demote]],
  ),

  check('key_name_length', 'keys', texts('name', 1, 255), texts('name', 0, 256)),
  check('key_role_known', 'keys', values('role', 'viewer', 'operator', 'owner'), values('role', 'admin', '')),
  check('key_hash_shape', 'keys', texts('hash', 64), texts('hash', 63, 65)),
  unique(
    'key_hash',
    'keys',
    [{ hash: 'b'.repeat(64) }],
    [{ hash: 'a'.repeat(64) }, { hash: 'a'.repeat(64), company_id: 2 }],
    ['hash'],
    'internal',
  ),

  check('idempotency_key_length', 'idempotency', texts('key', 16, 255), texts('key', 15, 256)),
];
