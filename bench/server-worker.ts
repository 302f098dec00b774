import { scopeOf } from '../db/company/company.ts';
import { databaseOf } from '../db/scope.ts';
import { share } from '../db/share.ts';
import { openShop, type Shop } from '../test/server/shop.ts';
import { recompute } from '../worker/job/recompute.ts';
import { type Bench, type Case, crowd } from './measure.ts';

const CUSTOMERS = 16;
const PLACES = 20_000;
const DAY = 86_400_000;

/** Sales while nothing else happens, and while a worker computes a big company anew. */
export const serverWorker: Bench = {
  name: 'server-worker',
  about: `${CUSTOMERS} customers on a database server, alone and beside a worker that computes ${PLACES} places`,
  seconds: 10,
  rounds: 1,
  async open() {
    const shop = await openShop(share);
    const worker = share(shop.server.url, undefined);
    const database = databaseOf(worker, 'company');
    await fill(shop);
    const sell = async () => (await shop.sell()).status === 201;
    const cases: Case[] = [
      { name: 'sales alone', round: async (ms) => ({ ...(await crowd(CUSTOMERS, ms, sell)), places: 0 }) },
      {
        name: 'beside a recompute',
        async round(ms) {
          await shop.direct.batch([MARK_ALL], 'write');
          const scope = await scopeOf(database, 1, 'worker', Date.now());
          const handBack = new AbortController();
          let places = 0;
          const work = recompute(scope, {
            signal: handBack.signal,
            onProgress: (done) => {
              places += done;
            },
          }).catch((error: unknown) => {
            if (!handBack.signal.aborted) throw error;
          });
          const figures = await crowd(CUSTOMERS, ms, sell);
          handBack.abort();
          await work;
          return { ...figures, places: places / (ms / 1000) };
        },
      },
    ];
    return {
      cases,
      close: async () => {
        worker.close();
        await shop.close();
      },
    };
  },
};

const MARK_ALL = 'insert into touched select company_id, product_id, warehouse_id, 0 from inventory';

async function fill({ direct, warehouse }: Shop): Promise<void> {
  const now = Date.now();
  const day = Math.floor(now / DAY);
  const numbers = `with recursive n(n) as (select 1 union all select n + 1 from n where n < 1000)`;
  for (let from = 0; from < PLACES; from += 1000)
    await direct.batch(
      [
        `insert into products (company_id, kind, sku, sku_key, sku_scope, name, name_key, price, low_stock_threshold, created_at, updated_at)
          ${numbers} select 1, 'product', 'S' || (n + ${from}), 's' || (n + ${from}), 1, 'P', 'p', 100, 10, ${now}, ${now} from n`,
        `insert into movements (company_id, product_id, warehouse_id, type, quantity, actor, occurred_at, recorded_at, day)
          select 1, id, ${warehouse}, 'initial', 60, 'bench', ${now - 60 * DAY}, ${now}, ${day - 60}
          from products order by id desc limit 1000`,
      ],
      'write',
    );
}
