import { setTimeout as pause } from 'node:timers/promises';
import { restAt } from '../test/journey/rest.ts';
import { openShop } from '../test/journey/shop.ts';
import { accepted } from '../test/shelf.ts';
import type { Place } from './place.ts';

/** What came of the calls that were begun in one second. */
export type Second = { times: number[]; done: number; refused: number; others: string[] };

type Target = { address: string; company: number; warehouse: number; products: number[]; keys: string[] };
type Became = 'done' | 'refused' | { other: string };

const KEYS = 8;
const PRODUCTS = 200;
/** One call in so many only looks. */
const READS_EVERY = 5;
/** Beyond this no further one is begun: more would be a test of this machine's sockets. */
const UNDER_WAY_MAX = 400;
const GIVEN_UP_MS = 30_000;
const TICK_MS = 10;

/** Many customers of one shop, mostly buying, with several keys so that no single one is held back. */
export class Load {
  readonly sold = { done: 0, unclear: 0 };
  readonly #target: Target;
  readonly #underWay = new Set<Promise<void>>();
  #calls = 0;

  constructor(target: Target) {
    this.#target = target;
  }

  async call(second: Second): Promise<void> {
    const n = this.#calls++;
    const isRead = n % READS_EVERY === 0;
    const begun = performance.now();
    const became = await (isRead ? this.#look(n) : this.#buy(n));
    second.times.push(performance.now() - begun);
    if (became === 'done') second.done += 1;
    else if (became === 'refused') second.refused += 1;
    else second.others.push(became.other);
    if (!isRead) this.sold[became === 'done' ? 'done' : 'unclear'] += 1;
  }

  /** So many calls are begun in a second, whatever becomes of the earlier ones. */
  async pace(perSecond: number, seconds: number): Promise<Second[]> {
    const found = Array.from({ length: seconds }, newSecond);
    const begun = performance.now();
    for (let launched = 0; ; await pause(TICK_MS)) {
      const elapsed = (performance.now() - begun) / 1000;
      const second = found[Math.floor(elapsed)];
      if (!second) return found;
      for (; launched < elapsed * perSecond && this.#underWay.size < UNDER_WAY_MAX; launched += 1) {
        const calling = this.call(second).finally(() => this.#underWay.delete(calling));
        this.#underWay.add(calling);
      }
      // What could not be begun in its time is not made up for.
      launched = Math.max(launched, Math.floor(elapsed * perSecond));
    }
  }

  /** When the last one has its answer. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #look(n: number): Promise<Became> {
    return this.#ask(n, 'GET', `companies/${this.#target.company}/alerts/low-stock?limit=20`);
  }

  #buy(n: number): Promise<Became> {
    const { products, warehouse } = this.#target;
    const key = `soak-sale-${String(n).padStart(9, '0')}`;
    const sale = { type: 'sale', product_id: products[n % products.length], warehouse_id: warehouse };
    return this.#ask(n, 'POST', 'movements', { key, body: { ...sale, quantity: 1, reference: key } });
  }

  async #ask(
    n: number,
    method: string,
    path: string,
    given?: { key: string; body: object },
  ): Promise<Became> {
    const { address, keys } = this.#target;
    try {
      const answer = await fetch(`${address}/api/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${keys[n % keys.length]}`,
          ...(given && { 'content-type': 'application/json', 'idempotency-key': given.key }),
        },
        body: given && JSON.stringify(given.body),
        signal: AbortSignal.timeout(GIVEN_UP_MS),
      });
      const text = await answer.text();
      if (answer.ok) return 'done';
      const saysWhen = answer.headers.get('retry-after') !== null;
      const isForNow = saysWhen && (answer.status === 429 || answer.status === 503);
      return isForNow ? 'refused' : { other: `${answer.status} ${text.slice(0, 200)}` };
    } catch (error) {
      return { other: `no answer: ${error instanceof Error ? error.message : error}` };
    }
  }
}

export async function openLoad({ address, company }: Place): Promise<Load> {
  const rest = restAt(address, company.key);
  const { warehouse, products } = await openShop(rest, { products: PRODUCTS, suppliers: 10 });
  accepted(await rest('PATCH', '/policy', { mode: 'review' }));
  const plenty = { type: 'receipt', warehouse_id: warehouse, quantity: 10_000_000 };
  const lines = products.map(({ id }) => ({ ...plenty, product_id: id }));
  accepted(await rest('POST', '/movements/bulk', { lines }));
  const keys: string[] = [];
  for (let n = 0; n < KEYS; n += 1)
    keys.push(accepted(await rest('POST', '/keys', { name: `Till ${n}`, role: 'operator' })).api_key);
  return new Load({ address, company: company.id, warehouse, products: products.map(({ id }) => id), keys });
}

const newSecond = (): Second => ({ times: [], done: 0, refused: 0, others: [] });

/** How many a second so many callers get done, each the next call as soon as it has its answer. */
export async function crowdAt(load: Load, callers: number, seconds: number): Promise<number> {
  const second = newSecond();
  const begun = performance.now();
  const one = async () => {
    while (performance.now() - begun < seconds * 1000) await load.call(second);
  };
  await Promise.all(Array.from({ length: callers }, one));
  return second.done / ((performance.now() - begun) / 1000);
}

export function ratesOf(seconds: Second[]) {
  const times = seconds.flatMap((second) => second.times).sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0);
  const sum = (of: (second: Second) => number) => seconds.reduce((total, second) => total + of(second), 0);
  return {
    done: sum(({ done }) => done),
    refused: sum(({ refused }) => refused),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
  };
}
