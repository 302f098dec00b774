import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import {
  createTRPCClient,
  httpLink,
  type Operation,
  retryLink,
  TRPCClientError,
  type TRPCLink,
} from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { AppRouter } from '../api/router.ts';
import { companyIn } from './company.ts';
import { Interposed, troubleOf, Unreached } from './fault.ts';

export type Output = inferRouterOutputs<AppRouter>;
export type Input = inferRouterInputs<AppRouter>;

const TRIES_MAX = 4;

/** One key for one click: however often it has to be sent, it is done once. */
const once: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    next({ ...op, context: { ...op.context, idempotencyKey: randomKey() } });

/** tRPC tells endless lists which way they are read; ours are read one way, and their inputs are strict. */
const oneWay: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    if (typeof op.input !== 'object' || op.input === null || !('direction' in op.input)) return next(op);
    const { direction: _, ...input } = op.input;
    return next({ ...op, input });
  };

export const client = createTRPCClient<AppRouter>({
  links: [
    once,
    oneWay,
    retryLink({
      retry: ({ error, attempts, op }) =>
        op.type === 'mutation' && attempts < TRIES_MAX && canHealByItself(error),
      retryDelayMs: (attempt) => 300 * 2 ** attempt,
    }),
    httpLink({
      url: '/trpc',
      fetch: ask,
      headers: ({ op }) => ({
        ...(op.type === 'mutation' && { 'Idempotency-Key': String(op.context.idempotencyKey) }),
        ...companyNamed(op),
      }),
    }),
  ],
});

/** What is not JSON is not from StockFlow. */
async function ask(...asked: Parameters<typeof fetch>): Promise<Response> {
  const answer = await fetch(...asked);
  if (!answer.headers.get('Content-Type')?.includes('json')) throw new Interposed(answer);
  return answer;
}

/** Not for what is asked of the person alone, wherever they are. */
function companyNamed({ context }: Operation): Record<string, string> {
  return context.isOfPerson ? {} : companyHeader();
}

function companyHeader(): Record<string, string> {
  const company = companyIn(location.pathname);
  return company === null ? {} : { 'StockFlow-Company': String(company) };
}

/** The tag of an answer, for whoever wants to know only whether it has changed; without one, it may have, each time. */
export async function lowStockTag(input: Input['replenishment']['lowStock']): Promise<string> {
  const address = `/trpc/replenishment.lowStock?input=${encodeURIComponent(JSON.stringify(input))}`;
  const answer = await fetch(address, { headers: companyHeader() }).catch((error: unknown) => {
    throw new Unreached(error);
  });
  if (!answer.ok) throw new Interposed(answer);
  return answer.headers.get('ETag') ?? String(Date.now());
}

/** crypto.randomUUID is missing where a page comes without TLS, as from a machine in the back office. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

const passing: unknown[] = [429, 502, 503, 504];

/** The network, or a database that is away for a moment; every other refusal stays one. */
export function canHealByItself(error: unknown): boolean {
  if (error instanceof Unreached) return true;
  if (error instanceof Interposed) return passing.includes(error.answer.status);
  if (!(error instanceof TRPCClientError)) return false;
  const { cause, data } = error;
  const status: unknown = cause instanceof Interposed ? cause.answer.status : data?.httpStatus;
  return status === undefined || passing.includes(status);
}

const ends: unknown[] = ['unauthenticated', 'company_not_found'];

/** Signed out elsewhere, or a member no longer: the session is asked for again, and its door shows the way in. */
function noteEnd(error: unknown): void {
  const isOver = error instanceof TRPCClientError && ends.includes(error.data?.fault);
  const session = trpc.session.current.queryKey();
  if (isOver && queryClient.getQueryState(session)?.status === 'success')
    void queryClient.invalidateQueries({ queryKey: session });
}

const waitMs = (error: unknown): number => 1_000 * (troubleOf(error).waitSeconds ?? 0);

/** Whoever waits longer is told. */
const SILENT_WAIT_MS_MAX = 4_000;
const HEAL_MS = 10_000;

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteEnd }),
  mutationCache: new MutationCache({ onError: noteEnd }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) =>
        failures < 2 && canHealByItself(error) && waitMs(error) <= SILENT_WAIT_MS_MAX,
      retryDelay: (failures, error) => Math.max(1_000 * 2 ** failures, waitMs(error)),
      // What was refused, and need not stay so, is asked for again while somebody looks at it.
      refetchInterval: ({ state: { status, error, fetchMeta } }) =>
        status === 'error' && troubleOf(error).canRetry && !fetchMeta?.fetchMore
          ? Math.max(HEAL_MS, waitMs(error))
          : false,
      // Away, it waits and goes on by itself; the banner says so.
      networkMode: 'online',
    },
    mutations: { networkMode: 'always' },
  },
});

export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
