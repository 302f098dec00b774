import type { Client } from '@libsql/client';
import { backlogOf } from '../db/backlog.ts';
import { openLocal } from '../db/local.ts';
import { migrate } from '../db/migrate.ts';
import { claimDirty, claimErrands } from '../db/outbox.ts';
import { databaseOf } from '../db/scope.ts';
import { type Bench, type Figures, spread } from './measure.ts';
import { newFolder } from './shelves.ts';

const PENDING = 1_000_000;
const AT_ONCE = 500;
const LEASE_MS = 60_000;

/** What the relay does 20 times a second, with a day's backlog before it. */
export const claims: Bench = {
  name: 'claims',
  about: `Claims of ${AT_ONCE} with ${PENDING} places and ${PENDING} errands waiting, and a count of them`,
  seconds: 4,
  rounds: 3,
  bars: [
    bar('A claim of 500 places, 1,000,000 waiting', 'places'),
    bar('A claim of 500 errands, 1,000,000 waiting', 'errands'),
  ],
  async open() {
    const { file, remove } = newFolder();
    const client = openLocal({ file, transactionMs: 60_000 });
    await migrate(client, 'db/migrations');
    await fill(client);
    const database = databaseOf(client, 'company');
    const claim = { leaseMs: LEASE_MS, limit: AT_ONCE };
    let now = Date.now();
    const times = (work: () => Promise<unknown>) => (ms: number) => timed(ms, work);
    return {
      cases: [
        { name: 'places', round: times(() => claimDirty(database, { ...claim, now: now++ })) },
        { name: 'errands', round: times(() => claimErrands(database, { ...claim, now: now++ })) },
        { name: 'counted for /healthz', round: times(() => backlogOf(database, now)) },
      ],
      async close() {
        client.close();
        remove();
      },
    };
  },
};

function bar(what: string, name: string) {
  return {
    what,
    measuredAs: 'p50 in process',
    unit: 'ms' as const,
    atMost: 5,
    figure: (of: (name: string, figure: string) => number) => of(name, 'p50Ms'),
  };
}

async function timed(ms: number, work: () => Promise<unknown>): Promise<Figures> {
  const found: number[] = [];
  for (const until = performance.now() + ms; performance.now() < until; ) {
    const at = performance.now();
    await work();
    found.push(performance.now() - at);
  }
  return { perSecond: (1000 * found.length) / ms, ...spread(found) };
}

/** Straight into the two tables: what waits there says nothing but where to look. */
async function fill(client: Client): Promise<void> {
  const numbers = `with recursive n(n) as (select 1 union all select n + 1 from n where n < ${PENDING})`;
  await client.batch(
    [
      `insert into dirty (company_id, product_id, warehouse_id, mark, since) ${numbers} select 1 + n % 7, n, 1, n, 0 from n`,
      `insert into outbox (company_id, topic, subject_id, mark, since) ${numbers} select 1 + n % 7, 'order', n, n, 0 from n`,
    ],
    'write',
  );
}
