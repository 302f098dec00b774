import type { ElementHandle, Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { pages } from './pages.ts';
import { follow, hasCome, inWindow, VIEWER } from './room.ts';

/** What a viewer may write is about themselves: where they are signed in. */
const OWN = /session\.endDevice|session\.endAll/;

inWindow('a viewer', (room) => {
  test('presses whatever there is on every page, and nothing is written', async () => {
    const page = await room().visit(VIEWER, { path: '/catalogue/types' });
    const writes: string[] = [];
    let pressed = 0;
    page.on('request', (request) => request.method() !== 'GET' && writes.push(request.url()));
    for (const [name, path] of pages.filter(([name]) => name !== 'devices')) {
      await follow(page, path);
      await hasCome(page);
      for (const button of await kindsOf(page.getByRole('main').getByRole('button'))) {
        if (!(await button.isVisible())) continue;
        await button.click({ force: true, timeout: 5_000 });
        await pressAllIn(page);
        pressed += 1;
      }
      expect
        .soft(
          writes.filter((url) => !OWN.test(url)),
          name,
        )
        .toEqual([]);
    }
    expect(pressed).toBeGreaterThan(pages.length);
  });

  test('is told why, and whom to ask', async () => {
    const { visit } = room();
    const page = await visit(VIEWER);
    for (const [path, button, needed] of [
      ['/products/3?warehouse=1', 'Record', 'Your role is to look'],
      ['/catalogue', 'New product', 'Your role is to look'],
      ['/catalogue/suppliers', 'New supplier', 'Your role is to look'],
      ['/catalogue/import', 'Choose a file', 'Your role is to look'],
      ['/settings/members', 'Invite somebody', 'Only owners may do this'],
      ['/settings/keys', 'New key', 'Only owners may do this'],
    ] as const) {
      await follow(page, path);
      await page.getByRole('button', { name: button, exact: true }).hover();
      await page.getByRole('tooltip').getByText(needed).waitFor();
    }
    await follow(page, '/activity');
    await page.getByText('Only owners may do this').first().waitFor();
  });
});

/** One of each kind: a hundred rows have the same menu. The button itself, since the worker may add one before it. */
async function kindsOf(buttons: Locator): Promise<ElementHandle[]> {
  const kinds = new Map<string, ElementHandle>();
  for (const button of await buttons.elementHandles()) {
    const name = (await button.getAttribute('aria-label')) ?? (await button.innerText());
    const kind = name.split(/\s+/).slice(0, 2).join(' ');
    if (!kinds.has(kind) && (await button.isVisible())) kinds.set(kind, button);
  }
  return [...kinds.values()];
}

/** What a menu or a dialog offers, and its way out. */
async function pressAllIn(page: Page): Promise<void> {
  const opened = page.getByRole('menu').or(page.getByRole('dialog'));
  if ((await opened.count()) === 0) return;
  // One that was pressed may take the others away.
  for (const deed of await opened.getByRole('menuitem').or(opened.locator('[type=submit]')).all())
    if (await deed.isVisible()) await deed.click({ force: true, timeout: 1_000 }).catch(() => undefined);
  await page.keyboard.press('Escape');
  await opened.first().waitFor({ state: 'detached' });
}
