import { explained } from './explained.ts';
import { ordering } from './ordering.ts';
import type { Schema } from './schema.ts';

export type Example = Record<string, unknown>;

/** What an example is of: a field that is called the same in two nouns may be told apart by either name. */
export type Subject = {
  /** `product`. */
  noun: string;
  /** `create`. */
  verb: string;
};

/** What a caller would send: what must be there, and what is usual beside it. */
export function requestExample(schema: Schema, subject: Subject, isChange: boolean): Example {
  const fields = Object.entries(schema.properties ?? {});
  const isRequired = (name: string) => (schema.required ?? []).includes(name);
  const usual = fields.map(([name]) => name).filter((name) => !isRequired(name) && isUsual(name, subject));
  const told = isChange ? changed.filter((name) => usual.includes(name)).slice(0, 2) : usual;
  return Object.fromEntries(
    fields
      .filter(([name]) => isRequired(name) || told.includes(name))
      .map(([name, field]) => [name, fieldExample(name, field, subject, requestExample)]),
  );
}

/** What comes back: every field. */
export const answerExample = (schema: Schema, subject: Subject): Example =>
  Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, field]) => [
      name,
      fieldExample(name, field, subject, answerExample),
    ]),
  );

type ObjectExample = (schema: Schema, subject: Subject, isChange: boolean) => Example;

export function fieldExample(
  name: string,
  schema: Schema,
  { noun, verb }: Subject,
  objectExample: ObjectExample,
): unknown {
  const subject = { noun: nested[name] ?? noun, verb };
  const whole = knownValue(name, { noun, verb });
  if (Array.isArray(whole) || (schema.properties && whole === null)) return whole;
  if (schema.items) return [fieldExample(name, schema.items, subject, objectExample)];
  if (schema.properties) return objectExample(schema, subject, false);
  const known = objectExample === answerExample ? answered(name, subject) : knownValue(name, subject);
  if (known !== undefined) return known;
  const types = [schema.type].flat();
  if (types.includes('null')) return null;
  if (schema.enum) return schema.enum[0];
  if (types.includes('boolean')) return true;
  return types.includes('string') ? (formats[schema.format ?? ''] ?? name) : (schema.minimum ?? 0);
}

const formats: Record<string, string> = {
  'date-time': '2026-08-03T09:30:00.000Z',
  date: '2026-08-03',
  email: 'ada@leafandcup.example',
};

const knownValue = (name: string, { noun, verb }: Subject): unknown =>
  [`${noun}.${verb}.${name}`, `${noun}.${name}`, `${verb}.${name}`, name]
    .map((key) => values[key])
    .find((value) => value !== undefined);

/** An answer may tell of something else than what was just sent: a reversed sale keeps its own reason. */
const answered = (name: string, { noun, verb }: Subject): unknown => {
  const own = values[`${noun}.${verb}.answer.${name}`];
  return own === undefined ? knownValue(name, { noun, verb }) : own;
};

const isUsual = (name: string, subject: Subject): boolean =>
  !unusual.includes(name) && (knownValue(name, subject) ?? null) !== null;

/** Sent only now and then. */
const unusual = [
  'company_id',
  'cursor',
  'expected_quantity',
  'sale_id',
  'occurred_at',
  'is_active',
  'description',
];

/** What a change is shown with, first choice first. */
const changed = [
  'price',
  'unit_cost',
  'low_stock_threshold',
  'lead_time_days',
  'contact_email',
  'address',
  'role',
  'time_zone',
  'name',
  'opens_at',
  'closes_at',
  'expected_day',
  'note',
];

/** Fields that hold another noun. */
const nested: Record<string, string> = {
  product: 'product',
  supplier: 'supplier',
  components: 'component',
  buildable: 'buildable',
  movements: 'part',
  warehouse: 'warehouse',
  orders: 'order',
  receipts: 'receipt',
  letter: 'letter',
  override: 'override',
  in_force: 'in_force',
};

/** One story in all examples: tea, sold from a shop in Berlin. null: there is none, and nobody sends it. */
const values: Record<string, unknown> = {
  ...ordering,
  ...explained,
  'company.id': 7,
  'company.name': 'Leaf & Cup',
  'member.id': 5,
  'member.name': 'Ada Okafor',
  'key.id': 9,
  'key.name': 'Webshop',
  'product.id': 42,
  'product.name': 'Earl Grey, 100 g',
  'bundle.id': 77,
  'bundle.name': 'Tea for two',
  'bundle.sku': 'BOX-TEA-2',
  'bundle.price': '15.00',
  'supplier.id': 11,
  'supplier.name': 'Nordic Tea Trading',
  'terms.id': 31,
  'warehouse.id': 3,
  'warehouse.name': 'Berlin',
  'product_type.id': 4,
  'product_type.name': 'Tea',
  'movement.id': 1207,
  'bundle_sale.id': 18,
  'transfer.id': 23,
  'count.id': 6,
  address: 'Torstraße 1, 10119 Berlin',
  api_key: 'sf_3f9ac201_…',
  contact_email: 'orders@nordictea.example',
  currency: 'EUR',
  email: 'ada@leafandcup.example',
  lead_time_days: 9,
  message: 'Product created successfully',
  prefix: 'sf_3f9ac201',
  price: '8.90',
  product_name: 'Earl Grey, 100 g',
  product_sku: 'TEA-EG-100',
  product_type: 'Tea',
  role: 'operator',
  sku: 'TEA-EG-100',
  supplier_code: 'NT-0815',
  supplier_name: 'Nordic Tea Trading',
  time_zone: 'Europe/Berlin',
  unit_cost: '3.20',
  warehouse_name: 'Berlin',
  from_warehouse_name: 'Berlin',
  to_warehouse_name: 'Hamburg',
  window_days: 30,

  bundle_id: 77,
  bundle_sale_id: 18,
  company_id: 7,
  count_id: 6,
  from_warehouse_id: 3,
  key_id: 9,
  limited_by: 42,
  member_id: 5,
  movement_id: 1207,
  product_id: 42,
  product_type_id: 4,
  supplier_id: 11,
  terms_id: 31,
  to_warehouse_id: 8,
  transfer_id: 23,
  warehouse_id: 3,

  'buildable.quantity': 19,
  'component.name': 'Earl Grey, 100 g',
  'component.quantity': 2,
  'bundle_sale.quantity': 1,
  'movement.bundle_sale_id': null,
  'movement.count_id': null,
  'movement.transfer_id': null,
  'movement.type': 'sale',
  'movement.reverse.id': 1208,
  'movement.reverse.quantity': -3,
  'movement.reverse.change': 3,
  'movement.reverse.on_hand': 42,
  'movement.reverse.reverses_id': 1207,
  'part.id': 1209,
  'part.type': 'sale',
  'part.quantity': 2,
  'part.change': -2,
  'part.on_hand': 37,
  'part.reverse.id': 1210,
  'part.reverse.quantity': -2,
  'part.reverse.change': 2,
  'part.reverse.on_hand': 39,
  'part.reverse.reverses_id': 1209,
  'part.transfer_id': null,
  'part.count_id': null,
  'terms.is_primary': true,
  'transfer.quantity': 12,
  'transfer.in_transit': 12,
  'transfer.receive.arrived': 12,
  'transfer.receive.in_transit': 0,
  'transfer.receive.is_in_transit': false,
  'transfer.cancel.returned': 12,
  'transfer.cancel.in_transit': 0,
  'transfer.cancel.is_in_transit': false,
  accepted: 1,
  change: -3,
  components_price: '17.80',
  counted: 38,
  current_stock: 11,
  days_until_stockout: 4,
  difference: -1,
  expected: 39,
  initial_quantity: 120,
  low_stock_threshold: 20,
  minimum_quantity: 48,
  on_hand: 39,
  pack_size: 12,
  quantity: 3,
  threshold: 20,
  threshold_source: 'product',
  total_alerts: 1,
  velocity_per_day: 2.75,
  'inventory.days_until_stockout': 14,

  'count.reason': 'Yearly count',
  'movement.reverse.reason': 'Entered twice',
  'bundle_sale.reverse.reason': 'Sent back unopened',
  'bundle_sale.reverse.answer.reason': null,
  'part.reverse.reason': 'Sent back unopened',
  'transfer.cancel.reason': 'The van broke down',
  'count.reference': null,
  'transfer.reference': 'delivery note 2291',
  'transfer.cancel.reference': null,
  'transfer.cancel.answer.reason': null,
  'transfer.cancel.answer.reference': 'delivery note 2291',
  reference: 'order 10387',
  actor: 'key:9',

  'product.search': 'earl',
  'bundle.search': 'tea',
  search: 'berlin',
  'supplier.search': 'nordic',
  'product_type.search': 'tea',
  'member.search': 'ada',
  limit: 20,
  created_at: '2026-08-03T09:30:00.000Z',
  day: '2026-08-03',
  generated_at: '2026-08-03T09:30:00.000Z',
  last_used_at: '2026-08-03T09:00:00.000Z',
  occurred_at: '2026-08-03T09:30:00.000Z',
  occurred_from: '2026-08-01T00:00:00Z',
  occurred_to: '2026-09-01T00:00:00Z',
  recorded_at: '2026-08-03T09:30:00.000Z',
  updated_at: '2026-08-03T09:30:00.000Z',
  velocity_computed_at: '2026-08-03T02:10:00.000Z',

  at: '2026-08-03T09:30:00.000Z',
  joined_at: '2026-08-03T09:30:00.000Z',
  invited_until: null,
  'member.create.joined_at': null,
  'member.create.invited_until': '2026-08-10T09:30:00.000Z',
  'member.invite.joined_at': null,
  'member.invite.invited_until': '2026-08-10T09:30:00.000Z',
  actor_name: 'Ada Okafor',
  kind: 'catalogue.product',
  deed: 'update',
  subject_id: 42,
  summary: 'price 8.90, low stock threshold 20',
  'import.created': 1,
  'import.details': [],
  'import.key': 'till-2026-08.csv:2',
  'import.supplier': 'Nordic Tea Trading',
  'import.warehouse': 'Berlin',
  'count.import.key': 'shelves-2026-08.csv:2',
  'count.import.on_hand': 38,

  'key.revoke.revoked_at': '2026-08-03T09:30:00.000Z',
  'key.create.last_used_at': null,
  'archive.is_active': false,
};
