import { setTimeout as pause } from 'node:timers/promises';
import Database from 'libsql';
import { type TestContext, test } from 'vitest';
import { connectServer } from '../../db/connect.ts';
import { share } from '../../db/share.ts';
import { hasServer } from '../room/server.ts';
import { openShop, type Shop } from './shop.ts';

/** What a caller is told, and what is in the ledger, when the way to the database server fails. */

const ways = hasServer
  ? [['a request each', connectServer] as const, ['shared requests', share] as const]
  : [];

type Finish = Pick<TestContext, 'onTestFinished'>;

async function shopOn(connect: typeof share, { onTestFinished }: Finish): Promise<Shop> {
  const shop = await openShop(connect);
  onTestFinished(() => shop.close());
  return shop;
}

const keys = (count: number): string[] => Array.from({ length: count }, (_, n) => `sale-with-a-key-${n}`);

test.concurrent.for(ways)(
  '%s: with a key, a sale whose answer is lost is asked for again, and recorded once',
  async ([, connect], { expect, onTestFinished }) => {
    const shop = await shopOn(connect, { onTestFinished });
    shop.way.trouble = 'answer lost';
    const selling = Promise.all(keys(10).map((key) => shop.sell(key)));
    while (shop.way.lost === 0) await pause(1);
    shop.way.trouble = 'none';
    expect((await selling).map(({ status }) => status)).toEqual(keys(10).map(() => 201));
    expect(await shop.sold()).toBe(10);
  },
);

test.concurrent.for(ways)(
  '%s: without a key it is not asked for again, and nobody says that nothing was recorded',
  async ([, connect], { expect, onTestFinished }) => {
    const shop = await shopOn(connect, { onTestFinished });
    shop.way.trouble = 'answer lost';
    const { status, headers, body } = await shop.sell();
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'outcome_unknown', '1']);
    await pause(300);
    expect(await shop.sold()).toBe(1);
  },
);

test.concurrent.for(ways)(
  '%s: when the line stays cut, a key still finds out',
  async ([, connect], { expect, onTestFinished }) => {
    const shop = await shopOn(connect, { onTestFinished });
    const [key = ''] = keys(1);
    shop.way.trouble = 'answer lost';
    const begun = performance.now();
    expect(await shop.sell(key)).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
    expect(performance.now() - begun).toBeLessThan(2500);
    shop.way.trouble = 'none';
    const again = await shop.sell(key);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(await shop.sold()).toBe(1);
  },
);

test.concurrent.for(ways)(
  '%s: a read whose answer is lost is asked for again; without success there was nothing to record',
  async ([, connect], { expect, onTestFinished }) => {
    const shop = await shopOn(connect, { onTestFinished });
    shop.way.trouble = 'answer lost';
    const reading = shop.get('/warehouses');
    while (shop.way.lost === 0) await pause(1);
    shop.way.trouble = 'none';
    expect((await reading).status).toBe(200);
    shop.way.trouble = 'answer lost';
    const { status, headers, body } = await shop.get('/warehouses');
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);
  },
);

test.concurrent.for(ways)(
  '%s: a server that is gone is said to be so at once, and found again when it is back',
  async ([, connect], { expect, onTestFinished }) => {
    const shop = await shopOn(connect, { onTestFinished });
    await shop.way.close();
    await shop.server.kill();
    // By a name under which no line is open: one that was cut just now cannot tell "not sent" from "not answered".
    const gone = connect(shop.server.url.replace('127.0.0.1', 'localhost'), undefined);
    onTestFinished(() => gone.close());
    const begun = performance.now();
    await expect(gone.batch(['select 1'], 'write')).rejects.toMatchObject({ code: 'SERVER_OUT_OF_REACH' });
    await expect(gone.execute('select 1')).rejects.toMatchObject({ code: 'SERVER_OUT_OF_REACH' });
    expect(performance.now() - begun).toBeLessThan(1000);
    await shop.server.restart();
    expect((await gone.execute('select 1 as one')).rows[0]?.one).toBe(1);
  },
);

test.concurrent.for(ways.slice(1))(
  '%s: whoever waits behind a request that gets no answer is told within seconds, and was not sent',
  async ([, connect], { expect, onTestFinished }) => {
    const shop = await shopOn(connect, { onTestFinished });
    shop.way.trouble = 'silence';
    const first = shop.sell();
    const begun = performance.now();
    const others = await Promise.all(keys(5).map((key) => shop.sell(key)));
    expect(performance.now() - begun).toBeLessThan(4000);
    for (const { status, body, headers } of others)
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);
    shop.way.trouble = 'none';
    await shop.way.close();
    expect((await first).body.code).toBe('outcome_unknown');
    expect(await shop.sold()).toBe(1);
  },
);

test.concurrent.for(ways)(
  '%s: a lock that passes is waited for; one that stays is answered with 503, and nothing is recorded',
  async ([, connect], { expect, onTestFinished }) => {
    const shop = await shopOn(connect, { onTestFinished });
    const lock = new Database(`${shop.server.folder}/dbs/default/data`);
    onTestFinished(() => void lock.close());
    lock.exec('begin immediate');
    const [passing] = await Promise.all([shop.sell(), pause(400).then(() => lock.exec('rollback'))]);
    expect(passing.status).toBe(201);
    lock.exec('begin immediate');
    const begun = performance.now();
    const answers = await Promise.all(keys(8).map((key) => shop.sell(key)));
    expect(performance.now() - begun).toBeLessThan(6000);
    for (const { status, body, headers } of answers)
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);
    lock.exec('rollback');
    expect(await shop.sold()).toBe(1);
    expect((await Promise.all(keys(8).map((key) => shop.sell(key)))).map(({ status }) => status)).toEqual(
      keys(8).map(() => 201),
    );
  },
);
