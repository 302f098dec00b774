import { initTRPC, type TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { $ZodError } from 'zod/v4/core';
import type { Spell } from '../db/answer.ts';
import type { Identity } from '../db/company/identity.ts';
import type { Role } from '../db/company/key.ts';
import { sha256 } from '../db/company/secret.ts';
import type { People } from '../db/company/session.ts';
import { Fault, type FaultCode, type FaultDetail, faultOf, isPassing } from '../db/fault.ts';
import type { Caller, Once, Scope, Told } from '../db/scope.ts';
import { actOf } from './act.ts';
import './issue.ts';
import type { KeptAnswers } from './kept.ts';
import type { RateLimit } from './rate.ts';
import type { Reply } from './reply.ts';
import type { RestMeta } from './rest.ts';
import type { Browser } from './session/browser.ts';
import type { SignInLimits } from './session/limit.ts';

/** What each request brings along; everything else is made from it here. */
export type RequestContext = {
  identity: Identity | null;
  openScope: (caller: Caller, told: Told) => Scope;
  /** Signing in and out, whoever calls. */
  people: People;
  browser: Browser;
  /** The cookie as it came, whether it counts or not. */
  sessionToken: string | null;
  rateLimit: RateLimit;
  signInLimits: SignInLimits;
  now: number;
  requestId: string;
  idempotencyKey: string | undefined;
  /** Several procedures in one HTTP request. */
  isBatch: boolean;
  reply: Reply;
  /** What a field is called at this door, for answers that are written as text. */
  spell: Spell;
  /** Answers of this process that may be given again; only where it sees every write. */
  keptAnswers?: KeptAnswers | undefined;
  /** The door has let the caller in already. */
  isAdmitted?: boolean;
  /** After a key is revoked or somebody signs out: nobody is known any more in this process. */
  forgetIdentities: () => void;
};

/** The one table from what went wrong to a tRPC code, and through tRPC to an HTTP status. */
const trpcCodes: Record<FaultCode, TRPC_ERROR_CODE_KEY> = {
  invalid_input: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  people_only: 'FORBIDDEN',
  cross_origin: 'FORBIDDEN',
  link_spent: 'UNAUTHORIZED',
  route_not_found: 'NOT_FOUND',
  company_not_found: 'NOT_FOUND',
  member_not_found: 'NOT_FOUND',
  session_not_found: 'NOT_FOUND',
  key_not_found: 'NOT_FOUND',
  warehouse_not_found: 'NOT_FOUND',
  product_type_not_found: 'NOT_FOUND',
  product_not_found: 'NOT_FOUND',
  bundle_not_found: 'NOT_FOUND',
  supplier_not_found: 'NOT_FOUND',
  terms_not_found: 'NOT_FOUND',
  inventory_not_found: 'NOT_FOUND',
  forecast_not_found: 'NOT_FOUND',
  movement_not_found: 'NOT_FOUND',
  bundle_sale_not_found: 'NOT_FOUND',
  sale_not_found: 'NOT_FOUND',
  transfer_not_found: 'NOT_FOUND',
  count_not_found: 'NOT_FOUND',
  shortage_not_found: 'NOT_FOUND',
  order_not_found: 'NOT_FOUND',
  receipt_not_found: 'NOT_FOUND',
  letter_not_found: 'NOT_FOUND',
  duplicate_sku: 'CONFLICT',
  duplicate_name: 'CONFLICT',
  duplicate_email: 'CONFLICT',
  member_is_archived: 'CONFLICT',
  duplicate_terms: 'CONFLICT',
  product_is_bundle: 'CONFLICT',
  bundle_in_bundle: 'CONFLICT',
  insufficient_stock: 'CONFLICT',
  stock_changed: 'CONFLICT',
  already_reversed: 'CONFLICT',
  not_reversible: 'CONFLICT',
  return_exceeds_sale: 'CONFLICT',
  transfer_is_complete: 'CONFLICT',
  transfer_over_received: 'CONFLICT',
  transfer_left_later: 'CONFLICT',
  count_superseded: 'CONFLICT',
  shortage_is_resolved: 'CONFLICT',
  duplicate_draft: 'CONFLICT',
  order_moved_on: 'CONFLICT',
  order_is_empty: 'CONFLICT',
  order_over_received: 'CONFLICT',
  letter_moved_on: 'CONFLICT',
  last_owner: 'CONFLICT',
  idempotency_key_reused: 'UNPROCESSABLE_CONTENT',
  payload_too_large: 'PAYLOAD_TOO_LARGE',
  unsupported_media_type: 'UNSUPPORTED_MEDIA_TYPE',
  rate_limited: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  outcome_unknown: 'SERVICE_UNAVAILABLE',
  not_configured: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
};

export const trpcErrorOf = (fault: Fault): TRPCError =>
  new TRPCError({ code: trpcCodes[fault.code], message: fault.message, cause: fault });

/** The HTTP status of a refusal, the same at both doors. */
export const statusOf = (fault: Fault): number => getHTTPStatusCodeFromError(trpcErrorOf(fault));

/** tRPC raises errors of its own (bad JSON, unknown path): they leave with our codes too. */
export function faultOfTrpc({ code, cause }: TRPCError): Fault {
  if (cause instanceof Fault) return cause;
  if (cause instanceof $ZodError) return new Fault('invalid_input', cause.issues.flatMap(detailsOf), cause);
  if (code === 'PARSE_ERROR' || code === 'BAD_REQUEST')
    return new Fault('invalid_input', [{ field: '', message: 'is not JSON, or not a call of tRPC' }], cause);
  if (code === 'NOT_FOUND' || code === 'METHOD_NOT_SUPPORTED') return new Fault('route_not_found', [], cause);
  if (code === 'UNSUPPORTED_MEDIA_TYPE') return new Fault('unsupported_media_type', [], cause);
  return faultOf(cause);
}

type Issue = { code?: string; path: PropertyKey[]; message: string; keys?: string[] };

/** What zod found, in the form of our refusals. */
export function detailsOf({ path, message, keys }: Issue): FaultDetail[] {
  const at = path.map(String);
  return (keys ?? []).length > 0
    ? (keys ?? []).map((key) => ({ field: [...at, key].join('.'), message: 'is not a known field' }))
    : [{ field: at.join('.'), message }];
}

const t = initTRPC
  .context<RequestContext>()
  .meta<RestMeta>()
  .create({
    isDev: false,
    errorFormatter({ shape, error, ctx }) {
      const fault = faultOfTrpc(error);
      // What goes wrong before a procedure runs has not been through `faults`.
      const known = error.code === 'INTERNAL_SERVER_ERROR' ? trpcErrorOf(fault) : error;
      return {
        ...shape,
        message: fault.message,
        data: {
          code: known.code,
          httpStatus: getHTTPStatusCodeFromError(known),
          path: shape.data.path,
          fault: fault.code,
          details: fault.details,
          requestId: ctx?.requestId,
        },
      };
    },
  });

export const { router } = t;

/** Outermost, so that whatever goes wrong inside leaves as one of our faults. */
const faults = t.middleware(async ({ next, ctx }) => {
  const result = await next();
  if (result.ok) return result;
  const fault = faultOfTrpc(result.error);
  if (isPassing(fault)) ctx.reply.set('Retry-After', '1');
  throw trpcErrorOf(fault);
});

const ranks: Record<Role, number> = { viewer: 1, operator: 2, owner: 3 };

/** Who calls, and that no foreign page made their browser do it. */
const known = t.middleware(({ ctx, type, next }) => {
  const identity = admit(ctx);
  if (identity.kind === 'session' && type === 'mutation' && !ctx.browser.isSameOrigin)
    throw new Fault('cross_origin');
  return next({ ctx: { identity } });
});

/** Who calls; each request counts once against their limit. */
export function admit(ctx: RequestContext): Identity {
  const { identity } = ctx;
  if (!identity) throw new Fault('unauthenticated');
  if (!ctx.isAdmitted) atMost(ctx, ctx.rateLimit.take(`${identity.kind}:${identity.id}`, ctx.now));
  return identity;
}

/** Refuses what came too often, and says when it may come again. */
export function atMost({ reply }: Pick<RequestContext, 'reply'>, waitSeconds: number): void {
  if (waitSeconds === 0) return;
  reply.set('Retry-After', String(waitSeconds));
  throw new Fault('rate_limited');
}

/** Whether their role is enough, and the scope that their procedure works in. */
const scopedFor = (needed: Role) =>
  known.unstable_pipe(async ({ ctx, type, path, meta, getRawInput, next }) => {
    if (ranks[ctx.identity.role] < ranks[needed]) throw new Fault('forbidden');
    const scope = ctx.openScope(
      ctx.identity,
      type === 'mutation' ? await toldOf(ctx, path, meta, await getRawInput()) : {},
    );
    const result = await next({ ctx: { scope } });
    if (scope.replayed) ctx.reply.set('Idempotency-Replayed', 'true');
    return result;
  });

const toldOf = async (
  ctx: RequestContext,
  path: string,
  meta: RestMeta | undefined,
  input: unknown,
): Promise<Told> => ({
  once: await onceOf(ctx, path, input),
  act: meta?.isLedger ? undefined : actOf(path, meta, input),
});

/** For those who have signed in, whatever their role: what is their own, in whichever company. */
const signedIn = known.unstable_pipe(({ ctx, next }) => {
  if (ctx.identity.kind === 'key') throw new Fault('people_only');
  return next({ ctx: { session: ctx.identity.id } });
});

/** An Idempotency-Key is bound to the procedure and to what it was sent. */
async function onceOf(ctx: RequestContext, path: string, input: unknown): Promise<Once | undefined> {
  const key = ctx.idempotencyKey;
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{16,255}$/.test(key))
    throw new Fault('invalid_input', [
      { field: 'Idempotency-Key', message: 'must be 16 to 255 printable ASCII characters without spaces' },
    ]);
  if (ctx.isBatch)
    throw new Fault('invalid_input', [
      { field: 'Idempotency-Key', message: 'one key cannot cover a batch: send the mutation by itself' },
    ]);
  return { key, fingerprint: await sha256(`${path} ${canonical(input)}`) };
}

/** JSON with the keys of every object in order, so that two spellings of one input agree. */
function canonical(input: unknown): string {
  const sorted = (_: string, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  try {
    return JSON.stringify(input, sorted) ?? '';
  } catch (error) {
    throw new Fault('invalid_input', [{ field: '', message: 'is nested too deeply' }], error);
  }
}

/** Whoever it is, known or not. */
export const anyone = t.procedure.use(faults);
export const person = t.procedure.use(faults).use(signedIn);
export const viewer = t.procedure.use(faults).use(scopedFor('viewer'));
export const operator = t.procedure.use(faults).use(scopedFor('operator'));
export const owner = t.procedure.use(faults).use(scopedFor('owner'));
