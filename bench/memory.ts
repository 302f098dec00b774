import { setTimeout as pause } from 'node:timers/promises';
import { openLocal } from '../db/local.ts';
import { migrate } from '../db/migrate.ts';
import { databaseOf } from '../db/scope.ts';
import { makeDemo } from '../tools/demo/demo.ts';
import { asker, type Program, startAll, steadily } from './all-in-one.ts';
import type { Bench } from './measure.ts';
import { newFolder } from './shelves.ts';

const MINUTE = 60_000;
const MINUTES = 10;
const PER_SECOND = 50;

/** All in one with the queue in the process, as `npm start` runs it on the demo's company. */
export const memory: Bench = {
  name: 'memory',
  about: `Resident size of npm start on the demo's company, under ${PER_SECOND} calls a second for ${MINUTES} minutes`,
  seconds: MINUTES * 60,
  rounds: 1,
  bars: [
    {
      what: 'Memory, all in one with the embedded queue and the demo company',
      measuredAs: 'resident after start and a minute’s work',
      unit: 'MB',
      atMost: 400,
      figure: (of) => of('all in one', 'minuteMb'),
    },
    {
      what: `Memory after ${MINUTES} minutes of load`,
      measuredAs: '÷ after 1 minute, means of five seconds',
      unit: '',
      atMost: 1.1,
      figure: (of) => of('all in one', 'endMb') / of('all in one', 'minuteMb'),
    },
  ],
  async open() {
    const { folder, file, remove } = newFolder();
    const client = openLocal({ file });
    await migrate(client, 'db/migrations');
    const demo = await makeDemo(databaseOf(client, 'company'), {
      seed: 1,
      now: Date.now(),
      progress: () => undefined,
      collectingSeconds: 0,
    });
    const { rows } = await client.execute(
      'select product_id, warehouse_id from inventory where on_hand > 20',
    );
    client.close();
    const places = rows.map((row) => ({ product_id: Number(row[0]), warehouse_id: Number(row[1]) }));
    const work = async (ms: number) => {
      const program = await startAll(folder);
      const startMb = program.rssMb();
      const ask = asker(program.address, demo.apiKey);
      const customers = steadily(PER_SECOND, ms, async (count) => {
        const place = places[count % places.length];
        const answer = await (count % 2 === 0
          ? ask('GET', `/companies/${demo.companyId}/alerts/low-stock?limit=50`)
          : ask('POST', '/movements', { type: count % 4 === 1 ? 'sale' : 'return', quantity: 1, ...place }));
        await answer.arrayBuffer();
        if (!answer.ok && answer.status !== 409) throw new Error(`Answered ${answer.status}`);
      });
      const [minuteMb, endMb] = await Promise.all([
        meanAround(program, Math.min(ms, MINUTE)),
        meanAround(program, ms),
      ]);
      await customers;
      await program.stop();
      return { startMb, minuteMb, endMb };
    };
    return { cases: [{ name: 'all in one', round: work }], close: async () => remove() };
  },
};

const SAMPLES = 20;
const BETWEEN_MS = 250;

/** The last seconds before a moment. */
async function meanAround(program: Program, atMs: number): Promise<number> {
  await pause(Math.max(0, atMs - SAMPLES * BETWEEN_MS));
  let sum = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    sum += program.rssMb();
    await pause(BETWEEN_MS);
  }
  return sum / SAMPLES;
}
