import { listMovements } from '../db/ledger/history.ts';
import { openLocal } from '../db/local.ts';
import { fileIn } from '../db/open.ts';
import { databaseOf, scopeTo } from '../db/scope.ts';
import { type Bench, type Case, type Figures, spread } from './measure.ts';
import { requestText, startApi, startCaller } from './process.ts';
import { makeWorld } from './world.ts';

const SIZES = [1000, 10_000, 100_000, 1_000_000];
const [SMALL = 0, LARGE = 0] = [SIZES[0], SIZES.at(-1)];

/** One caller: how long an answer takes, not how many fit in a second. */
export const catalogue: Bench = {
  name: 'catalogue',
  about: `The low-stock list by REST while the catalogue grows from ${SMALL} to ${LARGE} rows, 500 of them low`,
  seconds: 2,
  rounds: 5,
  bars: [
    {
      what: 'Low-stock alerts as the catalogue grows from 1,000 to 1,000,000 rows, 500 of them low',
      measuredAs: 'p50 at 1,000,000 ÷ p50 at 1,000, by REST, one caller',
      unit: '',
      atMost: 1.3,
      figure: (of) => of(`${LARGE} rows`, 'p50Ms') / of(`${SMALL} rows`, 'p50Ms'),
    },
  ],
  async open() {
    const caller = startCaller();
    const closing = [caller.close];
    const cases: Case[] = [];
    for (const size of SIZES) {
      const world = await makeWorld(size);
      const api = await startApi(world.folder);
      closing.push(api.close, async () => world.remove());
      const requests = Array.from({ length: 2000 }, (_, n) =>
        requestText(
          'GET',
          `/api/companies/${world.company}/alerts/low-stock?limit=50&cursor=0.-${1_000_000 + n}.1.1`,
          { authorization: `Bearer ${world.apiKey}` },
        ),
      );
      const round = (ms: number) => caller.load({ port: api.port, connections: 1, ms, requests });
      cases.push({ name: `${size} rows`, round });
    }
    return {
      cases,
      close: async () => closing.reduce((before, close) => before.then(close), Promise.resolve()),
    };
  },
};

const MOVEMENTS = 1_000_000;
const DAY = 86_400_000;

export const history: Bench = {
  name: 'history',
  about: `Pages of the history of one product with ${MOVEMENTS} movements, in process`,
  seconds: 2,
  rounds: 5,
  bars: [
    {
      what: `History of a product with ${MOVEMENTS.toLocaleString('en')} movements, any page of 50`,
      measuredAs: 'p50 in process, pages drawn at random',
      unit: 'ms',
      atMost: 5,
      figure: (of) => of('any page', 'p50Ms'),
    },
  ],
  async open() {
    const world = await makeWorld(1000);
    const client = openLocal({ file: fileIn(world.folder) });
    const now = Date.now();
    await client.batch(
      [
        `insert into movements (company_id, product_id, warehouse_id, type, quantity, actor, occurred_at, recorded_at, day)
          with recursive n(n) as (select 1 union all select n + 1 from n where n < ${MOVEMENTS})
          select ${world.company}, 1, 1 + n % 5, 'receipt', 1, 'bench', ${now} - n % 60 * ${DAY}, ${now}, ${Math.floor(now / DAY)} - n % 60 from n`,
      ],
      'write',
    );
    const { rows } = await client.execute('select min(id), max(id) from movements where product_id = 1');
    const [first = 0, last = 0] = Array.from(rows[0] ?? [], Number);
    const caller = { company: world.company, timeZone: 'UTC', actor: 'bench' };
    const read = async (before: number): Promise<void> => {
      const scope = scopeTo(databaseOf(client, 'company'), caller, now);
      await listMovements(scope, { productId: 1 }, 50, before);
    };
    const round =
      (pick: () => number) =>
      async (ms: number): Promise<Figures> => {
        const times: number[] = [];
        for (const begun = performance.now(); performance.now() - begun < ms; ) {
          const at = performance.now();
          await read(pick());
          times.push(performance.now() - at);
        }
        return { perSecond: (times.length * 1000) / ms, ...spread(times) };
      };
    return {
      cases: [
        { name: 'newest page', round: round(() => last + 1) },
        { name: 'any page', round: round(() => first + Math.floor(Math.random() * (last - first))) },
      ],
      close: async () => {
        client.close();
        world.remove();
      },
    };
  },
};
