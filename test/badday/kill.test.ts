import { expect, test } from 'vitest';
import { openLocal } from '../../db/local.ts';
import { fileIn } from '../../db/open.ts';
import { atRest, ended, newPlace, reachIn } from '../journey/place.ts';
import { get, LEFT, openShop, sale, sell, THRESHOLD } from '../journey/shop.ts';
import { openOffice } from '../mail/office.ts';
import { hasRedis, redisOfFile } from '../queue/store.ts';
import { countsOf, startProgram } from './day.ts';
import type { Orders } from './death.ts';
import { faultsIn } from './invariant.ts';

const redis = redisOfFile();

type Step = NonNullable<Orders['die']> & { step: string; letter: 'sent' | 'uncertain'; came: number };

const before = (step: string, at: string): Step => ({ step, at, when: 'before', letter: 'sent', came: 1 });
const after = (step: string, at: string): Step => ({ step, at, when: 'after', letter: 'sent', came: 1 });
const uncertain = (step: Step, came: number): Step => ({ ...step, letter: 'uncertain', came });

const SENT = "update letters set status = 'sent'";

/** From the sale to what the worker makes of it. */
const toTheDraft: Step[] = [
  after('its place is claimed', 'update dirty set due_at = ?'),
  before('the job reads the place', 'from (select * from \\"dirty\\"'),
  before('the figures are written', 'insert into forecasts'),
];

/** From there to the supplier. */
const toTheSupplier: Step[] = [
  after('figures, shortage and draft are written', 'insert into forecasts'),
  after('the order is claimed', 'update outbox set due_at = ?'),
  before('the letter is written', 'insert into letters'),
  after('the letter is written', 'insert into letters'),
  after('the letter is claimed', "set status = 'sending', attempts"),
  uncertain(after('it is noted that the server asked for it', 'update letters set handed_at ='), 0),
  uncertain(before('the sending is recorded, and the server has it', SENT), 1),
  after('the sending is recorded', SENT),
];

test.each([
  { way: 'from the sale to the draft', steps: toTheDraft, isOnRedis: false },
  { way: 'from the draft to the supplier', steps: toTheSupplier, isOnRedis: hasRedis },
])(
  'killed between any two steps $way: nothing is lost, nothing comes twice',
  async ({ steps, isOnRedis }) => {
    const office = await openOffice();
    const place = await newPlace();
    const started = () =>
      startProgram(place, { smtpUrl: office.url, ...(isOnRedis && { redisUrl: redis.url }) });
    let program = await started();
    const shop = await openShop(place.rest, { products: steps.length, suppliers: steps.length });
    await atRest(await reachIn(place));
    for (const [index, { step, at, when, letter, came }] of steps.entries()) {
      const product = shop.products[index];
      if (!product) throw new Error('There is a product for each step');
      await program.tell({ die: { at, when } });
      await sell(shop, sale(shop, product, LEFT - THRESHOLD)).catch(() => undefined);
      expect(await program.exited, step).toEqual({ code: null, signal: 'SIGKILL' });
      program = await started();
      await atRest(await reachIn(place));
      const { items } = await get(shop, '/letters');
      const statuses = items.flatMap((item: { to_address: string; status: string }) =>
        item.to_address === product.email ? [item.status] : [],
      );
      const counts = await countsOf(office.delivered.filter(({ to }) => to.includes(product.email)));
      expect([statuses, [...counts.values()]], `${when} ${step}`).toEqual([[letter], came > 0 ? [came] : []]);
    }
    await ended(program.child, 'SIGKILL');
    const client = openLocal({ file: fileIn(place.dataDir) });
    expect(await faultsIn(client, { delivered: await countsOf(office.delivered) })).toEqual([]);
    client.close();
  },
);
