import { setImmediate as turn } from 'node:timers/promises';

/** How much is done before everybody else of this process has their turn: as much as leaves them unhindered. */
export class Pace {
  readonly #most: number;
  #size: number;

  constructor(most: number) {
    this.#most = most;
    this.#size = most;
  }

  get size(): number {
    return this.#size;
  }

  /** A request takes several turns, so others go on until nobody has anything to do, or for a while. */
  async othersFirst(signal?: AbortSignal): Promise<void> {
    for (let turns = 0; turns < TURNS_MAX; turns += 1) {
      const at = performance.now();
      await turn(undefined, { signal });
      if (performance.now() - at < IDLE_TURN_MS) {
        if (turns === 0) this.#size = Math.min(this.#most, this.#size + GROWTH);
        return;
      }
      this.#size = SIZE_BUSY;
    }
  }
}

/** A turn of the event loop in which nothing happened is over in a few hundredths. */
const IDLE_TURN_MS = 0.15;
const TURNS_MAX = 10;
/** Two milliseconds of work. */
const SIZE_BUSY = 20;
const GROWTH = 5;
