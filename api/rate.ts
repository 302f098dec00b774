/** A bucket per key: `perSecond` tokens a second, at most five seconds' worth at once. In this process only. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #buckets = new Map<number | string, { tokens: number; at: number }>();

  /** 0 sets no limit. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Takes one token; answers how many seconds to wait when there is none. */
  take(key: number | string, now: number): number {
    if (this.#perSecond === 0) return 0;
    const full = this.#perSecond * BURST_SECONDS;
    const bucket = this.#buckets.get(key) ?? { tokens: full, at: now };
    const tokens = Math.min(full, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * this.#perSecond);
    if (this.#buckets.size >= BUCKETS_KEPT) this.#buckets.clear();
    this.#buckets.set(key, { tokens: Math.max(0, tokens - 1), at: now });
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / this.#perSecond);
  }
}

const BURST_SECONDS = 5;
const BUCKETS_KEPT = 100_000;
