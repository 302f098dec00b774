import { expect, test } from 'vitest';
import type { Json } from '../room.ts';
import { inWindow, OWNER, type WindowRoom } from './room.ts';

inWindow('settings', (room) => {
  test('how orders leave is foretold in words before it is saved, and then is so', async () => {
    const { api, visit } = room();
    const page = await visit(OWNER, { path: '/settings/ordering' });
    const foretold = page.getByText('What will happen').locator('..');
    await foretold.getByText('leaves by itself, at any hour').waitFor();
    await page.getByText('After your approval', { exact: true }).click();
    await foretold.getByText('It waits until one of you approves it').waitFor();
    expect((await api('GET', '/policy')).mode).toBe('automatic');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await api('GET', '/policy')).mode).toBe('review');
  });

  test('one supplier has rules of its own, and what is not said stays as for all', async () => {
    const { api, visit } = room();
    const page = await visit(OWNER, { path: '/catalogue/suppliers/1' });
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Orders a day, at most').fill('3');
    await dialog.getByRole('combobox', { name: 'Orders leave' }).click();
    await page.getByRole('option', { name: 'by themselves', exact: true }).click();
    await dialog.getByText('gets at most 3 orders a day').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    const { override } = await api('GET', '/suppliers/1/policy');
    expect(override).toMatchObject({ mode: 'automatic', daily_cap: 3, is_paused: null, opens_at: null });
  });

  test('the company is renamed, and its name stands over every page at once', async () => {
    const { visit } = room();
    const page = await visit(OWNER, { path: '/settings' });
    await page.getByLabel('Name').fill('');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByRole('alert').first().waitFor();
    await page.getByLabel('Name').fill('Fern, Kettle & Daughters');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('Fern, Kettle & Daughters').first().waitFor();
  });
});

inWindow('people, keys and devices', (room) => {
  test('somebody is invited, made an operator, and taken out again; the last owner stays', () =>
    manage(room()));

  test('a key is shown once, works, and opens nothing once it is revoked', async () => {
    const { visit, address } = room();
    const page = await visit(OWNER, { path: '/settings/keys' });
    await page.getByRole('button', { name: 'New key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Till');
    await dialog.getByRole('button', { name: 'Create key' }).click();
    await dialog.getByRole('textbox', { name: 'API key' }).press('Escape');
    const key = await dialog.getByRole('textbox', { name: 'API key' }).inputValue();
    await dialog.getByRole('button', { name: 'I have it' }).click();
    const status = async () =>
      (await fetch(`${address}/api/company`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await status()).toBe(200);
    await page.getByRole('button', { name: 'Revoke Till' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Till opens nothing any more.').waitFor();
    expect(await status()).toBe(401);
    expect(await page.content()).not.toContain(key);
  });

  test('another device is signed out from here, and stays out', async () => {
    const { linkFor, visit } = room();
    const phone = await visit(undefined, { userAgent: PHONE });
    await phone.goto(linkFor(OWNER));
    await phone.getByRole('button', { name: 'Sign in' }).click();
    await phone.getByRole('heading', { name: 'Worklist' }).waitFor();
    const page = await visit(OWNER, { path: '/settings/devices' });
    await page.getByRole('button', { name: 'Sign out Safari on iPhone' }).click();
    await page.getByText('That device is signed out.').waitFor();
    await phone.reload();
    await phone.getByRole('heading', { name: 'Sign in to StockFlow' }).waitFor();
  });
});

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1';

async function manage({ api, visit, address }: WindowRoom): Promise<void> {
  const page = await visit(OWNER);
  const dialog = page.getByRole('dialog');
  const row = page.getByRole('row').filter({ hasText: 'ida@fern.example' });
  const menu = async (name: string, deed: string) => {
    await page.getByRole('button', { name: `What to do with ${name}` }).click();
    await page.getByRole('menuitem', { name: deed }).click();
  };
  const memberOf = async () =>
    (await api('GET', '/members')).items.find(({ email }: Json) => email === 'ida@fern.example');
  await page.goto(`${address}/settings/members`);
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await dialog.getByLabel('E-mail').fill('ida@fern.example');
  await dialog.getByLabel('Name').fill('Ida');
  await dialog.getByLabel(/^viewer/).check();
  await dialog.getByRole('button', { name: /Invite/ }).click();
  await row.getByText(/^invited until/).waitFor();
  await menu('Ida', 'Edit');
  await dialog.getByLabel(/^operator/).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await row.getByText('operator').waitFor();
  expect(await memberOf()).toMatchObject({ role: 'operator', is_active: true });
  await menu('Ida', 'Take the invitation back');
  await expect.poll(async () => (await memberOf()).is_active).toBe(false);

  await menu('Maya Fern', 'Edit');
  await dialog.getByLabel(/^viewer/).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('alert').getByText(/owner/).waitFor();
}
