import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { HonoAdapter } from '@bull-board/hono';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Queue } from './queue.ts';

/** The queue's own screen: jobs by state, with their errors, to retry or to remove. */
export function boardAt(path: string, queue: Queue): Hono {
  const adapter = new HonoAdapter(serveStatic);
  adapter.setBasePath(path);
  createBullBoard({
    queues: queue.board().map((jobs) => new BullMQAdapter(jobs)),
    serverAdapter: adapter,
    options: {
      uiBasePath: uiFolder,
      // In this process alone nobody would be found: PostgreSQL counts connections, and here is none.
      uiConfig: { boardTitle: 'StockFlow jobs', showWorkers: queue.isShared },
    },
  });
  return new Hono().route(path, adapter.registerPlugin());
}

const uiFolder = dirname(fileURLToPath(import.meta.resolve('@bull-board/ui/package.json')));
