import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { pages } from './pages.ts';
import { follow, hasCome, inWindow, OWNER } from './room.ts';

const PICTURES = 'test/window/pictures';

const sizes = { desk: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };

/** Side by side: what waits for the server in one leaves the processor to another. */
const TABS = 3;

inWindow('how it looks', (room) => {
  test('every page has its picture at each size, light and dark, no serious fault, and is no wider than the screen', async () => {
    mkdirSync(PICTURES, { recursive: true });
    const waiting = [...pages];
    const walk = async () => {
      const page = await room().visit(OWNER, { viewport: sizes.desk, path: '/catalogue/types' });
      for (let next = waiting.shift(); next; next = waiting.shift()) await look(page, ...next);
    };
    await Promise.all(Array.from({ length: TABS }, walk));
  });

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

async function look(page: Page, name: string, path: string): Promise<void> {
  await page.setViewportSize(sizes.desk);
  await follow(page, path);
  await hasCome(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await isAtRest(page);
    // What else axe looks at has no colour.
    const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined;
    expect.soft(await faultsOf(page, 'html', rules), `${name}, ${colorScheme}`).toEqual([]);
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      await page.screenshot({ path: `${PICTURES}/${name}-${size}-${colorScheme}.png` });
      expect.soft(await beyondScreen(page), `${name}, ${size}`).toBe(0);
    }
    await page.setViewportSize(sizes.desk);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Colours go over into each other, and in between they are neither. */
const isAtRest = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    const moving = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(moving.map(({ finished }) => finished));
  });

/** By how many pixels it would have to be pushed aside. */
const beyondScreen = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  );
