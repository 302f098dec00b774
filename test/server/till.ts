import { setTimeout as pause } from 'node:timers/promises';
import type { Deployment, Stand } from './deployment.ts';

/** Sales of one unit, each with a key of its own, repeated with the same key until it is recorded. */
export type Till = {
  /** So many customers at once, until told to stop. */
  open: (customers: number) => { stop: () => Promise<void> };
  /** Keys of sales that were answered with 201. */
  sold: Set<string>;
  /** How long the answer took of each call that was answered with 201, and of each 503. */
  timesMs: number[];
  refusals: { code: string; ms: number; retryAfter: string | null; at: number }[];
  /** When a sale was answered with 201 last. */
  lastSoldAt: () => number;
  /** What else came back; it should be nothing. */
  others: string[];
};

export function openTill({ ask, product, warehouse }: Stand): Till {
  const [sold, others] = [new Set<string>(), [] as string[]];
  const [timesMs, refusals] = [[] as number[], [] as Till['refusals'][number][]];
  let lastSoldAt = 0;
  const sale = { type: 'sale', product_id: product, warehouse_id: warehouse, quantity: 1 };

  async function isSold(key: string): Promise<boolean> {
    const begun = performance.now();
    const { status, headers, body } = await ask('POST', '/movements', { ...sale, reference: key }, key);
    const at = performance.now();
    if (status === 201) {
      timesMs.push(at - begun);
      sold.add(key);
      lastSoldAt = at;
    } else if (status === 503)
      refusals.push({ code: body.code, ms: at - begun, retryAfter: headers.get('retry-after'), at });
    else others.push(`${status} ${body.code}`);
    return status !== 503;
  }

  return {
    sold,
    timesMs,
    refusals,
    others,
    lastSoldAt: () => lastSoldAt,
    open(customers) {
      let isOpen = true;
      const serve = async (customer: number): Promise<void> => {
        for (let n = 0; isOpen; n += 1)
          while (!(await isSold(`till-${begunAt}-${customer}-sale-${n}`))) await pause(50);
      };
      const begunAt = Math.round(performance.now());
      const serving = Promise.all(Array.from({ length: customers }, (_, customer) => serve(customer)));
      return {
        async stop() {
          isOpen = false;
          await serving;
        },
      };
    },
  };
}

/** What the ledger has against the till: sales that are missing, doubled or of nobody, and stock that does not agree. */
export async function differences({ direct }: Pick<Deployment, 'direct'>, { sold }: Till): Promise<string[]> {
  const { rows } = await direct.execute(
    "select reference, count(*) from movements where type = 'sale' group by reference",
  );
  const counts = new Map(rows.map((row) => [String(row[0]), Number(row[1])]));
  const { rows: stock } = await direct.execute(
    'select (select sum(quantity) from movements) - (select sum(on_hand) from inventory)',
  );
  return [
    ...[...sold].filter((key) => !counts.has(key)).map((key) => `${key} is missing`),
    ...[...counts].filter(([, count]) => count > 1).map(([key, count]) => `${key} is there ${count} times`),
    ...[...counts.keys()].filter((key) => !sold.has(key)).map((key) => `${key} was never answered`),
    ...(Number(stock[0]?.[0]) === 0 ? [] : [`stock is off by ${stock[0]?.[0]}`]),
  ];
}
