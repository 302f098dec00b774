import { lazy } from '@trpc/server';
import { router } from './procedure.ts';
import { alertRouter } from './replenishment/alert.ts';
import { forecastRouter } from './replenishment/forecast.ts';

export const replenishmentRouter = router({
  lowStock: alertRouter.lowStock,
  explain: forecastRouter.explain,
  shortage: lazy(() => import('./replenishment/shortage.ts').then((m) => m.shortageRouter)),
  order: lazy(() => import('./replenishment/order.ts')),
  letter: lazy(() => import('./replenishment/letter.ts').then((m) => m.letterRouter)),
  receipt: lazy(() => import('./replenishment/receipt.ts').then((m) => m.receiptRouter)),
  policy: lazy(() => import('./replenishment/policy.ts')),
});
