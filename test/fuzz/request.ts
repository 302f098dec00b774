import { routeOf } from '../tenancy/door.ts';
import { Raw, toJson } from './garbage.ts';

/** Requests from inputs that need not be such: whatever does not fit a place is written into it all the same. */

export type Shot = [path: string, init: RequestInit];

export const json = { 'content-type': 'application/json' };

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function snakeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeKeys);
  if (value instanceof Raw || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [snake(name), snakeKeys(inner)]));
}

/** An address cannot carry everything, nor as much as a body. */
export const asText = (value: unknown): string =>
  (typeof value === 'string' ? value : toJson(value)).toWellFormed().slice(0, 100_000);

export function restShot(id: string, input: object): Shot {
  const { rest, pathNames } = routeOf(id);
  const fields = new Map(Object.entries(input).map(([name, value]) => [snake(name), snakeKeys(value)]));
  const path = rest.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(asText(fields.get(name))));
  const others = [...fields].filter(([name]) => !pathNames.includes(name));
  if (rest.method !== 'GET' && rest.method !== 'DELETE') {
    const body = toJson(Object.fromEntries(others));
    return [`/api${path}`, { method: rest.method, headers: json, body }];
  }
  const pairs = others.flatMap(([name, value]) => [value].flat().map((one) => [name, asText(one)]));
  return [`/api${path}?${new URLSearchParams(pairs)}`, { method: rest.method }];
}

export function trpcShot(id: string, input: object): Shot {
  const body = toJson(input);
  return routeOf(id).type === 'query'
    ? [`/trpc/${id}?input=${encodeURIComponent(body.toWellFormed().slice(0, 100_000))}`, {}]
    : [`/trpc/${id}`, { method: 'POST', headers: json, body }];
}
