import { type Route, routesOf } from '../api/rest.ts';
import { appRouter } from '../api/router.ts';
import type { Json, Room } from './room.ts';

export type Outcome = { status: number; replayed: boolean; code: string | null; answer: Json };

/** A procedure by its path and its input as TypeScript callers write it, through whichever door. */
export type Door = (procedure: string, input: object, headers?: Record<string, string>) => Promise<Outcome>;

export const trpcDoor =
  (fetch: Room['fetch'], key: string): Door =>
  async (procedure, input, headers = {}) => {
    const isQuery = routeOf(procedure).type === 'query';
    const path = `/trpc/${procedure}`;
    const answer = isQuery
      ? await fetch(`${path}?input=${encodeURIComponent(JSON.stringify(input))}`, init(key, headers))
      : await fetch(path, { ...init(key, headers), method: 'POST', body: JSON.stringify(input) });
    const { result, error }: Json = await answer.json();
    return {
      status: answer.status,
      replayed: answer.headers.get('idempotency-replayed') === 'true',
      code: error?.data.fault ?? null,
      answer: result?.data ?? error?.data,
    };
  };

export const restDoor =
  (fetch: Room['fetch'], key: string): Door =>
  async (procedure, input, headers = {}) => {
    const { rest, pathNames } = routeOf(procedure);
    const given: Record<string, Json> = renamed(input, snake);
    const path = rest.path.replace(/\{(\w+)\}/g, (_, name: string) => String(given[name]));
    const others = Object.entries(given).filter(([name]) => !pathNames.includes(name));
    const hasBody = rest.method !== 'GET' && rest.method !== 'DELETE';
    const query = hasBody || others.length === 0 ? '' : `?${new URLSearchParams(others)}`;
    const answer = await fetch(`/api${path}${query}`, {
      ...init(key, headers),
      method: rest.method,
      body: hasBody ? JSON.stringify(Object.fromEntries(others)) : undefined,
    });
    const body: Json = await answer.json();
    return {
      status: answer.status,
      replayed: answer.headers.get('idempotency-replayed') === 'true',
      code: body.code ?? null,
      answer: renamed(body, camel),
    };
  };

const routes = new Map((await routesOf(appRouter)).map((route) => [route.id, route]));

function routeOf(procedure: string): Route {
  const route = routes.get(procedure);
  if (!route) throw new Error(`There is no procedure ${procedure}`);
  return route;
}

const init = (key: string, headers: Record<string, string>): RequestInit => ({
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
});

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function renamed(value: Json, rename: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, content]) => [rename(name), renamed(content, rename)]),
  );
}
