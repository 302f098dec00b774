import type { Client } from '@libsql/client';
import { createApp } from '../../api/app.ts';
import { Identities } from '../../api/identity.ts';
import { RateLimit } from '../../api/rate.ts';
import { createCompany } from '../../db/company/company.ts';
import { connectServer } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { databaseOf } from '../../db/scope.ts';
import { share } from '../../db/share.ts';
import { type Server, startServer } from '../room/server.ts';
import type { Answer } from '../room.ts';
import { type Way, wayTo } from './way.ts';

export type Post = (path: string, body: object, key?: string) => Promise<Answer>;

/** One product in one warehouse, and the API in this process to sell it through. */
export type Counter = {
  product: number;
  warehouse: number;
  post: Post;
  get: (path: string) => Promise<Answer>;
  sell: (key?: string, quantity?: number) => Promise<Answer>;
};

export async function openCounter(client: Client): Promise<Counter> {
  const named = { name: 'Shop', timeZone: 'UTC', currency: 'EUR' };
  const { apiKey } = await createCompany(databaseOf(client, 'company'), named, Date.now());
  const ask = asker(client, apiKey);
  const post: Post = (path, body, key) => ask('POST', path, body, key);
  const { body: warehouse } = await post('/warehouses', { name: 'Shop' });
  const opening = {
    name: 'Tea',
    sku: 'T',
    price: '1',
    warehouse_id: warehouse.id,
    initial_quantity: 10_000_000,
  };
  const { body: product } = await post('/products', opening);
  const sale = { type: 'sale', product_id: product.product_id, warehouse_id: warehouse.id };
  return {
    product: product.product_id,
    warehouse: warehouse.id,
    post,
    get: (path) => ask('GET', path),
    sell: (key, quantity = 1) => post('/movements', { ...sale, quantity, reference: key }, key),
  };
}

/** A counter that stands far from its database server, and the way between them. */
export type Shop = Counter & {
  server: Server;
  way: Way;
  /** What the API asks through. */
  client: Client;
  /** Beside the way. */
  direct: Client;
  sold: () => Promise<number>;
  close: () => Promise<void>;
};

export async function openShop(connect = share, options?: Parameters<typeof startServer>[0]): Promise<Shop> {
  const server = await startServer(options);
  const way = await wayTo(server.url);
  const client = connect(way.url, undefined);
  const direct = connectServer(server.url, undefined);
  await migrate(direct, 'db/migrations');
  return {
    ...(await openCounter(client)),
    server,
    way,
    client,
    direct,
    sold: async () =>
      Number((await direct.execute("select count(*) from movements where type = 'sale'")).rows[0]?.[0]),
    async close() {
      client.close();
      direct.close();
      await way.close();
      await server.remove();
    },
  };
}

function asker(client: Client, apiKey: string) {
  const app = createApp({
    identities: new Identities(),
    rateLimit: new RateLimit(0),
    corsOrigins: [],
    now: Date.now,
    log: () => undefined,
  });
  const defer = (work: Promise<unknown>) => void work.catch(() => undefined);
  const bindings = { database: databaseOf(client, 'company'), defer };
  return async (method: string, path: string, body?: object, key?: string): Promise<Answer> => {
    const headers = {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      ...(key && { 'idempotency-key': key }),
    };
    const answer = await app.request(
      `/api${path}`,
      { method, headers, body: body && JSON.stringify(body) },
      bindings,
    );
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
}
