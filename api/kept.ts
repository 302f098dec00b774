import type { TagNow } from './standing.ts';

/** An answer as it left, the tag that it had, and what finds the one that it would have now. */
type Kept = { tag: string; bytes: Uint8Array<ArrayBuffer>; tagNow: TagNow };

const BYTES_MAX = 16 * 1024 * 1024;

/** The last answers of the process that owns the database file; the one longest unused makes room. */
export class KeptAnswers {
  readonly #answers = new Map<string, Kept>();
  #bytes = 0;

  get(name: string): Kept | undefined {
    const kept = this.#answers.get(name);
    if (kept === undefined) return undefined;
    this.#answers.delete(name);
    this.#answers.set(name, kept);
    return kept;
  }

  set(name: string, kept: Kept): void {
    this.#drop(name);
    this.#answers.set(name, kept);
    this.#bytes += sizeOf(name, kept);
    for (const oldest of this.#answers.keys()) {
      if (this.#bytes <= BYTES_MAX) return;
      this.#drop(oldest);
    }
  }

  #drop(name: string): void {
    const kept = this.#answers.get(name);
    if (kept === undefined) return;
    this.#answers.delete(name);
    this.#bytes -= sizeOf(name, kept);
  }
}

const sizeOf = (name: string, { tag, bytes }: Kept): number =>
  2 * (name.length + tag.length) + bytes.byteLength;
