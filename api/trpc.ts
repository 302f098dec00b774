import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { Fault, isPassing } from '../db/fault.ts';
import { faultOfTrpc, type RequestContext, statusOf, trpcErrorOf } from './procedure.ts';
import { isJson, utf8 } from './rest.ts';
import { appRouter } from './router.ts';

const BATCH_MAX = 50;

type Hooks = {
  contextOf: (reply: Headers, isBatch: boolean) => Promise<RequestContext>;
  onFault: (fault: Fault, path: string | undefined) => void;
};

/** The tRPC door. What tRPC would refuse in plain text is refused before, in the shape that its clients read. */
export async function trpcDoor(
  req: Request,
  requestId: string,
  { contextOf, onFault }: Hooks,
): Promise<Response> {
  if (req.method === 'POST' && !isJson(req.headers.get('content-type') ?? undefined))
    return trpcFaultResponse(new Fault('unsupported_media_type'), requestId);
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

/** tRPC would replace broken bytes by something that looks like text. */
async function withUtf8Body(req: Request): Promise<Request | undefined> {
  if (req.method !== 'POST') return req;
  try {
    const body = utf8.decode(await req.arrayBuffer());
    return new Request(req.url, { method: 'POST', headers: req.headers, body, signal: req.signal });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const callsIn = (url: string): number => new URL(url).pathname.split(',').length;

/** A refusal from before any procedure was called. */
export function trpcFaultResponse(fault: Fault, requestId: string): Response {
  const { code } = trpcErrorOf(fault);
  const httpStatus = statusOf(fault);
  const data = { code, httpStatus, fault: fault.code, details: fault.details, requestId };
  const error = { message: fault.message, code: TRPC_ERROR_CODES_BY_KEY[code], data };
  const headers: Record<string, string> = isPassing(fault) ? { 'Retry-After': '1' } : {};
  return Response.json({ error }, { status: httpStatus, headers });
}
