import fc from 'fast-check';
import { toJson } from '../fuzz/garbage.ts';
import { asText, json } from '../fuzz/request.ts';
import { inputFor, type Schema } from '../fuzz/value.ts';
import type { World } from '../tenancy/world.ts';
import type { Route } from './document.ts';

export type Request = { path: string; init: RequestInit & { headers: Record<string, string> }; body: string };

/** Requests as the document describes them, half of them with something that it does not. */
export function requestFor(route: Route, world: World): fc.Arbitrary<Request> {
  const inPath = schemaIn(route, 'path');
  const parts = { path: inputFor(inPath, world), query: inputFor(schemaIn(route, 'query'), world) };
  const body = route.body ? inputFor(route.body, world) : fc.constant(undefined);
  const found = fc.record({ ...parts, body, headers: headersFor(route) });
  return found.map(({ path, query, body, headers }) => {
    const given = new Map(Object.entries(path));
    const filled = route.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(asText(given.get(name))));
    const pairs = Object.entries(query).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, asText(one)]),
    );
    const text = body === undefined ? '' : toJson(body);
    return {
      path: pairs.length > 0 ? `${filled}?${new URLSearchParams(pairs)}` : filled,
      init: { method: route.method, headers, ...(body !== undefined && { body: text }) },
      body: text,
    };
  });
}

function schemaIn({ parameters }: Route, place: 'path' | 'query'): Schema {
  const found = parameters.filter((parameter) => parameter.in === place);
  return {
    properties: Object.fromEntries(found.map(({ name, schema }) => [name, schema])),
    required: found.filter(({ required }) => required).map(({ name }) => name),
  };
}

const keys = ['the-key-of-a-few-calls', 'short', 'with a space in it!', 'x'.repeat(256)];

/** Mostly what a caller sends; now and then another type of body, or a key that may have been used. */
function headersFor({ parameters, body }: Route): fc.Arbitrary<Record<string, string>> {
  const takesKey = parameters.some(({ name }) => name === 'Idempotency-Key');
  const key = takesKey
    ? fc.option(fc.constantFrom(...keys), { freq: 3, nil: undefined })
    : fc.constant(undefined);
  const type = fc.oneof(
    { arbitrary: fc.constant(json), weight: 9 },
    fc.constant({ 'content-type': 'text/plain' }),
  );
  return fc.record({ key, type }).map(({ key, type }) => ({
    ...(body && type),
    ...(key !== undefined && { 'idempotency-key': key }),
  }));
}
