import fc from 'fast-check';
import { type $ZodType, toJSONSchema } from 'zod/v4/core';
import type { World } from '../tenancy/world.ts';
import { garbage, strangeName } from './garbage.ts';

/** The parts of JSON Schema that inputs are made of. */
export type Schema = {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
};

/** Inputs of a procedure: half of them as it accepts them, the others with something just outside or from another world. */
export const inputFor = (schema: Schema, world: World): fc.Arbitrary<object> =>
  fc.oneof(objectFor(schema, world, false), objectFor(schema, world, true));

export const schemaOf = (input: $ZodType | undefined): Schema =>
  input ? JSON.parse(JSON.stringify(toJSONSchema(input, { io: 'input', unrepresentable: 'any' }))) : {};

function objectFor(
  { properties = {}, required = [] }: Schema,
  world: World,
  odd: boolean,
): fc.Arbitrary<object> {
  const fields = Object.entries(properties).map(([name, field]) => [
    name,
    valueFor(field, camel(name), world, odd),
  ]);
  const object = fc.record<Record<string, unknown>>(Object.fromEntries(fields), { requiredKeys: required });
  if (!odd) return object;
  const extra = fc.option(fc.dictionary(strangeName, garbage, { maxKeys: 2 }), { freq: 5, nil: {} });
  const lost = fc.option(fc.constantFrom('', ...required), { freq: 5, nil: '' });
  return fc.tuple(object, extra, lost).map(([given, more, missing]) => {
    const kept = Object.entries(given).filter(([name]) => name !== missing);
    return Object.fromEntries([...kept, ...Object.entries(more)]);
  });
}

const valueFor = (schema: Schema, name: string, world: World, odd: boolean): fc.Arbitrary<unknown> =>
  odd
    ? fc.oneof(
        { arbitrary: fitting(schema, name, world, odd), weight: 12 },
        { arbitrary: nearly(schema), weight: 2 },
        { arbitrary: garbage, weight: 1 },
      )
    : fitting(schema, name, world, odd);

/** Things are known by the names of TypeScript, at whichever door. */
const camel = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function fitting(schema: Schema, name: string, world: World, odd: boolean): fc.Arbitrary<unknown> {
  const [type, ...others] = [schema.type].flat();
  if (others.length > 0)
    return fc.oneof(...[type, ...others].map((one) => fitting({ ...schema, type: one }, name, world, odd)));
  if (schema.type === 'null') return fc.constant(null);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((option) => fitting(option, name, world, odd)));
  if (schema.properties) return objectFor(schema, world, odd);
  if (schema.items) return fc.array(valueFor(schema.items, name, world, odd), { minLength: 1, maxLength: 3 });
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === 'boolean') return fc.boolean();
  return schema.type === 'string' ? text(schema, name, world) : number(schema, name, world);
}

function number(schema: Schema, name: string, world: World): fc.Arbitrary<number> {
  const known = idsOf(name, world);
  if (known.length > 0) return fc.constantFrom(...known);
  const [min, max] = rangeOf(schema);
  const least = Math.max(min, -20);
  const few = fc.integer({ min: least, max: Math.max(least, Math.min(max, 20)) });
  return fc.oneof({ arbitrary: few, weight: 4 }, fc.constantFrom(min, max));
}

const rangeOf = ({ minimum, exclusiveMinimum = 0, maximum = 1000 }: Schema): [number, number] => [
  minimum ?? exclusiveMinimum,
  maximum,
];

/** Several names for the same things; every other name is its noun. */
const ids = (world: World): Record<string, number[]> => ({
  companyId: [world.company],
  productId: [world.product, world.product, world.otherProduct, world.bundle],
  warehouseId: [world.warehouse, world.otherWarehouse],
  fromWarehouseId: [world.warehouse, world.otherWarehouse],
  toWarehouseId: [world.warehouse, world.otherWarehouse],
  saleId: [world.movement],
  orderId: [world.order, world.sentOrder],
  letterId: [world.letter],
});

function idsOf(name: string, world: World): number[] {
  const listed = ids(world)[name];
  if (listed) return listed;
  const noun = Object.entries(world).find(([key]) => `${key}Id` === name);
  return typeof noun?.[1] === 'number' ? [noun[1]] : [];
}

const texts: Record<string, string[]> = {
  email: ['ann@tea.example', 'Bob@Tea.example'],
  contactEmail: ['ann@tea.example'],
  timeZone: ['UTC', 'Europe/Berlin', 'Pacific/Apia'],
  currency: ['EUR', 'USD'],
  cursor: ['0', '1', '5.5', '3.-2.1.1', '999999'],
  price: ['0', '12.50', '99999999.99'],
  unitCost: ['0.01', '3.2'],
  opensAt: ['00:00', '08:30'],
  closesAt: ['08:30', '24:00'],
  expectedDay: [new Date(Date.now() + 86_400_000).toISOString().slice(0, 10), '2020-02-29', '9999-12-31'],
  productType: ['Tea', 'tea', 'Coffee'],
  occurredAt: ['2026-01-01T00:00:00Z', '2020-01-01T00:00:00.5+02:00', '2099-01-01T00:00:00Z'],
};

/** What imports go by. */
const namesOf = ({ word }: World): Record<string, string[]> => ({
  sku: [`${word}-1`, `${word}-2`, `${word}-3`],
  supplier: [`${word} name`],
  warehouse: [`${word} name`, `${word} other`],
});

function text({ minLength = 0, maxLength = 40, pattern = '', format }: Schema, name: string, world: World) {
  const now = [new Date().toISOString(), '2020-06-30T23:59:59+14:00'];
  const known = texts[name] ?? namesOf(world)[name] ?? (format === 'date-time' ? now : []);
  const fits = known.filter((one) => new RegExp(pattern).test(one));
  if (fits.length > 0) return fc.constantFrom(...fits);
  const short = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 12) });
  return fc.oneof(
    { arbitrary: short, weight: 4 },
    fc.constantFrom(`${world.word} name`, 'x'.repeat(maxLength)),
  );
}

function nearly(schema: Schema): fc.Arbitrary<unknown> {
  const { type, items, minLength = 0, maxLength = 100, maxItems = 100 } = schema;
  const [min, max] = rangeOf(schema);
  if (items) return fc.constantFrom([], Array(maxItems + 1).fill({}), {}, [[]], [null]);
  if (type === 'string')
    return fc.constantFrom('x'.repeat(maxLength + 1), ' '.repeat(maxLength), 'x'.repeat(minLength), '\n', 7);
  if (type === 'boolean') return fc.constantFrom('true', 1, 'TRUE', '', null);
  return fc.constantFrom(min - 1, max + 1, min + 0.5, String(min), [min]);
}
