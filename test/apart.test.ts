import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockedServer, newCompany, start } from './edge/place.ts';
import { aDayOfTrade } from './edge/trade.ts';
import { emptyQueue } from './queue/made.ts';
import { hasServer } from './room/server.ts';

test.skipIf(!hasServer)(
  'the API serves on a libSQL server that asks for a token, and a worker beside it',
  async () => {
    const { access, folder } = await lockedServer();
    const api = await start('start/api.ts', access);
    await api.says(/is serving \S+ on http:\S+\/docs/);
    await aDayOfTrade(api.url, await newCompany(access));
    cpSync(emptyQueue(), join(folder, 'queue'), { recursive: true });
    const more = { PUBLIC_URL: api.url, DATA_DIR: folder };
    const worker = await start('start/worker.ts', { ...access, ...more });
    const [, pages] = await worker.says(/looks after \S+: (http:\S+)\/queues/);
    await expect.poll(async () => (await fetch(`${pages}/healthz`)).json()).toMatchObject({ status: 'ok' });
    for (const { child } of [worker, api]) child.kill('SIGTERM');
    for (const { exited } of [worker, api]) expect(await exited).toEqual({ code: 0, signal: null });
  },
);
