import { LEFT } from '../test/journey/shop.ts';
import type { Change } from './record.ts';
import type { Goods, Shop } from './shop.ts';

/** What a client remembers of what it was told. */
export type Model = {
  shop: Shop;
  own: Goods;
  /** Stock of what it alone moves. */
  stock: Map<string, number>;
  /** Something of it may yet be carried out, so nothing about it is foretold any more. */
  unsure: Set<string>;
  /** Single movements that could be taken back. */
  moved: { id: number; type: string; change: Change }[];
  sales: { id: number; product: number; quantity: number }[];
  transfers: { id: number; from: number; to: number; product: number; left: number }[];
  drafts: number[];
};

export const placeOf = ({ product, warehouse }: Omit<Change, 'change'>): string => `${product}@${warehouse}`;

export function openModel(shop: Shop, own: Goods): Model {
  const [main] = shop.warehouses;
  const stock = new Map(own.products.map((product) => [placeOf({ product, warehouse: main }), LEFT]));
  return { shop, own, stock, unsure: new Set(), moved: [], sales: [], transfers: [], drafts: [] };
}

export const isOwn = ({ own }: Model, { product }: Pick<Change, 'product'>): boolean =>
  own.products.includes(product);

/** Whether the stock allows all of it, one after the other; undefined where others move it, too. */
export function foreseen(model: Model, changes: Change[]): boolean | undefined {
  const isCertain = changes.every((each) => isOwn(model, each) && !model.unsure.has(placeOf(each)));
  if (!isCertain) return undefined;
  const stock = new Map(model.stock);
  for (const each of changes) post(stock, each);
  return changes.every((each) => (stock.get(placeOf(each)) ?? 0) >= 0);
}

export function apply(model: Model, changes: Change[]): void {
  for (const each of changes) if (isOwn(model, each)) post(model.stock, each);
}

export const doubt = (model: Model, changes: Change[] | null): void => {
  const touched =
    changes ??
    model.own.products.flatMap((product) =>
      model.shop.warehouses.map((warehouse) => ({ product, warehouse, change: 0 })),
    );
  for (const each of touched) model.unsure.add(placeOf(each));
};

const post = (stock: Map<string, number>, change: Change): void => {
  stock.set(placeOf(change), (stock.get(placeOf(change)) ?? 0) + change.change);
};
