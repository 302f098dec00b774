import { type ComponentType, lazy } from 'react';

/** Every page, loaded when it is first gone to. */
export const pages: { path: string; page: ComponentType }[] = [
  { path: '/', page: lazy(() => import('./page/worklist/page.tsx')) },
  { path: '/orders', page: lazy(() => import('./page/order/list.tsx')) },
  { path: '/orders/new', page: lazy(() => import('./page/order/new.tsx')) },
  { path: '/orders/:orderId', page: lazy(() => import('./page/order/page.tsx')) },
  { path: '/catalogue', page: lazy(() => import('./page/catalogue/page.tsx')) },
  { path: '/catalogue/bundles', page: lazy(() => import('./page/catalogue/bundles.tsx')) },
  { path: '/catalogue/suppliers', page: lazy(() => import('./page/catalogue/suppliers.tsx')) },
  { path: '/catalogue/suppliers/:supplierId', page: lazy(() => import('./page/supplier/page.tsx')) },
  { path: '/catalogue/warehouses', page: lazy(() => import('./page/catalogue/warehouses.tsx')) },
  { path: '/catalogue/warehouses/:warehouseId', page: lazy(() => import('./page/warehouse/page.tsx')) },
  { path: '/catalogue/types', page: lazy(() => import('./page/catalogue/types.tsx')) },
  { path: '/catalogue/import', page: lazy(() => import('./page/import/page.tsx')) },
  { path: '/catalogue/export', page: lazy(() => import('./page/export/page.tsx')) },
  { path: '/products/:productId', page: lazy(() => import('./page/product/page.tsx')) },
  { path: '/activity', page: lazy(() => import('./page/activity/page.tsx')) },
  { path: '/bundles/:bundleId', page: lazy(() => import('./page/product/bundle.tsx')) },
  { path: '/settings', page: lazy(() => import('./page/settings/page.tsx')) },
  { path: '/settings/ordering', page: lazy(() => import('./page/settings/ordering.tsx')) },
  { path: '/settings/members', page: lazy(() => import('./page/settings/members.tsx')) },
  { path: '/settings/keys', page: lazy(() => import('./page/settings/keys.tsx')) },
  { path: '/settings/devices', page: lazy(() => import('./page/settings/devices.tsx')) },
];
