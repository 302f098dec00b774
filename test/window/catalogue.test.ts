import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { inWindow, OWNER } from './room.ts';

const fileOf = (...lines: string[]) => ({
  name: 'teas.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(`${lines.join('\r\n')}\r\n`),
});

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
  test('a file with faults: every fault by row first, then the rest is imported, and the same file again changes nothing', async () => {
    const { api, visit, address } = room();
    const page = await visit(OWNER);
    await page.goto(`${address}/catalogue/import`);
    const file = fileOf(
      'Code;Title;Price;Colour',
      'NEW-1;Silver Needle;"12,50";white',
      'NEW-2;Too dear;cheap;red',
      'new-1;The same;3;red',
      'NEW-3;Sold by weight;2;red',
    );
    const input = page.locator('input[type=file]');
    await input.setInputFiles(file);
    await page.getByText('This is what would happen.').waitFor();
    await page.getByText('“Colour” is not known').waitFor();
    const rows = page.getByRole('list', { name: 'Rows of the file' });
    expect(await rows.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/row 3[\s\S]*Price is not an amount/),
      expect.stringMatching(/row 4[\s\S]*SKU is in row 2 already/),
    ]);
    expect((await api('GET', '/products?search=NEW-1')).items).toEqual([]);

    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await page.getByText('Imported.', { exact: true }).waitFor();
    expect((await api('GET', '/products?search=NEW-1')).items).toMatchObject([
      { name: 'Silver Needle', price: '12.50' },
    ]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download 2 refused rows' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('teas-refused.csv');

    await page.getByRole('button', { name: 'Another file' }).click();
    await input.setInputFiles(file);
    await page.getByRole('button', { name: 'Nothing to import' }).waitFor();
  });

  test('what cannot be read says why, and what was interrupted how to go on', async () => {
    const { visit, address } = room();
    const page = await visit(OWNER);
    await page.goto(`${address}/catalogue/import`);
    await page.locator('input[type=file]').setInputFiles(fileOf('Title,Price', 'x,2'));
    await page.getByText('There is no column SKU.').waitFor();
    await page.evaluate(() =>
      localStorage.setItem('import', JSON.stringify({ kind: 'products', name: 'teas.csv', row: 4000 })),
    );
    await page.reload();
    await page.getByText('The import of teas.csv was interrupted after row 4,000').waitFor();
  });

  test('away, an import waits, and goes on by itself', async () => {
    const { api, visit, address } = room();
    const page = await visit(OWNER);
    await page.goto(`${address}/catalogue/import?kind=suppliers`);
    await page.locator('input[type=file]').setInputFiles(fileOf('Name,Lead days', 'Lost and Found,4'));
    const start = page.getByRole('button', { name: 'Import 1 row' });
    await start.waitFor();
    let cuts = 0;
    await page.route('**/trpc/catalogue.supplier.import*', (route) => {
      cuts += 1;
      return cuts <= 4 ? route.fulfill({ status: 503, json: unavailable }) : route.continue();
    });
    await start.click();
    await page.getByText('It goes on by itself.').waitFor({ timeout: 20_000 });
    await page.getByText('Imported.', { exact: true }).waitFor({ timeout: 20_000 });
    expect((await api('GET', '/suppliers?search=Lost')).items).toMatchObject([{ lead_time_days: 4 }]);
  });

  test('a list is downloaded as an import reads it', async () => {
    const { visit, address } = room();
    const page = await visit(OWNER);
    await page.goto(`${address}/catalogue/export`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download Suppliers' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^stockflow-suppliers-\d{4}-\d{2}-\d{2}\.csv$/);
    await page.getByText('12 rows, in your downloads').waitFor();
  });

  test('with the keyboard alone: a product is found, made, changed, archived and taken back', async () => {
    const { api, visit } = room();
    const page = await visit(OWNER);
    const key = page.keyboard;
    await key.press('g');
    await key.press('c');
    await page.getByRole('heading', { name: 'Products' }).waitFor();
    await tabTo(page, 'New product', 'button');
    await key.press('Enter');
    await page.getByRole('dialog').waitFor();
    await expect
      .poll(() => page.getByLabel('Name').evaluate((field) => field === document.activeElement))
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
    await page.getByRole('menuitem', { name: 'Edit' }).waitFor();
    await key.press('ArrowDown');
    await key.press('ArrowDown');
    await key.press('Enter');
    await page.getByText('Keyboard Tea is archived.').waitFor();
    expect((await api('GET', '/products?search=KEY-1')).items[0].is_active).toBe(false);
    await tabTo(page, 'Undo', 'button');
    await key.press('Enter');
    await expect.poll(async () => (await api('GET', '/products?search=KEY-1')).items[0].is_active).toBe(true);
  });

  test('a viewer finds no way to write, and is told whom to ask', async () => {
    const email = 'vito@fernandkettle.example';
    await room().api('POST', '/members', { email, name: 'Vito', role: 'viewer' });
    const { visit, address } = room();
    const page = await visit(email);
    const writes: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && writes.push(request.url()));
    for (const [path, button] of [
      ['/catalogue', 'New product'],
      ['/catalogue/suppliers', 'New supplier'],
      ['/catalogue/suppliers/1', 'Edit'],
      ['/catalogue/import', 'Choose a file'],
      ['/settings/members', 'Invite somebody'],
      ['/settings/keys', 'New key'],
    ] as const) {
      await page.goto(address + path);
      await page.getByRole('button', { name: button, exact: true }).click();
      expect(await page.getByRole('dialog').count(), path).toBe(0);
    }
    await page.goto(`${address}/settings`);
    await page.getByRole('button', { name: 'Save' }).isDisabled();
    await page.goto(`${address}/activity`);
    await page.getByText('Only owners may do this').first().waitFor();
    expect(writes).toEqual([]);
  });
});

const unavailable = {
  error: {
    message: 'away',
    code: -32603,
    data: { code: 'SERVICE_UNAVAILABLE', httpStatus: 503, fault: 'unavailable', details: [] },
  },
};
