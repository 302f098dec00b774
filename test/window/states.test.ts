import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { pages } from './pages.ts';
import { follow, hasCome, inWindow, OWNER } from './room.ts';
import { type Between, standBetween, type Weather } from './weather.ts';

/** These ask for nothing before somebody does something. */
const STILL = ['order-new', 'import', 'export'];
/** The page of a supplier asks for the company's policy, too, and what is known would not be asked for again. */
const FIRST = 'ordering';
const asking = pages
  .filter(([name]) => !STILL.includes(name))
  .toSorted(([one], [other]) => Number(other === FIRST) - Number(one === FIRST));
/** What the browser itself writes of each answer that is refused or does not come. */
const REFUSED = /^Failed to load resource/;
const TABS = 3;

type Tab = { page: Page; between: Between; turn: (weather: Weather) => void };

inWindow('what a page says when it cannot show what it is for', (room) => {
  let between: Between;
  beforeAll(async () => {
    between = await standBetween(room().address);
  });
  afterAll(() => between.close());

  const open = async (name: string): Promise<Tab> => {
    const page = await room().visit(OWNER, { path: '/catalogue/export', maySay: REFUSED });
    await page.setExtraHTTPHeaders({ 'x-tab': name });
    await page.goto(`${between.address}/catalogue/export`);
    await heading(page).waitFor();
    return { page, between, turn: (weather) => between.turn(name, weather) };
  };

  test.each([
    ['on its way, then refused', isLate],
    ['out of reach, without a network', isOffline],
  ] as const)('every page says that it is %s, and comes when that is over', async (_, meets) => {
    const waiting = [...asking];
    const walk = async (name: string) => {
      const tab = await open(name);
      for (let next = waiting.shift(); next; next = waiting.shift()) await meets(tab, ...next);
    };
    await Promise.all(Array.from({ length: TABS }, (_, tab) => walk(String(tab))));
  });

  test('a server that is busy, then gone: what was there stays, what was not is not lost, and both come by themselves', async () =>
    comesBack(await open('away')));
});

const mainOf = (page: Page) => page.getByRole('main');
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

async function isLate({ page, turn }: Tab, name: string, path: string): Promise<void> {
  turn('slow');
  await follow(page, path);
  const status = mainOf(page)
    .getByRole('status')
    .filter({ hasText: 'oading' })
    .filter({ hasNotText: 'the page' });
  await status.first().waitFor();
  expect.soft(await heading(page).count(), name).toBe(1);
  turn('broken');
  const alert = mainOf(page).getByRole('alert').first();
  await alert.getByText('StockFlow does not answer at this moment. It is tried again by itself.').waitFor();
  expect.soft(await heading(page).count(), name).toBe(1);
  expect.soft(await faultsOf(page, 'main'), `${name}, refused`).toEqual([]);
  turn('clear');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await hasCome(page);
}

/** From a page that is here, which stays, to one that is not. */
async function isOffline({ page }: Tab, name: string, path: string): Promise<void> {
  const before = await heading(page).innerText();
  await page.context().setOffline(true);
  await page.getByText('You see what was loaded before').waitFor();
  expect.soft(await heading(page).innerText(), name).toBe(before);
  await follow(page, path);
  const said = mainOf(page).getByRole('status').getByText('It comes by itself when you are back.');
  await said.first().waitFor();
  expect.soft(await faultsOf(page, 'main'), `${name}, offline`).toEqual([]);
  await page.context().setOffline(false);
  await hasCome(page);
}

async function comesBack({ page, between, turn }: Tab): Promise<void> {
  await page.goto(between.address);
  const rows = page.getByRole('article');
  await rows.first().waitFor();
  const banner = page.getByRole('status').getByText(/You see what was there at/);
  for (const weather of ['busy', 'down'] as const) {
    turn(weather);
    await banner.waitFor();
    expect(await rows.count()).toBeGreaterThan(0);
    expect(await faultsOf(page)).toEqual([]);
    turn('clear');
    await banner.waitFor({ state: 'detached' });
  }
  turn('down');
  await page.getByRole('link', { name: 'Orders', exact: true }).click();
  const alert = mainOf(page).getByRole('alert');
  await alert.getByText('StockFlow cannot be reached.').waitFor();
  turn('busy');
  await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
  await alert.getByText('StockFlow does not answer at this moment.').waitFor();
  turn('clear');
  await page.getByRole('table', { name: 'Orders' }).waitFor();
}

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
