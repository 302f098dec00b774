import { dispatchTransfer, settleTransfer } from '../../db/ledger/transfer.ts';
import { clock, momentOn, weekday, workingDay } from './calendar.ts';
import { nextReference, type Shelf, type Shop, shelfAt, takeDue, type Van } from './shop.ts';

const LINES_MAX = 12;

/** On Tuesdays and Fridays, and on the last day of the history, vans leave the first warehouse for the others. */
export async function sendVans(shop: Shop, day: number): Promise<void> {
  const isLast = day === shop.lastDay;
  if (weekday(day) !== 2 && weekday(day) !== 5 && !isLast) return;
  const [home, ...others] = shop.warehouseIds;
  if (home === undefined) return;
  const loaded = others.map((warehouseId, index) => {
    const lines = load(shop, home, warehouseId, isLast ? 1.5 : 1);
    return lines.length === 0 ? undefined : send(shop, day, 1 + index, home, warehouseId, lines);
  });
  await Promise.all(loaded);
}

/** What a warehouse needs, as far as the first one can spare it. */
function load(shop: Shop, home: number, warehouseId: number, eagerness: number): Van['lines'] {
  return shop.shelves
    .filter(
      ({ supply, stock, onOrder, reorderAt, ...shelf }) =>
        supply.by === 'van' && shelf.warehouseId === warehouseId && stock + onOrder <= reorderAt * eagerness,
    )
    .flatMap((to) => {
      const from = shelfAt(shop, to.productId, home);
      const spare = from ? from.stock - from.threshold : 0;
      const quantity = Math.min(spare, to.orderUpTo - to.stock - to.onOrder);
      return from && quantity > 0 ? [{ from, to, quantity }] : [];
    })
    .slice(0, LINES_MAX);
}

async function send(
  shop: Shop,
  day: number,
  drive: number,
  home: number,
  warehouseId: number,
  lines: Van['lines'],
): Promise<void> {
  for (const { from, to, quantity } of lines) {
    from.stock -= quantity;
    to.onOrder += quantity;
  }
  const late = shop.random.chance(0.1) ? shop.random.whole(1, 3) : 0;
  const at = momentOn(day, clock(19, 30));
  const van = { day: workingDay(day + drive + late), transferId: 0, isReturn: false, lines };
  shop.vans.push(van);
  const { id } = await dispatchTransfer(shop.scopeAt(at), {
    fromWarehouseId: home,
    toWarehouseId: warehouseId,
    reason: null,
    reference: nextReference(shop, 'TR'),
    occurredAt: at,
    lines: lines.map(({ to, quantity }) => ({ productId: to.productId, quantity })),
  });
  van.transferId = id;
  shop.movements += lines.length;
}

/** Vans arrive in the morning. Sometimes a box is missing: it turns up days later, there or where it came from. */
export async function unloadVans(shop: Shop, day: number): Promise<void> {
  await Promise.all(takeDue(shop.vans, day).map((van) => unload(shop, day, van)));
}

async function unload(shop: Shop, day: number, { transferId, isReturn, lines }: Van): Promise<void> {
  const { random } = shop;
  const missing = !isReturn && lines.length > 1 && random.chance(0.12) ? random.pick(lines) : undefined;
  const here = lines.filter((line) => line !== missing);
  if (missing) {
    const turnsUpOn = workingDay(day + random.whole(4, 9));
    shop.vans.push({ day: turnsUpOn, transferId, isReturn: random.chance(0.5), lines: [missing] });
  }
  for (const { from, to, quantity } of here) settle(isReturn ? from : to, to, quantity);
  const at = momentOn(day, clock(8, 15));
  await settleTransfer(shop.scopeAt(at), {
    transferId,
    isReturn,
    reason: isReturn ? 'Box found at the depot' : null,
    reference: null,
    occurredAt: at,
    lines: here.map(({ to, quantity }) => ({ productId: to.productId, quantity })),
  });
  shop.movements += here.length;
}

function settle(reached: Shelf, ordered: Shelf, quantity: number): void {
  reached.stock += quantity;
  ordered.onOrder -= quantity;
}
