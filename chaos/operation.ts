import type { Random } from '../tools/demo/random.ts';
import { foreseen, isOwn, type Model } from './model.ts';
import type { Change, Intent } from './record.ts';
import type { Goods } from './shop.ts';

type Draft = Omit<Intent, 'key'>;
type Draw = (random: Random, model: Model, key: string) => Draft | null;

/** What clients do, and how often of a hundred times. */
const kinds: [number, Draw][] = [
  [28, sale],
  [12, receipt],
  [6, correction],
  [10, bulk],
  [9, bundle],
  [8, dispatch],
  [9, settle],
  [6, count],
  [5, reversal],
  [3, giveBack],
  [4, order],
];

/** The next thing that a client does: null where there is nothing yet that it could be about. */
export function draw(random: Random, model: Model, key: string): Intent | null {
  const kind = random.pick(kinds.flatMap(([weight, each]) => Array.from({ length: weight }, () => each)));
  const drafted = kind(random, model, key);
  return drafted && { ...drafted, key };
}

const goods = (random: Random, { own, shop }: Model): Goods => (random.chance(0.6) ? own : shop.common);

function line(random: Random, model: Model, type: string, quantity: number) {
  const product = random.pick(goods(random, model).products);
  const warehouse = random.chance(0.75) ? model.shop.warehouses[0] : model.shop.warehouses[1];
  const leaves = type === 'sale' || type === 'scrap';
  const change: Change = { product, warehouse, change: leaves ? -quantity : quantity };
  return { change, wire: { type, product_id: product, warehouse_id: warehouse, quantity } };
}

function movement(random: Random, model: Model, type: string, quantity: number, key: string): Draft {
  const { change, wire } = line(random, model, type, quantity);
  return {
    kind: type,
    method: 'POST',
    path: '/movements',
    body: { ...wire, reference: key },
    changes: [change],
    allowed: foreseen(model, [change]),
  };
}

function sale(random: Random, model: Model, key: string): Draft {
  return movement(random, model, 'sale', random.whole(1, 9), key);
}

function receipt(random: Random, model: Model, key: string): Draft {
  return movement(random, model, 'receipt', random.whole(3, 20), key);
}

function correction(random: Random, model: Model, key: string): Draft {
  if (random.chance(0.5)) return movement(random, model, 'scrap', random.whole(1, 3), key);
  return movement(random, model, 'adjustment', random.pick([-2, -1, 1, 2]), key);
}

function bulk(random: Random, model: Model, key: string): Draft {
  const lines = Array.from({ length: random.whole(2, 8) }, () =>
    random.chance(0.6)
      ? line(random, model, 'sale', random.whole(1, 6))
      : line(random, model, 'receipt', random.whole(2, 12)),
  );
  const mode = random.pick(['each', 'all_or_nothing']);
  const changes = lines.map(({ change }) => change);
  return {
    kind: `bulk, ${mode}`,
    method: 'POST',
    path: '/movements/bulk',
    body: { mode, lines: lines.map(({ wire }) => ({ ...wire, reference: key })) },
    changes: mode === 'each' ? null : changes,
    // Lines are judged in their order, so what comes in later does not help an earlier one.
    allowed: mode === 'each' ? true : inOrder(model, changes),
  };
}

/** Undefined where a sum that suffices in the end might not have on the way. */
function inOrder(model: Model, changes: Change[]): boolean | undefined {
  const sums = changes.map((_, index) => foreseen(model, changes.slice(0, index + 1)));
  return sums.includes(undefined) ? undefined : sums.every(Boolean);
}

function bundle(random: Random, model: Model, key: string): Draft {
  const set = goods(random, model);
  const warehouse = model.shop.warehouses[0];
  const quantity = random.whole(1, 3);
  const [one = 0, two = 0] = set.products;
  const changes = [
    { product: one, warehouse, change: -2 * quantity },
    { product: two, warehouse, change: -quantity },
  ];
  return {
    kind: 'bundle',
    method: 'POST',
    path: '/bundle-sales',
    body: { bundle_id: set.bundle, warehouse_id: warehouse, quantity, reference: key },
    changes,
    allowed: foreseen(model, changes),
  };
}

function dispatch(random: Random, model: Model, key: string): Draft {
  const [from, to] = random.chance(0.5) ? model.shop.warehouses : model.shop.warehouses.toReversed();
  const product = random.pick(goods(random, model).products);
  const quantity = random.whole(1, 6);
  const changes = [{ product, warehouse: from ?? 0, change: -quantity }];
  return {
    kind: 'dispatch',
    method: 'POST',
    path: '/transfers',
    body: {
      from_warehouse_id: from,
      to_warehouse_id: to,
      lines: [{ product_id: product, quantity }],
      reference: key,
    },
    changes,
    allowed: foreseen(model, changes),
  };
}

function settle(random: Random, model: Model, key: string): Draft | null {
  const open = model.transfers.filter(({ left }) => left > 0);
  if (open.length === 0) return null;
  const { id, from, to, product, left } = random.pick(open);
  const isReturn = random.chance(0.25);
  const quantity = random.whole(1, left);
  return {
    kind: isReturn ? 'sending back' : 'arrival',
    method: 'POST',
    path: `/transfers/${id}/${isReturn ? 'cancel' : 'receive'}`,
    body: { lines: [{ product_id: product, quantity }], reference: key },
    changes: [{ product, warehouse: isReturn ? from : to, change: quantity }],
    allowed: true,
  };
}

function count(random: Random, model: Model, key: string): Draft {
  const warehouse = random.pick(model.shop.warehouses);
  const products = random.some(goods(random, model).products, random.whole(1, 3));
  const lines = products.map((product) => ({ product_id: product, counted: random.whole(0, 40) }));
  return {
    kind: 'count',
    method: 'POST',
    path: '/counts',
    body: { warehouse_id: warehouse, lines, reference: key },
    changes: null,
  };
}

/** The reason carries the key: a reversal has the reference of what it takes back. */
function reversal(random: Random, model: Model, key: string): Draft | null {
  if (model.moved.length === 0) return null;
  const at = random.whole(0, model.moved.length - 1);
  const [target] = model.moved.splice(at, 1);
  if (!target) return null;
  const { product, warehouse, change } = target.change;
  const changes = [{ product, warehouse, change: -change }];
  const hasReturns = target.type === 'sale' && !model.sales.some(({ id }) => id === target.id);
  model.sales = model.sales.filter(({ id }) => id !== target.id);
  return {
    kind: 'reversal',
    method: 'POST',
    path: `/movements/${target.id}/reverse`,
    body: { reason: key },
    changes,
    ...(!hasReturns && { allowed: foreseen(model, changes) }),
  };
}

function giveBack(random: Random, model: Model, key: string): Draft | null {
  if (model.sales.length === 0) return null;
  const [sold] = model.sales.splice(random.whole(0, model.sales.length - 1), 1);
  if (!sold) return null;
  const [warehouse] = model.shop.warehouses;
  const quantity = random.whole(1, sold.quantity);
  const line = { type: 'return', product_id: sold.product, warehouse_id: warehouse, quantity };
  const isCertain = isOwn(model, sold);
  return {
    kind: 'return',
    method: 'POST',
    path: '/movements',
    body: { ...line, sale_id: sold.id, reference: key },
    changes: [{ product: sold.product, warehouse, change: quantity }],
    ...(isCertain && { allowed: true }),
  };
}

/** By hand, beside those that the worker drafts; the note carries the key. */
function order(random: Random, model: Model, key: string): Draft {
  const draft = random.chance(0.6) ? model.drafts.pop() : undefined;
  if (draft !== undefined) {
    const step = random.pick(['approve', 'mark-sent']);
    return { kind: step, method: 'POST', path: `/orders/${draft}/${step}`, body: {}, changes: [] };
  }
  const { products, supplier } = goods(random, model);
  return {
    kind: 'order',
    method: 'POST',
    path: '/orders',
    body: {
      supplier_id: supplier,
      warehouse_id: random.pick(model.shop.warehouses),
      lines: [{ product_id: random.pick(products), quantity: random.whole(12, 48) }],
      note: key,
    },
    changes: [],
  };
}
