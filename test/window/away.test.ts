import { expect, onTestFinished, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { inWindow } from './room.ts';
import { mainOf, openTab, standBetween } from './weather.ts';

inWindow('a server that is busy, then gone', (room) => {
  test('what was there stays, what was not is not lost, and both come by themselves', async () => {
    const between = await standBetween(room().address);
    onTestFinished(() => between.close());
    const { page, turn } = await openTab(room(), between, 'away');
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
  });
});
