import { createInterface } from 'node:readline';
import { parseEnv } from '../../api/env.ts';
import { isOfFile, openLocal, serveSocket } from '../../db/local.ts';
import { fileIn, socketIn } from '../../db/open.ts';
import { databaseOf } from '../../db/scope.ts';
import { serveApi } from '../../start/serve.ts';
import { workerEnv } from '../../worker/env.ts';
import { startWorker } from '../../worker/run.ts';
import { type Orders, withDeath } from './death.ts';

/** API and worker as start/all.ts puts them together, with little patience, a clock to turn and a moment to die at. */

export type Given = {
  dataDir: string;
  /** Without it, the file in dataDir. */
  databaseUrl?: string;
  redisUrl?: string;
  smtpUrl?: string;
  /** Without it there is no API. */
  port?: number;
  publicUrl: string;
};

const [, , given] = process.argv;
if (given === undefined) throw new Error('Say where it runs: {"dataDir":"…","publicUrl":"…"}');
const { dataDir, databaseUrl, redisUrl, smtpUrl, port, publicUrl }: Given = JSON.parse(given);
const orders: Orders = { clockMs: 0 };
const say = (line: object | string) => console.log(typeof line === 'string' ? line : JSON.stringify(line));

createInterface(process.stdin).on('line', (line) => {
  Object.assign(orders, JSON.parse(line));
  say('heard');
});

const client = databaseUrl
  ? (await import('../../db/share.ts')).share(databaseUrl, undefined)
  : openLocal({ file: fileIn(dataDir), busyMs: 300 });
if (isOfFile(client)) await serveSocket(client, socketIn(dataDir));
if (port !== undefined)
  await serveApi(
    { PORT: port, HOST: '127.0.0.1', SKU_SCOPE: 'company', CORS_ORIGINS: [], RATE_LIMIT: 0 },
    databaseOf(client, 'company'),
    say,
  );
const { address } = await startWorker({
  database: databaseOf(withDeath(client, orders), 'company'),
  env: {
    ...parseEnv(workerEnv, {
      WORKER_PORT: '0',
      MAIL_FROM: 'orders@stock.example',
      REDIS_URL: redisUrl,
      SMTP_URL: smtpUrl,
    }),
    DATA_DIR: dataDir,
  },
  publicUrl,
  log: say,
  now: () => Date.now() + orders.clockMs,
  limits: {
    leaseMs: 500,
    lockMs: 500,
    mail: { greetingMs: 600, commandMs: 600, replyMs: 600, quitMs: 100, lettersPerConnectionMax: 1 },
  },
});
say(`works at ${address}`);
