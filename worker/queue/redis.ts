import { createRedisBackend } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import type { Log } from './log.ts';
import { QueueUnreachable, type Store } from './store.ts';

// A worker's longest silence is a blocking read of 10 s; beyond this the connection is dead without knowing it.
const WORKER_SILENT_MS = 30_000;

/** Opens whether or not Redis is there: it is said when it goes and when it is back; meanwhile jobs are refused. */
export async function openRedis(url: string, { reachMs, log }: Options): Promise<Store> {
  const clients: Redis[] = [];
  const connect = (options: RedisOptions): Redis => {
    const client = new Redis(url, { retryStrategy: (tries) => Math.min(100 * tries, 2000), ...options });
    // A connection without a listener for its errors takes the process down.
    client.on('error', () => {});
    client.setMaxListeners(Number.POSITIVE_INFINITY);
    clients.push(client);
    return client;
  };
  const main = connect({
    // A command that waits here would be carried out long after its caller was refused.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    socketTimeout: reachMs,
  });
  const closing = new AbortController();
  watch(main, new URL(url).host, log, closing.signal);
  const reach = <Answer>(task: () => Promise<Answer>) => inTime(main, reachMs, task);
  await reach(async () => {}).catch(() => {});
  return {
    isShared: true,
    forQueue: (name, options, more) => createRedisBackend(name, { ...options, connection: main }, more),
    forWorker: (name, options, more) => {
      const connection = connect({ maxRetriesPerRequest: null, socketTimeout: WORKER_SILENT_MS });
      return createRedisBackend(name, { ...options, connection }, more);
    },
    reach,
    // Redis keeps the time of its locks itself.
    heal: async () => {},
    isAbsence,
    close: async () => {
      closing.abort();
      for (const client of clients) client.disconnect();
    },
  };
}

type Options = { reachMs: number; log: Log };

function watch(client: Redis, host: string, log: Log, closing: AbortSignal): void {
  const unknown = 'the connection was closed';
  let reason = unknown;
  let isAway = false;
  client.on('error', (error: NodeJS.ErrnoException) => {
    reason = error.message || error.code || reason;
  });
  client.on('close', () => {
    if (isAway || closing.aborted) return;
    isAway = true;
    log({ level: 'error', event: 'queue lost', error: `Redis at ${host} cannot be reached: ${reason}` });
  });
  client.on('ready', () => {
    if (isAway) log({ level: 'info', event: 'queue back' });
    isAway = false;
    reason = unknown;
  });
}

function inTime<Answer>(client: Redis, reachMs: number, task: () => Promise<Answer>): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const refuse = () => {
    client.off('ready', begin);
    reject(
      new QueueUnreachable(
        `Redis does not answer (waited up to ${reachMs} ms). Check that it runs and that REDIS_URL leads to it. ` +
          'What there is to do is kept in the database and will be queued again.',
      ),
    );
  };
  const timer = setTimeout(refuse, reachMs).unref();
  const begin = () =>
    Promise.try(task)
      .then(resolve, (error) => (isAbsence(error) ? refuse() : reject(error)))
      .finally(() => clearTimeout(timer));
  if (client.status === 'ready') begin();
  else client.once('ready', begin);
  return promise;
}

const ABSENT = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN'];

function isAbsence(error: Error): boolean {
  return (
    error instanceof QueueUnreachable ||
    error instanceof AggregateError ||
    ('code' in error && ABSENT.includes(String(error.code))) ||
    /^Connection is closed|^Stream isn't writeable|^Reached the max retries|^Socket timeout/.test(
      error.message,
    )
  );
}
