import { type Identity, identify, noteKeyUse } from '../db/company/key.ts';
import type { Database } from '../db/scope.ts';

const KEPT_MS = 10_000;
const KEPT_MAX = 10_000;
const HOUR = 3_600_000;

/** Work that may outlast the answer; Workers need to be told of it. */
export type Defer = (work: Promise<unknown>) => void;

/**
 * Who a bearer token belongs to, remembered for seconds so that the hot path costs no extra trip.
 * A revoked key therefore works for up to ten seconds more, elsewhere than where it was revoked.
 */
export class Identities {
  readonly #known = new Map<string, { identity: Identity | null; until: number }>();

  async of(
    database: Database,
    header: string | undefined,
    now: number,
    defer: Defer,
  ): Promise<Identity | null> {
    const secret = /^Bearer (\S{1,200})$/i.exec(header ?? '')?.[1];
    if (!secret) return null;
    const kept = this.#known.get(secret);
    if (kept && kept.until > now) return kept.identity;
    const identity = await identify(database, secret);
    if (this.#known.size >= KEPT_MAX) this.#known.clear();
    this.#known.set(secret, { identity, until: now + KEPT_MS });
    if (identity && identity.lastUsedAt < now - HOUR) defer(noteKeyUse(database, identity.keyId, now));
    return identity;
  }

  /** After a revocation here, nothing that was remembered counts any more. */
  forget(): void {
    this.#known.clear();
  }
}
