import { type ComponentType, lazy } from 'react';

/** Every page, loaded when it is first gone to. */
export const pages: { path: string; page: ComponentType }[] = [
  { path: '/', page: lazy(() => import('./page/worklist/page.tsx')) },
  { path: '/orders', page: lazy(() => import('./page/order/list.tsx')) },
  { path: '/orders/new', page: lazy(() => import('./page/order/new.tsx')) },
  { path: '/orders/:orderId', page: lazy(() => import('./page/order/page.tsx')) },
  { path: '/catalogue', page: lazy(() => import('./page/catalogue/page.tsx')) },
  { path: '/products/:productId', page: lazy(() => import('./page/product/page.tsx')) },
  { path: '/bundles/:bundleId', page: lazy(() => import('./page/product/bundle.tsx')) },
  { path: '/settings', page: lazy(() => import('./page/settings/page.tsx')) },
];
