import type { CDPSession, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { type Made, makeShelves } from '../../bench/shelves.ts';
import { openLocal } from '../../db/local.ts';
import { databaseOf, scopeTo } from '../../db/scope.ts';
import { recompute } from '../../worker/job/recompute.ts';
import { inWindow, OWNER } from './room.ts';
import { type Demo, signIn } from './template.ts';

const SHORTAGES = 5_000;
/** Rows in sight and those about them: a handful of elements each. */
const NODES_MAX = 3_000;

const made: Made[] = [];
afterAll(() => {
  for (const { remove } of made) remove();
});

/** A company in which everything runs low: each place has its shortage, its forecast and its draft. */
async function manyShortages(): Promise<Demo> {
  const shelves = await makeShelves({ places: SHORTAGES, suppliers: 25, low: SHORTAGES });
  made.push(shelves);
  const { folder, file, company, apiKey } = shelves;
  const client = openLocal({ file });
  const caller = { company, timeZone: 'UTC', actor: 'test' };
  await recompute(scopeTo(databaseOf(client, 'company'), caller, Date.now()));
  client.close();
  const sessions = await signIn(folder, company, { [OWNER]: 'owner' });
  return { folder, companyId: company, apiKey, sessions };
}

inWindow(
  'a worklist of 5,000 shortages',
  (room) => {
    const low = async () => {
      const { api, companyId } = room();
      return (await api('GET', `/companies/${companyId}/alerts/low-stock?limit=1`)).total_alerts;
    };

    test('opens, is scrolled, narrowed, walked and kept up to date without a stop', async () => {
      const { visit, api, address } = room();
      expect(await low()).toBe(SHORTAGES);
      const page = await visit(OWNER);
      const work = await workOf(page);
      const told: Record<string, number> = {};

      const busyBefore = await work();
      await page.goto(address);
      await page.getByRole('article').first().waitFor();
      told['first rows, ms'] = await page.evaluate(() => performance.now());
      await page.getByText(/^All 5,000$/).waitFor();
      told['until all are read, ms of work'] = (await work()) - busyBefore;

      await page.evaluate(() => scrollTo(0, 0));
      Object.assign(told, await scrolled(page, work));
      Object.assign(told, await thrown(page, work));
      Object.assign(told, await narrowed(page, work));
      Object.assign(told, await walked(page, work));
      await refreshed(page, async (name) => {
        const { items } = await api('GET', `/products?search=${encodeURIComponent(name)}&limit=1`);
        await api('PATCH', `/products/${items[0].id}`, { name: `${name} (renamed)` });
      });
      console.info(JSON.stringify(told));
      expect(told['nodes at most']).toBeLessThan(NODES_MAX);
      // By the processor, with room for a machine that does other things; what is waited for has more.
      expect(told['work a frame, ms']).toBeLessThan(30);
      expect(told['work a frame thrown, ms']).toBeLessThan(100);
      expect(told['longest frame thrown, ms']).toBeLessThan(2_000);
      expect(told['work a key, ms']).toBeLessThan(100);
      expect(told['narrowed, ms of work']).toBeLessThan(2_000);
    });
  },
  {},
  manyShortages,
);

/** Milliseconds that the page's main thread has worked: what others do on the machine does not count. */
async function workOf(page: Page): Promise<() => Promise<number>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
}

const WHEELED = 200;

/** As a wheel or a thumb does it: about a row a frame. */
async function scrolled(page: Page, work: () => Promise<number>) {
  const before = await work();
  await page.evaluate(async (frames) => {
    for (let frame = 0; frame < frames; frame += 1) {
      scrollBy(0, 100);
      await new Promise(requestAnimationFrame);
    }
  }, WHEELED);
  return { 'work a frame, ms': ((await work()) - before) / WHEELED };
}

/** Eight screens a frame, as nobody can, to the end: each frame draws other rows. */
async function thrown(page: Page, work: () => Promise<number>) {
  const before = await work();
  const { frames, longest, nodes, last } = await page.evaluate(async () => {
    const frame = () => new Promise<number>((drawn) => requestAnimationFrame(drawn));
    let [frames, longest, nodes] = [0, 0, 0];
    let at = await frame();
    const isEnd = () => scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    while (!isEnd()) {
      scrollBy(0, innerHeight * 8);
      const now = await frame();
      [frames, longest, at] = [frames + 1, Math.max(longest, now - at), now];
      nodes = Math.max(nodes, document.querySelectorAll('*').length);
    }
    await frame();
    await frame();
    return { frames, longest, nodes, last: document.querySelector('li[aria-posinset="5000"]') !== null };
  });
  expect(last).toBe(true);
  return {
    'longest frame thrown, ms': longest,
    'work a frame thrown, ms': ((await work()) - before) / frames,
    'nodes at most': nodes,
  };
}

async function narrowed(page: Page, work: () => Promise<number>) {
  await page.evaluate(() => scrollTo(0, 0));
  const before = await work();
  await page
    .getByRole('radiogroup', { name: 'Which shortages' })
    .getByText(/^Aside/)
    .click();
  await page.getByRole('heading', { name: 'Nothing like that runs low' }).waitFor();
  await page.getByRole('button', { name: 'Show all that runs low' }).click();
  await page.getByRole('article').first().waitFor();
  return { 'narrowed, ms of work': (await work()) - before };
}

const STEPS = 40;

async function walked(page: Page, work: () => Promise<number>) {
  await page.keyboard.press('j');
  const focused = () =>
    page.evaluate(() => Number(document.activeElement?.closest('li')?.getAttribute('aria-posinset')));
  await expect.poll(focused).toBe(1);
  const before = await work();
  for (let step = 0; step < STEPS; step += 1) await page.keyboard.press('j');
  await expect.poll(focused).toBe(STEPS + 1);
  return { 'work a key, ms': ((await work()) - before) / STEPS };
}

/** One row says something else; all the others are the same elements, in the same place. */
async function refreshed(page: Page, rename: (product: string) => Promise<void>): Promise<void> {
  const name = await page.locator('article[data-chosen]').getByRole('link').first().innerText();
  const seen = await page.evaluate(() => {
    const rows = [...document.querySelectorAll('article')];
    for (const row of rows) row.setAttribute('data-seen', '');
    return { rows: rows.length, at: scrollY };
  });
  await rename(name);
  await page
    .getByRole('link', { name: `${name} (renamed)` })
    .first()
    .waitFor();
  expect(await page.locator('article[data-seen]').count()).toBe(seen.rows);
  expect(await page.evaluate(() => scrollY)).toBe(seen.at);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(`${name} (renamed)`);
}
