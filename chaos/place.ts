import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@libsql/client';
import { createCompany } from '../db/company/company.ts';
import { connectServer } from '../db/connect.ts';
import { openLocal } from '../db/local.ts';
import { migrate } from '../db/migrate.ts';
import { fileIn } from '../db/open.ts';
import { databaseOf } from '../db/scope.ts';
import { freePort } from '../test/room/port.ts';
import { RedisServer } from '../test/room/redis.ts';
import { type Server, startServer } from '../test/room/server.ts';
import { type Way, wayTo } from '../test/server/way.ts';
import { type Disk, newDisk, type Room } from './disk.ts';
import { openPost, type Post } from './post.ts';
import { Program } from './program.ts';

export type Kinds = { database: 'sqld' | 'file'; queue: 'redis' | 'pglite' };

/** Everything that runs in a round, and the ways between. */
export type Place = {
  kinds: Kinds;
  disk: Disk;
  /** One with both inside, or the API and its workers. */
  programs: Program[];
  /** Where each worker tells how it is. */
  workers: string[];
  server: Server | undefined;
  redis: RedisServer | undefined;
  post: Post;
  ways: { api: Way; mail: Way; database?: Way; redis?: Way };
  /** The API beside its way. */
  address: string;
  company: { id: number; key: string };
  /** What is where on the disk, beside the programs that own it: only while they are stopped, if it is a file. */
  reach: () => Client;
  close: () => Promise<void>;
};

const COMPANY = { name: 'Fern & Kettle', timeZone: 'Europe/London', currency: 'GBP' };
const WORKERS = 2;
const CHECKPOINT_SECONDS = 60;

type Options = Kinds & {
  disk: Room;
  /** Calls a second that each key may make; left out, as it is by itself. */
  rateLimit?: number;
  /** Where what the programs say is kept. */
  logs: string;
};

export async function openPlace({ disk: room, logs, rateLimit, ...kinds }: Options): Promise<Place> {
  const disk = newDisk(room);
  const server =
    kinds.database === 'sqld'
      ? await startServer({ under: disk.folder, checkpointSeconds: CHECKPOINT_SECONDS })
      : undefined;
  const reach = () =>
    server ? connectServer(server.url, undefined) : openLocal({ file: fileIn(disk.folder) });
  const company = await founded(reach());
  const redis = kinds.queue === 'redis' ? new RedisServer({ keeps: true }) : undefined;
  await redis?.start();
  const post = await openPost();
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const ways: Place['ways'] = {
    api: await wayTo(address),
    mail: await wayTo(post.url),
    ...(server && { database: await wayTo(server.url) }),
    ...(redis && { redis: await wayTo(redis.url) }),
  };
  post.cut = () => ways.mail.cut();
  const workerPorts = await Promise.all(Array.from({ length: server ? WORKERS : 1 }, freePort));
  const settings = { port, workerPorts, folder: disk.folder, logs, rateLimit };
  const programs = programsOf(ways, settings);
  for (const program of programs) program.start();
  const place: Place = {
    kinds,
    disk,
    programs,
    workers: workerPorts.map((own) => `http://127.0.0.1:${own}`),
    server,
    redis,
    post,
    ways,
    address,
    company,
    reach,
    async close() {
      await Promise.all(programs.map((program) => program.close()));
      for (const way of Object.values(ways)) await way.close();
      await redis?.kill();
      redis?.remove();
      await post.close();
      await server?.remove();
      disk.remove();
    },
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void place.close().finally(() => process.exit(130)));
  return place;
}

async function founded(client: Client): Promise<Place['company']> {
  await migrate(client, 'db/migrations');
  const { companyId, apiKey } = await createCompany(databaseOf(client, 'company'), COMPANY, Date.now());
  client.close();
  return { id: companyId, key: String(apiKey) };
}

type Settings = {
  port: number;
  workerPorts: number[];
  folder: string;
  logs: string;
  rateLimit: number | undefined;
};

function programsOf(ways: Place['ways'], settings: Settings): Program[] {
  const { port, workerPorts, folder, logs, rateLimit } = settings;
  const address = `http://127.0.0.1:${port}`;
  const api = {
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: address,
    ...(rateLimit !== undefined && { RATE_LIMIT: String(rateLimit) }),
  };
  const outside = {
    SMTP_URL: `smtp://127.0.0.1:${ways.mail.port}`,
    MAIL_FROM: 'orders@stock.example',
    ...(ways.database && { DATABASE_URL: ways.database.url }),
    ...(ways.redis && { REDIS_URL: `redis://127.0.0.1:${ways.redis.port}` }),
  };
  const program = (name: string, script: string, ready: RegExp, env: Record<string, string>) =>
    new Program({ name, script, ready, env, logFile: join(logs, `${name.replace(' ', '-')}.log`) });
  if (!ways.database) {
    const env = { ...api, ...outside, DATA_DIR: folder, WORKER_PORT: String(workerPorts[0]) };
    return [program('StockFlow', 'start/all.ts', /worker is at work/, env)];
  }
  const workers = workerPorts.map((own, index) => {
    const DATA_DIR = join(folder, `worker-${index + 1}`);
    mkdirSync(DATA_DIR);
    const env = { ...outside, DATA_DIR, WORKER_PORT: String(own), PUBLIC_URL: address };
    return program(`worker ${index + 1}`, 'start/worker.ts', /looks after/, env);
  });
  return [
    program('API', 'start/api.ts', /API is serving/, { ...api, DATABASE_URL: ways.database.url }),
    ...workers,
  ];
}

/** The queue of a program that is stopped. */
export const deleteQueue = ({ disk }: Place): void =>
  rmSync(join(disk.folder, 'queue'), { recursive: true, force: true });
