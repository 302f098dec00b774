import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { fileIn } from '../db/open.ts';
import type { Bench, Case, Figures } from './measure.ts';
import { spread } from './measure.ts';
import { requestText, startApi, startBare, startCaller } from './process.ts';
import { makeWorld, type World } from './world.ts';

const CALLERS = 64;
const BULK = 1000;
const PEERS_PER_SECOND = 460;

/** One API process, asked from another; beside it the same rows by the native addon alone, under the same settings. */
export const sales: Bench = {
  name: 'sales',
  about: 'Sales by REST on a file, one by one, many at once and in bulk, beside bare INSERTs',
  seconds: 3,
  rounds: 5,
  bars: [
    {
      what: `One sale by REST, distinct products, ${CALLERS} connections`,
      measuredAs: 'accepted sales/s ÷ single-INSERT commits/s of the native addon, same file settings',
      unit: '',
      atLeast: 1.5,
      figure: (of) => of(`${CALLERS} connections`, 'perSecond') / of('INSERT, a commit each', 'perSecond'),
    },
    {
      what: 'One sale by REST, one connection',
      measuredAs: 'p50 − p50 of bare node:http',
      unit: 'ms',
      atMost: 0.6,
      figure: (of) => of('1 connection', 'p50Ms') - of('bare, 1 connection', 'p50Ms'),
    },
    {
      what: `Bulk movements, ${BULK} per call`,
      measuredAs: `movements/s ÷ INSERT of ${BULK} rows with the triggers, a commit each`,
      unit: '',
      atLeast: 0.5,
      figure: (of) => of('bulk', 'rowsPerSecond') / of(`INSERT of ${BULK}`, 'rowsPerSecond'),
    },
    {
      what: 'For orientation: sales against the best of two peers (460/s, measured elsewhere)',
      measuredAs: 'accepted sales/s ÷ 460',
      unit: '',
      atLeast: 15,
      figure: (of) => of(`${CALLERS} connections`, 'perSecond') / PEERS_PER_SECOND,
    },
  ],
  async open() {
    const world = await makeWorld(10_000);
    const raw = rawOn(world);
    const api = await startApi(world.folder);
    const answer = JSON.stringify({ id: 1, product_id: 1, warehouse_id: 1, type: 'sale', quantity: 1 });
    const bare = await startBare({
      status: 201,
      headers: { 'content-type': 'application/json' },
      body: answer.repeat(4),
    });
    const caller = startCaller();
    const ask = (port: number, connections: number, requests: string[]) => (ms: number) =>
      caller.load({ port, connections, ms, status: 201, requests });
    const [single, bulk] = [singleSales(world), bulkSales(world)];
    const cases: Case[] = [
      { name: 'INSERT, a commit each', round: raw.single },
      { name: `${CALLERS} connections`, round: ask(api.port, CALLERS, single) },
      { name: 'bare, 1 connection', round: ask(bare.port, 1, single) },
      { name: '1 connection', round: ask(api.port, 1, single) },
      { name: `INSERT of ${BULK}`, round: raw.bulk },
      {
        name: 'bulk',
        async round(ms) {
          const found = await ask(api.port, 2, bulk)(ms);
          return { ...found, rowsPerSecond: (found.perSecond ?? 0) * BULK };
        },
      },
    ];
    return {
      cases,
      async close() {
        await Promise.all([api, bare, caller].map((one) => one.close()));
        raw.close();
        world.remove();
      },
    };
  },
};

const PRODUCTS = 2000;
const productAt = (n: number): number => 1 + (n % PRODUCTS);
const saleOf = (n: number): object => ({
  type: 'sale',
  product_id: productAt(n),
  warehouse_id: 1 + (Math.floor(n / PRODUCTS) % 5),
  quantity: 1,
});

/** Those of the world's places that are full: what is low would run out. */
const plenty = (n: number): boolean => productAt(n) % 20 !== 0;

const lines = Array.from({ length: PRODUCTS * 5 }, (_, n) => n)
  .filter(plenty)
  .map(saleOf);

const postTo = (path: string, { apiKey }: World, body: object): string =>
  requestText('POST', path, { authorization: `Bearer ${apiKey}` }, JSON.stringify(body));

const singleSales = (world: World): string[] => lines.map((line) => postTo('/api/movements', world, line));

const bulkSales = (world: World): string[] =>
  Array.from({ length: Math.floor(lines.length / BULK) }, (_, n) =>
    postTo('/api/movements/bulk', world, { lines: lines.slice(n * BULK, (n + 1) * BULK) }),
  );

/** In this process, on a copy of the file: one that is served may not be opened by another. */
function rawOn({ folder, company }: World) {
  const copy = mkdtempSync(join(tmpdir(), 'stockflow-bench-'));
  cpSync(folder, copy, { recursive: true });
  const database = new Database(fileIn(copy));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  const now = BigInt(Date.now());
  const columns =
    'company_id, product_id, warehouse_id, type, quantity, actor, occurred_at, recorded_at, day';
  const one = database.prepare(
    `insert into movements (${columns}) values (${company}, ?, ?, 'sale', -1, 'bench', ${now}, ${now}, ${now / 86_400_000n})`,
  );
  const many = database.prepare(
    `insert into movements (${columns}) select ${company}, value ->> 'product_id', value ->> 'warehouse_id', 'sale', -1, 'bench',
      ${now}, ${now}, ${now / 86_400_000n} from json_each(?)`,
  );
  const places = Array.from({ length: PRODUCTS * 5 }, (_, n) => n)
    .filter(plenty)
    .map((n) => [BigInt(productAt(n)), BigInt(1 + (Math.floor(n / PRODUCTS) % 5))]);
  const batches = Array.from({ length: Math.floor(lines.length / BULK) }, (_, n) =>
    JSON.stringify(lines.slice(n * BULK, (n + 1) * BULK)),
  );
  const during = (
    ms: number,
    step: (n: number) => void,
  ): { count: number; seconds: number; times: number[] } => {
    const begun = performance.now();
    const times: number[] = [];
    for (let n = 0; performance.now() - begun < ms; n += 1) {
      const at = performance.now();
      step(n);
      times.push(performance.now() - at);
    }
    return { count: times.length, seconds: (performance.now() - begun) / 1000, times };
  };
  return {
    async single(ms: number): Promise<Figures> {
      const { count, seconds, times } = during(ms, (n) => one.run(places[n % places.length] ?? []));
      return { perSecond: count / seconds, ...spread(times) };
    },
    async bulk(ms: number): Promise<Figures> {
      const { count, seconds } = during(ms, (n) => many.run([batches[n % batches.length] ?? '[]']));
      return { rowsPerSecond: (count * BULK) / seconds };
    },
    close() {
      database.close();
      rmSync(copy, { recursive: true, force: true });
    },
  };
}
