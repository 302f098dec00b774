import type { Scope } from '../db/scope.ts';
import { admit, type RequestContext } from './procedure.ts';

/** The ETag that an answer to this input has now; undefined: there is none, the procedure says why. */
export type TagNow = (scope: Scope, input: unknown) => Promise<string | undefined>;

/** What is asked, at either door: the same url means the same input. */
export type Question = {
  ctx: RequestContext;
  tagNow: TagNow;
  url: string;
  ifNoneMatch: string | undefined;
  readInput: () => Promise<unknown>;
};

/** JSON; null: the answer that the caller has still stands. */
export type Standing = Uint8Array<ArrayBuffer> | null;

/**
 * Asks the procedure only when its answer can have changed. The tag is read from the database for every request, so
 * nothing stale leaves, and callers keep an answer only to ask whether it still stands.
 */
export async function standing(
  question: Question,
  make: (ctx: RequestContext) => Promise<string>,
): Promise<Standing> {
  const { ctx, url, ifNoneMatch } = question;
  const name = `${ctx.identity?.company} ${url}`;
  const kept = ctx.keptAnswers?.get(name);
  if (ctx.identity === null || (kept === undefined && ifNoneMatch === undefined))
    return keep(ctx, name, await make(ctx));
  const identity = admit(ctx);
  const tag = await question.tagNow(ctx.openScope(identity, {}), await question.readInput());
  const admitted = { ...ctx, isAdmitted: true };
  if (tag === undefined || (tag !== kept?.tag && !isNamed(tag, ifNoneMatch)))
    return keep(ctx, name, await make(admitted));
  sayStanding(ctx.reply, tag);
  return isNamed(tag, ifNoneMatch) ? null : (kept?.bytes ?? keep(ctx, name, await make(admitted)));
}

function keep({ reply, keptAnswers }: RequestContext, name: string, text: string): Standing {
  const tag = reply.get('ETag');
  // As bytes: a socket would have to make them of a text each time.
  const bytes = utf8.encode(text);
  if (tag !== null) keptAnswers?.set(name, { tag, bytes });
  return bytes;
}

const utf8 = new TextEncoder();

/** Kept by the caller alone, and asked for again each time: whoever writes reads what they wrote. */
export function sayStanding(reply: Headers, tag: string): void {
  reply.set('ETag', tag);
  // A session has said no-store: whoever uses its browser next must not find it there.
  if (!reply.has('Cache-Control')) reply.set('Cache-Control', 'private, max-age=0, must-revalidate');
}

/** Weak or strong does not matter to whether it still stands. */
const isNamed = (tag: string, ifNoneMatch: string | undefined): boolean =>
  ifNoneMatch?.split(',').some((name) => bare(name) === bare(tag)) ?? false;

const bare = (tag: string): string => tag.trim().replace(/^W\//, '');
