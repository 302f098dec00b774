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
      headers: ({ op }) => ({
        ...(op.type === 'mutation' && { 'Idempotency-Key': String(op.context.idempotencyKey) }),
        ...companyNamed(op),
      }),
    }),
  ],
});

/** Not for what is asked of the person alone, wherever they are. */
function companyNamed({ context }: Operation): Record<string, string> {
  const company = context.isOfPerson ? null : companyIn(location.pathname);
  return company === null ? {} : { 'StockFlow-Company': String(company) };
}

/** crypto.randomUUID is missing where a page comes without TLS, as from a machine in the back office. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** The network, or a database that is away for a moment; every other refusal stays one. */
export function canHealByItself(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return false;
  const status: unknown = error.data?.httpStatus;
  return status === undefined || status === 503 || status === 429;
}

const ends: unknown[] = ['unauthenticated', 'company_not_found'];

/** Signed out elsewhere, or a member no longer: the session is asked for again, and its door shows the way in. */
function noteEnd(error: unknown): void {
  const isOver = error instanceof TRPCClientError && ends.includes(error.data?.fault);
  const session = trpc.session.current.queryKey();
  if (isOver && queryClient.getQueryState(session)?.status === 'success')
    void queryClient.invalidateQueries({ queryKey: session });
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteEnd }),
  mutationCache: new MutationCache({ onError: noteEnd }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && canHealByItself(error),
      // Away, it waits and goes on by itself; the banner says so.
      networkMode: 'online',
    },
    mutations: { networkMode: 'always' },
  },
});

export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
