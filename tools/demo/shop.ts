import type { Scope } from '../../db/scope.ts';
import type { Demand } from './demand.ts';
import type { Random } from './random.ts';

/** Who fills a shelf again: a supplier, the van from the first warehouse, or nobody any more. */
export type Supply =
  | { by: 'supplier'; leadDays: number; minimum: number; packSize: number }
  | { by: 'van' }
  | { by: 'nobody' };

/** One product in one warehouse, as the demo remembers it while it makes history. */
export type Shelf = {
  productId: number;
  warehouseId: number;
  demand: Demand;
  supply: Supply;
  threshold: number;
  /** Ordered again at this many units, up to that many. */
  reorderAt: number;
  orderUpTo: number;
  stock: number;
  onOrder: number;
};

export type Bundle = { bundleId: number; parts: { productId: number; quantity: number }[] };

/** A sale that will come back, and when. */
export type Comeback = { day: number; saleId: number; quantity: number; reference: string; shelf: Shelf };
export type Delivery = { day: number; quantity: number; shelf: Shelf };
export type Van = {
  day: number;
  transferId: number;
  isReturn: boolean;
  lines: { from: Shelf; to: Shelf; quantity: number }[];
};

/** The company while its history is made. */
export type Shop = {
  random: Random;
  firstDay: number;
  lastDay: number;
  scopeAt: (moment: number) => Scope;
  shelves: Shelf[];
  warehouseIds: number[];
  bundles: Bundle[];
  deliveries: Delivery[];
  vans: Van[];
  comebacks: Comeback[];
  /** What was entered by mistake and is taken back the next morning. */
  slips: (() => Promise<number>)[];
  movements: number;
  /** The last number given to each kind of document. */
  numbers: Record<'SO' | 'PO' | 'TR' | 'GS', number>;
};

export const shelfAt = (shop: Shop, productId: number, warehouseId: number): Shelf | undefined =>
  shop.shelves.find((shelf) => shelf.productId === productId && shelf.warehouseId === warehouseId);

export function nextReference(shop: Shop, kind: keyof Shop['numbers']): string {
  shop.numbers[kind] += 1;
  return `${kind}-${shop.numbers[kind]}`;
}

/** Those that are due leave the list. */
export function takeDue<Item extends { day: number }>(items: Item[], day: number): Item[] {
  const due = items.filter((item) => item.day <= day);
  items.splice(0, items.length, ...items.filter((item) => item.day > day));
  return due;
}
