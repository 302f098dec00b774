import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openLocal } from '../../db/local.ts';
import { fileIn } from '../../db/open.ts';
import { atRest, ended, newPlace, reachIn, until } from '../journey/place.ts';
import { get, LEFT, openShop, sale, sell, THRESHOLD } from '../journey/shop.ts';
import { play, type Script } from '../mail/script.ts';
import { hasRedis, redisOfFile } from '../queue/store.ts';
import type { Json } from '../room.ts';
import { countsOf, startProgram } from './day.ts';
import { faultsIn } from './invariant.ts';

const redis = redisOfFile();

const MINUTE = 60_000;

type Bad = {
  what: string;
  script: Script;
  letter: string;
  order: string;
  heldBy: string | null;
  ends: number;
};

/** What a mail server does to a letter, and how the letter stands then. */
const bad: Bad[] = [
  {
    what: 'refuses it',
    script: { RCPT: '550 no such mailbox' },
    letter: 'failed',
    order: 'approved',
    heldBy: 'mail_failed',
    ends: 0,
  },
  {
    what: 'puts it off',
    script: { RCPT: '450 greylisted' },
    letter: 'queued',
    order: 'approved',
    heldBy: null,
    ends: 0,
  },
  {
    what: 'hangs before it has the letter',
    script: { DATA: 'hang' },
    letter: 'queued',
    order: 'approved',
    heldBy: null,
    ends: 0,
  },
  {
    what: 'closes in the middle of it',
    script: { part: 'close' },
    letter: 'uncertain',
    order: 'approved',
    heldBy: null,
    ends: 0,
  },
  {
    what: 'has it, and hangs',
    script: { end: 'hang' },
    letter: 'uncertain',
    order: 'approved',
    heldBy: null,
    ends: 1,
  },
  {
    what: 'has it, and closes',
    script: { end: 'close' },
    letter: 'uncertain',
    order: 'approved',
    heldBy: null,
    ends: 1,
  },
];

test('a mail server that refuses, puts off, hangs or closes: the letter says so, and none goes twice by itself', async () => {
  // The refused letter is followed by a notice to the owner.
  const [refusing, ...others] = bad.map(({ script }) => script);
  const server = await play(refusing ?? {}, {}, ...others, {});
  onTestFinished(server.close);
  const place = await newPlace();
  const program = await startProgram(place, {
    smtpUrl: server.url,
    ...(hasRedis && { redisUrl: redis.url }),
  });
  const shop = await openShop(place.rest, { products: bad.length, suppliers: bad.length });
  await atRest(await reachIn(place));
  const letterTo = async (email: string): Promise<Json> =>
    (await get(shop, '/letters')).items.find(({ to_address }: Json) => to_address === email);
  for (const [index, { what, letter, order, heldBy }] of bad.entries()) {
    const product = shop.products[index] ?? { id: 0, email: '' };
    await sell(shop, sale(shop, product, LEFT - THRESHOLD));
    const found = await until(async () => {
      const found = await letterTo(product.email);
      expect([what, found?.status, found?.attempts]).toEqual([what, letter, 1]);
      return found;
    });
    expect(await get(shop, `/orders/${found.order_id}`), what).toMatchObject({
      status: order,
      held_by: heldBy,
    });
    if (letter === 'failed')
      await until(async () =>
        expect(await letterTo('buying@fern.example')).toMatchObject({ status: 'sent' }),
      );
  }
  const connections = server.sockets.length;
  await pause(1200);
  expect(server.sockets.length, 'two leases later').toBe(connections);

  await program.tell({ clockMs: MINUTE + 1000 });
  await atRest(await reachIn(place));
  await program.tell({ clockMs: 60 * MINUTE });
  await pause(1200);
  expect(server.sockets.length, 'of those put off, and of no other').toBe(connections + 2);
  const delivered = await countsOf(server.letters.map((raw) => ({ raw })));
  for (const [index, { what, letter, ends }] of bad.entries()) {
    const { id, status } = await letterTo(shop.products[index]?.email ?? '');
    const isPutOff = letter === 'queued';
    expect([what, status], what).toEqual([what, isPutOff ? 'sent' : letter]);
    expect(delivered.get(id) ?? 0, what).toBe(isPutOff ? 1 : ends);
  }
  await ended(program.child, 'SIGKILL');
  const client = openLocal({ file: fileIn(place.dataDir) });
  expect(await faultsIn(client, { delivered })).toEqual([]);
  client.close();
});
