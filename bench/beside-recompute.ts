import { openLocal } from '../db/local.ts';
import { reach } from '../db/open.ts';
import { asker, startAll, steadily } from './all-in-one.ts';
import { type Bench, spread } from './measure.ts';
import { makeShelves } from './shelves.ts';

const PLACES = 100_000;
const PER_SECOND = 200;

/** One process: its API at work for customers, alone, and while its worker computes a large company anew. */
export const besideRecompute: Bench = {
  name: 'beside-recompute',
  about: `${PER_SECOND} calls a second, half of them sales, alone and beside a recompute of ${PLACES} places in the same process`,
  seconds: 8,
  rounds: 3,
  bars: [
    {
      what: 'API p99 while the full recompute runs beside it',
      measuredAs: '÷ p99 without, one process, half lists and half sales',
      unit: '',
      atMost: 2,
      figure: (of) => of('beside a recompute', 'p99Ms') / of('alone', 'p99Ms'),
    },
  ],
  async open() {
    const { folder, file, company, apiKey, remove } = await makeShelves({
      places: PLACES,
      suppliers: 200,
      low: 500,
    });
    const made = openLocal({ file });
    await made.execute('delete from dirty');
    await made.execute(`update companies set swept_day = ${Math.floor(Date.now() / 86_400_000)}`);
    await made.execute("update policies set mode = 'review'");
    made.close();
    const program = await startAll(folder);
    const owner = await reach({ url: undefined, authToken: undefined, dataDir: folder });
    const ask = asker(program.address, apiKey);
    const customers = async (ms: number) => {
      const times = await steadily(PER_SECOND, ms, (count) =>
        count % 2 === 0
          ? ask('GET', `/companies/${company}/alerts/low-stock?limit=50`).then(drained)
          : ask('POST', '/movements', sale(count)).then(drained),
      );
      return spread(times);
    };
    const waiting = async () => Number((await owner.execute('select count(*) from dirty')).rows[0]?.[0]);
    return {
      cases: [
        { name: 'alone', round: async (ms) => ({ ...(await customers(ms)), placesPerSecond: 0 }) },
        {
          name: 'beside a recompute',
          async round(ms) {
            await owner.execute(
              `insert into touched select company_id, product_id, warehouse_id, ${Date.now()} from inventory where company_id = ${company}`,
            );
            const before = await waiting();
            const figures = await customers(ms);
            const left = await waiting();
            if (left === 0) throw new Error('The recompute was over before the customers were');
            await owner.execute('delete from dirty');
            return { ...figures, placesPerSecond: (1000 * (before - left)) / ms };
          },
        },
      ],
      async close() {
        owner.close();
        await program.stop();
        remove();
      },
    };
  },
};

const sale = (count: number) => ({
  type: 'sale',
  product_id: 1 + ((count * 7919) % (PLACES / 4)),
  warehouse_id: 1 + (count % 4),
  quantity: 1,
});

async function drained(response: Response): Promise<void> {
  await response.arrayBuffer();
  if (!response.ok && response.status !== 409) throw new Error(`Answered ${response.status}`);
}
