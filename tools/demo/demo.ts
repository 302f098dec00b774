import { updateProduct } from '../../db/catalogue/product.ts';
import { activateCompany, createCompany } from '../../db/company/company.ts';
import { localDay } from '../../db/day.ts';
import { lowStock } from '../../db/replenishment/low-stock.ts';
import { updatePolicy } from '../../db/replenishment/policy.ts';
import { type Database, scopeTo } from '../../db/scope.ts';
import { recompute } from '../../worker/job/recompute.ts';
import { clock, momentOn, TIME_ZONE } from './calendar.ts';
import { type Catalogue, writeCatalogue } from './catalogue.ts';
import { correctSlips, countShelves, enterTwice, sellGifts, takeBack } from './evening.ts';
import { fillShelves, openShelves } from './opening.ts';
import { suppliers } from './partners.ts';
import { type Random, randomFrom } from './random.ts';
import type { Shelf, Shop } from './shop.ts';
import { orderOn, tradeOn } from './trading.ts';
import { sendVans, unloadVans } from './vans.ts';

export const HISTORY_DAYS = 120;
export const COMPANY = { name: 'Fern & Kettle Ltd (demo)', timeZone: TIME_ZONE, currency: 'GBP' };
/** Whoever tries the demo is this person. */
export const OWNER = { email: 'maya@fernandkettle.example', name: 'Maya Fern' };
const ARCHIVED = 5;

export type Demo = {
  companyId: number;
  apiKey: string;
  counts: {
    products: number;
    archived: number;
    bundles: number;
    warehouses: number;
    suppliers: number;
    terms: number;
    movements: number;
    alerts: number;
  };
  /** A shelf with goods on it, to try a sale with. */
  sample: { productId: number; warehouseId: number };
};

type Options = {
  seed: number;
  now: number;
  progress: (text: string) => void;
  /** How long its orders collect lines; left out, as every company begins. */
  collectingSeconds?: number;
  historyDays?: number;
};

/** A company with goods, suppliers and whole days of history up to yesterday. */
export async function makeDemo(
  database: Database,
  { seed, now, progress, collectingSeconds, historyDays = HISTORY_DAYS }: Options,
): Promise<Demo> {
  const random = randomFrom(seed);
  const today = localDay(now, TIME_ZONE);
  const firstDay = today - historyDays;
  const { companyId, apiKey } = await createCompany(
    database,
    { ...COMPANY, owner: OWNER },
    momentOn(firstDay, clock(7)),
  );
  const caller = { company: companyId, timeZone: TIME_ZONE, actor: 'demo' };
  const scopeAt = (moment: number) => scopeTo(database, caller, moment);

  // What was low in the history is no reason to write to anybody today.
  await activateCompany(scopeAt(now), false);
  progress('Listing products and suppliers');
  const catalogue = await writeCatalogue(scopeAt(momentOn(firstDay, clock(7, 30))), random);
  const shop = openShop({ random, firstDay, lastDay: today - 1, scopeAt }, catalogue);
  await makeHistory(shop, progress);
  const archived = await archiveDormant(shop);

  progress('Computing velocities');
  const scope = scopeAt(now);
  if (collectingSeconds !== undefined) await updatePolicy(scope, { collectingSeconds });
  await activateCompany(scope, true);
  await recompute(scope);
  const { totalAlerts: alerts } = await lowStock(scope, { limit: 1 });
  const { goods, bundles, warehouseIds, terms } = catalogue;
  const counts = {
    products: goods.length,
    archived,
    bundles: bundles.length,
    warehouses: warehouseIds.length,
    suppliers: suppliers.length,
    terms,
    movements: shop.movements,
    alerts,
  };
  return { companyId, apiKey, counts, sample: fullest(shop) };
}

const openShop = (
  frame: Pick<Shop, 'firstDay' | 'lastDay' | 'scopeAt'> & { random: Random },
  catalogue: Catalogue,
): Shop => ({
  ...frame,
  shelves: fillShelves(frame.random, catalogue, frame.lastDay - frame.firstDay + 1),
  warehouseIds: catalogue.warehouseIds,
  bundles: catalogue.bundles,
  deliveries: [],
  vans: [],
  comebacks: [],
  slips: [],
  movements: 0,
  numbers: { SO: 20_417, PO: 3_118, TR: 871, GS: 640 },
});

/** Day by day in the order recorded, so that stock is never below zero on the way. */
async function makeHistory(shop: Shop, progress: Options['progress']): Promise<void> {
  await openShelves(shop);
  const days = shop.lastDay - shop.firstDay + 1;
  for (let day = shop.firstDay; day <= shop.lastDay; day += 1) {
    progress(`Day ${day - shop.firstDay + 1} of ${days}: ${shop.movements.toLocaleString('en')} movements`);
    await unloadVans(shop, day);
    await correctSlips(shop);
    const lines = await tradeOn(shop, day);
    await sellGifts(shop, day);
    await takeBack(shop, day);
    await enterTwice(shop, day, lines);
    await sendVans(shop, day);
    await countShelves(shop, day);
    orderOn(shop, day);
  }
}

/** Products that have stopped selling leave the catalogue. */
async function archiveDormant(shop: Shop): Promise<number> {
  const dormant = shop.shelves.filter(({ demand }) => demand.shape === 'dormant');
  const products = [...new Set(dormant.map(({ productId }) => productId))].slice(0, ARCHIVED);
  const scope = shop.scopeAt(momentOn(shop.lastDay, clock(20, 30)));
  await Promise.all(products.map((productId) => updateProduct(scope, productId, { isActive: false })));
  return products.length;
}

/** Where a sale tried out by hand is least likely to meet an empty shelf. */
function fullest({ shelves }: Shop): { productId: number; warehouseId: number } {
  const [best] = shelves
    .filter(({ demand }) => demand.shape !== 'dormant')
    .sort((a, b) => worth(b) - worth(a));
  if (!best) throw new Error('The demo company has no shelf');
  return { productId: best.productId, warehouseId: best.warehouseId };
}

const worth = ({ stock, demand }: Shelf): number => stock * Math.min(1, demand.unitsPerDay);
