import { bundleRouter } from './catalogue/bundle.ts';
import { productRouter } from './catalogue/product.ts';
import { supplierRouter } from './catalogue/supplier.ts';
import { termsRouter } from './catalogue/terms.ts';
import { productTypeRouter } from './catalogue/type.ts';
import { warehouseRouter } from './catalogue/warehouse.ts';
import { activity } from './company/activity.ts';
import { companyRouter } from './company/company.ts';
import { keyRouter } from './company/key.ts';
import { memberRouter } from './company/member.ts';
import { sessionRouter } from './company/session.ts';
import { bundleSaleRouter } from './ledger/bundle-sale.ts';
import { countRouter } from './ledger/count.ts';
import { inventoryRouter } from './ledger/inventory.ts';
import { movementRouter } from './ledger/movement.ts';
import { transferRouter } from './ledger/transfer.ts';
import { router } from './procedure.ts';
import { alertRouter } from './replenishment/alert.ts';
import { forecastRouter } from './replenishment/forecast.ts';
import { letterRouter } from './replenishment/letter.ts';
import { orderRouter } from './replenishment/order.ts';
import { policyRouter } from './replenishment/policy.ts';
import { receiptRouter } from './replenishment/receipt.ts';
import { shortageRouter } from './replenishment/shortage.ts';

export const appRouter = router({
  session: sessionRouter,
  company: router({
    get: companyRouter.get,
    update: companyRouter.update,
    member: memberRouter,
    key: keyRouter,
    activity,
  }),
  catalogue: router({
    product: productRouter,
    bundle: bundleRouter,
    supplier: supplierRouter,
    terms: termsRouter,
    warehouse: warehouseRouter,
    productType: productTypeRouter,
  }),
  ledger: router({
    movement: movementRouter,
    bundleSale: bundleSaleRouter,
    transfer: transferRouter,
    count: countRouter,
    inventory: inventoryRouter,
  }),
  replenishment: router({
    lowStock: alertRouter.lowStock,
    explain: forecastRouter.explain,
    shortage: shortageRouter,
    order: orderRouter,
    letter: letterRouter,
    receipt: receiptRouter,
    policy: policyRouter,
  }),
});

export type AppRouter = typeof appRouter;
