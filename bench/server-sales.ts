import { setTimeout as pause } from 'node:timers/promises';
import { deploy } from '../test/server/deployment.ts';
import { differences, openTill } from '../test/server/till.ts';
import { type Bench, spread } from './measure.ts';

const CUSTOMERS = 64;
const P99_MS_MAX = 1000;

/** API and database server as processes of their own, over HTTP. Whatever is lost, doubled or refused otherwise than by 503 ends it. */
export const serverSales: Bench = {
  name: 'server-sales',
  about: `${CUSTOMERS} customers buy at once from an API on a database server; then the ledger is compared with the tills`,
  seconds: 60,
  rounds: 1,
  async open() {
    const deployment = await deploy();
    const till = openTill(deployment);
    const round = async (ms: number) => {
      const [before, refusedBefore] = [till.timesMs.length, till.refusals.length];
      const selling = till.open(CUSTOMERS);
      await pause(ms);
      await selling.stop();
      const times = till.timesMs.slice(before);
      const figures = { perSecond: times.length / (ms / 1000), ...spread(times) };
      const faults = [...till.others, ...(await differences(deployment, till))];
      if (figures.p99Ms > P99_MS_MAX) faults.push(`99 % took up to ${figures.p99Ms} ms`);
      if (faults.length > 0) throw new Error(faults.slice(0, 10).join('\n'));
      return { ...figures, refused: till.refusals.length - refusedBefore };
    };
    return { cases: [{ name: 'over HTTP, shared', round }], close: deployment.close };
  },
};
