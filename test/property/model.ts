import type { Json } from '../room.ts';

/** What the ledger should say, in plain maps: every accepted change is added up, and nothing else is known. */
export type Model = {
  zone: string;
  onHand: Map<string, number>;
  sold: Map<string, number>;
  net: Map<string, number>;
  /** Movements whose ids are known, so that later ones can cite them. */
  known: Map<number, Moved>;
  log: Moved[];
  transfers: Transfer[];
  counts: Map<number, { at: number; warehouseId: number; counted: Map<number, number> }>;
};

/** A change of stock: `at` is when it happened. */
export type Moved = {
  id?: number;
  productId: number;
  warehouseId: number;
  type: string;
  change: number;
  at: number;
  saleId?: number | null;
  reversesId?: number | null;
  bundleSaleId?: number | null;
};
export type Transfer = { id: number; from: number; to: number; outstanding: Map<number, number> };

export const newModel = (zone: string): Model => ({
  zone,
  onHand: new Map(),
  sold: new Map(),
  net: new Map(),
  known: new Map(),
  log: [],
  transfers: [],
  counts: new Map(),
});

type Place = { productId: number; warehouseId: number };
export const placeOf = ({ productId, warehouseId }: Place): string => `${productId}@${warehouseId}`;

export const stockAt = (model: Model, place: Place): number => model.onHand.get(placeOf(place)) ?? 0;

/** The books as they were at a time: what had happened by then, whenever it was recorded. */
export const booksAt = (model: Model, place: Place, at: number): number =>
  model.log.reduce((sum, moved) => (isHere(moved, place) && moved.at <= at ? sum + moved.change : sum), 0);

/** A newer count of the place stands: an older one that comes later says nothing new. */
export const isCountedAfter = (model: Model, { productId, warehouseId }: Place, at: number): boolean =>
  [...model.counts.values()].some(
    (count) => count.at > at && count.warehouseId === warehouseId && count.counted.has(productId),
  );

const isHere = (moved: Moved, { productId, warehouseId }: Place): boolean =>
  moved.productId === productId && moved.warehouseId === warehouseId;

export function apply(model: Model, moved: Moved): void {
  const place = placeOf(moved);
  const origin = model.known.get(moved.saleId ?? moved.reversesId ?? 0) ?? moved;
  add(model.onHand, place, moved.change);
  add(model.net, `${place} ${dayOf(moved.at, model.zone)}`, moved.change);
  const sale = `${placeOf(origin)} ${dayOf(origin.at, model.zone)}`;
  add(model.sold, sale, moved.type === 'sale' || moved.type === 'return' ? -moved.change : 0);
  model.log.push(moved);
  if (moved.id !== undefined) model.known.set(moved.id, moved);
}

const add = (sums: Map<string, number>, name: string, amount: number): void => {
  sums.set(name, (sums.get(name) ?? 0) + amount);
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** Another way to cut days than the one under test: the formatter's own calendar date. */
export function dayOf(at: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  formats.set(timeZone, format);
  return format.format(at);
}

/** Units per day and place, and what is there: to be compared with the ledger's own rows. */
export const figuresOf = ({ onHand, sold, net }: Model) => ({
  onHand: sorted(onHand),
  days: sorted(
    new Map([...net.keys(), ...sold.keys()].map((day) => [day, [sold.get(day) ?? 0, net.get(day) ?? 0]])),
  ),
});

export const sorted = <Value>(map: Map<string, Value>): [string, Value][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

/** What must hold of a whole history in the order recorded; answers each breach. */
export function breaches(history: Json[], counts: Model['counts']): string[] {
  const seen = new Map<number, Json>();
  const running = new Map<string, number>();
  const reversed = new Set<number>();
  const returned = new Map<number, number>();
  const travelling = new Map<string, number>();
  const found: string[] = [];
  const check = (holds: boolean, law: string, movement: Json) => {
    if (!holds) found.push(`${law}: ${JSON.stringify(movement)}`);
  };
  for (const movement of history) {
    const { id, change, onHand, reversesId, saleId, transferId, countId, productId } = movement;
    const left = (running.get(placeOf(movement)) ?? 0) + change;
    running.set(placeOf(movement), left);
    check(left === onHand && left >= 0, 'the running balance is what is left, and never negative', movement);
    if (reversesId !== null) {
      const target = seen.get(reversesId);
      check(target?.change === -change && target.reversesId === null, 'a reversal mirrors', movement);
      check(!reversed.has(reversesId), 'a reversal happens once', movement);
      reversed.add(reversesId);
    }
    if (saleId !== null) {
      const back = (returned.get(saleId) ?? 0) + change;
      returned.set(saleId, back);
      check(back >= 0 && back <= -seen.get(saleId)?.change, 'no more comes back than was sold', movement);
      check(!reversed.has(saleId), 'a reversed sale has no returns', movement);
    }
    if (transferId !== null) {
      const line = `${transferId} ${productId}`;
      travelling.set(line, (travelling.get(line) ?? 0) - change);
      check((travelling.get(line) ?? 0) >= 0, 'no more arrives than was sent', movement);
    }
    const count = counts.get(countId);
    if (count && reversesId === null) {
      const books = [...seen.values()].reduce(
        (sum, earlier) =>
          placeOf(earlier) === placeOf(movement) &&
          Date.parse((seen.get(earlier.reversesId) ?? earlier).occurredAt) <= count.at
            ? sum + earlier.change
            : sum,
        0,
      );
      check(books + change === count.counted.get(productId), 'a count is right at its time', movement);
    }
    seen.set(id, movement);
  }
  return found;
}
