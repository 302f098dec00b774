import * as z from 'zod';
import { entriesOf } from '../../api/docs/operation.ts';
import { type Bare, isRef, type Operation, type Parameter, type Reply } from '../../api/openapi/operation.ts';
import type { Schema } from '../../api/openapi/schema.ts';
import type { OpenApi } from '../../api/openapi.ts';

/** The document as somebody reads it who has nothing else: every reference followed, every schema a check. */

export type Check = (value: unknown) => string[];
export type Promised = { headers: [name: string, check: Check][]; body: Check | null };
export type Route = {
  id: string;
  method: string;
  path: string;
  parameters: Parameter[];
  body: Schema | undefined;
  /** By status: what may be answered. */
  answers: Map<number, Promised>;
};

export function routesIn(document: OpenApi): Route[] {
  const plain: object = JSON.parse(JSON.stringify(document));
  return entriesOf(document).map(({ method, path, operation }) => ({
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    parameters: operation.parameters.map((given) => followed(plain, given)),
    body: operation.requestBody && inlined(plain, operation.requestBody.content['application/json'].schema),
    answers: answersOf(plain, operation),
  }));
}

function answersOf(document: object, operation: Operation): Route['answers'] {
  const replies = Object.entries(operation.responses).map(([status, given]) => {
    const { headers = {}, content } = followed<Bare & Partial<Reply>>(document, given);
    const promised: Promised = {
      headers: Object.entries(headers).map(([name, header]) => [
        name,
        textCheck(followed<{ schema: Schema }>(document, header).schema),
      ]),
      body: content ? checkOf(inlined(document, content['application/json'].schema)) : null,
    };
    return [Number(status), promised] as const;
  });
  return new Map(replies);
}

function followed<Found extends object>(document: object, given: Found | { $ref: string }): Found {
  if (!isRef(given)) return given;
  return given.$ref
    .split('/')
    .slice(1)
    .reduce((at, name) => Reflect.get(at, name), Object(document));
}

/** Objects are closed: a field that the document does not tell is one that nobody was promised. */
function inlined(document: object, given: Schema): Schema {
  const { properties, items, anyOf, ...schema } = followed<Schema>(document, given);
  const part = (one: Schema): Schema => inlined(document, one);
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, part(one)])),
      additionalProperties: false,
    }),
    ...(items && { items: part(items) }),
    ...(anyOf && { anyOf: anyOf.map(part) }),
  };
}

const checks = new Map<string, Check>();

export function checkOf(schema: Schema): Check {
  const text = JSON.stringify(schema);
  const known = checks.get(text);
  if (known) return known;
  const type = z.fromJSONSchema(JSON.parse(text));
  const check: Check = (value) =>
    (type.safeParse(value).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
  checks.set(text, check);
  return check;
}

/** A header is text, whatever it tells. */
const textCheck = (schema: Schema): Check => {
  const check = checkOf(schema);
  return (value) => check(schema.type === 'integer' ? Number(value) : value);
};
