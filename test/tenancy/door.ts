import { type Route, routesOf } from '../../api/rest.ts';
import { appRouter } from '../../api/router.ts';
import type { Json, Room } from '../room.ts';

/** Any procedure through either door, from one input: camelCase, as tRPC takes it. */

export const routes: Route[] = await routesOf(appRouter);
export const procedures: string[] = routes.map(({ id }) => id);

export function routeOf(id: string): Route {
  const route = routes.find((one) => one.id === id);
  if (!route) throw new Error(`${id} has no REST route`);
  return route;
}

export type Request = { path: string; init: RequestInit };
export type Reply = { status: number; text: string; body: Json; headers: Record<string, string> };

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const snakeKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(snakeKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [snake(name), snakeKeys(inner)]));
};

export function byRest({ rest, pathNames }: Route, input: object): Request {
  const fields = new Map(Object.entries(input).map(([name, value]) => [snake(name), value]));
  const path = rest.path.replace(/\{(\w+)\}/g, (_, name: string) => String(fields.get(name)));
  for (const name of pathNames) fields.delete(name);
  if (rest.method === 'GET' || rest.method === 'DELETE') {
    const query = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]));
    return { path: `/api${path}?${query}`, init: { method: rest.method } };
  }
  const body = JSON.stringify(snakeKeys(Object.fromEntries(fields)));
  return { path: `/api${path}`, init: { method: rest.method, body, headers: json } };
}

const json = { 'content-type': 'application/json' };

export function byTrpc({ id, type }: Route, input: object): Request {
  const text = JSON.stringify(input);
  return type === 'query'
    ? { path: `/trpc/${id}?input=${encodeURIComponent(text)}`, init: { method: 'GET' } }
    : { path: `/trpc/${id}`, init: { method: 'POST', body: text, headers: json } };
}

export const doors = { rest: byRest, trpc: byTrpc };

export async function send(room: Room, { path, init }: Request, key?: string): Promise<Reply> {
  const headers = new Headers(init.headers);
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
  const answer = await room.fetch(path, { ...init, headers });
  const text = await answer.text();
  return { status: answer.status, text, body: JSON.parse(text), headers: Object.fromEntries(answer.headers) };
}

/** The part of an answer that two callers may compare. */
export const withoutIds = ({
  status,
  text,
  headers: { 'x-request-id': _, date: __, ...headers },
}: Reply): object => ({
  status,
  headers,
  text: text.replace(/"(request_id|requestId)":"[^"]*"/g, ''),
});
