import { type Dump, dumpOf } from '../dump.ts';
import { failedLetter } from '../order/failed-letter.ts';
import type { Company, Json, Room } from '../room.ts';
import { accepted } from '../shelf.ts';

/** One of everything, for mutations to work on. */
export type World = {
  warehouse: number;
  shop: number;
  product: number;
  type: number;
  supplier: number;
  terms: number;
  bundle: number;
  member: number;
  key: number;
  sale: number;
  bundleSale: number;
  transfer: number;
  shortage: number;
  draft: number;
  sentOrder: number;
  letter: number;
};

export async function newWorld({ client }: Room, { id, rest }: Company): Promise<World> {
  const post = async (path: string, body: object): Promise<Json> => accepted(await rest('POST', path, body));
  const warehouse = (await post('/warehouses', { name: 'Barn' })).id;
  const shop = (await post('/warehouses', { name: 'Shop' })).id;
  const product = (
    await post('/products', {
      name: 'Tea',
      sku: 'T',
      price: '1',
      warehouse_id: warehouse,
      initial_quantity: 100,
    })
  ).product_id;
  const plain = (await post('/products', { name: 'Cup', sku: 'C', price: '1' })).product_id;
  const type = (await post('/product-types', { name: 'Dry goods' })).id;
  const supplier = (await post('/suppliers', { name: 'Leaf & Co' })).id;
  const components = [{ product_id: product, quantity: 2 }];
  const bundle = (await post('/bundles', { name: 'Set', sku: 'S', price: '5', components })).id;
  const here = { product_id: product, warehouse_id: warehouse };
  const route = { from_warehouse_id: warehouse, to_warehouse_id: shop };
  const order = { supplier_id: supplier, warehouse_id: shop, lines: [{ product_id: product, quantity: 6 }] };
  const sentOrder = (await post('/orders', order)).id;
  accepted(await rest('POST', `/orders/${sentOrder}/mark-sent`));
  const refused = (await post('/orders', { ...order, warehouse_id: warehouse })).id;
  accepted(await rest('POST', `/orders/${refused}/approve`));
  const opened = await client.execute({
    sql: `insert into shortages (company_id, product_id, warehouse_id, opened_at, on_hand, threshold) values (?, ?, ?, 1, 1, 1)`,
    args: [id, product, warehouse],
  });
  return {
    warehouse,
    shop,
    product,
    type,
    supplier,
    terms: (await post('/terms', { supplier_id: supplier, product_id: plain })).id,
    bundle,
    member: (await post('/members', { email: 'a@shop.example', name: 'Ann', role: 'viewer' })).id,
    key: (await post('/keys', { name: 'Till', role: 'operator' })).id,
    sale: (await post('/movements', { type: 'sale', quantity: 3, ...here })).id,
    bundleSale: (await post('/bundle-sales', { bundle_id: bundle, warehouse_id: warehouse, quantity: 1 })).id,
    transfer: (await post('/transfers', { ...route, lines: [{ product_id: product, quantity: 4 }] })).id,
    shortage: Number(opened.lastInsertRowid),
    draft: (await post('/orders', order)).id,
    sentOrder,
    letter: await failedLetter(client, refused),
  };
}

const line = ({ product, warehouse }: World, type: string, quantity: number) => ({
  type,
  productId: product,
  warehouseId: warehouse,
  quantity,
});

/** An input for every mutation that there is. */
export const cases: Record<string, (world: World) => object> = {
  'company.update': () => ({ name: 'Renamed', windowDays: 14 }),
  'company.member.create': () => ({ email: 'B@shop.example', name: 'Ben', role: 'operator' }),
  'company.member.update': ({ member }) => ({ memberId: member, role: 'operator' }),
  'company.member.invite': ({ member }) => ({ memberId: member }),
  'company.member.archive': ({ member }) => ({ memberId: member }),
  'company.key.create': () => ({ name: 'Scanner', role: 'operator' }),
  'company.key.revoke': ({ key }) => ({ keyId: key }),
  'catalogue.product.create': ({ shop, supplier }) => ({
    name: 'Mug',
    sku: 'M',
    price: '3.50',
    productType: 'Crockery',
    supplierId: supplier,
    warehouseId: shop,
    initialQuantity: 7,
  }),
  'catalogue.product.update': ({ product }) => ({ productId: product, price: 2, productType: 'Leaves' }),
  'catalogue.product.archive': ({ product }) => ({ productId: product }),
  'catalogue.product.import': () => ({
    lines: [
      { sku: 'T', price: 2, supplier: 'Leaf & Co', productType: 'Leaves' },
      { sku: 'J', name: 'Jug', price: '9' },
    ],
  }),
  'catalogue.bundle.create': ({ product }) => ({
    name: 'Box',
    sku: 'B',
    price: '9',
    components: [{ productId: product, quantity: 5 }],
  }),
  'catalogue.bundle.update': ({ bundle, product }) => ({
    bundleId: bundle,
    components: [{ productId: product, quantity: 3 }],
  }),
  'catalogue.bundle.archive': ({ bundle }) => ({ bundleId: bundle }),
  'catalogue.supplier.create': () => ({ name: 'Clay Ltd', contactEmail: 'clay@clay.example' }),
  'catalogue.supplier.update': ({ supplier }) => ({ supplierId: supplier, leadTimeDays: 9 }),
  'catalogue.supplier.archive': ({ supplier }) => ({ supplierId: supplier }),
  'catalogue.supplier.import': () => ({
    lines: [{ name: 'Leaf & Co', leadTimeDays: 4 }, { name: 'Clay Ltd' }],
  }),
  'catalogue.terms.import': () => ({
    lines: [
      { sku: 'C', supplier: 'Leaf & Co', packSize: 6 },
      { sku: 'T', supplier: 'Leaf & Co', isPrimary: true },
    ],
  }),
  'catalogue.terms.create': ({ supplier, product }) => ({
    supplierId: supplier,
    productId: product,
    isPrimary: true,
    unitCost: '0.80',
  }),
  'catalogue.terms.update': ({ terms }) => ({ termsId: terms, packSize: 12 }),
  'catalogue.terms.archive': ({ terms }) => ({ termsId: terms }),
  'catalogue.warehouse.create': () => ({ name: 'Cellar' }),
  'catalogue.warehouse.update': ({ shop }) => ({ warehouseId: shop, address: 'High Street 1' }),
  'catalogue.warehouse.archive': ({ shop }) => ({ warehouseId: shop }),
  'catalogue.productType.create': () => ({ name: 'Glass', lowStockThreshold: 5 }),
  'catalogue.productType.update': ({ type }) => ({ productTypeId: type, lowStockThreshold: 6 }),
  'catalogue.productType.archive': ({ type }) => ({ productTypeId: type }),
  'ledger.movement.record': (world) => line(world, 'sale', 5),
  'ledger.movement.recordMany': (world) => ({
    mode: 'each',
    lines: [line(world, 'sale', 5), line(world, 'sale', 999)],
  }),
  'ledger.movement.import': () => ({
    lines: [5, 999].map((quantity) => ({
      key: `sale of ${quantity}`,
      sku: 'T',
      warehouse: 'Barn',
      type: 'sale',
      quantity,
    })),
  }),
  'ledger.movement.reverse': ({ sale }) => ({ movementId: sale }),
  'ledger.bundleSale.record': ({ bundle, warehouse }) => ({
    bundleId: bundle,
    warehouseId: warehouse,
    quantity: 2,
  }),
  'ledger.bundleSale.reverse': ({ bundleSale }) => ({ bundleSaleId: bundleSale }),
  'ledger.transfer.dispatch': ({ warehouse, shop, product }) => ({
    fromWarehouseId: warehouse,
    toWarehouseId: shop,
    lines: [{ productId: product, quantity: 6 }],
  }),
  'ledger.transfer.receive': ({ transfer }) => ({ transferId: transfer }),
  'ledger.transfer.cancel': ({ transfer, product }) => ({
    transferId: transfer,
    lines: [{ productId: product, quantity: 1 }],
  }),
  'ledger.count.record': ({ warehouse, product }) => ({
    warehouseId: warehouse,
    lines: [{ productId: product, counted: 50 }],
  }),
  'ledger.count.import': () => ({ lines: [{ key: 'shelf 1', sku: 'T', warehouse: 'Barn', counted: 50 }] }),
  'ledger.inventory.setThreshold': ({ product, shop }) => ({
    productId: product,
    warehouseId: shop,
    lowStockThreshold: 8,
  }),
  'replenishment.shortage.acknowledge': ({ shortage }) => ({ shortageId: shortage, note: 'Mine' }),
  'replenishment.shortage.snooze': ({ shortage }) => ({
    shortageId: shortage,
    until: new Date(Date.now() + 5 * 86_400_000).toISOString(),
  }),
  'replenishment.shortage.reopen': ({ shortage }) => ({ shortageId: shortage }),
  'replenishment.order.create': ({ supplier, warehouse, product }) => ({
    supplierId: supplier,
    warehouseId: warehouse,
    lines: [{ productId: product, quantity: 12 }],
  }),
  'replenishment.order.update': ({ draft }) => ({ orderId: draft, note: 'Ring first' }),
  'replenishment.order.setLines': ({ draft, product }) => ({
    orderId: draft,
    lines: [{ productId: product, quantity: 8, unitCost: '0.70' }],
  }),
  'replenishment.order.approve': ({ draft }) => ({ orderId: draft }),
  'replenishment.order.markSent': ({ draft }) => ({ orderId: draft }),
  'replenishment.order.confirm': ({ sentOrder }) => ({
    orderId: sentOrder,
    expectedDay: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10),
  }),
  'replenishment.order.decline': ({ sentOrder }) => ({ orderId: sentOrder, reason: 'Frost' }),
  'replenishment.order.cancel': ({ sentOrder }) => ({ orderId: sentOrder }),
  'replenishment.order.closeShort': ({ sentOrder }) => ({ orderId: sentOrder }),
  'replenishment.order.receive': ({ sentOrder, product }) => ({
    orderId: sentOrder,
    lines: [{ productId: product, quantity: 2 }],
  }),
  'replenishment.letter.resend': ({ letter }) => ({ letterId: letter }),
  'replenishment.letter.markSent': ({ letter }) => ({ letterId: letter }),
  'replenishment.policy.update': () => ({ mode: 'review', opensAt: '08:00' }),
  'replenishment.policy.forSupplier.set': ({ supplier }) => ({ supplierId: supplier, isPaused: true }),
};

/** Every row that a company has, but for the memory of answers itself and when a key was last seen. */
export const everything = ({ client }: Room, { id }: Company): Promise<Dump> =>
  dumpOf(client, { company: id, without: ['idempotency', 'last_used_at'] });
