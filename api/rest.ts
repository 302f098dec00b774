import { type AnyRouter, TRPCError, type TRPCProcedureType } from '@trpc/server';
import type { Context, Env } from 'hono';
import { Hono } from 'hono/quick';
import type { $ZodType } from 'zod/v4/core';
import { Fault, faultOf, isFaultCode, isPassing } from '../db/fault.ts';
import { call, type Procedure } from './call.ts';
import { inward, isObject, outward, snake, snakePath } from './casing.ts';
import { faultOfTrpc, type RequestContext, statusOf } from './procedure.ts';
import { ReplyHeaders } from './reply.ts';
import { type Standing, standing, type TagFor } from './standing.ts';
import { textOf, Written } from './written.ts';

export type RestMeta = {
  rest?: {
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    path: `/${string}`;
    status?: 200 | 201;
    summary: string;
    /** Where a created object is found: its path, with the name of the answer's field in braces. */
    location?: `/${string}`;
  };
  /** What its answer looks like, where what the database made is not looked through again on its way out. */
  output?: $ZodType;
  /** Its ETag, where an answer may be given again while nothing changes. Only of what every role may see. */
  tagFor?: TagFor;
  /** What it does stands in the ledger, with who did it: it is not noted again. */
  isLedger?: true;
  /** It is about many things at once: told without one that it was done to. */
  isImport?: true;
};

export type Route = {
  /** The procedure's path, `catalogue.product.create`. */
  id: string;
  procedure: Procedure;
  type: TRPCProcedureType;
  input: $ZodType | undefined;
  output: $ZodType;
  tagFor: TagFor | undefined;
  rest: NonNullable<RestMeta['rest']>;
  /** Names in the path, snake_case. */
  pathNames: string[];
};

/** Of those that are loaded. */
export function procedureAt(router: AnyRouter, path: string): Procedure | undefined {
  const procedures: Record<string, Procedure> = router._def.procedures;
  return Object.hasOwn(procedures, path) ? procedures[path] : undefined;
}

/** Every procedure of a noun, or of all, that carries REST metadata; one that cannot be mounted does not load. */
export async function routesOf(router: AnyRouter, noun = ''): Promise<Route[]> {
  await load(router, noun);
  const procedures: Record<string, Procedure> = router._def.procedures;
  return Object.entries(procedures).flatMap(([id, procedure]) => {
    const { _def } = procedure;
    const rest = _def.meta?.rest;
    if (!rest || !isWithin(id, noun)) return [];
    const output = _def.meta?.output ?? _def.output;
    if (_def.inputs.length > 1 || !output)
      throw new Error(`${id}: a REST procedure needs one input schema and an output schema`);
    const pathNames = [...rest.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    for (const name of pathNames)
      if (!isFaultCode(missingCode(name))) throw new Error(`${id}: there is no fault ${missingCode(name)}`);
    const [input] = _def.inputs;
    return [{ id, procedure, type: _def.type, input, output, tagFor: _def.meta?.tagFor, rest, pathNames }];
  });
}

type Hooks<E extends Env> = {
  contextOf: (c: Context<E>, reply: ReplyHeaders) => Promise<RequestContext>;
  respond: (c: Context<E>, json: string | Standing, status: number, reply: ReplyHeaders) => Response;
};

/** Loads what leads to a noun, or to all. */
async function load(router: AnyRouter, noun: string): Promise<void> {
  for (;;) {
    const lazy = Object.entries(router._def.lazy).find(([name]) => noun === '' || isWithin(noun, name));
    if (!lazy) return;
    await lazy[1].load();
  }
}

const isWithin = (id: string, noun: string): boolean =>
  noun === '' || id === noun || id.startsWith(`${noun}.`);

/** Mounts the routes of each noun when the first request for one of them comes: reads it, calls the procedure, writes its answer. */
export function restApp<E extends Env>(
  router: AnyRouter,
  nounsUnder: Record<string, string[]>,
  { contextOf, respond }: Hooks<E>,
): Hono<E> {
  const app = new Hono<E>();
  // One route for all: Hono's router looks at every route for every request.
  const kept = new Map<string, Door[]>();
  const doorsUnder = async (name: string): Promise<Door[]> => {
    const nouns = Object.hasOwn(nounsUnder, name) ? nounsUnder[name] : undefined;
    if (!nouns) return [];
    const doors = await doorsOf(router, nouns);
    kept.set(name, doors);
    return doors;
  };
  app.all('/*', async (c, next) => {
    const name = firstName(c.req.path);
    const found = doorTo(kept.get(name) ?? (await doorsUnder(name)), c);
    if (!found) return next();
    const { readInput, writeOutput, rest, procedure, id: path, type, pathNames, tagFor } = found.door;
    const reply = new ReplyHeaders();
    try {
      const ctx = await contextOf(c, reply);
      const getRawInput = () => readInput(c, found.names);
      const ask = async (ctx: RequestContext) => {
        const answer = await call(procedure, { path, type, ctx, getRawInput });
        return answer instanceof Written ? answer : writeOutput(answer);
      };
      if (tagFor) {
        const ifNoneMatch = c.req.header('if-none-match');
        const question = { ctx, tagFor, url: c.req.raw.url, ifNoneMatch, readInput: getRawInput };
        const json = await standing(question, async (ctx) => textOf(await ask(ctx)));
        return respond(c, json, json === null ? 304 : 200, reply);
      }
      const answer = await ask(ctx);
      if (rest.location) reply.set('Location', `/api${filled(rest.location, answer)}`);
      return respond(c, textOf(answer), rest.status ?? 200, reply);
    } catch (error) {
      throw withReply(error, reply, pathNames);
    }
  });
  return app;
}

/** 'orders' of '/api/orders/5'. */
const firstName = (path: string): string => path.split('/', 3)[2] ?? '';

type Door = ReturnType<typeof doorOf>;
/** What stands in a path in the place of each name in braces. */
type Names = Record<string, string>;

async function doorsOf(router: AnyRouter, nouns: string[]): Promise<Door[]> {
  const routes = await Promise.all(nouns.map((noun) => routesOf(router, noun)));
  return routes.flat().map(doorOf);
}

const doorOf = (route: Route) => ({
  ...route,
  pattern: new RegExp(`^/api${route.rest.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  readInput: inputReader(route),
  writeOutput: outward(route.output),
});

function doorTo(doors: Door[], { req }: Context): { door: Door; names: Names } | undefined {
  const method = req.method === 'HEAD' ? 'GET' : req.method;
  for (const door of doors) {
    const match = door.rest.method === method ? door.pattern.exec(req.path) : null;
    if (match) return { door, names: { ...match.groups } };
  }
  return undefined;
}

/** An error on its way out, with the headers that its answer shall carry. */
export class RestError extends Error {
  readonly fault: Fault;
  readonly headers: Record<string, string>;

  constructor(fault: Fault, headers: Record<string, string>) {
    super(fault.message, { cause: fault });
    this.fault = fault;
    this.headers = headers;
  }
}

function withReply(error: unknown, { all }: ReplyHeaders, pathNames: string[]): RestError {
  const fault = error instanceof TRPCError ? faultOfTrpc(error) : faultOf(error);
  return new RestError(missingInPath(fault, pathNames) ?? fault, all);
}

/** An id in the path that cannot be one is not a bad request: there is no such thing. */
function missingInPath(fault: Fault, pathNames: string[]): Fault | undefined {
  if (fault.code !== 'invalid_input') return undefined;
  const name = pathNames.find((name) => fault.details.some(({ field }) => snake(field) === name));
  const code = name && missingCode(name);
  return code && isFaultCode(code) ? new Fault(code, [], fault) : undefined;
}

const missingCode = (pathName: string): string => pathName.replace(/_id$/, '_not_found');

/** What every refusal looks like at the REST door. */
export function faultResponse(
  fault: Fault,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  const details = fault.details.map(({ field, message, code, onHand, orderId }) => ({
    field: snakePath(field),
    message,
    code,
    on_hand: onHand,
    order_id: orderId,
  }));
  const soon: Record<string, string> = isPassing(fault) ? { 'retry-after': '1' } : {};
  return Response.json(
    { error: fault.message, code: fault.code, details, request_id: requestId },
    { status: statusOf(fault), headers: { ...soon, ...headers } },
  );
}

function inputReader({ input, rest }: Route): (c: Context, names: Names) => Promise<unknown> {
  if (!input) return async () => undefined;
  const fromText = inward(input, true);
  const fromJson = inward(input, false);
  const hasBody = rest.method !== 'GET' && rest.method !== 'DELETE';
  return async (c, names) => {
    if (!hasBody) return fromText({ ...queryOf(c), ...names });
    const body = fromJson(await bodyOf(c));
    return isObject(body) ? { ...body, ...asObject(fromText(names)) } : body;
  };
}

const asObject = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

const queryOf = (c: Context): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, all]) => [name, all.length === 1 ? all[0] : all]),
  );

/** No body at all stands for an empty object: some mutations need nothing said. */
async function bodyOf(c: Context): Promise<unknown> {
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength === 0) return {};
  if (!isJson(c.req.header('content-type'))) throw new Fault('unsupported_media_type');
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    throw new Fault('invalid_input', [{ field: '', message: 'The body is not valid JSON' }], error);
  }
}

/** Bytes that are no UTF-8 are refused, not replaced by something that looks like text. */
export const utf8 = new TextDecoder('utf-8', { fatal: true });

export const isJson = (contentType: string | undefined): boolean =>
  /^application\/([\w.-]+\+)?json\b/i.test(contentType ?? '');

const filled = (path: string, answer: unknown): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => String(asObject(answer)[name]));
