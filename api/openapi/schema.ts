import { type $ZodType, toJSONSchema } from 'zod/v4/core';
import { snake } from '../casing.ts';

/** The parts of JSON Schema that are looked at here. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  description?: string;
  default?: unknown;
  enum?: unknown[];
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  examples?: unknown[];
  [keyword: string]: unknown;
};

/** What the REST door takes or gives for a zod schema: one name per field in both directions. */
export function schemaOf(schema: $ZodType, io: 'input' | 'output'): Schema {
  const made: Schema = JSON.parse(JSON.stringify(toJSONSchema(schema, { io, unrepresentable: 'any' })));
  const { $schema: _, ...rest } = plain(made);
  return io === 'output' ? open(rest) : rest;
}

/** Snake case, and no more words than a reader needs: null beside the type, whole numbers from 1, no bare limits of JSON. */
function plain({ pattern, exclusiveMinimum, minimum, maximum, ...schema }: Schema): Schema {
  return nullable({
    ...schema,
    ...((minimum ?? Number.NaN) > Number.MIN_SAFE_INTEGER && { minimum }),
    ...(exclusiveMinimum === 0 && schema.type === 'integer' && { minimum: 1 }),
    ...((maximum ?? Number.NaN) < Number.MAX_SAFE_INTEGER && { maximum }),
    ...(!schema.format && pattern && { pattern }),
    ...(schema.properties && { properties: mapped(schema.properties, (field) => plain(field), snake) }),
    ...(schema.required && { required: schema.required.map(snake) }),
    ...(schema.items && { items: plain(schema.items) }),
    ...(schema.anyOf && { anyOf: schema.anyOf.map(plain) }),
  });
}

function nullable({ anyOf, ...schema }: Schema): Schema {
  const given = anyOf?.filter(({ type }) => type !== 'null') ?? [];
  const [only] = given;
  if (!anyOf || !only?.type || given.length > 1) return anyOf ? { ...schema, anyOf } : schema;
  return {
    ...only,
    ...schema,
    type: [only.type, 'null'].flat(),
    ...(only.enum && { enum: [...only.enum, null] }),
  };
}

/** An answer may gain fields; a client shall not refuse it for that. */
const open = ({ additionalProperties: _, ...schema }: Schema): Schema => within(schema, open);

/** The same schema with each part of it changed. */
export const within = (schema: Schema, change: (part: Schema) => Schema): Schema => ({
  ...schema,
  ...(schema.properties && { properties: mapped(schema.properties, change) }),
  ...(schema.items && { items: change(schema.items) }),
});

const mapped = (
  properties: Record<string, Schema>,
  change: (part: Schema) => Schema,
  rename: (name: string) => string = (name) => name,
): Record<string, Schema> =>
  Object.fromEntries(Object.entries(properties).map(([name, part]) => [rename(name), change(part)]));
