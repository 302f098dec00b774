import { expect, test } from 'vitest';
import { openLocal } from '../../db/local.ts';
import { fileIn } from '../../db/open.ts';
import { atRest, ended, newPlace, reachIn, until } from '../journey/place.ts';
import { get, LEFT, openShop, sale, sell, THRESHOLD } from '../journey/shop.ts';
import { openOffice } from '../mail/office.ts';
import { hasRedis, redisOfFile } from '../queue/store.ts';
import { DAY } from '../shelf.ts';
import { countsOf, startProgram } from './day.ts';
import { faultsIn } from './invariant.ts';

const redis = redisOfFile();

/** Further than any lease, back-off or opening hour. */
const AHEAD_MS = 10 * DAY;

/** What the worker was about to do when it died, with its clock ten days ahead. */
const deaths = [
  { what: 'a place is claimed', at: 'update dirty set due_at = ?', when: 'after' },
  { what: 'an order is claimed', at: 'update outbox set due_at = ?', when: 'after' },
  { what: 'a letter is claimed', at: "set status = 'sending', attempts", when: 'after' },
] as const;

test('a worker whose clock is ten days ahead dies, and starts again with the right one: nothing waits ten days', async () => {
  const office = await openOffice();
  const place = await newPlace();
  const started = () =>
    startProgram(place, { smtpUrl: office.url, ...(hasRedis && { redisUrl: redis.url }) });
  let program = await started();
  const shop = await openShop(place.rest, { products: deaths.length + 2, suppliers: deaths.length + 2 });
  await atRest(await reachIn(place));
  const sellOut = (at: number) => sell(shop, sale(shop, shop.products[at] ?? { id: 0 }, LEFT - THRESHOLD));
  const letters = (count: number) => until(async () => expect(office.delivered).toHaveLength(count));
  for (const [index, { what, at, when }] of deaths.entries()) {
    await program.tell({ clockMs: AHEAD_MS, die: { at, when } });
    await sellOut(index).catch(() => undefined);
    expect(await program.exited, what).toMatchObject({ signal: 'SIGKILL' });
    program = await started();
    await letters(index + 1);
    await atRest(await reachIn(place));
  }

  await program.tell({ clockMs: AHEAD_MS });
  await sellOut(deaths.length);
  await letters(deaths.length + 1);
  await program.tell({ clockMs: 0 });
  await sellOut(deaths.length + 1);
  await letters(deaths.length + 2);
  expect((await get(shop, '/shortages')).items).toHaveLength(deaths.length + 2);

  await atRest(await reachIn(place));
  await ended(program.child, 'SIGKILL');
  const client = openLocal({ file: fileIn(place.dataDir) });
  const delivered = await countsOf(office.delivered);
  expect([...delivered.values()]).toEqual(shop.products.map(() => 1));
  const faults = await faultsIn(client, { delivered });
  expect(faults.filter((fault) => !fault.startsWith('figures differ'))).toEqual([]);
  client.close();
});
