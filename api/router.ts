import { lazy } from '@trpc/server';
import { router } from './procedure.ts';

/** Each noun is read when the first call asks for it: a Worker that has just started has one call to answer. */
export const appRouter = router({
  session: lazy(() => import('./company/session.ts')),
  company: lazy(() => import('./company.ts')),
  catalogue: router({
    product: lazy(() => import('./catalogue/product.ts')),
    bundle: lazy(() => import('./catalogue/bundle.ts')),
    supplier: lazy(() => import('./catalogue/supplier.ts')),
    terms: lazy(() => import('./catalogue/terms.ts')),
    warehouse: lazy(() => import('./catalogue/warehouse.ts')),
    productType: lazy(() => import('./catalogue/type.ts')),
  }),
  ledger: router({
    movement: lazy(() => import('./ledger/movement.ts')),
    bundleSale: lazy(() => import('./ledger/bundle-sale.ts')),
    transfer: lazy(() => import('./ledger/transfer.ts')),
    count: lazy(() => import('./ledger/count.ts')),
    inventory: lazy(() => import('./ledger/inventory.ts')),
  }),
  replenishment: lazy(() => import('./replenishment.ts')),
});

export type AppRouter = typeof appRouter;

/** The nouns that have routes under each first name of a REST path. One that has them elsewhere does not load. */
export const nounsUnder: Record<string, string[]> = {
  session: ['session'],
  company: ['company'],
  members: ['company.member'],
  keys: ['company.key'],
  activity: ['company'],
  products: ['catalogue.product'],
  bundles: ['catalogue.bundle'],
  suppliers: ['catalogue.supplier', 'replenishment.policy'],
  terms: ['catalogue.terms'],
  warehouses: ['catalogue.warehouse'],
  'product-types': ['catalogue.productType'],
  movements: ['ledger.movement'],
  'bundle-sales': ['ledger.bundleSale'],
  transfers: ['ledger.transfer'],
  counts: ['ledger.count'],
  inventory: ['ledger.inventory'],
  companies: ['replenishment'],
  shortages: ['replenishment.shortage'],
  orders: ['replenishment.order'],
  letters: ['replenishment.letter'],
  receipts: ['replenishment.receipt'],
  policy: ['replenishment.policy'],
};
