/** A bucket per key: `perSecond` tokens a second, at most `burst` at once. In this process only. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #buckets = new Map<number | string, { tokens: number; at: number }>();

  /** 0 sets no limit. */
  constructor(perSecond: number, burst: number = perSecond * BURST_SECONDS) {
    this.#perSecond = perSecond;
    this.#burst = burst;
  }

  /** Takes one token; answers how many seconds to wait when there is none. */
  take(key: number | string, now: number): number {
    if (this.#perSecond === 0) return 0;
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, at: now };
    const tokens = Math.min(
      this.#burst,
      bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * this.#perSecond,
    );
    this.#keep(key, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / this.#perSecond);
  }

  /** The one longest unused makes room: whoever brings many names frees only those that nobody brought lately. */
  #keep(key: number | string, bucket: { tokens: number; at: number }): void {
    this.#buckets.delete(key);
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined && this.#buckets.size >= BUCKETS_KEPT) this.#buckets.delete(oldest);
    this.#buckets.set(key, bucket);
  }
}

const BURST_SECONDS = 5;
const BUCKETS_KEPT = 100_000;
