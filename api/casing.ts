import * as z from 'zod';
import type { $ZodType } from 'zod/v4/core';
import { late } from '../db/kept.ts';

/** Renames the keys of a value along its schema. Keys of records are the caller's data and stay as they are. */
export type Rename = (value: unknown) => unknown;

/** The parts of zod's definitions that carry structure. */
type Definition = {
  type: string;
  shape?: Record<string, $ZodType>;
  element?: $ZodType;
  innerType?: $ZodType;
  valueType?: $ZodType;
  in?: $ZodType;
  out?: $ZodType;
};

export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** 'lines.3.warehouseId' as it is called at the REST door. */
export const snakePath = (path: string): string =>
  path
    .split('.')
    .map((part) => (isOwnName(part) ? snake(part) : part))
    .join('.');

/** An answer that names a field: at the REST door the name is told as it is called there. */
export const fieldPath = late(() => z.string().meta({ description: 'The field that it is about' }));

/** A header, or a field that nobody knows, stays as the caller wrote it. */
const isOwnName = (part: string): boolean => /^[a-z][A-Za-z0-9]*$/.test(part);

const definitionOf = (schema: $ZodType): Definition => ({ ...schema._zod.def });

/** snake_case in, camelCase out; `fromText` also reads numbers and booleans as they are written in a query string. */
export function inward(schema: $ZodType, fromText: boolean): Rename {
  const definition = definitionOf(schema);
  const inner = definition.innerType ?? definition.in;
  if (inner) return inward(inner, fromText);
  if (definition.shape) return inwardObject(definition.shape, fromText);
  if (definition.element) return each(inward(definition.element, fromText), fromText);
  return fromText ? textReader(definition.type) : same;
}

/** camelCase in, snake_case out. */
export function outward(schema: $ZodType): Rename {
  if (schema === fieldPath()) return (value) => (typeof value === 'string' ? snakePath(value) : value);
  const definition = definitionOf(schema);
  const inner = definition.innerType ?? definition.out;
  if (inner) return outward(inner);
  if (definition.shape) {
    return outwardObject(definition.shape);
  }
  if (definition.element) return each(outward(definition.element), false);
  return same;
}

const same: Rename = (value) => value;

/**
 * Filled into a copy of a blank object: given a dozen names one by one, V8 makes a slow dictionary of it, and a page of
 * alerts has fifty. What is missing stays undefined, and so out of the JSON.
 */
function outwardObject(shape: Record<string, $ZodType>): Rename {
  const fields = Object.entries(shape).map(([name, field]) => ({
    name,
    wire: snake(name),
    rename: outward(field),
  }));
  const blank: Record<string, unknown> = JSON.parse(
    JSON.stringify(Object.fromEntries(fields.map(({ wire }) => [wire, null]))),
  );
  return (value) => {
    if (!isObject(value)) return value;
    const renamed = { ...blank };
    for (const { name, wire, rename } of fields)
      renamed[wire] = name in value ? rename(value[name]) : undefined;
    return renamed;
  };
}

/** A single value in a query string stands for a list of one. */
const each =
  (rename: Rename, wrap: boolean): Rename =>
  (value) =>
    Array.isArray(value) ? value.map(rename) : wrap && value !== undefined ? [rename(value)] : value;

function inwardObject(shape: Record<string, $ZodType>, fromText: boolean): Rename {
  const fields = new Map(
    Object.entries(shape).map(([name, field]) => [snake(name), { name, rename: inward(field, fromText) }]),
  );
  return (value) =>
    isObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([wire, content]) => {
            const field = fields.get(wire);
            return field ? [field.name, field.rename(content)] : [unknownKey(wire, shape), content];
          }),
        )
      : value;
}

/** A camelCase name would slip through as the field itself: the strict schema shall refuse it, and say the right name. */
const unknownKey = (wire: string, shape: Record<string, $ZodType>): string =>
  Object.hasOwn(shape, wire) ? `${wire} (write ${snake(wire)})` : wire;

function textReader(type: string): Rename {
  if (type === 'number') return (value) => (isNumberText(value) ? Number(value) : value);
  if (type === 'boolean') return (value) => (value === 'true' ? true : value === 'false' ? false : value);
  return same;
}

const isNumberText = (value: unknown): boolean =>
  typeof value === 'string' && /^-?(0|[1-9]\d{0,15})(\.\d{0,15}[1-9])?$/.test(value);

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
