import fc from 'fast-check';
import type { Json } from '../room.ts';
import { apply, booksAt, isCountedAfter, type Model, type Moved, stockAt, type Transfer } from './model.ts';

/** What clients work on: every index below counts into these. */
export type World = {
  now: number;
  products: number[];
  warehouses: number[];
  bundle: { id: number; components: { productId: number; quantity: number }[] };
};

/** One call to a procedure, what the model makes of its answer, and whether the model would allow it now. */
export type Request = {
  procedure: string;
  input: object;
  allowed: boolean;
  /** What an accepted call should answer, where that is more than yes. */
  foretold?: (answer: Json) => boolean;
  accept: (answer: Json) => void;
};

const DAY = 86_400_000;
const small = fc.integer({ min: 1, max: 12 });
const product = fc.nat({ max: 2 });
const warehouse = fc.nat({ max: 1 });
const which = fc.nat({ max: 1000 });
/** Mostly now, else late by up to forty days. */
const ago = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 40 * DAY }));
const type = fc.constantFrom('sale', 'sale', 'sale', 'scrap', 'receipt', 'return', 'adjustment', 'initial');
const line = fc.record({ type, product, warehouse, quantity: small, isDown: fc.boolean(), ago });

export const operation = fc.oneof(
  fc.record({ kind: fc.constant('movement' as const), line, expected: fc.option(fc.nat({ max: 20 })) }),
  fc.record({
    kind: fc.constant('bulk' as const),
    mode: fc.constantFrom('each', 'all_or_nothing'),
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
  }),
  fc.record({
    kind: fc.constant('bundle' as const),
    warehouse,
    quantity: fc.integer({ min: 1, max: 4 }),
    ago,
  }),
  fc.record({ kind: fc.constant('return' as const), which, warehouse, quantity: small }),
  fc.record({ kind: fc.constant('reversal' as const), which }),
  fc.record({ kind: fc.constant('dispatch' as const), product, warehouse, quantity: small }),
  fc.record({ kind: fc.constant('settle' as const), which, quantity: small, isReturn: fc.boolean() }),
  fc.record({
    kind: fc.constant('count' as const),
    warehouse,
    counted: fc.array(fc.nat({ max: 25 }), { minLength: 1, maxLength: 3 }),
    ago,
  }),
);
type OneOf<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;
export type Operation = OneOf<typeof operation>;
type Of<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>;
type Line = OneOf<typeof line>;

/** An operation made into a call; null where there is nothing yet that it could be about. */
export function requestOf(operation: Operation, model: Model, world: World): Request | null {
  switch (operation.kind) {
    case 'movement':
      return movement(operation, model, world);
    case 'bulk':
      return bulk(operation, model, world);
    case 'bundle':
      return bundle(operation, model, world);
    case 'return':
      return giveBack(operation, model, world);
    case 'reversal':
      return reversal(operation, model, world);
    case 'dispatch':
      return dispatch(operation, model, world);
    case 'settle':
      return settle(operation, model, world);
    case 'count':
      return count(operation, model, world);
  }
}

const at = <Item>(items: Item[], index: number): Item => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('The world is empty');
  return item;
};

const iso = (at: number): string => new Date(at).toISOString();

function inputOf({ type, product, warehouse, quantity, isDown, ago }: Line, world: World) {
  const moved: Moved = {
    productId: at(world.products, product),
    warehouseId: at(world.warehouses, warehouse),
    type,
    change: type === 'sale' || type === 'scrap' || (type === 'adjustment' && isDown) ? -quantity : quantity,
    at: world.now - ago,
  };
  const { productId, warehouseId, change } = moved;
  const wire = type === 'adjustment' ? change : quantity;
  return { moved, input: { type, productId, warehouseId, quantity: wire, occurredAt: iso(moved.at) } };
}

function movement({ line, expected }: Of<'movement'>, model: Model, world: World): Request {
  const { moved, input } = inputOf(line, world);
  const stock = stockAt(model, moved);
  return {
    procedure: 'ledger.movement.record',
    input: { ...input, expectedQuantity: expected },
    allowed: (expected === null || expected === stock) && stock + moved.change >= 0,
    accept: ({ id }) => apply(model, { ...moved, id }),
  };
}

function bulk({ mode, lines }: Of<'bulk'>, model: Model, world: World): Request {
  const moves = lines.map((line) => inputOf(line, world));
  const stock = new Map(model.onHand);
  const fits = moves.map(({ moved }) => {
    const place = `${moved.productId}@${moved.warehouseId}`;
    const left = (stock.get(place) ?? 0) + moved.change;
    if (left >= 0) stock.set(place, left);
    return left >= 0;
  });
  return {
    procedure: 'ledger.movement.recordMany',
    input: { mode, lines: moves.map(({ input }) => input) },
    allowed: mode === 'each' || fits.every(Boolean),
    foretold: ({ results }) => fits.every((fit, index) => fit === (results[index].code === null)),
    accept: ({ results }) => {
      for (const [index, { moved }] of moves.entries())
        if (results[index].code === null) apply(model, { ...moved, id: results[index].id });
    },
  };
}

function bundle({ warehouse, quantity, ago }: Of<'bundle'>, model: Model, world: World): Request {
  const warehouseId = at(world.warehouses, warehouse);
  const { id, components } = world.bundle;
  const when = world.now - ago;
  return {
    procedure: 'ledger.bundleSale.record',
    input: { bundleId: id, warehouseId, quantity, occurredAt: iso(when) },
    allowed: components.every(
      (part) => stockAt(model, { productId: part.productId, warehouseId }) >= part.quantity * quantity,
    ),
    accept: ({ movements }) => {
      for (const [index, { productId, quantity: each }] of components.entries())
        apply(model, {
          id: movements[index].id,
          productId,
          warehouseId,
          type: 'sale',
          change: -each * quantity,
          at: when,
        });
    },
  };
}

const isReversed = (model: Model, id: number | undefined): boolean =>
  model.log.some(({ reversesId }) => reversesId === id);

const returnedOf = (model: Model, id: number | undefined): number =>
  model.log.reduce((sum, { saleId, change }) => (saleId === id ? sum + change : sum), 0);

function giveBack({ which, warehouse, quantity }: Of<'return'>, model: Model, world: World): Request | null {
  const sales = [...model.known.values()].filter(({ type, reversesId }) => type === 'sale' && !reversesId);
  if (sales.length === 0) return null;
  const sale = at(sales, which);
  const { id: saleId, productId } = sale;
  const moved: Moved = {
    productId,
    warehouseId: at(world.warehouses, warehouse),
    type: 'return',
    change: quantity,
    at: world.now,
    saleId,
  };
  return {
    procedure: 'ledger.movement.record',
    input: { type: 'return', productId, warehouseId: moved.warehouseId, quantity, saleId },
    allowed: !isReversed(model, saleId) && returnedOf(model, saleId) + quantity <= -sale.change,
    accept: ({ id }) => apply(model, { ...moved, id }),
  };
}

function reversal({ which }: Of<'reversal'>, model: Model, world: World): Request | null {
  const known = [...model.known.values()];
  if (known.length === 0) return null;
  const target = at(known, which);
  const moved: Moved = { ...target, change: -target.change, at: world.now, reversesId: target.id };
  return {
    procedure: 'ledger.movement.reverse',
    input: { movementId: target.id },
    allowed:
      !target.reversesId &&
      !isReversed(model, target.id) &&
      (target.type !== 'sale' || returnedOf(model, target.id) === 0) &&
      stockAt(model, target) + moved.change >= 0,
    accept: ({ id }) => apply(model, { ...moved, id }),
  };
}

function dispatch({ product, warehouse, quantity }: Of<'dispatch'>, model: Model, world: World): Request {
  const productId = at(world.products, product);
  const from = at(world.warehouses, warehouse);
  const to = at(world.warehouses, warehouse + 1);
  return {
    procedure: 'ledger.transfer.dispatch',
    input: { fromWarehouseId: from, toWarehouseId: to, lines: [{ productId, quantity }] },
    allowed: stockAt(model, { productId, warehouseId: from }) >= quantity,
    accept: ({ id }) => {
      model.transfers.push({ id, from, to, outstanding: new Map([[productId, quantity]]) });
      apply(model, { productId, warehouseId: from, type: 'transfer_out', change: -quantity, at: world.now });
    },
  };
}

function settle({ which, quantity, isReturn }: Of<'settle'>, model: Model, world: World): Request | null {
  if (model.transfers.length === 0) return null;
  const transfer: Transfer = at(model.transfers, which);
  const [productId = 0] = transfer.outstanding.keys();
  return {
    procedure: `ledger.transfer.${isReturn ? 'cancel' : 'receive'}`,
    input: { transferId: transfer.id, lines: [{ productId, quantity }] },
    allowed: (transfer.outstanding.get(productId) ?? 0) >= quantity,
    accept: () => {
      transfer.outstanding.set(productId, (transfer.outstanding.get(productId) ?? 0) - quantity);
      const warehouseId = isReturn ? transfer.from : transfer.to;
      apply(model, { productId, warehouseId, type: 'transfer_in', change: quantity, at: world.now });
    },
  };
}

function count({ warehouse, counted, ago }: Of<'count'>, model: Model, world: World): Request {
  const warehouseId = at(world.warehouses, warehouse);
  const when = world.now - ago;
  const lines = counted.map((found, index) => ({ productId: at(world.products, index), counted: found }));
  return {
    procedure: 'ledger.count.record',
    input: { warehouseId, lines, occurredAt: iso(when) },
    allowed: lines.every(({ productId, counted }) => {
      const place = { productId, warehouseId };
      return (
        !isCountedAfter(model, place, when) &&
        stockAt(model, place) + counted - booksAt(model, place, when) >= 0
      );
    }),
    accept: ({ id, lines: answered }) => {
      model.counts.set(id, {
        at: when,
        warehouseId,
        counted: new Map(lines.map((each) => [each.productId, each.counted])),
      });
      for (const { productId, difference } of answered)
        if (difference !== 0)
          apply(model, { productId, warehouseId, type: 'count', change: difference, at: when });
    },
  };
}
