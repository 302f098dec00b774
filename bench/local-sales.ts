import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocal } from '../db/local.ts';
import { migrate } from '../db/migrate.ts';
import { openCounter } from '../test/server/shop.ts';
import { type Bench, type Case, crowd } from './measure.ts';

const CALLERS = [1, 8, 64, 256];

export const localSales: Bench = {
  name: 'local-sales',
  about: 'Sales on a local file',
  seconds: 3,
  rounds: 3,
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'stockflow-bench-'));
    const client = openLocal({ file: join(folder, 'stockflow.db') });
    await migrate(client, 'db/migrations');
    const { sell } = await openCounter(client);
    const cases = CALLERS.map(
      (callers): Case => ({
        name: `${callers} callers`,
        round: (ms) => crowd(callers, ms, async () => (await sell()).status === 201),
      }),
    );
    return {
      cases,
      async close() {
        client.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};
