import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createCompany } from '../../db/company/company.ts';
import { connectServer } from '../../db/connect.ts';
import { databaseOf } from '../../db/scope.ts';
import { COMPANY } from '../journey/place.ts';
import { restAt } from '../journey/rest.ts';
import { fromSaleToShelf, MAIL_FROM } from '../journey/story.ts';
import { openOffice } from '../mail/office.ts';
import { hasRedis, redisOfFile } from '../queue/store.ts';
import { bundled } from '../room/bundle.ts';
import { type Server, startServer } from '../room/server.ts';
import { inWorkerd, start } from './place.ts';

const redis = redisOfFile();

describe.skipIf(!hasRedis)('with everything where it is in a deployment', () => {
  const build = bundled('api/edge.ts');
  let server: Server;
  beforeAll(async () => {
    server = await startServer({ like: inject('serverTemplate') });
  });
  afterAll(() => server.remove());

  test('API in workerd, data in a libSQL server, queue on Redis, mail by SMTP: from the sale to the shelf', async () => {
    const office = await openOffice();
    const api = await inWorkerd(build, { DATABASE_URL: server.url, RATE_LIMIT: '0' });
    const worker = await start('start/worker.ts', {
      DATABASE_URL: server.url,
      REDIS_URL: redis.url,
      SMTP_URL: office.url,
      MAIL_FROM,
      PUBLIC_URL: api.url,
    });
    await worker.says(/looks after/);
    const client = connectServer(server.url, undefined);
    const { apiKey } = await createCompany(databaseOf(client, 'company'), COMPANY, Date.now());
    const tookMs = await fromSaleToShelf(restAt(api.url, apiKey), client, office.delivered);
    console.log(`At the edge, a sale was a letter after ${tookMs} ms.`);
    expect(tookMs).toBeLessThan(10_000);
    worker.child.kill('SIGTERM');
    expect(await worker.exited).toEqual({ code: 0, signal: null });
    client.close();
  });
});
