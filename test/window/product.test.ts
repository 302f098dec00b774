import { expect, test } from 'vitest';
import { inWindow, OWNER } from './room.ts';

inWindow('a product', (room) => {
  test('a sale shows what it comes to before it is sent, and can be taken back', async () => {
    const { api, visit } = room();
    const { on_hand: before } = await api('GET', '/inventory/3/1');
    const page = await visit(OWNER, { path: '/products/3?warehouse=1' });
    await page.getByRole('button', { name: 'Record' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Units sold').fill('2');
    await dialog.getByText(`${before}`).first().waitFor();
    expect(await dialog.getByRole('status').innerText()).toContain(`${before - 2}`);
    await dialog.getByRole('button', { name: 'Record sale' }).click();
    await page.getByText(`Recorded. ${before - 2} ×`).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await api('GET', '/inventory/3/1')).on_hand).toBe(before);
  });

  test('what happened on another day is recorded for that day, and not for one to come', async () => {
    const { api, visit } = room();
    const [today, earlier, later] = [0, -3, 2].map((days) =>
      new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/London' }),
    );
    const page = await visit(OWNER, { path: '/products/3?warehouse=1' });
    await page.getByRole('button', { name: 'Record' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Receipt', { exact: true }).click();
    expect(await dialog.getByLabel('On', { exact: true }).inputValue()).toBe(today);
    await dialog.getByLabel('Units that came in').fill('4');
    await dialog.getByLabel('On', { exact: true }).fill(later ?? '');
    await dialog.getByRole('button', { name: 'Record receipt' }).click();
    await dialog.getByText('This day has not come yet.').waitFor();
    await dialog.getByLabel('On', { exact: true }).fill(earlier ?? '');
    expect(await dialog.getByRole('alert').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Record receipt' }).click();
    await page.getByText('Recorded.').waitFor();
    const { items } = await api('GET', '/movements?product_id=3&warehouse_id=1&type=receipt&limit=1');
    expect(items).toMatchObject([{ quantity: 4, day: earlier }]);
  });

  test('more than there is is foretold, and refused with the reason', async () => {
    const { api, visit } = room();
    const { on_hand: before } = await api('GET', '/inventory/3/1');
    const page = await visit(OWNER, { path: '/products/3?warehouse=1' });
    await page.getByRole('button', { name: 'Record' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Units sold').fill(String(before + 1));
    await dialog.getByText('this will be refused').waitFor();
    await dialog.getByRole('button', { name: 'Record sale' }).click();
    await dialog.getByRole('alert').getByText('Not enough stock.').waitFor();
    expect((await api('GET', '/inventory/3/1')).on_hand).toBe(before);
  });

  test('more demand, and the stock lasts less: computed in the browser, and saved nowhere', async () => {
    const { visit } = room();
    const page = await visit(OWNER, { path: '/products/3?warehouse=1' });
    const demand = page.getByRole('slider', { name: 'Demand' });
    await demand.focus();
    const writes: string[] = [];
    page.on('request', (request) => request.method() !== 'GET' && writes.push(request.url()));
    await page.keyboard.press('End');
    const lasts = page.getByRole('row', { name: /^Lasts/ }).getByRole('cell');
    await expect
      .poll(async () => Number.parseInt(await lasts.nth(1).innerText(), 10))
      .toBeLessThan(Number.parseInt(await lasts.nth(0).innerText(), 10));
    expect(writes).toEqual([]);
  });
});
