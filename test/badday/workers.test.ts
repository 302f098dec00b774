import { expect, onTestFinished, test } from 'vitest';
import { createCompany } from '../../db/company/company.ts';
import { connectServer } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { SENDING_MS_MAX } from '../../db/replenishment/sending.ts';
import { databaseOf } from '../../db/scope.ts';
import { atRest, COMPANY, ended, type Place, until } from '../journey/place.ts';
import { restAt } from '../journey/rest.ts';
import { get, LEFT, openShop, type Shop, sale, sell, THRESHOLD } from '../journey/shop.ts';
import { openOffice } from '../mail/office.ts';
import { hasRedis, redisOfFile } from '../queue/store.ts';
import { freePort } from '../room/port.ts';
import { hasServer, startServer } from '../room/server.ts';
import type { Json } from '../room.ts';
import { countsOf, startProgram } from './day.ts';
import { faultsIn } from './invariant.ts';

const isPossible = hasRedis && hasServer;
if (!isPossible)
  console.log('Two workers on one database server are tried only where redis-server and sqld are.');

const redis = redisOfFile();

/** A database server of the test's own, with one company. */
async function newServer() {
  const server = await startServer({ checkpointSeconds: 60 });
  onTestFinished(() => server.remove());
  const client = connectServer(server.url, undefined);
  onTestFinished(() => client.close());
  await migrate(client, 'db/migrations');
  const { companyId, apiKey } = await createCompany(databaseOf(client, 'company'), COMPANY, Date.now());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const place: Place = { dataDir: server.folder, url, port, companyId, rest: restAt(url, apiKey) };
  return { place, client, databaseUrl: server.url };
}

const recount = ({ warehouse }: Shop, product_id: number, quantity: number): object => ({
  type: 'adjustment',
  product_id,
  warehouse_id: warehouse,
  quantity,
});

test.skipIf(!isPossible)(
  'two workers on one server and one Redis, and one of them killed at work: every order once',
  async () => {
    const office = await openOffice();
    const { place, client, databaseUrl } = await newServer();
    const given = { databaseUrl, redisUrl: redis.url, smtpUrl: office.url };
    const [one, other] = await Promise.all([
      startProgram(place, given),
      startProgram(place, { ...given, port: undefined }),
    ]);
    const shop = await openShop(place.rest, { products: 12, suppliers: 6 });
    await atRest(client);
    const all = shop.products.map((product) => sale(shop, product, LEFT - THRESHOLD));
    const halves = [all.slice(0, 6), all.slice(6)];
    await Promise.all((halves[0] ?? []).map((line) => sell(shop, line)));
    await atRest(client);

    await other.tell({ die: { at: 'insert into forecasts', when: 'after' } });
    await Promise.all((halves[1] ?? []).map((line) => sell(shop, line)));
    // Whichever of the two is free takes the next job, so there is another until this one has had its last.
    const [{ id } = expect.unreachable()] = shop.products;
    await until(async () => {
      await sell(shop, recount(shop, id, 1), recount(shop, id, -1));
      expect(other.child.signalCode).toBe('SIGKILL');
    }, 30_000);
    expect(await other.exited).toMatchObject({ signal: 'SIGKILL' });
    // A letter that the dead one had begun is another's only when nobody can be at work on it any more.
    await one.tell({ clockMs: SENDING_MS_MAX + 60_000 });
    await atRest(client);

    const delivered = await countsOf(office.delivered);
    const letters: Json[] = (await get(shop, '/letters?limit=100')).items;
    for (const { id, status } of letters)
      expect([status, delivered.get(id) ?? 0]).toEqual(
        status === 'uncertain' ? ['uncertain', expect.toBeOneOf([0, 1])] : ['sent', 1],
      );
    expect((await get(shop, '/shortages?limit=100')).items).toHaveLength(12);
    await ended(one.child, 'SIGKILL');
    expect(await faultsIn(client, { delivered })).toEqual([]);
  },
);
