import type { BulkLine } from '../../db/ledger/bulk.ts';
import { reverseBundleSale, sellBundle } from '../../db/ledger/bundle-sale.ts';
import { recordCount } from '../../db/ledger/count.ts';
import { recordMovement, reverseMovement } from '../../db/ledger/movement.ts';
import { clock, momentOn, weekday } from './calendar.ts';
import { GIFT_WAREHOUSES } from './opening.ts';
import { type Bundle, nextReference, type Shelf, type Shop, shelfAt, takeDue } from './shop.ts';

/** Gift sales of a day. Each is possible whatever the others do, so they may be recorded at once. */
export async function sellGifts(shop: Shop, day: number): Promise<void> {
  const { random } = shop;
  const sales: Promise<number>[] = [];
  for (let left = random.poisson(weekday(day) === 0 ? 1 : 2.2); left > 0; left -= 1) {
    const bundle = random.pick(shop.bundles);
    const warehouseId = random.pick(shop.warehouseIds.slice(0, GIFT_WAREHOUSES));
    const at = momentOn(day, random.between(clock(9), clock(18)));
    const isSlip = random.chance(0.02) && day < shop.lastDay;
    if (takeParts(shop, bundle, warehouseId))
      sales.push(sell(shop, day, bundle, { warehouseId, at, isSlip }));
  }
  for (const movements of await Promise.all(sales)) shop.movements += movements;
}

function takeParts(shop: Shop, { parts }: Bundle, warehouseId: number): boolean {
  const taken = parts.map(({ productId, quantity }) => ({
    shelf: shelfAt(shop, productId, warehouseId),
    quantity,
  }));
  if (taken.some(({ shelf, quantity }) => !shelf || shelf.stock < quantity)) return false;
  for (const { shelf, quantity } of taken) if (shelf) shelf.stock -= quantity;
  return true;
}

type Gift = { warehouseId: number; at: number; isSlip: boolean };

async function sell(
  shop: Shop,
  day: number,
  bundle: Bundle,
  { warehouseId, at, isSlip }: Gift,
): Promise<number> {
  const reference = nextReference(shop, 'GS');
  const sale = { bundleId: bundle.bundleId, warehouseId, quantity: 1, reason: null, reference };
  const scope = shop.scopeAt(momentOn(day, clock(19)));
  const { id, movements } = await sellBundle(scope, { ...sale, occurredAt: at });
  if (isSlip) shop.slips.push(() => cancel(shop, day + 1, bundle, warehouseId, id));
  return movements.length;
}

async function cancel(
  shop: Shop,
  day: number,
  { parts }: Bundle,
  warehouseId: number,
  id: number,
): Promise<number> {
  const scope = shop.scopeAt(momentOn(day, clock(9)));
  await reverseBundleSale(scope, id, 'Cancelled before it was packed');
  for (const { productId, quantity } of parts) {
    const shelf = shelfAt(shop, productId, warehouseId);
    if (shelf) shelf.stock += quantity;
  }
  return parts.length;
}

/** Goods that customers bring back, with the sale that they come from. */
export async function takeBack(shop: Shop, day: number): Promise<void> {
  const scope = shop.scopeAt(momentOn(day, clock(19, 10)));
  const back = takeDue(shop.comebacks, day).map(({ shelf, quantity, saleId, reference }) => {
    shelf.stock += quantity;
    const occurredAt = momentOn(day, shop.random.between(clock(9), clock(18)));
    const reason = shop.random.pick([
      'Changed their mind',
      'Wrong colour',
      'Arrived damaged',
      'Unwanted gift',
    ]);
    const { productId, warehouseId } = shelf;
    const goods = { productId, warehouseId, type: 'return' as const, change: quantity, expected: null };
    return recordMovement(scope, { ...goods, saleId, reason, reference, occurredAt });
  });
  shop.movements += (await Promise.all(back)).length;
}

/** Now and then a sale is entered twice, which somebody notices the next morning. */
export async function enterTwice(shop: Shop, day: number, lines: BulkLine[]): Promise<void> {
  if (lines.length === 0 || day >= shop.lastDay || !shop.random.chance(0.05)) return;
  const line = shop.random.pick(lines);
  const shelf = shelfAt(shop, line.productId, line.warehouseId);
  if (line.type !== 'sale' || !shelf || shelf.stock < -line.change) return;
  shelf.stock += line.change;
  const scope = shop.scopeAt(momentOn(day, clock(19, 15)));
  const { id } = await recordMovement(scope, { ...line, saleId: null });
  shop.movements += 1;
  shop.slips.push(async () => {
    await reverseMovement(shop.scopeAt(momentOn(day + 1, clock(9))), id, 'Entered twice');
    shelf.stock -= line.change;
    return 1;
  });
}

export async function correctSlips(shop: Shop): Promise<void> {
  for (const correct of shop.slips.splice(0)) shop.movements += await correct();
}

const COUNT_EVERY_DAYS = 28;
const SHELVES_COUNTED = 30;

/** Each warehouse counts some of its shelves every four weeks, in turn. */
export async function countShelves(shop: Shop, day: number): Promise<void> {
  const turn = (day - shop.firstDay + 14) % COUNT_EVERY_DAYS;
  const warehouseId = turn % 7 === 0 ? shop.warehouseIds[turn / 7] : undefined;
  if (warehouseId === undefined) return;
  const here = shop.shelves.filter((shelf) => shelf.warehouseId === warehouseId);
  const counted = shop.random
    .some(here, SHELVES_COUNTED)
    .map((shelf) => ({ shelf, found: found(shop, shelf) }));
  const at = momentOn(day, clock(20));
  const { lines } = await recordCount(shop.scopeAt(at), {
    warehouseId,
    reason: 'Cycle count',
    reference: null,
    occurredAt: at,
    lines: counted.map(({ shelf, found }) => ({ productId: shelf.productId, counted: found })),
  });
  for (const { shelf, found } of counted) shelf.stock = found;
  shop.movements += lines.filter(({ difference }) => difference !== 0).length;
}

const found = ({ random }: Shop, { stock }: Shelf): number =>
  random.chance(0.15) ? Math.max(0, stock + random.pick([-2, -1, -1, 1])) : stock;
