import { type BulkLine, recordAll } from '../../db/ledger/bulk.ts';
import { clock, momentOn, weekday, workingDay } from './calendar.ts';
import { unitsWanted } from './demand.ts';
import { nextReference, type Shelf, type Shop, takeDue } from './shop.ts';

/** Something that is going to happen on a day; how much of it depends on the stock at its time. */
type Plan = {
  shelf: Shelf;
  at: number;
  type: 'sale' | 'receipt' | 'scrap' | 'return';
  change: number;
  reason: string | null;
};

const LINES_AT_ONCE = 1000;
const COMEBACK_SHARE = 0.012;

/** What a day brings, uploaded in the evening as one import. */
export async function tradeOn(shop: Shop, day: number): Promise<BulkLine[]> {
  const plans = [...deliveries(shop, day), ...shop.shelves.flatMap((shelf) => business(shop, shelf, day))];
  const lines = plans.sort((a, b) => a.at - b.at).flatMap((plan) => happen(shop, plan));
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
    const some = lines.slice(from, from + LINES_AT_ONCE);
    const recorded = await recordAll(shop.scopeAt(momentOn(day, clock(18, 45))), some);
    shop.movements += recorded.length;
    for (const { line, id } of recorded) if (id !== null) remember(shop, some[line], id, day);
  }
  return lines;
}

function deliveries(shop: Shop, day: number): Plan[] {
  return takeDue(shop.deliveries, day).map(({ shelf, quantity }) => {
    shelf.onOrder -= quantity;
    const at = momentOn(day, shop.random.between(clock(8, 30), clock(11)));
    return { shelf, at, type: 'receipt', change: quantity, reason: null };
  });
}

/** Sales of a shelf on a day, and now and then a trade order, breakage or something that comes back. */
function business(shop: Shop, shelf: Shelf, day: number): Plan[] {
  const { random } = shop;
  const progress = (day - shop.firstDay) / (shop.lastDay - shop.firstDay);
  const at = () => momentOn(day, random.between(clock(8, 40), clock(18, 15)));
  const plans: Plan[] = [];
  for (let left = unitsWanted(random, shelf.demand, day, progress); left > 0; ) {
    const units = Math.min(left, random.pick(BASKETS));
    plans.push({ shelf, at: at(), type: 'sale', change: -units, reason: null });
    left -= units;
  }
  const { shape, unitsPerDay } = shelf.demand;
  if (shape !== 'dormant' && random.chance(0.002)) {
    const units = Math.ceil(unitsPerDay * random.between(6, 14));
    plans.push({ shelf, at: at(), type: 'sale', change: -units, reason: 'Trade order' });
  }
  if (random.chance(0.002))
    plans.push({ shelf, at: at(), type: 'scrap', change: -random.whole(1, 3), reason: random.pick(LOSSES) });
  if (unitsPerDay > 0.3 && random.chance(0.002))
    plans.push({ shelf, at: at(), type: 'return', change: 1, reason: 'Returned without a receipt' });
  return plans;
}

const BASKETS = [1, 1, 1, 1, 2, 2, 3, 4];
const LOSSES = ['Broken', 'Damaged packaging', 'Past its date', 'Used as a display piece'];

/** Nobody can sell or break what is not there. */
function happen(shop: Shop, { shelf, at, type, change, reason }: Plan): BulkLine[] {
  const possible = Math.max(change, -shelf.stock);
  if (possible === 0) return [];
  shelf.stock += possible;
  const { productId, warehouseId } = shelf;
  const reference =
    type === 'sale' ? nextReference(shop, 'SO') : type === 'receipt' ? nextReference(shop, 'PO') : null;
  return [
    { productId, warehouseId, type, change: possible, expected: null, reason, reference, occurredAt: at },
  ];
}

function remember(shop: Shop, line: BulkLine | undefined, saleId: number, day: number): void {
  if (line?.type !== 'sale' || !shop.random.chance(COMEBACK_SHARE)) return;
  const shelf = shop.shelves.find(
    ({ productId, warehouseId }) => productId === line.productId && warehouseId === line.warehouseId,
  );
  if (!shelf || line.reference === null) return;
  const due = day + shop.random.whole(2, 14);
  const quantity = shop.random.whole(1, -line.change);
  shop.comebacks.push({ day: due, saleId, quantity, reference: line.reference, shelf });
}

/** In the evening somebody looks at the shelves and orders; deliveries are sometimes late, and some very late. */
export function orderOn(shop: Shop, day: number): void {
  const { random } = shop;
  if (weekday(day) === 0 || weekday(day) === 6) return;
  for (const shelf of shop.shelves) {
    const { supply, stock, onOrder, reorderAt, orderUpTo } = shelf;
    if (supply.by !== 'supplier' || stock + onOrder > reorderAt || !random.chance(0.9)) continue;
    const packs = Math.ceil((orderUpTo - stock - onOrder) / supply.packSize);
    const quantity = Math.max(supply.minimum, packs * supply.packSize);
    const lateDays = random.chance(0.03)
      ? random.whole(14, 25)
      : random.chance(0.15)
        ? random.whole(3, 10)
        : 0;
    shelf.onOrder += quantity;
    shop.deliveries.push({ day: workingDay(day + supply.leadDays + lateDays), quantity, shelf });
  }
}
