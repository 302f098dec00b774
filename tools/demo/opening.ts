import { recordAll } from '../../db/ledger/bulk.ts';
import { setThreshold } from '../../db/ledger/inventory.ts';
import { clock, momentOn } from './calendar.ts';
import type { Catalogue, Good } from './catalogue.ts';
import { warehouses } from './partners.ts';
import type { Random } from './random.ts';
import type { Shelf, Shop, Supply } from './shop.ts';

const VAN_SHARE = 0.5;
/** Gifts are packed in the first warehouses, which therefore have all their parts. */
export const GIFT_WAREHOUSES = 2;
const OVERRIDES = 10;
/** How long an order should last. */
const ORDER_DAYS = 25;

/** Which product lies where, and how much of it on the first morning. */
export function fillShelves(
  random: Random,
  { goods, bundles, warehouseIds }: Catalogue,
  days: number,
): Shelf[] {
  const gifted = new Set(bundles.flatMap(({ parts }) => parts.map(({ productId }) => productId)));
  const shelves = warehouses.flatMap(({ range, share }, index) =>
    goods.flatMap((good): Shelf[] => {
      const warehouseId = warehouseIds[index];
      const isGifted = index < GIFT_WAREHOUSES && gifted.has(good.productId);
      if (warehouseId === undefined || !(random.chance(range) || isGifted)) return [];
      const unitsPerDay = good.demand.unitsPerDay * share * random.between(0.7, 1.3);
      const byVan = index > 0 && random.chance(VAN_SHARE);
      return [shelfOf(good, warehouseId, unitsPerDay, byVan ? { by: 'van' } : good.supply)];
    }),
  );
  for (const shelf of shelves) shelf.stock = openingStock(random, plan(shelf, shelves), days);
  return shelves;
}

const shelfOf = (good: Good, warehouseId: number, unitsPerDay: number, supply: Supply): Shelf => ({
  productId: good.productId,
  warehouseId,
  demand: { shape: good.demand.shape, unitsPerDay },
  supply: good.supply.by === 'nobody' ? good.supply : supply,
  threshold: good.threshold,
  reorderAt: 0,
  orderUpTo: 0,
  stock: 0,
  onOrder: 0,
});

/** The first warehouse also orders for the shelves that its van fills. */
function plan(shelf: Shelf, shelves: Shelf[]): Shelf {
  const fed = shelves.filter(({ productId, supply }) => productId === shelf.productId && supply.by === 'van');
  const ownPerDay = shelf.demand.unitsPerDay;
  const perDay =
    shelf.supply.by === 'van' || shelf.warehouseId !== shelves[0]?.warehouseId
      ? ownPerDay
      : fed.reduce((sum, { demand }) => sum + demand.unitsPerDay, ownPerDay);
  const leadDays = shelf.supply.by === 'supplier' ? shelf.supply.leadDays : 8;
  shelf.reorderAt = shelf.threshold + Math.ceil(perDay * leadDays * 1.45) + 1;
  shelf.orderUpTo = shelf.reorderAt + Math.ceil(perDay * ORDER_DAYS) + 1;
  return shelf;
}

/** What nobody delivers any more was bought to last for about as long as the history is. */
function openingStock(random: Random, shelf: Shelf, days: number): number {
  if (shelf.supply.by !== 'nobody') return random.whole(shelf.reorderAt, shelf.orderUpTo);
  return 2 + Math.ceil(shelf.demand.unitsPerDay * days * random.between(0.9, 1.7));
}

/** The opening balances, and thresholds of their own for a few shelves. */
export async function openShelves(shop: Shop): Promise<void> {
  const at = momentOn(shop.firstDay, clock(8));
  const opening = shop.shelves.map(({ productId, warehouseId, stock }) => ({
    productId,
    warehouseId,
    type: 'initial' as const,
    change: stock,
    expected: null,
    reason: 'Opening stock',
    reference: null,
    occurredAt: at,
  }));
  shop.movements += (await recordAll(shop.scopeAt(at), opening)).length;
  const busiest = shop.shelves.filter(({ demand }) => demand.unitsPerDay > 1);
  await Promise.all(
    shop.random.some(busiest, OVERRIDES).map((shelf) => {
      const extra = Math.ceil(4 * shelf.demand.unitsPerDay);
      shelf.threshold += extra;
      shelf.reorderAt += extra;
      shelf.orderUpTo += extra;
      return setThreshold(shop.scopeAt(at), shelf, shelf.threshold);
    }),
  );
}
