import type { Scope } from '../db/scope.ts';
import { admit, type RequestContext } from './procedure.ts';
import type { Reply } from './reply.ts';

/** The ETag that an answer has now; undefined: there is none, the procedure says why. */
export type TagNow = (scope: Scope) => Promise<string | undefined>;

/** Found once for an input, so that what is asked again is not read again. */
export type TagFor = (input: unknown) => TagNow | undefined;

/** What is asked, at either door: the same url means the same input. */
export type Question = {
  ctx: RequestContext;
  tagFor: TagFor;
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
    return keep(question, name, await make(ctx));
  const identity = admit(ctx);
  const tagNow = kept?.tagNow ?? question.tagFor(await question.readInput());
  const tag = await tagNow?.(ctx.openScope(identity, {}));
  const anew = async () => keep(question, name, await make({ ...ctx, isAdmitted: true }), tagNow);
  if (tag === undefined || (tag !== kept?.tag && !isNamed(tag, ifNoneMatch))) return anew();
  sayStanding(ctx.reply, tag);
  return isNamed(tag, ifNoneMatch) ? null : (kept?.bytes ?? anew());
}

async function keep(
  { ctx: { reply, keptAnswers }, tagFor, readInput }: Question,
  name: string,
  text: string,
  known?: TagNow,
): Promise<Standing> {
  const tag = reply.get('ETag');
  // As bytes: a socket would have to make them of a text each time.
  const bytes = utf8.encode(text);
  if (tag === null || !keptAnswers) return bytes;
  const tagNow = known ?? tagFor(await readInput());
  if (tagNow) keptAnswers.set(name, { tag, bytes, tagNow });
  return bytes;
}

const utf8 = new TextEncoder();

/** Kept by the caller alone, and asked for again each time: whoever writes reads what they wrote. */
export function sayStanding(reply: Reply, tag: string): void {
  reply.set('ETag', tag);
  // A session has said no-store: whoever uses its browser next must not find it there.
  if (reply.get('Cache-Control') === null) reply.set('Cache-Control', 'private, max-age=0, must-revalidate');
}

/** Weak or strong does not matter to whether it still stands. */
const isNamed = (tag: string, ifNoneMatch: string | undefined): boolean =>
  ifNoneMatch?.split(',').some((name) => bare(name) === bare(tag)) ?? false;

const bare = (tag: string): string => tag.trim().replace(/^W\//, '');
