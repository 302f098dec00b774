import { check, guarded, type Rule, raised, texts, unique, values } from './rule.ts';
import { insert, type Row, statement, type Table } from './seed.ts';

const named = (noun: string, table: Table): Rule[] => [
  check(`${noun}_name_length`, table, texts('name', 1, 255), texts('name', 0, 256)),
  check(`${noun}_is_active_flag`, table, values('is_active', 0, 1), values('is_active', -1, 2)),
];

/** Refused twice in one company, free in another one. */
const nameOnce = (noun: string, table: Table): Rule =>
  unique(
    `duplicate_${noun}_name`,
    table,
    [{ name_key: 'there', company_id: 2 }, { name_key: 'free' }],
    [{ name_key: 'there' }],
    ['company_id', 'name_key'],
    'duplicate_name',
  );

const threshold = (rule: string, table: Table): Rule =>
  check(
    rule,
    table,
    values('low_stock_threshold', null, 0, 1_000_000_000),
    values('low_stock_threshold', -1, 1_000_000_001),
  );

const days = (rule: string, table: Table): Rule =>
  check(rule, table, values('lead_time_days', null, 0, 365), values('lead_time_days', -1, 366));

const bundle: Row = { kind: 'bundle' };

const nounRules: Rule[] = [
  ...named('warehouse', 'warehouses'),
  ...named('product_type', 'product_types'),
  ...named('product', 'products'),
  ...named('supplier', 'suppliers'),
  nameOnce('warehouse', 'warehouses'),
  nameOnce('product_type', 'product_types'),
  nameOnce('supplier', 'suppliers'),
  threshold('product_type_threshold_range', 'product_types'),
  threshold('product_threshold_range', 'products'),
  days('supplier_lead_time_range', 'suppliers'),
  check(
    'supplier_email_length',
    'suppliers',
    [{ contact_email: null }, ...texts('contact_email', 3, 254)],
    texts('contact_email', 2, 255),
  ),
];

const productRules: Rule[] = [
  check('product_kind_known', 'products', values('kind', 'product', 'bundle'), values('kind', 'service', '')),
  check('product_sku_length', 'products', texts('sku', 1, 100), texts('sku', 0, 101)),
  check('product_sku_scope', 'products', values('sku_scope', 0, 1), values('sku_scope', 2, -1)),
  check(
    'product_price_range',
    'products',
    values('price', 0, 9_999_999_999),
    values('price', -1, 10_000_000_000),
  ),
  check('product_description_length', 'products', texts('description', 0, 5000), texts('description', 5001)),
  check(
    'bundle_has_no_threshold',
    'products',
    [bundle, { low_stock_threshold: 5 }],
    [{ ...bundle, low_stock_threshold: 5 }],
  ),
  {
    ...unique(
      'duplicate_sku',
      'products',
      [{ sku_key: 'free' }, { sku_key: 'there', company_id: 2, sku_scope: 2 }],
      [],
      ['sku_scope', 'sku_key'],
      'duplicate_sku',
    ),
    refused: [
      [insert('products', { sku_key: 'there' })],
      [insert('products', { ...bundle, sku_key: 'there' })],
      [insert('products', { sku_scope: 0 }), insert('products', { company_id: 2, sku_scope: 0 })],
    ],
  },
  raised(
    'product_names_its_type',
    'product_type_not_found',
    [[insert('products', { product_type_id: 11 })]],
    [[insert('products', { product_type_id: 21 })], [insert('products', { product_type_id: 999 })]],
  ),
  raised(
    'product_names_its_new_type',
    'product_type_not_found',
    [
      [statement('update products set product_type_id = 11 where id = 11')],
      [statement('update products set product_type_id = null where id = 11')],
    ],
    [
      [statement('update products set product_type_id = 21 where id = 11')],
      [statement('update products set product_type_id = 999 where id = 11')],
    ],
  ),
  guarded(
    'product_stays_what_it_is',
    'identity_is_fixed',
    [[statement("update products set name = 'Other' where id = 12")]],
    [
      [statement('update products set id = 99 where id = 12')],
      [statement('update products set rowid = 99 where id = 12')],
      [statement('update products set company_id = 2 where id = 12')],
      [statement("update products set kind = 'bundle' where id = 12")],
    ],
  ),
  guarded(
    'product_is_not_replaced',
    'identity_is_fixed',
    [[insert('products', { id: 99 }, 'insert or replace')]],
    [
      [insert('products', { id: 12, kind: 'bundle' }, 'insert or replace')],
      [insert('products', { id: 21 }, 'replace')],
    ],
  ),
];

const componentRules: Rule[] = [
  check(
    'component_quantity_range',
    'components',
    values('quantity', 1, 1_000_000),
    values('quantity', 0, 1_000_001),
  ),
  check(
    'component_of_bundle',
    'components',
    values('bundle_kind', 'bundle'),
    values('bundle_kind', 'product'),
  ),
  check(
    'component_is_product',
    'components',
    values('product_kind', 'product'),
    values('product_kind', 'bundle'),
  ),
  raised(
    'component_names_its_product',
    'bundle_not_found',
    [[insert('components', { bundle_id: 14 })]],
    [[insert('components', { bundle_id: 11 })], [insert('components', { bundle_id: 999 })]],
  ),
  raised(
    'component_names_its_product',
    'bundle_in_bundle',
    [[insert('components')]],
    [[insert('components', { product_id: 14 })], [insert('components', { product_id: 13 })]],
  ),
  raised(
    'component_names_its_product',
    'product_not_found',
    [[insert('components')]],
    [[insert('components', { product_id: 21 })], [insert('components', { product_id: 999 })]],
  ),
];

const termsRules: Rule[] = [
  check('terms_product_kind', 'terms', values('product_kind', 'product'), values('product_kind', 'bundle')),
  check('terms_is_primary_flag', 'terms', values('is_primary', 0, 1), values('is_primary', -1, 2)),
  check('terms_is_active_flag', 'terms', values('is_active', 0, 1), values('is_active', -1, 2)),
  check(
    'terms_supplier_code_length',
    'terms',
    [{ supplier_code: null }, ...texts('supplier_code', 1, 100)],
    texts('supplier_code', 0, 101),
  ),
  check(
    'terms_unit_cost_range',
    'terms',
    values('unit_cost', null, 0, 9_999_999_999),
    values('unit_cost', -1, 10_000_000_000),
  ),
  check(
    'terms_minimum_quantity_range',
    'terms',
    values('minimum_quantity', 1, 1_000_000_000),
    values('minimum_quantity', 0, 1_000_000_001),
  ),
  check(
    'terms_pack_size_range',
    'terms',
    values('pack_size', 1, 1_000_000),
    values('pack_size', 0, 1_000_001),
  ),
  days('terms_lead_time_range', 'terms'),
  unique(
    'duplicate_terms',
    'terms',
    [{ supplier_id: 12, product_id: 11 }],
    [{ supplier_id: 11, product_id: 11 }],
    ['company_id', 'product_id', 'supplier_id'],
    'duplicate_terms',
  ),
  {
    rule: 'terms_primary',
    accepted: [[insert('terms', { product_id: 11, is_primary: 1 })]],
    refused: [
      [
        insert('terms', { id: 99, is_primary: 1 }),
        statement('update terms set product_id = 11 where id = 99'),
      ],
    ],
    message: 'UNIQUE constraint failed: terms.company_id, terms.product_id',
    code: 'internal',
  },
  raised(
    'terms_name_both_sides',
    'supplier_not_found',
    [[insert('terms')]],
    [[insert('terms', { supplier_id: 21 })], [insert('terms', { supplier_id: 999 })]],
  ),
  raised(
    'terms_name_both_sides',
    'product_not_found',
    [[insert('terms')]],
    [[insert('terms', { product_id: 21 })], [insert('terms', { product_id: 999 })]],
  ),
  raised(
    'terms_name_both_sides',
    'product_is_bundle',
    [[insert('terms')]],
    [[insert('terms', { product_id: 13 })]],
  ),
];

export const catalogueRules: Rule[] = [...nounRules, ...productRules, ...componentRules, ...termsRules];
