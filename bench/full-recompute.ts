import Database from 'libsql';
import { scopeOf } from '../db/company/company.ts';
import { openLocal } from '../db/local.ts';
import { sweep } from '../db/replenishment/sweep.ts';
import { databaseOf } from '../db/scope.ts';
import { recompute } from '../worker/job/recompute.ts';
import type { Bench, Figures } from './measure.ts';
import { makeShelves } from './shelves.ts';

const PLACES = Number(process.env.PLACES ?? 1_000_000);
const SCANNED = 50_000;
const MB = 1e6;

/** The night of a large company, from the first mark to the last figure, as the sweep does it. */
export const fullRecompute: Bench = {
  name: 'full-recompute',
  about: `${PLACES} places with 90 days of demand each, marked and computed anew, beside a bare scan of their days`,
  seconds: 900,
  rounds: 1,
  bars: [
    {
      what: 'Full recompute of 1,000,000 places with 90 days of demand',
      measuredAs: `time for ${PLACES} places, per million`,
      unit: 's',
      atMost: 120,
      figure: (of) => 1e6 / of('the night’s recompute', 'placesPerSecond'),
    },
    {
      what: 'The same, memory of the process',
      measuredAs: 'largest resident size',
      unit: 'MB',
      atMost: 1000,
      figure: (of) => of('the night’s recompute', 'rssMb'),
    },
    {
      what: 'The same, against a bare scan',
      measuredAs:
        'places/s ÷ places/s whose daily rows one prepared statement of the addon hands to JavaScript',
      unit: '',
      atLeast: 0.25,
      figure: (of) =>
        of('the night’s recompute', 'placesPerSecond') / of('their days, into JavaScript', 'placesPerSecond'),
    },
  ],
  async open() {
    const { file, company, remove } = await makeShelves({ places: PLACES, suppliers: 200, low: 500 });
    const client = openLocal({ file });
    await client.execute('delete from dirty');
    const floor = new Database(file);
    return {
      cases: [
        {
          name: 'the night’s recompute',
          round: (ms) =>
            paced(ms, async ({ signal, count }) => {
              // As after a change of the rules: the round before has computed all of this day.
              await client.execute('update companies set swept_day = 0');
              const scope = await scopeOf(databaseOf(client, 'company'), company, 'worker', Date.now());
              await sweep(scope, () => recompute(scope, { signal, onProgress: count }));
            }),
        },
        {
          name: 'their days, into JavaScript',
          round: (ms) => paced(ms, async (round) => scan(floor, company, 'into JavaScript', round)),
        },
        {
          name: 'their days, within SQLite',
          round: (ms) => paced(ms, async (round) => scan(floor, company, 'within SQLite', round)),
        },
      ],
      async close() {
        floor.close();
        client.close();
        remove();
      },
    };
  },
};

type Round = { signal: AbortSignal; until: number; count: (places: number) => void };

/** Until it is done, or its time is over. */
async function paced(ms: number, work: (round: Round) => Promise<void>): Promise<Figures> {
  const signal = AbortSignal.timeout(ms);
  let places = 0;
  let rssMb = 0;
  const begun = performance.now();
  const watch = setInterval(() => {
    rssMb = Math.max(rssMb, process.memoryUsage.rss() / MB);
  }, 100);
  const count = (done: number): void => {
    places += done;
  };
  await work({ signal, until: begun + ms, count }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  clearInterval(watch);
  return { placesPerSecond: (1000 * places) / (performance.now() - begun), places, rssMb };
}

/** The floor needs no more than a part of them: one place is like another. */
function scan(
  database: Database.Database,
  company: number,
  how: 'into JavaScript' | 'within SQLite',
  { until, count }: Round,
): void {
  const columns =
    how === 'into JavaScript' ? 'product_id, warehouse_id, day, sold, net' : 'sum(sold), sum(net)';
  const statement = database
    .prepare(
      `select ${columns} from daily_demand where company_id = ? and product_id > ? and product_id <= ? + 25`,
    )
    .raw(true);
  for (let product = 0; product < SCANNED / 4 && performance.now() < until; product += 25) {
    statement.all([company, product, product]);
    count(100);
  }
}
