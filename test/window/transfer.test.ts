import { expect, test } from 'vitest';
import { inWindow, OWNER } from './room.ts';

const PRODUCT = 3;
const [BRISTOL, LONDON] = [1, 2];

inWindow('what is between two warehouses', (room) => {
  const shelf = (warehouse: number) => room().api('GET', `/inventory/${PRODUCT}/${warehouse}`);

  test('is received where it comes to: a part, never more than is on the road, and the rest goes back', async () => {
    const { api, visit } = room();
    const [there, here] = [await shelf(BRISTOL), await shelf(LONDON)];
    await api('POST', '/transfers', {
      from_warehouse_id: BRISTOL,
      to_warehouse_id: LONDON,
      lines: [{ product_id: PRODUCT, quantity: 5 }],
      reference: 'van 3',
    });
    const page = await visit(OWNER, { path: `/catalogue/warehouses/${LONDON}` });
    const load = page.getByRole('listitem').filter({ hasText: 'van 3' });
    const dialog = page.getByRole('dialog');
    const units = dialog.getByRole('textbox', { name: /^Units of English Breakfast/ });
    await load.getByRole('button', { name: 'Receive' }).click();
    expect(await units.inputValue()).toBe('5');
    await units.fill('9');
    await dialog.getByRole('button', { name: 'Receive 9 units' }).click();
    await dialog.getByRole('alert').getByText('More would arrive than is in transit.').waitFor();
    await units.fill('3');
    await dialog.getByRole('button', { name: 'Receive 3 units' }).click();
    await page.getByText('3 units are in London.').waitFor();
    await load.getByText('2 × English Breakfast').waitFor();
    expect((await shelf(LONDON)).on_hand).toBe(here.on_hand + 3);

    await load
      .getByRole('link')
      .or(load.getByRole('button', { name: /^What to do/ }))
      .click();
    await page.getByRole('menuitem', { name: 'It goes back to Bristol' }).click();
    await dialog.getByRole('button', { name: 'It goes back' }).click();
    await load.waitFor({ state: 'detached' });
    expect((await shelf(BRISTOL)).on_hand).toBe(there.on_hand - 3);
    expect((await shelf(LONDON)).in_transit).toBe(here.in_transit);
  });

  test('stands on the page of its product, with who sent it', async () => {
    const { visit } = room();
    const page = await visit(OWNER, { path: `/products/${PRODUCT}?warehouse=${BRISTOL}` });
    await page.getByRole('button', { name: 'Record' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Transfer', { exact: true }).click();
    await dialog.getByRole('combobox', { name: /^To/ }).click();
    await page.getByRole('option', { name: 'Leeds' }).click();
    await dialog.getByRole('textbox', { name: /^Units/ }).fill('2');
    await dialog
      .getByRole('button', { name: /transfer|Send/i })
      .last()
      .click();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Leeds' })
      .filter({ hasText: '2 × English Breakfast' })
      .filter({ hasText: 'Maya Fern' })
      .waitFor();
  });
});
