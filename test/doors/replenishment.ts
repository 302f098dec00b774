import { type Call, DAY, dayOf, sold } from './call.ts';

/** What runs out is ordered: from the draft to the goods, and the ways in which an order ends. */
export const replenishment: Call[] = [
  ['replenishment.policy.update', () => ({ opensAt: '08:00', closesAt: '24:00', safetyDays: 2 })],
  ['replenishment.policy.get'],
  ['replenishment.policy.forSupplier.set', () => ({ supplierId: 1, mode: 'review', dailyCap: null })],
  ['replenishment.policy.forSupplier.get', () => ({ supplierId: 1 })],
  ['replenishment.shortage.list', () => ({ status: ['open'], productId: 2 })],
  ['replenishment.shortage.snooze', () => ({ shortageId: 1, until: new Date(sold + 9 * DAY).toISOString() })],
  ['replenishment.shortage.acknowledge', () => ({ shortageId: 1, note: 'Mine' })],
  ['replenishment.shortage.reopen', () => ({ shortageId: 1 })],
  [
    'replenishment.order.create',
    () => ({ supplierId: 1, warehouseId: 1, lines: [{ productId: 2, quantity: 9 }] }),
  ],
  [
    'replenishment.order.setLines',
    () => ({ orderId: 1, lines: [{ productId: 2, quantity: 24, unitCost: '3.10' }] }),
  ],
  ['replenishment.order.update', () => ({ orderId: 1, note: 'Ring first' })],
  ['replenishment.order.approve', () => ({ orderId: 1 })],
  ['replenishment.order.markSent', () => ({ orderId: 1 })],
  [
    'replenishment.order.confirm',
    () => ({ orderId: 1, expectedDay: dayOf(sold + 9 * DAY), reference: 'A-1' }),
  ],
  ['replenishment.order.receive', () => ({ orderId: 1, lines: [{ productId: 2, quantity: 20 }] })],
  ['replenishment.order.closeShort', () => ({ orderId: 1, reason: 'The rest is sold out' })],
  ['replenishment.order.get', () => ({ orderId: 1 })],
  ['replenishment.receipt.get', () => ({ receiptId: 1 })],
  ['replenishment.shortage.get', () => ({ shortageId: 1 })],
  [
    'replenishment.order.create',
    () => ({ supplierId: 1, warehouseId: 1, lines: [{ productId: 2, quantity: 9 }] }),
  ],
  ['replenishment.order.markSent', () => ({ orderId: 2, expectedDay: dayOf(sold + 5 * DAY) })],
  ['replenishment.order.decline', () => ({ orderId: 2, reason: 'Frost' })],
  [
    'replenishment.order.create',
    () => ({ supplierId: 1, warehouseId: 1, lines: [{ productId: 2, quantity: 9 }] }),
  ],
  ['replenishment.order.cancel', () => ({ orderId: 3 })],
  [
    'replenishment.order.create',
    () => ({ supplierId: 1, warehouseId: 1, lines: [{ productId: 2, quantity: 9 }] }),
  ],
  ['replenishment.order.preview', () => ({ orderId: 4 })],
  ['replenishment.order.approve', () => ({ orderId: 4 })],
  ['replenishment.letter.list', () => ({ kind: 'order', status: 'failed' })],
  ['replenishment.letter.resend', () => ({ letterId: 1 })],
  ['replenishment.letter.markSent', () => ({ letterId: 1 })],
  ['replenishment.letter.get', () => ({ letterId: 1 })],
  ['replenishment.order.list', () => ({ status: ['cancelled'], isHeld: false })],
];
