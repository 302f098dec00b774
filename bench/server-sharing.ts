import { connectServer } from '../db/connect.ts';
import { share } from '../db/share.ts';
import { openShop } from '../test/server/shop.ts';
import { type Bench, type Case, crowd } from './measure.ts';

const CALLERS = [1, 8, 64, 256];

/** The same API, the same server; only the way its callers reach it differs. */
export const serverSharing: Bench = {
  name: 'server-sharing',
  about: 'Sales on a database server: a request each against shared requests',
  seconds: 3,
  rounds: 3,
  async open() {
    // Without it the server comes to a stop under as many writers at once: see docs/scale.md.
    const options = { checkpointSeconds: 600 };
    const shops = {
      'a request each': await openShop(connectServer, options),
      shared: await openShop(share, options),
    };
    const cases = CALLERS.flatMap((callers) =>
      Object.entries(shops).map(
        ([how, shop]): Case => ({
          name: `${callers} callers, ${how}`,
          round: (ms) => crowd(callers, ms, async () => (await shop.sell()).status === 201),
        }),
      ),
    );
    return {
      cases,
      close: async () => void (await Promise.all(Object.values(shops).map((shop) => shop.close()))),
    };
  },
};
