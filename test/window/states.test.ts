import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { pages } from './pages.ts';
import { follow, hasCome, inWindow, pressIfThere } from './room.ts';
import { type Between, heading, mainOf, openTab, standBetween, type Tab } from './weather.ts';

/** These ask for nothing before somebody does something. */
const STILL = ['order-new', 'import', 'export'];
/** The page of a supplier asks for the company's policy, too, and what is known would not be asked for again. */
const FIRST = 'ordering';
const asking = pages
  .filter(([name]) => !STILL.includes(name))
  .toSorted(([one], [other]) => Number(other === FIRST) - Number(one === FIRST));
const TABS = 3;

inWindow('what a page says when it cannot show what it is for', (room) => {
  let between: Between;
  beforeAll(async () => {
    between = await standBetween(room().address);
  });
  afterAll(() => between.close());

  test.each([
    ['on its way, then refused', isLate],
    ['out of reach, without a network', isOffline],
  ] as const)('every page says that it is %s, and comes when that is over', async (_, meets) => {
    const waiting = [...asking];
    const walk = async (name: string) => {
      const tab = await openTab(room(), between, name);
      for (let next = waiting.shift(); next; next = waiting.shift()) await meets(tab, ...next);
    };
    await Promise.all(Array.from({ length: TABS }, (_, tab) => walk(String(tab))));
  });
});

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
  const again = alert.getByRole('button', { name: 'Try again' });
  await Promise.all([page.waitForRequest(/\/trpc\//), again.click()]);
  turn('clear');
  await pressIfThere(again);
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
