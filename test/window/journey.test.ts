import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { inWindow, OWNER, pressIfThere, type WindowRoom } from './room.ts';

inWindow('people', (room) => {
  test('a link signs in once, and its token leaves neither address nor history', async () => {
    const { linkFor, visit, address } = room();
    const link = linkFor(OWNER);
    const page = await visit();
    await page.getByRole('heading', { name: 'Sign in to StockFlow' }).waitFor();
    await page.goto(link);
    await expect.poll(() => page.url()).toBe(`${address}/sign-in`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Worklist' }).waitFor();

    const another = await visit();
    await another.goto(link);
    await another.getByRole('button', { name: 'Sign in' }).click();
    await another.getByText('used before, or it is too old').waitFor();
  });

  test('who signs out is out, in every tab', async () => {
    const page = await enter(room());
    const tab = await page.context().newPage();
    await tab.goto(room().address);
    await tab.getByRole('heading', { name: 'Worklist' }).waitFor();
    // A browser draws, and so moves menus, only in the tab that is seen.
    await page.bringToFront();
    await page.getByRole('button', { name: /Your account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('Your e-mail address').waitFor();
    await tab.bringToFront();
    await pressIfThere(tab.getByRole('link', { name: 'Orders' }));
    await tab.getByLabel('Your e-mail address').waitFor();
  });

  test('two companies in two tabs: each shows its own, and what is chosen in one stays there', async () => {
    const { operator, address } = room();
    const { company_id: second } = operator('company', 'create', '--name', 'Second Shop', '--owner', OWNER);
    const tab = await enter(room());
    const first = new URL(tab.url()).pathname;
    const other = await tab.context().newPage();
    await other.goto(`${address}${first}catalogue/warehouses`);
    await tab.bringToFront();
    await tab.getByRole('button', { name: /Your account/ }).click();
    await tab.getByRole('menuitem', { name: 'Second Shop' }).click();
    await expect.poll(() => tab.url()).toBe(`${address}/c/${second}/`);
    await tab.getByRole('link', { name: 'Catalogue' }).click();
    await tab.getByRole('link', { name: 'Warehouses' }).click();
    await tab.getByText('No warehouses yet').waitFor();
    for (const reload of [false, true]) {
      if (reload) await other.reload();
      await other.getByRole('link', { name: 'Bristol' }).waitFor();
      expect(await other.title()).toBe('Warehouses · Fern & Kettle Ltd (demo)');
    }
    await other.goto(`${address}/orders`);
    await expect.poll(() => other.url()).toBe(`${address}/c/${second}/orders`);
    await other.goto(`${address}/c/987654321/orders`);
    await other.getByRole('heading', { name: 'This company is not yours to see' }).waitFor();
    await other.getByRole('link', { name: 'Fern & Kettle' }).click();
    await expect.poll(() => other.url()).toBe(`${address}${first}`);
  });
});

/** By a link of its own: its session ends, or changes, apart from those of others. */
async function enter({ linkFor, visit }: WindowRoom): Promise<Page> {
  const page = await visit();
  await page.goto(linkFor(OWNER));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Worklist' }).waitFor();
  return page;
}
