import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { emptyQueue } from '../queue/made.ts';
import { hasServer } from '../room/server.ts';
import { deploy } from '../server/deployment.ts';
import { differences, openTill } from '../server/till.ts';

/** A day on which the database server dies while people sell. */

const CUSTOMERS = 64;

test.skipIf(!hasServer)(
  'the database server is killed twice under load: quick 503s, every sale once, and all goes on by itself',
  { timeout: 100_000 },
  async () => {
    const deployment = await deploy({ queue: emptyQueue() });
    const { server, said } = deployment;
    const till = openTill(deployment);
    const selling = till.open(CUSTOMERS);
    onTestFinished(async () => {
      await selling.stop();
      await deployment.close();
    });
    for (let round = 0; round < 2; round += 1) {
      const before = till.sold.size;
      await expect.poll(() => till.sold.size, { timeout: 20_000 }).toBeGreaterThan(before + CUSTOMERS);
      await server.kill();
      await pause(700);
      const back = performance.now();
      await server.restart();
      await expect.poll(() => till.lastSoldAt(), { timeout: 20_000, interval: 20 }).toBeGreaterThan(back);
      expect(performance.now() - back, 'sold again soon after').toBeLessThan(5000);
    }
    await selling.stop();

    expect(till.others).toEqual([]);
    expect(await differences(deployment, till)).toEqual([]);
    const codes = new Set(till.refusals.map(({ code }) => code));
    expect([...codes].filter((code) => code !== 'unavailable' && code !== 'outcome_unknown')).toEqual([]);
    expect(codes).toContain('unavailable');
    expect(till.refusals.filter(({ retryAfter }) => retryAfter !== '1')).toEqual([]);
    expect(Math.max(...till.refusals.map(({ ms }) => ms)), 'nobody was kept waiting').toBeLessThan(6000);

    const absences = said.filter((line) => line.includes('"event":"relay"'));
    expect(absences.length, 'the worker says it, and not with every look').toBeLessThan(5);
    // What was claimed as the server died does not wait for its lease to end.
    const left = 'select count(*) from dirty';
    await expect
      .poll(async () => Number((await deployment.direct.execute(left)).rows[0]?.[0]), { timeout: 20_000 })
      .toBe(0);
    expect(said.filter((line) => /"event":"(letter|order)/.test(line))).toEqual([]);
  },
);
