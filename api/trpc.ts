import { TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { Fault, faultOf, isPassing } from '../db/fault.ts';
import { call, type Procedure } from './call.ts';
import { faultOfTrpc, type RequestContext, statusOf, trpcErrorOf } from './procedure.ts';
import { type Reply, ReplyHeaders } from './reply.ts';
import { isJson, procedureAt, utf8 } from './rest.ts';
import { appRouter } from './router.ts';
import { type Standing, standing, type TagFor } from './standing.ts';
import { Written } from './written.ts';

const BATCH_MAX = 50;

type Hooks = {
  respond: (json: string | Standing, reply: ReplyHeaders) => Response;
  contextOf: (reply: Reply, isBatch: boolean) => Promise<RequestContext>;
  onFault: (fault: Fault, path: string | undefined) => void;
};

/** The tRPC door. What tRPC would refuse in plain text is refused before, in the shape that its clients read. */
export async function trpcDoor(
  req: Request,
  requestId: string,
  { contextOf, onFault, respond }: Hooks,
): Promise<Response> {
  if (req.method === 'POST' && !isJson(req.headers.get('content-type') ?? undefined))
    return trpcFaultResponse(new Fault('unsupported_media_type'), requestId);
  const single = singleQuery(req);
  if (single) return answerQuery(req, requestId, single, { contextOf, onFault, respond });
  if (callsIn(req.url) > BATCH_MAX)
    return trpcFaultResponse(
      new Fault('invalid_input', [{ field: '', message: `a batch holds at most ${BATCH_MAX} calls` }]),
      requestId,
    );
  const readable = await withUtf8Body(req);
  if (!readable)
    return trpcFaultResponse(new Fault('invalid_input', [{ field: '', message: 'is not UTF-8' }]), requestId);
  const answer = await fetchRequestHandler({
    endpoint: '/trpc',
    req: readable,
    router: appRouter,
    allowMethodOverride: false,
    maxBatchSize: BATCH_MAX,
    createContext: ({ resHeaders, info }) => contextOf(resHeaders, info.isBatchCall),
    onError: ({ error, path }) => onFault(faultOfTrpc(error), path),
  });
  // Where not even the caller could be looked up, no procedure has set it.
  if (answer.status === 503 && !answer.headers.has('Retry-After')) answer.headers.set('Retry-After', '1');
  return answer;
}

type Query = { path: string; procedure: Procedure; tagFor: TagFor | undefined; input: string | null };

/** One query and nothing else, as a client sends it that does not batch: the usual case at this door. */
function singleQuery(req: Request): Query | undefined {
  const isPlain = req.method === 'GET' && !req.headers.has('trpc-accept');
  if (!isPlain || req.headers.get('accept') === 'application/jsonl') return undefined;
  const { pathname, searchParams } = new URL(req.url);
  const path = pathname.slice('/trpc/'.length);
  const procedure = procedureAt(appRouter, path);
  const others = [...searchParams.keys()].filter((name) => name !== 'input');
  if (procedure?._def.type !== 'query' || others.length > 0) return undefined;
  return { path, procedure, tagFor: procedure._def.meta?.tagFor, input: searchParams.get('input') };
}

/** What tRPC's own handler answers, to the letter, without its preparations for batches and streams. */
async function answerQuery(
  req: Request,
  requestId: string,
  { path, procedure, tagFor, input }: Query,
  { contextOf, onFault, respond }: Hooks,
): Promise<Response> {
  const reply = new ReplyHeaders();
  reply.set('Vary', 'trpc-accept, accept');
  const ask = async (ctx: RequestContext): Promise<string> => {
    const data = await call(procedure, { path, type: 'query', ctx, getRawInput });
    return data instanceof Written
      ? `{"result":{"data":${data.text}}}`
      : JSON.stringify({ result: { data } });
  };
  const getRawInput = async () => readInput(input);
  try {
    const ctx = await contextOf(reply, false);
    const question = {
      url: req.url,
      ifNoneMatch: req.headers.get('if-none-match') ?? undefined,
      readInput: getRawInput,
    };
    const answer = tagFor ? await standing({ ctx, tagFor, ...question }, ask) : await ask(ctx);
    return respond(answer, reply);
  } catch (error) {
    const fault = error instanceof TRPCError ? faultOfTrpc(error) : faultOf(error);
    onFault(fault, path);
    return trpcFaultResponse(fault, requestId, { path, headers: reply.all });
  }
}

function readInput(input: string | null): unknown {
  if (input === null) return undefined;
  try {
    return JSON.parse(input);
  } catch (cause) {
    throw new TRPCError({ code: 'PARSE_ERROR', cause });
  }
}

/** tRPC would replace broken bytes by something that looks like text. A client that has nothing to say sends no body. */
async function withUtf8Body(req: Request): Promise<Request | undefined> {
  if (req.method !== 'POST') return req;
  try {
    const body = utf8.decode(await req.arrayBuffer()) || '{}';
    return new Request(req.url, { method: 'POST', headers: req.headers, body, signal: req.signal });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const callsIn = (url: string): number => new URL(url).pathname.split(',').length;

/** A refusal, in the shape that tRPC gives them. */
export function trpcFaultResponse(
  fault: Fault,
  requestId: string,
  { path, headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Response {
  const { code } = trpcErrorOf(fault);
  const httpStatus = statusOf(fault);
  const data = { code, httpStatus, path, fault: fault.code, details: fault.details, requestId };
  const error = { message: fault.message, code: TRPC_ERROR_CODES_BY_KEY[code], data };
  const soon: Record<string, string> = isPassing(fault) ? { 'retry-after': '1' } : {};
  return Response.json(
    { error },
    { status: httpStatus, headers: { ...soon, ...headers, 'content-type': 'application/json' } },
  );
}
