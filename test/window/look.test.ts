import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { pages } from './pages.ts';
import { inWindow, OWNER } from './room.ts';

const PICTURES = 'test/window/pictures';

const sizes = { desk: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };

/** Side by side: what waits for the server in one leaves the processor to another. */
const TABS = 3;

inWindow('how it looks', (room) => {
  test.each(['light', 'dark'] as const)(
    'every page has its picture at each size, no serious fault, and is no wider than the screen: %s',
    async (colorScheme) => {
      mkdirSync(PICTURES, { recursive: true });
      const first = await room().visit(OWNER, { viewport: sizes.desk, colorScheme });
      const others = Array.from({ length: TABS - 1 }, () => first.context().newPage());
      const waiting = [...pages];
      const look = async (page: Page) => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const [name, path] = next;
          await page.setViewportSize(sizes.desk);
          await page.goto(room().address + path);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page.waitForLoadState('networkidle');
          expect.soft(await faultsOf(page), name).toEqual([]);
          for (const [size, viewport] of Object.entries(sizes)) {
            await page.setViewportSize(viewport);
            await page.screenshot({ path: `${PICTURES}/${name}-${size}-${colorScheme}.png` });
            expect.soft(await beyondScreen(page), `${name}, ${size}`).toBe(0);
          }
        }
      };
      await Promise.all([first, ...(await Promise.all(others))].map(look));
    },
  );
});

/** By how many pixels it would have to be pushed aside. */
const beyondScreen = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  );

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
