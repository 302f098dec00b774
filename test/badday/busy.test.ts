import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openLocal } from '../../db/local.ts';
import { fileIn } from '../../db/open.ts';
import { atRest, ended, launch, newPlace, type Place, reachIn, until } from '../journey/place.ts';
import { get, LEFT, openShop, sale, sell, THRESHOLD } from '../journey/shop.ts';
import { openOffice } from '../mail/office.ts';
import { hasRedis, redisOfFile } from '../queue/store.ts';
import type { Json } from '../room.ts';
import { countsOf, startProgram } from './day.ts';
import { faultsIn } from './invariant.ts';

const redis = redisOfFile();

/** Longer than the program waits for the database. */
const HELD_MS = 800;

/** A program of somebody else's, which takes the file's write lock when told, and gives it back. */
function stranger({ dataDir }: Place) {
  const { child, says } = launch(['--input-type=module', '-e', STRANGER, '--', fileIn(dataDir)]);
  let told = 0;
  const tell = async (word: 'lock' | 'free'): Promise<void> => {
    told += 1;
    child.stdin.write(`${word}\n`);
    await says(new RegExp(`^${word} ${told}$`, 'm'));
  };
  const hold = async (ms = HELD_MS): Promise<void> => {
    await tell('lock');
    setTimeout(() => tell('free').catch(() => undefined), ms);
  };
  return { tell, hold };
}

const STRANGER = `
  import { createInterface } from 'node:readline';
  import Database from 'libsql';
  const db = new Database(process.argv.at(-1), { timeout: 5000 });
  let told = 0;
  createInterface(process.stdin).on('line', (word) => {
    db.exec(word === 'lock' ? 'BEGIN IMMEDIATE' : 'ROLLBACK');
    console.log(word + ' ' + ++told);
  });`;

test('a foreign process holds the write lock: while it is claimed, while the letter is asked for, while it is taken', async () => {
  const place = await newPlace();
  const foreign = stranger(place);
  const during: { RCPT?: string; end?: string } = {};
  const office = await openOffice({
    onRcptTo: ({ address }, _, done) => {
      if (address === during.RCPT) foreign.hold().then(() => done(), done);
      else done();
    },
    whenWhole: (to) => (to === during.end ? foreign.hold() : Promise.resolve()),
  });
  const program = await startProgram(place, {
    smtpUrl: office.url,
    ...(hasRedis && { redisUrl: redis.url }),
  });
  const shop = await openShop(place.rest, { products: 4, suppliers: 4 });
  const [first, second, third, fourth] = shop.products;
  if (!first || !second || !third || !fourth) throw new Error('There are four products');
  const database = await reachIn(place);
  await atRest(database);
  const sellOut = (product: typeof first) => sell(shop, sale(shop, product, LEFT - THRESHOLD));
  const letterTo = async ({ email }: typeof first): Promise<Json> =>
    (await get(shop, '/letters')).items.find(({ to_address }: Json) => to_address === email);
  const isSent = (product: typeof first) =>
    until(async () => expect(await letterTo(product)).toMatchObject({ status: 'sent' }));

  await sellOut(first);
  await foreign.hold();
  const refused = await shop.rest('POST', '/movements', sale(shop, fourth, 1));
  expect([refused.status, refused.body.code], 'the API says so').toEqual([503, 'unavailable']);
  await isSent(first);

  during.RCPT = second.email;
  await sellOut(second);
  await until(async () =>
    expect(await letterTo(second)).toMatchObject({
      status: 'queued',
      error: expect.stringContaining('held back'),
    }),
  );
  expect(
    office.delivered.filter(({ to }) => to.includes(second.email)),
    'not one byte of it left',
  ).toEqual([]);
  during.RCPT = undefined;
  await program.tell({ clockMs: 61_000 });
  await isSent(second);

  during.end = third.email;
  await sellOut(third);
  await isSent(third);

  await atRest(database);
  await pause(600);
  await ended(program.child, 'SIGKILL');
  const client = openLocal({ file: fileIn(place.dataDir) });
  const delivered = await countsOf(office.delivered);
  expect([...delivered.values()]).toEqual([1, 1, 1]);
  expect(await faultsIn(client, { delivered })).toEqual([]);
  client.close();
});
