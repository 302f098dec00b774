import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { restAt } from '../journey/rest.ts';
import { LEFT, openShop, sale, sell, THRESHOLD } from '../journey/shop.ts';
import type { Json } from '../room.ts';
import { goBy, inWindow, OWNER, VIEWER, type WindowRoom } from './room.ts';

inWindow('orders', (room) => {
  test('from the worklist: a draft is changed, read, sent and received, and the shortage is over', async () => {
    const supplier = await runLow(room());
    const page = await room().visit(OWNER, { path: `/?supplier=${supplier}` });
    const row = page.getByRole('article').filter({ hasText: 'Kettle 1' });
    await row.getByRole('button', { name: 'Send order' }).click();
    await page.getByRole('link', { name: 'Change or read the letter' }).click();
    const number = await page.getByRole('heading', { name: /^PO-/ }).innerText();

    await changeQuantity(page);
    await readLetter(page, number);
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByRole('heading', { name: 'Its letter is a file: Hario 1 does not have it yet' }).waitFor();

    await receive(page);
    await page.getByRole('heading', { name: 'All of it is in' }).waitFor();
    const orders = (await room().api('GET', '/orders?status=received')).items;
    expect(orders.map((order: Json) => order.number)).toContain(number);
    await page.getByRole('link', { name: 'Worklist' }).click();
    await page.getByRole('article').first().waitFor();
    await expect.poll(() => row.count(), { timeout: 20_000 }).toBe(0);
    // The list is live; the worker ends the shortage a moment later.
    const endings = async () =>
      (await room().api('GET', '/shortages?status=resolved')).items.map(({ resolution }: Json) => resolution);
    await expect.poll(endings, { timeout: 20_000 }).toContain('restocked');
  });

  test('by hand and by keys: an order is written, left, found and cancelled', async () => {
    // Nothing runs out there, so that no draft but this one is made.
    await room().api('POST', '/warehouses', { name: 'Annexe' });
    const page = await room().visit(OWNER);
    await goBy(page, 'go', 'Orders');
    await page.keyboard.press('n');
    await writeByHand(page);
    const number = await page.getByRole('heading', { name: /^PO-/ }).innerText();
    await page.keyboard.press('u');
    await page.getByRole('link', { name: number }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: number }).waitFor();
    await page.getByRole('button', { name: `More about ${number}` }).click();
    await page.getByRole('menuitem', { name: 'Cancel the order' }).click();
    await page.getByLabel('Why').fill('Ordered twice');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click();
    await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
    await page.getByText('Cancelled: Ordered twice').waitFor();
    const end = page.getByRole('listitem').filter({ hasText: /^Cancelled/ });
    expect(await end.innerText()).toContain('Maya Fern');
  });

  test('a viewer reads an order and its letter, and sends nothing', async () => {
    const [{ id }] = (await room().api('GET', '/orders?status=draft&status=sent&limit=1')).items;
    const page = await room().visit(VIEWER, { path: `/orders/${id}` });
    await page.getByRole('button', { name: /the letter$/ }).click();
    await page.getByRole('dialog').locator('iframe').waitFor();
    expect(await page.getByRole('button', { name: 'Send now' }).count()).toBe(0);
    expect(await page.getByRole('textbox', { name: /^Units of/ }).count()).toBe(0);
  });
});

/** A shop whose orders wait for a person, and a sale that brings its kettle to the threshold. */
async function runLow({ address }: WindowRoom): Promise<number> {
  const shop = await openShop(restAt(address, inject('demo').apiKey), { products: 1 });
  const [kettle] = shop.products;
  if (!kettle) throw new Error('the shop has no kettle');
  await shop.rest('PATCH', `/suppliers/${kettle.supplier}/policy`, { mode: 'review' });
  await sell(shop, sale(shop, kettle, LEFT - THRESHOLD));
  return kettle.supplier;
}

async function changeQuantity(page: Page): Promise<void> {
  await page.getByText(/^Sells \d.* a day, 20 left, delivery takes 7 days: /).waitFor();
  const units = page.getByRole('textbox', { name: 'Units of Kettle 1' });
  await units.fill('50');
  await page.getByText('Not whole packs of 12.').waitFor();
  await page.getByRole('button', { name: 'Make it 60' }).click();
  expect(await units.inputValue()).toBe('60');
  await page.getByText('5 packs of 12').waitFor();
  await page.getByText('£750.00').first().waitFor();
  await page.getByRole('textbox', { name: 'Note to the supplier' }).fill('Ring at the back door');
}

/** What was not saved yet is saved before it is read. */
async function readLetter(page: Page, number: string): Promise<void> {
  await page.getByRole('button', { name: 'Read and send' }).click();
  const letter = page.frameLocator('iframe');
  await letter.getByRole('heading', { name: `Purchase order ${number}` }).waitFor();
  await letter.getByText('Ring at the back door').waitFor();
  await page.getByRole('dialog').getByText('Plain text').click();
  const text = await page.getByLabel('Plain text of the letter').inputValue();
  expect(text).toContain('60 = 5 packs of 12, at 12.50 each');
  expect(text, 'nobody but the supplier is given the link').not.toMatch(/\/answer\/\S/);
}

/** A part; then more than the rest, which is refused until a person says that it is kept. */
async function receive(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  const units = dialog.getByRole('textbox', { name: 'Units of Kettle 1 that came' });
  await page.getByRole('button', { name: 'Receive' }).click();
  await expect.poll(() => units.evaluate((input) => input === document.activeElement)).toBe(true);
  await units.fill('12');
  await dialog.getByRole('button', { name: 'Receive 12 units' }).click();
  await page.getByRole('heading', { name: 'Part of it is in' }).waitFor();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Receive' }).click();
  expect(await units.inputValue()).toBe('48');
  await units.fill('50');
  await dialog.getByRole('button', { name: 'Receive 50 units' }).click();
  await dialog.getByText('More came than is outstanding').waitFor();
  await dialog.getByLabel('More came than was ordered, and we keep it').check({ force: true });
  await dialog.getByRole('button', { name: 'Receive 50 units' }).click();
}

async function writeByHand(page: Page): Promise<void> {
  await choose(page, 'Supplier', 'Stoke Stoneware Works');
  await choose(page, 'Deliver to', 'Annexe');
  await page.getByRole('button', { name: 'Draft the order' }).click();
  await page.getByText('Add a product.').waitFor();
  await choose(page, 'Add a product', /Enamel Mug 350 ml, sage/);
  await page.getByRole('textbox', { name: /^Units of Enamel Mug/ }).fill('1');
  await page.getByText('They deliver at least').waitFor();
  await page.getByRole('button', { name: /^Make it/ }).click();
  await page.getByRole('button', { name: 'Draft the order' }).click();
}

async function choose(page: Page, field: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: field }).click();
  await page.getByRole('option', { name: option }).first().click();
}
