import type { Attempts, World } from './world.ts';

/** What a stranger could send about shortages, orders, receipts and policies. */

const UNTIL = new Date(Date.now() + 86_400_000).toISOString();
const EXPECTED = UNTIL.slice(0, 10);

/** The draft of another company, and the order that was sent. */
const eachOrder =
  (fields: object = {}): Attempts =>
  ({ order, sentOrder }) => [
    { orderId: order, ...fields },
    { orderId: sentOrder, ...fields },
  ];

/** A supplier, a warehouse and a product: each of them a stranger's, then all. */
const drafts = (other: World, own: World): object[] => {
  const lines = [{ productId: own.product, quantity: 1 }];
  const theirs = [{ productId: other.product, quantity: 1 }];
  return [
    { supplierId: other.supplier, warehouseId: own.warehouse, lines },
    { supplierId: own.supplier, warehouseId: other.warehouse, lines },
    { supplierId: own.supplier, warehouseId: own.warehouse, lines: theirs },
    { supplierId: own.supplier, warehouseId: own.warehouse, lines: [...lines, ...theirs] },
    {
      supplierId: own.supplier,
      warehouseId: own.warehouse,
      lines: [{ productId: other.bundle, quantity: 1 }],
    },
    { supplierId: other.supplier, warehouseId: other.warehouse, lines: theirs },
  ];
};

export const replenishment: Record<string, Attempts> = {
  'replenishment.lowStock': (other, own) => [
    { companyId: other.company },
    { companyId: other.company, windowDays: 7, warehouseId: other.warehouse },
    { companyId: own.company },
    { companyId: own.company, windowDays: 7 },
    { companyId: own.company, warehouseId: other.warehouse },
    { companyId: own.company, cursor: `999999.0.${other.product}.${other.warehouse}` },
  ],
  'replenishment.explain': (other, own) => [
    { companyId: other.company, productId: other.product, warehouseId: other.warehouse },
    { companyId: other.company, productId: own.product },
    { companyId: own.company, productId: other.product },
    { companyId: own.company, productId: other.product, warehouseId: own.warehouse },
    { companyId: own.company, productId: own.product, warehouseId: other.warehouse },
    { companyId: own.company, productId: other.bundle },
  ],
  'replenishment.shortage.get': ({ shortage }) => [{ shortageId: shortage }],
  'replenishment.shortage.list': ({ shortage, product, warehouse }) => [
    {},
    { status: ['open'] },
    { status: ['resolved'] },
    { productId: product },
    { warehouseId: warehouse },
    { cursor: String(shortage) },
  ],
  'replenishment.shortage.acknowledge': ({ shortage }) => [{ shortageId: shortage, note: 'Taken over' }],
  'replenishment.shortage.snooze': ({ shortage }) => [{ shortageId: shortage, until: UNTIL }],
  'replenishment.shortage.reopen': ({ shortage }) => [{ shortageId: shortage }],
  'replenishment.order.get': eachOrder(),
  'replenishment.order.list': ({ order, supplier, warehouse }) => [
    {},
    { status: ['draft'] },
    { supplierId: supplier },
    { warehouseId: warehouse },
    { isOverdue: false },
    { isHeld: true },
    { cursor: String(order) },
  ],
  'replenishment.order.create': drafts,
  'replenishment.order.update': eachOrder({ note: 'Taken over' }),
  'replenishment.order.setLines': (other, own) => [
    { orderId: other.order, lines: [] },
    { orderId: other.order, lines: [{ productId: own.product, quantity: 1 }] },
    { orderId: own.order, lines: [{ productId: other.product, quantity: 1 }] },
  ],
  'replenishment.order.approve': eachOrder(),
  'replenishment.order.markSent': eachOrder({ expectedDay: EXPECTED }),
  'replenishment.order.confirm': eachOrder({ expectedDay: EXPECTED, reference: 'Strange' }),
  'replenishment.order.decline': eachOrder({ reason: 'Strange' }),
  'replenishment.order.cancel': eachOrder({ reason: 'Strange' }),
  'replenishment.order.closeShort': eachOrder(),
  'replenishment.order.receive': (other, own) => [
    { orderId: other.sentOrder },
    { orderId: other.sentOrder, lines: [{ productId: other.product, quantity: 1 }], allowsSurplus: true },
    { orderId: own.sentOrder, lines: [{ productId: other.product, quantity: 1 }] },
  ],
  'replenishment.order.preview': eachOrder(),
  'replenishment.letter.get': ({ letter }) => [{ letterId: letter }],
  'replenishment.letter.list': ({ letter, order, sentOrder }) => [
    {},
    { status: 'failed' },
    { kind: 'order' },
    { orderId: order },
    { orderId: sentOrder },
    { cursor: String(letter + 1) },
  ],
  'replenishment.letter.resend': ({ letter }) => [{ letterId: letter }],
  'replenishment.letter.markSent': ({ letter }) => [{ letterId: letter }],
  'replenishment.receipt.get': ({ receipt }) => [{ receiptId: receipt }],
  'replenishment.policy.get': () => [{}],
  'replenishment.policy.update': ({ company }) => [{ mode: 'review', companyId: company }],
  'replenishment.policy.forSupplier.get': ({ supplier }) => [{ supplierId: supplier }],
  'replenishment.policy.forSupplier.set': ({ supplier }) => [{ supplierId: supplier, isPaused: true }],
};
