import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { openLocal } from '../../db/local.ts';
import { fileIn } from '../../db/open.ts';
import { inWindow, OWNER, type WindowRoom } from './room.ts';
import type { Demo } from './template.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

/** What is drafted waits for a person; by itself it would leave a minute after the demo was made. */
async function inReview(): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-review-'));
  made.push(folder);
  cpSync(inject('demo').folder, folder, { recursive: true });
  const client = openLocal({ file: fileIn(folder) });
  await client.execute("update policies set mode = 'review'");
  client.close();
  return { ...inject('demo'), folder };
}

const journeys = (room: () => WindowRoom) => {
  test('what is drafted is read, sent, and its letter is written', async () => {
    const { api, visit } = room();
    await expect
      .poll(async () => (await api('GET', '/orders?status=draft')).items.length, { timeout: 30_000 })
      .toBeGreaterThan(0);
    const [draft] = (await api('GET', '/orders?status=draft')).items;
    const { lines } = await api('GET', `/orders/${draft.id}`);
    const page = await visit(OWNER);
    const row = page
      .getByRole('article')
      .filter({ hasText: lines[0].product_name })
      .filter({ hasText: draft.warehouse.name });
    await row.getByRole('button', { name: 'Send order' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(draft.number).waitFor();
    await dialog.getByRole('button', { name: `Send to ${draft.supplier.name}` }).click();
    await page.getByText(`${draft.number} goes out to ${draft.supplier.name}.`).waitFor();
    await expect
      .poll(async () => (await api('GET', `/orders/${draft.id}`)).status, { timeout: 30_000 })
      .toBe('sent');
    await row.getByRole('link', { name: draft.number }).waitFor({ timeout: 30_000 });
  });

  test('by keys alone one walks, takes over, undoes, and puts off', async () => {
    const page = await room().visit(OWNER);
    await page.getByRole('article').first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('I take care of it').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const chosen = page.locator('article[data-chosen]');
    const name = await chosen.getByRole('link').first().innerText();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(name);
    await page.keyboard.press('a');
    await chosen.getByText('In your hands').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await chosen.getByText('In your hands').waitFor({ state: 'detached' });
    await chosen.getByRole('link').first().focus();
    await page.keyboard.press('s');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /In a week/ })
      .waitFor();
    await page.keyboard.press('Enter');
    await chosen.getByText(/^until /).waitFor();
    await page.keyboard.press('u');
    await chosen.getByText(/^until /).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name }).waitFor();
  });

  test('the list is narrowed in the address, and a sale shows without a click', () => follows(room()));
};

inWindow('the worklist', journeys, {}, inReview);

async function follows({ api, visit }: WindowRoom): Promise<void> {
  const page = await visit(OWNER, { path: '/?warehouse=1' });
  await page.getByRole('article').first().waitFor();
  const places = await page.getByRole('article').allInnerTexts();
  expect(places.every((text) => text.includes('Bristol'))).toBe(true);
  const { items } = await api('GET', '/inventory?warehouse_id=1&limit=1000');
  const shelf = items.find(
    (one: { velocity_per_day: number; on_hand: number; threshold: number }) =>
      one.velocity_per_day > 0.5 && one.threshold > 0 && one.on_hand > one.threshold,
  );
  await api('POST', '/movements', {
    type: 'sale',
    product_id: shelf.product_id,
    warehouse_id: 1,
    quantity: shelf.on_hand - shelf.threshold,
  });
  await page
    .getByRole('article')
    .filter({ hasText: shelf.product_name })
    .first()
    .waitFor({ timeout: 15_000 });
}
