import { expect, test } from 'vitest';
import { inWindow, OWNER } from './room.ts';

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
    const page = await room().visit(OWNER);
    await page.getByRole('button', { name: /Your account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('Your e-mail address').waitFor();
    await page.goto(room().address);
    await page.getByLabel('Your e-mail address').waitFor();
  });

  test('a viewer sees what there is, and why they cannot change it', async () => {
    const email = 'vera@fernandkettle.example';
    await room().api('POST', '/members', { email, name: 'Vera', role: 'viewer' });
    const page = await room().visit(email);
    await page.goto(`${room().address}/products/3?warehouse=1`);
    const record = page.getByRole('button', { name: 'Record' });
    await record.click({ force: true });
    expect(await page.getByRole('dialog').count()).toBe(0);
    await record.hover();
    await page.getByText('Your role is to look').first().waitFor();
  });
});
