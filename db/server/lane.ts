import { LibsqlError } from '@libsql/core/api';
import { OUT_OF_REACH } from './ask.ts';
import { isTooLongToStore } from './hrana.ts';
import { isBusy, PATIENCE_MS, pause } from './patience.ts';
import type { Outcome, Ride } from './transaction.ts';

type Options = {
  /** Requests under way at once. */
  requestsMax: number;
  /** Refuses all riders by throwing. */
  send: (rides: Ride[]) => Promise<Outcome[] | 'split'>;
};

type Rider = {
  ride: Ride;
  size: number;
  isAlone: boolean;
  since: number;
  settle: (outcome: Outcome) => void;
  timer: ReturnType<typeof setTimeout> | undefined;
};

// Bounds of a shared request: well within what sqld takes and answers, and some ten milliseconds of its time.
const RIDERS_MAX = 128;
const SIZE_MAX = 256 * 1024;
/** Whoever brings as much goes alone, so that the others need not wait for it to be done. */
const SIZE_ALONE = 32 * 1024;

/** Callers in the order they came. All that wait when a request can go travel in it together. */
export class Lane {
  readonly #options: Options;
  readonly #waiting: Rider[] = [];
  #underWay = 0;
  #ended: LibsqlError | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  take(ride: Ride): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    if (this.#ended) return Promise.resolve({ error: this.#ended });
    const size = sizeOf(ride);
    this.#queue([
      { ride, size, isAlone: size > SIZE_ALONE, since: performance.now(), settle: resolve, timer: undefined },
    ]);
    this.#go();
    return promise;
  }

  /** Those who wait are refused: nothing of theirs was sent. */
  end(error: LibsqlError): void {
    this.#ended = error;
    for (const rider of this.#waiting.splice(0)) settle(rider, { error });
  }

  #go(): void {
    while (this.#waiting.length > 0 && this.#underWay < this.#options.requestsMax) {
      this.#underWay++;
      const riders = this.#board();
      this.#travel(riders).finally(() => {
        this.#underWay--;
        this.#go();
      });
    }
  }

  #board(): Rider[] {
    let [count, size] = [0, 0];
    for (const rider of this.#waiting) {
      if (count > 0 && (rider.isAlone || count === RIDERS_MAX || size + rider.size > SIZE_MAX)) break;
      count++;
      size += rider.size;
      if (rider.isAlone) break;
    }
    const riders = this.#waiting.splice(0, count);
    for (const { timer } of riders) clearTimeout(timer);
    return riders;
  }

  async #travel(riders: Rider[]): Promise<void> {
    try {
      const outcomes = await this.#options.send(riders.map(({ ride }) => ride));
      if (outcomes === 'split') this.#queue(riders.map((rider) => ({ ...rider, isAlone: true })));
      else for (const [index, outcome] of outcomes.entries()) riders[index]?.settle(outcome);
    } catch (error) {
      if (!isBusy(error)) for (const rider of riders) rider.settle({ error });
      else await this.#again(riders, error);
    }
  }

  async #again(riders: Rider[], error: LibsqlError): Promise<void> {
    const impatient = performance.now() - PATIENCE_MS;
    for (const rider of riders) if (rider.since < impatient) rider.settle({ error });
    this.#queue(riders.filter(({ since }) => since >= impatient));
    await pause(3);
  }

  /** In front of those who came later. The wait for a turn is bounded, whatever happens to the request ahead. */
  #queue(riders: Rider[]): void {
    const now = performance.now();
    const error = this.#ended;
    if (error) {
      for (const rider of riders) rider.settle({ error });
      return;
    }
    for (const rider of riders)
      rider.timer = setTimeout(() => this.#expire(rider), rider.since + PATIENCE_MS - now);
    const after = this.#waiting.findIndex(({ since }) => since > (riders.at(-1)?.since ?? now));
    this.#waiting.splice(after < 0 ? this.#waiting.length : after, 0, ...riders);
  }

  #expire(rider: Rider): void {
    const at = this.#waiting.indexOf(rider);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    rider.settle({ error: new LibsqlError('The database server is busy: no turn in time', OUT_OF_REACH) });
  }
}

function settle(rider: Rider, outcome: Outcome): void {
  clearTimeout(rider.timer);
  rider.settle(outcome);
}

/** About as many bytes as it takes on the wire; most texts are sent once however often they occur. */
const sizeOf = (ride: Ride): number =>
  ride.reduce(
    (sum, { sql = '', args = [], named_args = [] }) =>
      [...args, ...named_args.map(({ value }) => value)].reduce(
        (size, value) => size + sizeOfValue(value),
        sum + 100 + (isTooLongToStore(sql) ? sql.length : 0),
      ),
    0,
  );

const sizeOfValue = (value: object): number => {
  if ('base64' in value && typeof value.base64 === 'string') return value.base64.length;
  return 'value' in value && typeof value.value === 'string' ? 40 + value.value.length : 40;
};
