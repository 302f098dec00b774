import { later } from './part/later.tsx';

const page = (path: string, load: Parameters<typeof later<object>>[1]) => ({
  path,
  page: later(path, load, { what: 'the page' }),
});

/** Every page, loaded when it is first gone to. */
export const pages = [
  page('/', () => import('./page/worklist/page.tsx')),
  page('/orders', () => import('./page/order/list.tsx')),
  page('/orders/new', () => import('./page/order/new.tsx')),
  page('/orders/:orderId', () => import('./page/order/page.tsx')),
  page('/catalogue', () => import('./page/catalogue/page.tsx')),
  page('/catalogue/bundles', () => import('./page/catalogue/bundles.tsx')),
  page('/catalogue/suppliers', () => import('./page/catalogue/suppliers.tsx')),
  page('/catalogue/suppliers/:supplierId', () => import('./page/supplier/page.tsx')),
  page('/catalogue/warehouses', () => import('./page/catalogue/warehouses.tsx')),
  page('/catalogue/warehouses/:warehouseId', () => import('./page/warehouse/page.tsx')),
  page('/catalogue/types', () => import('./page/catalogue/types.tsx')),
  page('/catalogue/import', () => import('./page/import/page.tsx')),
  page('/catalogue/export', () => import('./page/export/page.tsx')),
  page('/products/:productId', () => import('./page/product/page.tsx')),
  page('/activity', () => import('./page/activity/page.tsx')),
  page('/bundles/:bundleId', () => import('./page/product/bundle.tsx')),
  page('/settings', () => import('./page/settings/page.tsx')),
  page('/settings/ordering', () => import('./page/settings/ordering.tsx')),
  page('/settings/members', () => import('./page/settings/members.tsx')),
  page('/settings/keys', () => import('./page/settings/keys.tsx')),
  page('/settings/devices', () => import('./page/settings/devices.tsx')),
];

/** The code of the page at an address, which need not wait until it is known who is there. */
export function beginAt(path: string): void {
  const inside = path.replace(/^\/c\/\d+/, '') || '/';
  pages.find(({ path: of }) => new RegExp(`^${of.replace(/:\w+/g, '[^/]+')}/?$`).test(inside))?.page.begin();
}
