import { expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { follow, inWindow, OWNER } from './room.ts';

/** What an empty company is told on each page, and what it is offered to do. */
const empty: [path: string, said: string | RegExp, offered: RegExp][] = [
  ['/', /^Welcome to/, /Create a warehouse/],
  ['/orders', 'No orders yet', /See what runs low/],
  ['/orders/1', 'There is no such order', /Orders/],
  ['/catalogue', 'No products yet', /Import a list/],
  ['/catalogue/bundles', 'No bundles yet', /New bundle/],
  ['/catalogue/suppliers', 'No suppliers yet', /New supplier/],
  ['/catalogue/suppliers/1', 'There is no such supplier', /Suppliers/],
  ['/catalogue/warehouses', 'No warehouses yet', /New warehouse/],
  ['/catalogue/warehouses/1', 'There is no such warehouse', /Warehouses/],
  ['/catalogue/types', 'No types yet', /New type/],
  ['/products/3', 'There is no such product', /Catalogue/],
  ['/bundles/none', 'There is no such bundle', /Bundles/],
  ['/activity?kind=product', 'Nothing like that was done', /Show all/],
  ['/nowhere', 'There is nothing at this address', /Go to the worklist/],
];

inWindow('a company that has nothing yet', (room) => {
  test('is told on every page what will stand there, and how to begin', async () => {
    const { operator, visit } = room();
    const { company_id: id } = operator('company', 'create', '--name', 'Empty Ltd', '--owner', OWNER);
    const page = await visit(OWNER, { path: `/c/${id}/` });
    for (const [path, said, offered] of empty) {
      await follow(page, path);
      const main = page.getByRole('main');
      await main.getByRole('heading', { level: 2, name: said }).waitFor();
      const ways = main.getByRole('button').or(main.getByRole('link'));
      expect.soft(await ways.filter({ hasText: offered }).count(), path).toBeGreaterThan(0);
      expect.soft(await page.getByRole('heading', { level: 1 }).count(), path).toBe(1);
      expect.soft(await faultsOf(page), path).toEqual([]);
    }
    await follow(page, '/orders/new');
    await page.getByRole('combobox', { name: 'Supplier' }).click();
    await page.getByRole('listbox', { name: 'Supplier' }).getByText('There is none yet').waitFor();
  });
});
