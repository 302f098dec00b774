import { replenishment } from './replenishment.ts';
import type { Attempts, World } from './world.ts';

const item = { name: 'Tea', sku: 'Strange-1', price: '1.00' };
const forgedCompany =
  (fields: object): Attempts =>
  (other) => [{ ...fields, companyId: other.company }];

const searched =
  (id: (other: World) => number): Attempts =>
  (other) => [
    {},
    { search: other.word },
    { search: `${other.word} name`, isActive: true },
    { cursor: String(id(other)) },
  ];

/** Imports go by name: a line may name what is theirs, on one side or on both. */
const named = (other: World, own: World, ...nouns: ('sku' | 'supplier' | 'warehouse')[]): object[] => {
  const nameOf = { sku: '-1', supplier: ' name', warehouse: ' name' };
  const line = ({ word }: World) => Object.fromEntries(nouns.map((noun) => [noun, word + nameOf[noun]]));
  return [line(other), ...nouns.map((noun) => ({ ...line(own), [noun]: other.word + nameOf[noun] }))];
};

const asked =
  (lines: Attempts): Attempts =>
  (other, own) =>
    [false, true].map((preview) => ({ preview, lines: lines(other, own) }));

const company: Record<string, Attempts> = {
  'company.get': () => [{}],
  'company.update': forgedCompany({ name: 'Taken over' }),
  'company.member.create': forgedCompany({ email: 'a@strange.example', name: 'A', role: 'owner' }),
  'company.member.get': ({ member }) => [{ memberId: member }],
  'company.member.list': searched(({ member }) => member),
  'company.member.update': ({ member }) => [
    { memberId: member, name: 'Taken over' },
    { memberId: member, role: 'viewer' },
  ],
  'company.member.invite': ({ member }) => [{ memberId: member }],
  'company.member.archive': ({ member }) => [{ memberId: member }],
  'company.key.create': forgedCompany({ name: 'Mine', role: 'owner' }),
  'company.key.list': ({ key }) => [{}, { cursor: String(key) }],
  'company.key.revoke': ({ key }) => [{ keyId: key }],
  'company.activity': ({ member, key }) => [
    {},
    { actor: `key:${key}` },
    { actor: `member:${member}` },
    { cursor: '999999' },
  ],
  'session.current': () => [{}],
};

const catalogue: Record<string, Attempts> = {
  'catalogue.product.create': (other, own) => [
    { ...item, companyId: other.company },
    { ...item, supplierId: other.supplier },
    { ...item, warehouseId: other.warehouse },
    { ...item, warehouseId: other.warehouse, initialQuantity: 5 },
    { ...item, warehouseId: own.warehouse, supplierId: other.supplier },
    { ...item, warehouseId: other.warehouse, supplierId: own.supplier, initialQuantity: 0 },
  ],
  'catalogue.product.get': ({ product, bundle }) => [{ productId: product }, { productId: bundle }],
  'catalogue.product.list': (other, own) => [
    ...searched(({ product }) => product)(other, own),
    { productTypeId: other.productType },
  ],
  'catalogue.product.update': ({ product }) => [
    { productId: product, name: 'Taken over' },
    { productId: product, sku: 'Strange-2', productType: null },
    { productId: product, productType: 'Strange' },
  ],
  'catalogue.product.import': ({ word }, own) => [
    { lines: [{ sku: `${own.word}-1`, name: 'Taken over', supplier: `${word} name` }] },
    { lines: [{ sku: `${word}-1`, price: '0.01' }] },
    { preview: true, lines: [{ sku: `${word}-1`, name: 'Tea', price: '1', productType: `${word} name` }] },
  ],
  'catalogue.product.archive': ({ product }) => [{ productId: product }],
  'catalogue.bundle.create': ({ product, bundle }, own) => [
    { ...item, components: [{ productId: product, quantity: 1 }] },
    { ...item, components: [{ productId: bundle, quantity: 1 }] },
    { ...item, components: [own.product, product].map((productId) => ({ productId, quantity: 1 })) },
  ],
  'catalogue.bundle.get': ({ bundle, product }) => [{ bundleId: bundle }, { bundleId: product }],
  'catalogue.bundle.list': searched(({ bundle }) => bundle),
  'catalogue.bundle.update': ({ bundle, product }, own) => [
    { bundleId: bundle, name: 'Taken over' },
    { bundleId: bundle, components: [{ productId: own.product, quantity: 9 }] },
    { bundleId: own.bundle, components: [{ productId: product, quantity: 1 }] },
  ],
  'catalogue.bundle.archive': ({ bundle }) => [{ bundleId: bundle }],
  'catalogue.supplier.create': forgedCompany({ name: 'Strange' }),
  'catalogue.supplier.get': ({ supplier }) => [{ supplierId: supplier }],
  'catalogue.supplier.list': searched(({ supplier }) => supplier),
  'catalogue.supplier.update': ({ supplier }) => [
    { supplierId: supplier, contactEmail: 'a@strange.example' },
  ],
  'catalogue.supplier.import': ({ word }) => [
    { preview: true, lines: [{ name: `${word} name`, contactEmail: 'a@strange.example' }] },
  ],
  'catalogue.supplier.archive': ({ supplier }) => [{ supplierId: supplier }],
  'catalogue.terms.create': ({ supplier, product, bundle }, own) => [
    { supplierId: supplier, productId: product },
    { supplierId: own.supplier, productId: product },
    { supplierId: own.supplier, productId: bundle },
    { supplierId: supplier, productId: own.product, isPrimary: true },
  ],
  'catalogue.terms.get': ({ terms }) => [{ termsId: terms }],
  'catalogue.terms.list': ({ terms, product, supplier }) => [
    {},
    { productId: product },
    { supplierId: supplier },
    { cursor: String(terms) },
  ],
  'catalogue.terms.update': ({ terms }) => [
    { termsId: terms, unitCost: '0.01' },
    { termsId: terms, isPrimary: false },
  ],
  'catalogue.terms.import': asked((other, own) =>
    named(other, own, 'sku', 'supplier').map((line) => ({ ...line, unitCost: '0.01', isPrimary: true })),
  ),
  'catalogue.terms.archive': ({ terms }) => [{ termsId: terms }],
  'catalogue.warehouse.create': forgedCompany({ name: 'Strange' }),
  'catalogue.warehouse.get': ({ warehouse }) => [{ warehouseId: warehouse }],
  'catalogue.warehouse.list': searched(({ warehouse }) => warehouse),
  'catalogue.warehouse.update': ({ warehouse }) => [{ warehouseId: warehouse, name: 'Taken over' }],
  'catalogue.warehouse.archive': ({ warehouse }) => [{ warehouseId: warehouse }],
  'catalogue.productType.create': forgedCompany({ name: 'Strange' }),
  'catalogue.productType.get': ({ productType }) => [{ productTypeId: productType }],
  'catalogue.productType.list': searched(({ productType }) => productType),
  'catalogue.productType.update': ({ productType }) => [{ productTypeId: productType, lowStockThreshold: 0 }],
  'catalogue.productType.archive': ({ productType }) => [{ productTypeId: productType }],
};

/** A shelf has two sides: each of them a stranger's, then both. */
const shelves = (other: World, own: World): { productId: number; warehouseId: number }[] => [
  { productId: other.product, warehouseId: other.warehouse },
  { productId: own.product, warehouseId: other.warehouse },
  { productId: other.product, warehouseId: own.warehouse },
  { productId: other.bundle, warehouseId: own.warehouse },
];

const ledger: Record<string, Attempts> = {
  'ledger.movement.record': (other, own) => [
    ...shelves(other, own).map((shelf) => ({ ...shelf, type: 'receipt', quantity: 1 })),
    ...shelves(other, own).map((shelf) => ({ ...shelf, type: 'sale', quantity: 1, expectedQuantity: 23 })),
    {
      productId: own.product,
      warehouseId: own.warehouse,
      type: 'return',
      quantity: 1,
      saleId: other.movement,
    },
  ],
  'ledger.movement.recordMany': (other, own) => {
    const lines = shelves(other, own).map((shelf) => ({ ...shelf, type: 'sale', quantity: 1 }));
    return [{ lines }, { lines, mode: 'each' }, ...lines.map((line) => ({ lines: [line] }))];
  },
  'ledger.movement.import': asked((other, own) =>
    named(other, own, 'sku', 'warehouse').map((line, index) => ({
      ...line,
      key: `row ${index}`,
      type: 'receipt',
      quantity: 1,
    })),
  ),
  'ledger.movement.reverse': ({ movement, reversed }) => [{ movementId: movement }, { movementId: reversed }],
  'ledger.movement.get': ({ movement }) => [{ movementId: movement }],
  'ledger.movement.list': (other) => [
    {},
    { productId: other.product },
    { warehouseId: other.warehouse },
    { productId: other.product, warehouseId: other.warehouse },
    { reference: `${other.word} reference` },
    { bundleSaleId: other.bundleSale },
    { transferId: other.transfer },
    { countId: other.count },
    { cursor: String(other.movement) },
  ],
  'ledger.bundleSale.record': ({ bundle, product, warehouse }, own) => [
    { bundleId: bundle, warehouseId: warehouse, quantity: 1 },
    { bundleId: bundle, warehouseId: own.warehouse, quantity: 1 },
    { bundleId: own.bundle, warehouseId: warehouse, quantity: 1 },
    { bundleId: product, warehouseId: own.warehouse, quantity: 1 },
  ],
  'ledger.bundleSale.reverse': ({ bundleSale }) => [{ bundleSaleId: bundleSale }],
  'ledger.bundleSale.get': ({ bundleSale }) => [{ bundleSaleId: bundleSale }],
  'ledger.transfer.dispatch': ({ warehouse, otherWarehouse, product }, own) => {
    const ours = [{ productId: own.product, quantity: 1 }];
    const theirs = [{ productId: product, quantity: 1 }];
    return [
      { fromWarehouseId: warehouse, toWarehouseId: own.warehouse, lines: theirs },
      { fromWarehouseId: warehouse, toWarehouseId: own.warehouse, lines: ours },
      { fromWarehouseId: own.warehouse, toWarehouseId: warehouse, lines: ours },
      { fromWarehouseId: warehouse, toWarehouseId: otherWarehouse, lines: theirs },
      { fromWarehouseId: own.warehouse, toWarehouseId: own.otherWarehouse, lines: [...ours, ...theirs] },
    ];
  },
  'ledger.transfer.receive': ({ transfer, product }, own) => [
    { transferId: transfer },
    { transferId: transfer, lines: [{ productId: product, quantity: 1 }] },
    { transferId: own.transfer, lines: [{ productId: product, quantity: 1 }] },
  ],
  'ledger.transfer.cancel': ({ transfer, product }, own) => [
    { transferId: transfer },
    { transferId: own.transfer, lines: [{ productId: product, quantity: 1 }] },
  ],
  'ledger.transfer.get': ({ transfer }) => [{ transferId: transfer }],
  'ledger.transfer.list': ({ transfer }) => [{}, { isInTransit: true }, { cursor: String(transfer) }],
  'ledger.count.record': ({ warehouse, product }, own) => [
    { warehouseId: warehouse, lines: [{ productId: own.product, counted: 1 }] },
    { warehouseId: warehouse, lines: [{ productId: product, counted: 1 }] },
    { warehouseId: own.warehouse, lines: [{ productId: product, counted: 1 }] },
    {
      warehouseId: own.warehouse,
      lines: [own.product, product].map((productId) => ({ productId, counted: 1 })),
    },
  ],
  'ledger.count.import': asked((other, own) =>
    named(other, own, 'sku', 'warehouse').map((line, index) => ({
      ...line,
      key: `row ${index}`,
      counted: 1,
    })),
  ),
  'ledger.count.get': ({ count }) => [{ countId: count }],
  'ledger.count.list': ({ count }) => [{}, { cursor: String(count) }],
  'ledger.inventory.get': shelves,
  'ledger.inventory.list': ({ product, warehouse }) => [
    {},
    { productId: product },
    { warehouseId: warehouse },
    { cursor: `${product}.${warehouse}` },
  ],
  'ledger.inventory.setThreshold': (other, own) =>
    shelves(other, own).map((shelf) => ({ ...shelf, lowStockThreshold: 7 })),
};

export const attempts: Record<string, Attempts> = { ...company, ...catalogue, ...ledger, ...replenishment };
