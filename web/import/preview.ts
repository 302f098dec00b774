import type { MovementLine } from './ledger.ts';

/** A shelf as a preview is told of it. */
export type Assumed = { sku: string; warehouse: string; onHand: number };
/** What a preview says of a line. */
type Foreseen = { line: number; outcome: string; onHand: number | null };

/** What the parts of a file that were previewed so far would leave, for the preview of the next: nothing was written yet. */
export class Shelves {
  readonly #left = new Map<string, Assumed>();

  /** Of the shelves that these lines touch, those that earlier parts touched as well. */
  assumedFor(lines: MovementLine[]): Assumed[] {
    const keys = new Set(lines.map(shelfOf));
    return [...keys].flatMap((key) => this.#left.get(key) ?? []);
  }

  note(lines: MovementLine[], foreseen: Foreseen[]): void {
    for (const { line, outcome, onHand } of foreseen) {
      const told = lines[line];
      // A line that was taken before tells of then.
      if (told === undefined || onHand === null || outcome === 'unchanged') continue;
      const { sku, warehouse } = told;
      this.#left.set(shelfOf(told), { sku, warehouse, onHand });
    }
  }
}

const shelfOf = ({ sku, warehouse }: { sku: string; warehouse: string }): string =>
  JSON.stringify([sku, warehouse].map((name) => name.normalize('NFKC').toLowerCase()));
