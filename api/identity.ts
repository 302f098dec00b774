import { type Credential, type Identity, identify, noteUse } from '../db/company/identity.ts';
import type { Database } from '../db/scope.ts';

const KEPT_MS = 10_000;
const KEPT_MAX = 10_000;
const HOUR = 3_600_000;

/** Work that may outlast the answer; Workers need to be told of it. */
export type Defer = (work: Promise<unknown>) => void;

/**
 * Who a key or a session belongs to, remembered for seconds so that the hot path costs no extra trip. What is revoked or
 * signed out therefore works for up to ten seconds more, elsewhere than where that was done.
 */
export class Identities {
  readonly #known = new Map<string, { identity: Identity; until: number }>();
  /** Until when. Apart, so that whoever makes up keys pushes out nobody who has one. */
  readonly #nobody = new Map<string, number>();

  async of(
    database: Database,
    credential: Credential | null,
    now: number,
    defer: Defer,
  ): Promise<Identity | null> {
    if (!credential) return null;
    const name = `${credential.kind} ${credential.secret} ${credential.company ?? ''}`;
    const kept = this.#known.get(name);
    if (kept && kept.until > now) return kept.identity;
    if ((this.#nobody.get(name) ?? 0) > now) return null;
    const identity = await identify(database, credential, now);
    const until = now + KEPT_MS;
    if (identity) keep(this.#known, name, { identity, until });
    else keep(this.#nobody, name, until);
    if (identity && identity.lastUsedAt < now - HOUR) defer(noteUse(database, identity, now));
    return identity;
  }

  /** After a revocation or a sign-out here, nothing that was remembered counts any more. */
  forget(): void {
    this.#known.clear();
    this.#nobody.clear();
  }
}

function keep<Value>(kept: Map<string, Value>, name: string, value: Value): void {
  if (kept.size >= KEPT_MAX) kept.clear();
  kept.set(name, value);
}

/** A request that shows a key is judged by the key alone, whatever cookies come with it. */
export function credentialOf(headers: Pick<Headers, 'get'>, sessionToken: string | null): Credential | null {
  const company = companyNamed(headers.get('stockflow-company'));
  const authorization = headers.get('authorization');
  if (authorization !== null) {
    const secret = /^Bearer (\S{1,200})$/i.exec(authorization)?.[1];
    return secret ? { kind: 'key', secret, company } : null;
  }
  return sessionToken === null ? null : { kind: 'session', secret: sessionToken, company };
}

/** What cannot be a company's id is 0, which is nobody's. */
const companyNamed = (id: string | null): number | undefined =>
  id === null ? undefined : /^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0;
