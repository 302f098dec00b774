import { expect, test } from 'vitest';
import { inWindow, OWNER, type WindowRoom } from './room.ts';

const fileOf = (...lines: string[]) => ({
  name: 'teas.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(`${lines.join('\r\n')}\r\n`),
});

inWindow('imports', (room) => {
  test('a file with faults: every fault by row first, then the rest is imported, and the same file again changes nothing', () =>
    bringInTeas(room()));

  test('what cannot be read says why, and what was interrupted how to go on', async () => {
    const { visit } = room();
    const page = await visit(OWNER, { path: '/catalogue/import' });
    await page.locator('input[type=file]').setInputFiles(fileOf('Title,Price', 'x,2'));
    await page.getByText('There is no column SKU.').waitFor();
    await page.evaluate(() =>
      localStorage.setItem('import 1', JSON.stringify({ kind: 'products', name: 'teas.csv', row: 4000 })),
    );
    await page.reload();
    await page.getByText('The import of teas.csv was interrupted after row 4,000').waitFor();
  });

  test('away, an import waits, and goes on by itself', async () => {
    const { api, visit } = room();
    const page = await visit(OWNER, { path: '/catalogue/import?kind=suppliers' });
    await page.locator('input[type=file]').setInputFiles(fileOf('Name,Lead days', 'Lost and Found,4'));
    const start = page.getByRole('button', { name: 'Import 1 row' });
    await start.waitFor();
    let cuts = 0;
    await page.route('**/trpc/catalogue.supplier.import*', (route) => {
      cuts += 1;
      return cuts <= 4 ? route.fulfill({ status: 429, json: tooMuch }) : route.continue();
    });
    await start.click();
    await page.getByText('It goes on by itself.').waitFor({ timeout: 20_000 });
    await page.getByText('Imported.', { exact: true }).waitFor({ timeout: 20_000 });
    expect((await api('GET', '/suppliers?search=Lost')).items).toMatchObject([{ lead_time_days: 4 }]);
  });
});

const tooMuch = {
  error: {
    message: 'too much',
    code: -32603,
    data: { code: 'TOO_MANY_REQUESTS', httpStatus: 429, fault: 'rate_limited', details: [] },
  },
};

/** Two rows of four can be used. */
async function bringInTeas({ api, visit }: WindowRoom): Promise<void> {
  const page = await visit(OWNER, { path: '/catalogue/import' });
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
}
