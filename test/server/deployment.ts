import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@libsql/client';
import { createCompany } from '../../db/company/company.ts';
import { connectServer } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { databaseOf } from '../../db/scope.ts';
import { QUICK } from '../launch.ts';
import { endsWithUs } from '../room/end.ts';
import { freePort } from '../room/port.ts';
import { type Server, startServer } from '../room/server.ts';
import type { Json } from '../room.ts';

type Reply = { status: number; headers: Headers; body: Json };

/** A database server, the API and perhaps a worker, each a process of its own, as they are deployed. */
export type Deployment = {
  server: Server;
  direct: Client;
  company: number;
  product: number;
  warehouse: number;
  ask: (method: string, path: string, body?: object, key?: string) => Promise<Reply>;
  /** What the worker has said. */
  said: string[];
  close: () => Promise<void>;
};

/** Where one product is sold from one warehouse. */
export type Stand = Pick<Deployment, 'ask' | 'product' | 'warehouse'>;

type Options = {
  stock?: number;
  /** The folder of an empty queue: with it a worker runs, too. */
  queue?: string;
};

export async function deploy({ queue, stock = 1_000_000 }: Options = {}): Promise<Deployment> {
  const server = await startServer();
  const direct = connectServer(server.url, undefined);
  await migrate(direct, 'db/migrations');
  const named = { name: 'Shop', timeZone: 'UTC', currency: 'EUR' };
  const { companyId, apiKey } = await createCompany(databaseOf(direct, 'company'), named, Date.now());
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-deployment-'));
  const port = await freePort();
  const env = {
    ...process.env,
    DATABASE_URL: server.url,
    DATA_DIR: folder,
    PORT: String(port),
    RATE_LIMIT: '0',
  };
  const address = `http://127.0.0.1:${port}`;
  const api = spawn(process.execPath, [...QUICK, 'start/api.ts'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const said: string[] = [];
  if (queue) cpSync(queue, join(folder, 'queue'), { recursive: true });
  endsWithUs(api);
  const children = queue ? [api, await startWorker(env, address, said)] : [api];
  await answering(`${address}/healthz`);
  return {
    ...(await openStand(address, apiKey, stock)),
    server,
    direct,
    company: companyId,
    said,
    async close() {
      await Promise.all(children.map(ended));
      direct.close();
      await server.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function openStand(address: string, apiKey: string, stock: number): Promise<Stand> {
  const ask = asker(address, apiKey);
  const { body: warehouse } = await ask('POST', '/warehouses', { name: 'Shop' });
  const opening = { name: 'Tea', sku: 'T', price: '1', warehouse_id: warehouse.id, initial_quantity: stock };
  const { body: product } = await ask('POST', '/products', opening);
  return { ask, product: product.product_id, warehouse: warehouse.id };
}

async function startWorker(env: NodeJS.ProcessEnv, address: string, said: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...QUICK, 'start/worker.ts'], {
    env: { ...env, WORKER_PORT: '0', PUBLIC_URL: address },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endsWithUs(child);
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => said.push(line));
  await once(lines, 'line');
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function answering(url: string): Promise<void> {
  for (const until = performance.now() + 20_000; performance.now() < until; await pause(20))
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
  throw new Error(`${url} does not answer`);
}

function asker(address: string, apiKey: string): Deployment['ask'] {
  return async (method, path, body, key) => {
    const headers = {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      ...(key && { 'idempotency-key': key }),
    };
    const answer = await fetch(`${address}/api${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
}
