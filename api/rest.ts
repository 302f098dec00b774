import { type AnyRouter, callTRPCProcedure, TRPCError, type TRPCProcedureType } from '@trpc/server';
import { type Context, type Env, Hono } from 'hono';
import type { $ZodType } from 'zod/v4/core';
import { Fault, faultOf, isFaultCode, isPassing } from '../db/fault.ts';
import { inward, isObject, outward, snake, snakePath } from './casing.ts';
import { faultOfTrpc, type RequestContext, statusOf } from './procedure.ts';
import { standing, type TagNow } from './standing.ts';

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
  tagNow?: TagNow;
  /** What it does stands in the ledger, with who did it: it is not noted again. */
  isLedger?: true;
  /** It is about many things at once: told without one that it was done to. */
  isImport?: true;
};

export type Route = {
  /** The procedure's path, `catalogue.product.create`. */
  id: string;
  type: TRPCProcedureType;
  input: $ZodType | undefined;
  output: $ZodType;
  tagNow: TagNow | undefined;
  rest: NonNullable<RestMeta['rest']>;
  /** Names in the path, snake_case. */
  pathNames: string[];
};

type Procedure = {
  _def: { type: TRPCProcedureType; meta?: RestMeta; inputs: $ZodType[]; output?: $ZodType };
};

export function procedureAt(router: AnyRouter, path: string): Procedure | undefined {
  const procedures: Record<string, Procedure> = router._def.procedures;
  return Object.hasOwn(procedures, path) ? procedures[path] : undefined;
}

/** Every procedure that carries REST metadata; a procedure that cannot be mounted stops the start. */
export function routesOf(router: AnyRouter): Route[] {
  const procedures: Record<string, Procedure> = router._def.procedures;
  return Object.entries(procedures).flatMap(([id, { _def }]) => {
    const rest = _def.meta?.rest;
    if (!rest) return [];
    const output = _def.meta?.output ?? _def.output;
    if (_def.inputs.length > 1 || !output)
      throw new Error(`${id}: a REST procedure needs one input schema and an output schema`);
    const pathNames = [...rest.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    for (const name of pathNames)
      if (!isFaultCode(missingCode(name))) throw new Error(`${id}: there is no fault ${missingCode(name)}`);
    const [input] = _def.inputs;
    return [{ id, type: _def.type, input, output, tagNow: _def.meta?.tagNow, rest, pathNames }];
  });
}

type Hooks<E extends Env> = {
  contextOf: (c: Context<E>, reply: Headers) => Promise<RequestContext>;
  respond: (
    c: Context<E>,
    json: string | Uint8Array<ArrayBuffer> | null,
    status: number,
    reply: Headers,
  ) => Response;
};

/** Mounts each route: reads the request, calls the procedure, writes its answer. */
export function restApp<E extends Env>(router: AnyRouter, { contextOf, respond }: Hooks<E>): Hono<E> {
  const app = new Hono<E>();
  for (const route of routesOf(router)) {
    const { rest, id: path, type, tagNow } = route;
    // Made when it is first used: a Worker that has just started has one request to answer, not all.
    let door: ReturnType<typeof doorOf> | undefined;
    app.on(rest.method, rest.path.replace(/\{(\w+)\}/g, ':$1'), async (c) => {
      const reply = new Headers();
      try {
        const ctx = await contextOf(c, reply);
        door ??= doorOf(route);
        const { readInput, writeOutput } = door;
        const getRawInput = () => readInput(c);
        const ask = async (ctx: RequestContext) => {
          const call = { router, path, type, ctx, getRawInput, signal: c.req.raw.signal, batchIndex: 0 };
          return writeOutput(await callTRPCProcedure(call));
        };
        if (tagNow) {
          const ifNoneMatch = c.req.header('if-none-match');
          const question = { ctx, tagNow, url: c.req.raw.url, ifNoneMatch, readInput: getRawInput };
          const json = await standing(question, async (ctx) => JSON.stringify(await ask(ctx)));
          return respond(c, json, json === null ? 304 : 200, reply);
        }
        const answer = await ask(ctx);
        if (rest.location) reply.set('Location', `/api${filled(rest.location, answer)}`);
        return respond(c, JSON.stringify(answer), rest.status ?? 200, reply);
      } catch (error) {
        throw withReply(error, reply, route.pathNames);
      }
    });
  }
  return app;
}

const doorOf = (route: Route) => ({ readInput: inputReader(route), writeOutput: outward(route.output) });

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

function withReply(error: unknown, reply: Headers, pathNames: string[]): RestError {
  const fault = error instanceof TRPCError ? faultOfTrpc(error) : faultOf(error);
  return new RestError(missingInPath(fault, pathNames) ?? fault, Object.fromEntries(reply));
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

function inputReader({ input, rest, pathNames }: Route): (c: Context) => Promise<unknown> {
  if (!input) return async () => undefined;
  const fromText = inward(input, true);
  const fromJson = inward(input, false);
  const hasBody = rest.method !== 'GET' && rest.method !== 'DELETE';
  return async (c) => {
    const path = Object.fromEntries(pathNames.map((name) => [name, c.req.param(name)]));
    if (!hasBody) return fromText({ ...queryOf(c), ...path });
    const body = fromJson(await bodyOf(c));
    return isObject(body) ? { ...body, ...asObject(fromText(path)) } : body;
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
