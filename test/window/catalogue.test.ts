import { text } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { goBy, inWindow, OWNER, type WindowRoom } from './room.ts';

/** Presses Tab until what is asked for has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: RegExp | string, role: 'link' | 'button' | 'textbox'): Promise<void> {
  const wanted = page.getByRole(role, { name }).first();
  await wanted.waitFor();
  for (let press = 0; press < 60; press++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${name}`);
}

inWindow('the catalogue', (room) => {
  test('a list is downloaded as an import reads it', async () => {
    const { visit } = room();
    const page = await visit(OWNER, { path: '/catalogue/export' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download Suppliers' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^stockflow-suppliers-\d{4}-\d{2}-\d{2}\.csv$/);
    await page.getByText(/^1\d rows, in your downloads$/).waitFor();
  });

  test('the download of a list holds what the list is narrowed to, and nothing else', async () => {
    const { visit, address } = room();
    const page = await visit(OWNER);
    for (const [path, holds] of [
      ['/catalogue?search=darjeeling', /Darjeeling/],
      ['/orders?show=unsent', /,(draft|approved),/],
      ['/?warehouse=1', /,Bristol,/],
    ] as const) {
      await page.goto(address + path);
      await page.getByRole('link').first().waitFor();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download this list as CSV' }).click(),
      ]);
      const file = await text(await download.createReadStream());
      const [, ...rows] = file.trim().split('\r\n');
      expect(rows.length, path).toBeGreaterThan(0);
      expect(rows.filter((row) => !holds.test(row))).toEqual([]);
    }
  });

  test('with the keyboard alone: a product is found, made, changed, archived and taken back', () =>
    workByKeyboard(room()));
});

/** No mouse is touched. */
async function workByKeyboard({ api, visit }: WindowRoom): Promise<void> {
  const page = await visit(OWNER);
  const key = page.keyboard;
  await goBy(page, 'gc', 'Products');
  await tabTo(page, 'New product', 'button');
  await key.press('Enter');
  await page.getByRole('dialog').waitFor();
  await expect
    .poll(() =>
      page
        .getByRole('dialog')
        .getByLabel('Name')
        .evaluate((field) => field === document.activeElement),
    )
    .toBe(true);
  for (const typed of ['Keyboard Tea', 'KEY-1', '4.20']) {
    await key.type(typed);
    await key.press('Tab');
  }
  await key.press('Enter');
  await page.getByText('Keyboard Tea is in the catalogue.').waitFor();

  await page.locator('body').press('/');
  await key.type('keyboard');
  await tabTo(page, 'What to do with Keyboard Tea', 'button');
  await key.press('Enter');
  const archive = page.getByRole('menuitem', { name: 'Archive' });
  await archive.waitFor();
  // The menu takes the focus only when it has come in.
  await expect
    .poll(async () => {
      await key.press('ArrowDown');
      return archive.evaluate((item) => item === document.activeElement);
    })
    .toBe(true);
  await key.press('Enter');
  await page.getByText('Keyboard Tea is archived.').waitFor();
  expect((await api('GET', '/products?search=KEY-1')).items[0].is_active).toBe(false);
  await tabTo(page, 'Undo', 'button');
  await key.press('Enter');
  await expect.poll(async () => (await api('GET', '/products?search=KEY-1')).items[0].is_active).toBe(true);
}
