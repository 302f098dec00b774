import { lazy } from '@trpc/server';
import { activity } from './company/activity.ts';
import { companyRouter } from './company/company.ts';
import { router } from './procedure.ts';

export const wholeCompanyRouter = router({
  get: companyRouter.get,
  update: companyRouter.update,
  activity,
  member: lazy(() => import('./company/member.ts')),
  key: lazy(() => import('./company/key.ts')),
});
