import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { inWindow, OWNER } from './room.ts';

const PICTURES = 'test/window/pictures';

const pages: [name: string, path: string][] = [
  ['worklist', '/'],
  ['orders', '/orders'],
  ['order', '/orders/1'],
  ['order-new', '/orders/new'],
  ['catalogue', '/catalogue'],
  ['product', '/products/3?warehouse=1'],
  ['bundle', '/bundles/196'],
  ['settings', '/settings'],
  ['bundles', '/catalogue/bundles'],
  ['suppliers', '/catalogue/suppliers'],
  ['supplier', '/catalogue/suppliers/1'],
  ['warehouses', '/catalogue/warehouses'],
  ['warehouse', '/catalogue/warehouses/1'],
  ['types', '/catalogue/types'],
  ['import', '/catalogue/import'],
  ['export', '/catalogue/export'],
  ['activity', '/activity'],
  ['ordering', '/settings/ordering'],
  ['members', '/settings/members'],
  ['keys', '/settings/keys'],
  ['devices', '/settings/devices'],
];

const sizes = { desk: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };

inWindow('how it looks', (room) => {
  for (const [size, viewport] of Object.entries(sizes))
    for (const colorScheme of ['light', 'dark'] as const)
      test(`every page has its picture and no serious fault: ${size}, ${colorScheme}`, async () => {
        mkdirSync(PICTURES, { recursive: true });
        const page = await room().visit(OWNER, { viewport, colorScheme });
        for (const [name, path] of pages) {
          await page.goto(room().address + path);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page.waitForLoadState('networkidle');
          await page.screenshot({ path: `${PICTURES}/${name}-${size}-${colorScheme}.png` });
          expect.soft(await faultsOf(page), name).toEqual([]);
          const { scroll, shown } = await page.evaluate(() => ({
            scroll: document.documentElement.scrollWidth,
            shown: document.documentElement.clientWidth,
          }));
          expect.soft(scroll, `${name} is not wider than the screen`).toBeLessThanOrEqual(shown);
        }
      });
});

inWindow('how much it weighs', (room) => {
  test('what the first page loads of JavaScript stays under 200 KiB', async () => {
    const page = await room().visit();
    const sizes: Promise<number>[] = [];
    page.on('response', (answer) => {
      if (answer.status() === 200 && answer.url().endsWith('.js'))
        sizes.push(answer.body().then((body) => gzipSync(body).length));
    });
    await page.goto(room().linkFor(OWNER));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('article').first().waitFor();
    const loaded = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(loaded).toBeGreaterThan(50 * 1024);
    expect(loaded).toBeLessThan(200 * 1024);
  });
});

/** What axe finds serious, in a line each. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
